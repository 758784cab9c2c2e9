import { message, type Message } from '../../../base/message.ts';
import { limits } from '../../../manifests/limits.ts';
import { firstDocument } from '../../yaml/firstDocument.ts';
import { manifestText } from '../../goYaml/manifestText.ts';
import { withPlacesIn } from '../../helm/output/document.ts';
import type { Span } from '../../origin.ts';
import type { RenderedManifest, RenderingProblem } from '../../rendered.ts';
import { indexedRope, slicedRope, textOf } from '../../rope.ts';
import { nodeAt, textAt } from '../../yaml/change.ts';
import { expanded, type ValueOf } from './expand.ts';
import { parseTemplate, type TemplateFault } from './template.ts';

const switched = 'kustomize.toolkit.fluxcd.io/substitute';

/** So many characters are filled in for one Kustomization. */
const mostCharacters = 40 * 1024 * 1024;

/** All manifests with their variables filled in; what is not understood is left as it was, and is a problem. */
export function substituted(
  manifests: readonly RenderedManifest[],
  valueOf: ValueOf,
  report: (problem: RenderingProblem) => void,
): readonly RenderedManifest[] {
  let left = mostCharacters;
  return manifests.map((manifest) => {
    if (left < 0) return manifest;
    return substitutedOne(manifest, valueOf, report, (characters) => {
      left -= characters;
      if (left >= 0) return;
      const at = manifest.root.origins[0] ?? { file: manifest.source, start: 0, end: 0 };
      const text = message('The variables of this Kustomization fill more text than is read here; what lies beyond is left as it is.');
      report({ class: 'limit', severity: 'error', message: text, at, related: [] });
    });
  });
}

/** Works on the text that the manifest is printed as, and reads that again: a number that fills a text is a number. fluxcd/pkg kustomize/kustomize_varsub.go */
function substitutedOne(
  manifest: RenderedManifest,
  valueOf: ValueOf,
  report: (problem: RenderingProblem) => void,
  spend: (characters: number) => void,
): RenderedManifest {
  const { root, source } = manifest;
  const isOff = ['labels', 'annotations'].some((field) => textAt(nodeAt(root, 'metadata', field), switched) === 'disabled');
  if (isOff) return manifest;
  const text = indexedRope(manifestText(root));
  if (!text.text.includes('$')) return manifest;
  const whole: Span = root.origins[0] ?? { file: source, start: 0, end: 0 };
  const fail = (said: Message, at: Span): RenderedManifest => {
    report({ class: 'substitution', severity: 'error', message: said, at, related: [] });
    return manifest;
  };
  const parts = parseTemplate(text.text);
  if ('reason' in parts) {
    const written = text.text.slice(parts.start, endOfFault(text.text, parts.start));
    const [piece] = slicedRope(text, parts.start, parts.start + written.length);
    return fail(complaint(parts, written), piece?.origins[0] ?? whole);
  }
  const made = expanded(parts, text, valueOf);
  if (made === undefined) {
    spend(limits.document);
    return fail(message('With its variables filled in this object is larger than what is read.'), whole);
  }
  const { rope } = made;
  const filled = textOf(rope);
  spend(filled.length);
  if (filled === text.text) return manifest;
  const { root: read, problem } = firstDocument(filled, (start, end) => ({ file: '', start, end }));
  if (problem !== undefined || read?.type !== 'map') {
    const at =
      problem === undefined ? whole : (slicedRope(indexedRope(rope), problem.at.start, problem.at.end + 1)[0]?.origins[0] ?? whole);
    if (made.unknown) {
      const name = textAt(nodeAt(root, 'metadata'), 'name') ?? '';
      const said = message('What {0} {1} says depends on values that are not known here.', textAt(root, 'kind') ?? '', name);
      report({ class: 'elsewhere', severity: 'unknown', reach: { changes: 'unit' }, message: said, at, related: [] });
      return manifest;
    }
    return fail(
      problem === undefined
        ? message('With its variables filled in this is no object any more, and Flux applies nothing of the Kustomization.')
        : message(
            'With its variables filled in this is no YAML any more, and Flux applies nothing of the Kustomization: {0}.',
            problem.text,
          ),
      at,
    );
  }
  return { ...manifest, root: { ...withPlacesIn(read, rope, whole), origins: root.origins } };
}

function endOfFault(text: string, start: number): number {
  const end = /[}\n]/.exec(text.slice(start, start + 200));
  return end === null ? Math.min(text.length, start + 40) : start + end.index + (end[0] === '}' ? 1 : 0);
}

function complaint({ reason }: TemplateFault, written: string): Message {
  switch (reason) {
    case 'name':
      return message(
        'Flux cannot read {0}: a variable has a name of letters, digits and _, and nothing of the Kustomization is applied.',
        written,
      );
    case 'brace':
      return message('Flux cannot read {0}: it misses the closing brace, and applies nothing of the Kustomization.', written);
    case 'nesting':
      return message('{0} holds more variables within each other than are read here.', written);
    case 'form':
      return message('Flux cannot read {0}, and applies nothing of the Kustomization.', written);
  }
}
