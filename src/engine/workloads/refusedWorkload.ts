import { message, sentences, type Message } from '../../base/message.ts';
import { placeOf, type FieldPath } from '../../manifests/place.ts';
import type { WorkloadResource } from '../../manifests/resources/workloads.ts';
import type { Refusal } from '../explanation.ts';
import { matches, selectorFault } from '../labels.ts';

export type WorkloadRefusedReason = 'invalid-selector' | 'selector-mismatch' | 'completions-missing';

export interface RefusedWorkload {
  readonly workload: WorkloadResource;
  readonly refusal: Refusal<WorkloadRefusedReason>;
}

/**
 * Why the API server refuses a workload, so that it has no pods; absent when it accepts it. A selector that is not written (yet) is taken as meant to fit.
 * kubernetes pkg/apis/apps/validation/validation.go, pkg/apis/core/validation/validation.go, pkg/apis/batch/validation/validation.go
 */
export function workloadRefusal(workload: WorkloadResource): Refusal<WorkloadRefusedReason> | undefined {
  const {
    selector,
    template: { labels },
  } = workload;
  const refusal = (reason: WorkloadRefusedReason, text: Message, ...path: FieldPath) => ({
    reason,
    message: text,
    because: [placeOf(workload, 'spec', ...path)],
  });
  switch (workload.controller) {
    case 'Deployment':
    case 'ReplicaSet':
    case 'StatefulSet':
    case 'DaemonSet': {
      if (selector === undefined) return undefined;
      if (isEmpty(selector))
        return refusal('invalid-selector', message('Its selector is empty; it must ask for a label of its own pods.'), 'selector');
      const fault = selectorFault(selector);
      if (fault !== undefined)
        return refusal('invalid-selector', sentences(message('Its selector is not valid.'), fault.message), 'selector', ...fault.path);
      return matches(selector, labels)
        ? undefined
        : refusal('selector-mismatch', message('Its selector does not select its own pods.'), 'selector');
    }
    // An empty selector is filled in from the template.
    case 'ReplicationController':
      return selector === undefined || matches(selector, labels)
        ? undefined
        : refusal('selector-mismatch', message('Its selector does not select its own pods.'), 'selector');
    case 'Job':
      return workload.indexed && workload.completions === undefined
        ? refusal('completions-missing', message('An indexed Job must say how many completions it has.'), 'completionMode')
        : undefined;
    case 'CronJob':
    case 'Other':
      return undefined;
  }
}

function isEmpty({ matchLabels, matchExpressions }: NonNullable<WorkloadResource['selector']>): boolean {
  return matchExpressions.length === 0 && Object.keys(matchLabels).length === 0;
}
