import type { WorkloadResource } from '../../manifests/resources/workloads.ts';
import { rollingUpdateOf } from '../workloads/rollout.ts';
import { isActive, keyOf } from './begin.ts';
import { daemonUpdateOf } from './controllers/daemonSet.ts';
import { rollingStep } from './controllers/deployment.ts';
import { replicasOf } from './controllers/wanted.ts';
import type { RolloutCounts } from './event.ts';
import type { RolloutFigures } from './state.ts';
import type { World } from './world.ts';

/** What an update of a workload takes at most; absent for those that are not updated by themselves. */
export function rolloutFigures(world: World, workload: WorkloadResource): RolloutFigures | undefined {
  switch (workload.controller) {
    case 'Deployment': {
      const replicas = replicasOf(workload);
      const update = rollingUpdateOf(workload);
      if (update === undefined) return figures({ surge: 0, unavailable: replicas, peakPods: replicas, minReady: 0, most: replicas });
      const unavailable = Math.min(update.unavailable, replicas);
      const peakPods = replicas + Math.min(update.surge, replicas);
      return figures({ surge: update.surge, unavailable, peakPods, minReady: replicas - unavailable, most: 2 * replicas });
    }
    case 'StatefulSet': {
      const replicas = replicasOf(workload);
      const updated = Math.max(0, replicas - (workload.rollout.partition ?? 0));
      const unavailable = workload.rollout.strategy === 'OnDelete' || updated === 0 ? 0 : 1;
      return figures({ surge: 0, unavailable, peakPods: replicas, minReady: replicas - unavailable, most: replicas });
    }
    case 'DaemonSet': {
      const key = keyOf(workload);
      const pods = world.pods.filter((each) => each.workload === key && isActive(each.pod)).length;
      if (workload.rollout.strategy === 'OnDelete')
        return figures({ surge: 0, unavailable: 0, peakPods: pods, minReady: pods, most: pods });
      const { surge, unavailable } = daemonUpdateOf(workload, pods);
      const extra = Math.min(surge, pods);
      return figures({
        surge,
        unavailable,
        peakPods: pods + extra,
        minReady: surge > 0 ? pods : pods - Math.min(unavailable, pods),
        most: surge > 0 ? 2 * pods : pods,
      });
    }
    case 'ReplicaSet':
    case 'ReplicationController':
    case 'Job':
    case 'CronJob':
    case 'Other':
      return undefined;
  }
}

function figures({
  surge,
  unavailable,
  peakPods,
  minReady,
  most,
}: {
  readonly surge: number;
  readonly unavailable: number;
  readonly peakPods: number;
  readonly minReady: number;
  readonly most: number;
}): RolloutFigures {
  return {
    surge,
    unavailable,
    peakPods,
    minReady,
    peakAddresses: { atLeast: peakPods, atMost: Math.max(most, peakPods) },
    step: undefined,
  };
}

/** One look of the Deployment controller at counts that somebody gives; what is not given is the workload's. */
export function stepFigures(workload: WorkloadResource | undefined, counts: RolloutCounts): RolloutFigures | undefined {
  const replicas = counts.replicas ?? (workload === undefined ? 0 : replicasOf(workload));
  const rollout = {
    strategy: 'RollingUpdate',
    maxSurge: counts.surge ?? workload?.rollout.maxSurge,
    maxUnavailable: counts.unavailable ?? workload?.rollout.maxUnavailable,
    partition: undefined,
  };
  const update = rollingUpdateOf({ controller: 'Deployment', replicas, rollout });
  if (update === undefined) return undefined;
  const unavailable = Math.min(update.unavailable, replicas);
  const step = rollingStep({
    replicas,
    surge: update.surge,
    unavailable,
    new: { count: counts.new, available: counts.newReady ?? counts.new },
    only: counts.only,
    old: counts.old.map((count, index) => ({ count, available: counts.oldReady?.[index] ?? count })),
  });
  const peakPods = replicas + Math.min(update.surge, replicas);
  return { ...figures({ surge: update.surge, unavailable, peakPods, minReady: replicas - unavailable, most: 2 * replicas }), step };
}
