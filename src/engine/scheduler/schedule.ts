import type { Cluster } from '../../manifests/cluster.ts';
import { isSame } from '../../manifests/same.ts';
import type { ClusterNode, PlannedPod, ScheduledPod } from '../allocation.ts';
import { Placer, type Placement } from './placer.ts';

/**
 * Gives each pod a node, in the given order: `spec.nodeName` as it stands, else of the nodes that pass every filter the one with the fewest pods of the same
 * workload, then the fewest pods, then the first name (the real scheduler scores and breaks ties at random). What the pod prefers comes before all of these. Unnamed nodes take whatever has no other place.
 * Pods that a snapshot shows on their nodes are there before any other is placed. The result is in the order of `pods`.
 */
export function schedule(cluster: Cluster, pods: readonly PlannedPod[], nodes: readonly ClusterNode[]): readonly ScheduledPod[] {
  const placements = placementsOf(cluster, pods, nodes);
  return placements.flatMap((placement, index) => {
    const pod = pods[index];
    return pod === undefined ? [] : [withPlacement(pod, placement)];
  });
}

/** What becomes of each pod, in their order. */
export function placementsOf(cluster: Cluster, pods: readonly PlannedPod[], nodes: readonly ClusterNode[]): readonly Placement[] {
  const placer = new Placer(cluster, pods, nodes);
  const placed = new Map<PlannedPod, Placement>();
  for (const pod of pods) {
    if (isObserved(pod)) placed.set(pod, placer.place(pod).placement);
  }
  return pods.map((pod) => placed.get(pod) ?? placer.place(pod).placement);
}

/** Field by field: an object spread that adds fields is some thirty times slower, and there are thousands of pods. */
export function withPlacement(pod: PlannedPod, { node, unschedulable, placement }: Placement): ScheduledPod {
  return {
    namespace: pod.namespace,
    name: pod.name,
    labels: pod.labels,
    annotations: pod.annotations,
    spec: pod.spec,
    origin: pod.origin,
    owner: pod.owner,
    ordinal: pod.ordinal,
    hostname: pod.hostname,
    ready: pod.ready,
    terminating: pod.terminating,
    phase: pod.phase,
    nameCertain: pod.nameCertain,
    node,
    unschedulable,
    placement,
  };
}

/** Whether two say the same; nodes are the very same. */
export function isSamePlacement(one: Placement, other: Placement): boolean {
  return one.node === other.node && isSame(one.placement, other.placement) && isSame(one.unschedulable, other.unschedulable);
}

/** Whether a snapshot shows it on its node. */
export function isObserved({ origin, spec }: PlannedPod): boolean {
  return origin.type === 'Pod' && origin.phase !== undefined && spec.nodeName !== undefined;
}
