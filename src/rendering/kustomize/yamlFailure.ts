import { message } from '../../base/message.ts';
import type { Span } from '../origin.ts';
import type { RenderingProblem } from '../rendered.ts';
import type { YamlProblem } from '../yaml/read.ts';
import { failure } from './problem.ts';

/** What bad YAML comes to. `errorClass`: what text that is no YAML counts as. */
export function yamlFailure(problem: YamlProblem, errorClass: string): RenderingProblem {
  switch (problem.class) {
    case 'malformed-yaml':
      return failure(errorClass, message('This is not YAML as kustomize reads it: {0}.', problem.text), problem.at);
    case 'not-representable':
      return failure(
        errorClass === 'malformed-yaml' ? 'not-representable' : errorClass,
        message('JSON, which everything goes through, has nothing for this: {0}.', problem.text),
        problem.at,
      );
    case 'duplicate-key':
      return failure(
        'duplicate-key',
        message('"{0}" stands twice in one map, which is an error for kustomize.', problem.text),
        problem.at,
        problem.first === undefined ? [] : [{ message: message('The first "{0}" stands here.', problem.text), at: problem.first }],
      );
    case 'too-large':
      return {
        class: 'unsupported',
        severity: 'unknown',
        message: message('This is too large to be read here.'),
        at: problem.at,
        related: [],
      };
  }
}

/** Of what stands behind the end of a document, where nobody expects one. */
export function passedOver(at: Span): RenderingProblem {
  return {
    class: 'malformed-yaml',
    severity: 'warning',
    message: message('The document ends before this line, and kustomize passes over what follows.'),
    at,
    related: [],
  };
}
