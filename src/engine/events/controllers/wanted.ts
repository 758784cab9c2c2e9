import type { WorkloadResource } from '../../../manifests/resources/workloads.ts';
import { keyOf } from '../begin.ts';
import type { World } from '../world.ts';

export function replicasOf({ replicas }: WorkloadResource): number {
  return Math.max(0, Math.floor(replicas ?? 1));
}

/** What a pod that is made now is made from. */
export function currentRevision(world: World, workload: WorkloadResource): string {
  return String(world.revisions.get(keyOf(workload)) ?? '');
}
