import type { WorkloadResource } from '../../../manifests/resources/workloads.ts';
import { keyOf } from '../begin.ts';
import type { WorkingPod, World } from '../world.ts';
import { controlDaemonSet } from './daemonSet.ts';
import { controlDeployment } from './deployment.ts';
import { controlJob } from './job.ts';
import { controlReplicas } from './replicaSet.ts';
import { currentRevision, replicasOf } from './wanted.ts';
import { controlStatefulSet } from './statefulSet.ts';

/** One look of each controller at its workload, in order. Whether any of them did something. */
export function control(world: World): boolean {
  const own = new Map<string, WorkingPod[]>();
  for (const each of world.pods) {
    if (each.workload === undefined) continue;
    const list = own.get(each.workload);
    if (list === undefined) own.set(each.workload, [each]);
    else list.push(each);
  }
  let changed = false;
  for (const workload of world.workloads) changed = controlOne(world, workload, own.get(keyOf(workload)) ?? []) || changed;
  return changed;
}

function controlOne(world: World, workload: WorkloadResource, own: readonly WorkingPod[]): boolean {
  switch (workload.controller) {
    case 'CronJob':
      return false;
    case 'Deployment':
      return controlDeployment(world, workload, own);
    case 'StatefulSet':
      return controlStatefulSet(world, workload, own);
    case 'DaemonSet':
      return controlDaemonSet(world, workload, own);
    case 'Job':
      return controlJob(world, workload, own);
    case 'ReplicaSet':
    case 'ReplicationController':
    case 'Other':
      return controlReplicas(world, workload, {
        own,
        related: own,
        wanted: replicasOf(workload),
        revision: currentRevision(world, workload),
      });
  }
}
