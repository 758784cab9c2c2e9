import type { Message } from '../../base/message.ts';
import type { AllocatedNode, AllocatedPod, AllocatedService, Allocation } from '../allocation.ts';
import { beginningOf } from '../events/begin.ts';
import { happen } from '../events/happen.ts';
import type { ClusterState, EventOutcome, StandingPod } from '../events/state.ts';
import type { ClusterEvent } from '../events/event.ts';

/** What a cluster can not make good when one node fails, seen when its pods have been evicted and replaced. */
export interface NodeLoss {
  /** Pods that run on another node instead. */
  readonly moved: number;
  /** What does not go on by itself, and why: pods that find no node or no address, StatefulSets that wait for the lost pod. */
  readonly stuck: readonly Message[];
  /** What else there is to say: that nobody works any more who could replace pods. */
  readonly notes: readonly Message[];
  /** Pods of the node that have no controller, so that nobody replaces them. */
  readonly unreplaced: readonly AllocatedPod[];
  /** Services with an external address that a node announced before, and none does then; as they were before. */
  readonly unannounced: readonly AllocatedService[];
  /** Services with a ready endpoint before, be its address known or not, and none then; as they were before. */
  readonly unserved: readonly AllocatedService[];
}

/** 40 seconds until the loss is known, 300 until pods are evicted, and some for the new ones. */
const untilReplaced = 400;

/** Worked out anew for each cluster and node that somebody looks at: of a larger cluster it is asked by the event itself. */
const mostPods = 500;

/** Absent where nothing can be said: without further nodes, for one that stands for unknown ones, in a cluster that has lost one already, and beyond five hundred pods. */
export function nodeLossOf(allocation: Allocation, { name }: AllocatedNode): NodeLoss | undefined {
  const { nodes, pods } = allocation;
  if (nodes.length < 2 || pods.length > mostPods || nodes.some((node) => node.name === '' || node.silent === true)) return undefined;
  const before = beginningOf(allocation, allocation.network.profile.name);
  const failed = next(before, { do: 'nodeFails', node: name });
  const later = failed === undefined ? undefined : next(failed.state, { do: 'elapse', seconds: untilReplaced });
  if (failed === undefined || later === undefined) return undefined;
  const after = later.state;
  const lost = before.standing.filter(({ pod }) => pod.node?.name === name);
  const known = new Set(before.standing.map(({ number }) => number));
  const services = new Map(after.allocation.services.map((service) => [keyOf(service), service]));
  const worse = (isWell: (service: AllocatedService) => boolean) =>
    allocation.services.filter((service) => {
      const then = services.get(keyOf(service));
      return isWell(service) && then !== undefined && !isWell(then);
    });
  return {
    moved: after.standing.filter((each) => !known.has(each.number) && runs(each)).length,
    stuck: later.stuck,
    notes: failed.notes,
    unreplaced: lost.filter(({ workload, pod }) => workload === undefined && pod.owner.kind !== 'Node').map(({ pod }) => pod),
    unannounced: worse(({ loadBalancer }) => (loadBalancer?.announcedBy?.nodes ?? []).length > 0),
    unserved: worse(
      ({ slices, unaddressed }) =>
        slices.some(({ endpoints }) => endpoints.some(({ ready }) => ready)) ||
        unaddressed.some(({ ready, terminating }) => ready && !terminating),
    ),
  };
}

function next(state: ClusterState, event: ClusterEvent): EventOutcome | undefined {
  const outcome = happen(state, event);
  return 'problem' in outcome ? undefined : outcome;
}

function runs({ pod }: StandingPod): boolean {
  return pod.pending === undefined && !pod.terminating;
}

function keyOf({ namespace, name }: AllocatedService): string {
  return `${namespace}/${name}`;
}
