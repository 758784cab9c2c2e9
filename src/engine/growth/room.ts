import { message, type Message } from '../../base/message.ts';
import { hasUnknownReplicas } from '../../manifests/unknownReplicas.ts';
import type { WorkloadResource } from '../../manifests/resources/workloads.ts';
import type { AllocatedPod, Allocation } from '../allocation.ts';
import { Placer } from '../scheduler/placer.ts';
import { templatePod } from '../workloads/wantedPods.ts';
import { limitsOf } from './limits.ts';

/** How many pods a workload could have beyond those that it has. */
export interface Room {
  /** 0 to `mostCounted`. */
  readonly more: number;
  /** What keeps the next one from running. */
  readonly reason: Message;
}

/** Nobody asks how many more there could be beyond it. */
export const mostCounted = 250;

/**
 * By what surely bounds it (`limitsOf`), and by the scheduler on what the nodes have left: their pods, ports and resources, and the rules between pods. Absent where there is
 * room for more than `mostCounted`, where no manifest says which nodes or pools there are, where pods wait already (each says why), and for workloads that nobody scales.
 */
export function roomOf(workload: WorkloadResource, allocation: Allocation): Room | undefined {
  if (!scaled.has(workload.controller) || hasUnknownReplicas(workload)) return undefined;
  const pods = allocation.pods.filter(({ origin }) => origin === workload);
  if (pods.length === 0 || pods.some(({ pending }) => pending !== undefined)) return undefined;
  const [least] = limitsOf(workload, pods, allocation).toSorted((one, other) => one.room - other.room);
  const bound = least === undefined ? Infinity : Math.max(0, least.room - pods.length);
  const scheduled = onNodes(workload, pods, allocation, Math.min(bound, mostCounted + 1));
  if (scheduled !== undefined) return scheduled;
  return least === undefined || bound > mostCounted ? undefined : { more: bound, reason: least.reason };
}

const scaled: ReadonlySet<WorkloadResource['controller']> = new Set([
  'Deployment',
  'ReplicaSet',
  'ReplicationController',
  'StatefulSet',
  'Other',
]);

/** How many more the scheduler places before it places none; absent where it places as many as `enough`. */
function onNodes(workload: WorkloadResource, pods: readonly AllocatedPod[], allocation: Allocation, enough: number): Room | undefined {
  const { cluster, nodes } = allocation;
  if (nodes.length === 0 || nodes.some(({ name, place }) => name === '' || place === undefined)) return undefined;
  const [like] = pods;
  if (like === undefined) return undefined;
  const { spec, labels } = like;
  const next = { ...templatePod(workload), name: '', labels, spec, ordinal: pods.length, nameCertain: false };
  const placer = new Placer(cluster, [...allocation.pods, next], nodes);
  for (const pod of allocation.pods) if (pod.node !== undefined) placer.stand(pod, pod.node.name);
  for (let more = 0; more < enough; more++) {
    const { node, unschedulable } = placer.place(next).placement;
    if (node === undefined) return { more, reason: unschedulable?.message ?? message('No node takes them.') };
  }
  return undefined;
}
