import { message } from '../../base/message.ts';
import type { RenderingFault } from '../../manifests/cluster.ts';
import type { Check, Problem } from '../findings/check.ts';
import type { Severity } from '../findings/finding.ts';
import type { CheckContext } from './context.ts';

/** What Kustomize or Helm would say of a cluster's units, as far as `concerns` says that it is the rule's. The tool's own words for it are the fault's class. */
export function renderingRule(code: string, severity: Severity, concerns: (fault: RenderingFault) => boolean): Check {
  return {
    code,
    scope: 'cluster',
    severity,
    *run({ cluster }: CheckContext): Generator<Problem> {
      const isLeftOut = cluster.alternative === 'not-applied';
      for (const fault of cluster.faults ?? []) {
        if (!concerns(fault)) continue;
        const { place, message: told, related } = fault;
        yield {
          place,
          // What is old works as it did, and what nobody applies nobody builds: a file of it may be made by something else, or have gone.
          severity:
            fault.class === 'deprecated' || isLeftOut
              ? 'information'
              : severity === 'error' && fault.severity === 'warning'
                ? 'warning'
                : undefined,
          message: typeof told === 'string' ? message('The chart says: {0}', told) : told,
          related: related.slice(0, mostRelated),
        };
      }
    },
  };
}

/** A template that calls itself has been called from hundreds of places. */
const mostRelated = 5;

/** Faults for which the tool fails, of some classes. */
export function failing(tool: RenderingFault['tool'], ...classes: readonly string[]): (fault: RenderingFault) => boolean {
  const known: ReadonlySet<string> = new Set(classes);
  return (fault) => fault.tool === tool && fault.severity === 'error' && known.has(fault.class);
}
