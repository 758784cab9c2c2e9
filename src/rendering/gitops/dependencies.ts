import { message } from '../../base/message.ts';
import type { RenderingProblem } from '../rendered.ts';

/** GitOps tools fetch the charts that a chart depends on; what these would make is not known here. */
export function withFetchedDependencies(problems: readonly RenderingProblem[], namespace: string): readonly RenderingProblem[] {
  return problems.map((problem) =>
    problem.class === 'missing-dependencies'
      ? {
          ...problem,
          severity: 'unknown',
          message: message(
            'A chart that this one depends on is fetched from elsewhere: what it makes in namespace {0} is not known here.',
            namespace,
          ),
          reach: { namespace, changes: 'unit' },
          related: [],
        }
      : problem,
  );
}
