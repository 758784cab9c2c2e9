import { plural } from '../../base/message.ts';
import { maxPodsOfCluster, maxPodsOfWorkload } from '../../engine/workloads/pods.ts';
import { resourcesOf } from '../../manifests/cluster.ts';
import { nameOf } from '../../manifests/metadata.ts';
import { placeOf } from '../../manifests/place.ts';
import type { WorkloadResource } from '../../manifests/resources/workloads.ts';
import type { Check, Problem } from '../findings/check.ts';
import type { CheckContext } from '../shared/context.ts';

/** Pods beyond the engine's bounds: said where they are asked for. */
export const podLimit: Check = {
  code: 'yaml/limit',
  scope: 'cluster',
  severity: 'warning',
  *run({ allocation: { omittedPods }, cluster }: CheckContext): Generator<Problem> {
    if (omittedPods === 0) return;
    const workloads = resourcesOf(cluster, 'Workload');
    const large = workloads.filter((workload) => wanted(workload) > maxPodsOfWorkload);
    for (const workload of large) {
      yield {
        place: placeOf(workload, ...wantedAt(workload)),
        severity: 'hint',
        message: plural(
          maxPodsOfWorkload,
          'Only the first {0} pod of {1} is worked out, not all {2}.',
          'Only the first {0} pods of {1} are worked out, not all {2}.',
          nameOf(workload),
          wanted(workload),
        ),
      };
    }
    if (large.length > 0) return;
    const largest = workloads.reduce<WorkloadResource | undefined>(
      (most, workload) => (most === undefined || wanted(workload) > wanted(most) ? workload : most),
      undefined,
    );
    if (largest === undefined) return;
    yield {
      place: placeOf(largest, 'metadata', 'name'),
      severity: 'hint',
      message: plural(
        omittedPods,
        'The workloads of this cluster want more than {1} pods; {0} of them is left out.',
        'The workloads of this cluster want more than {1} pods; {0} of them are left out.',
        maxPodsOfCluster,
      ),
    };
  },
};

function wanted({ replicas, parallelism, controller }: WorkloadResource): number {
  return controller === 'Job' ? (parallelism ?? 1) : (replicas ?? 1);
}

function wantedAt({ controller }: WorkloadResource): readonly string[] {
  return ['spec', controller === 'Job' ? 'parallelism' : 'replicas'];
}
