import type { WorkloadResource } from '../../manifests/resources/workloads.ts';
import type { AllocatedIPPool, AllocatedPod, Allocation } from '../allocation.ts';
import { daemonUpdateOf } from '../events/controllers/daemonSet.ts';
import { rollingUpdateOf } from '../workloads/rollout.ts';

/** What an update of a workload takes beyond what stands. */
export interface UpdatePeak {
  /** Pods that run beside those that there are. */
  readonly surge: number;
  /** How many addresses it may hold at one time at most: an old pod that takes long to end keeps its own, and is not counted any more. */
  readonly mostAddresses: number;
}

/** `pods`: how many it has. Absent for what is not updated by itself, and where old pods go before new ones come. kubernetes pkg/controller/deployment/rolling.go, pkg/controller/daemon/update.go */
export function updatePeakOf(workload: WorkloadResource, pods: number): UpdatePeak | undefined {
  const surge = Math.min(pods, surgeOf(workload, pods));
  return surge === 0 ? undefined : { surge, mostAddresses: 2 * pods };
}

function surgeOf(workload: WorkloadResource, pods: number): number {
  if (workload.controller === 'Deployment') return rollingUpdateOf(workload)?.surge ?? 0;
  return workload.controller === 'DaemonSet' && workload.rollout.strategy !== 'OnDelete' ? daemonUpdateOf(workload, pods).surge : 0;
}

/** All workloads with pods of one pool updated at once. */
export interface PoolPeak {
  readonly workloads: number;
  /** Addresses that the new pods take while all old ones have theirs. */
  readonly more: number;
}

export function poolPeakOf({ pods }: Allocation, { name }: Pick<AllocatedIPPool, 'name'>): PoolPeak {
  const counts = new Map<AllocatedPod['origin'], number>();
  for (const { origin, ipPool } of pods) if (ipPool === name) counts.set(origin, (counts.get(origin) ?? 0) + 1);
  let [workloads, more] = [0, 0];
  for (const [origin, count] of counts) {
    const peak = origin.type === 'Workload' ? updatePeakOf(origin, count) : undefined;
    if (peak === undefined) continue;
    workloads++;
    more += peak.surge;
  }
  return { workloads, more };
}
