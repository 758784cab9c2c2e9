import { contains, formatCIDR, rangeOfCIDR } from '../../base/ip.ts';
import { message } from '../../base/message.ts';
import type { PodSpec } from '../../manifests/resources/workloads.ts';
import type { ClusterNode, PlannedPod, ScheduledPod } from '../allocation.ts';
import { PodAssigner } from '../calico/podAssigner.ts';
import { labelOf } from '../labels.ts';
import { isFinished } from '../calico/observed.ts';
import { placementsOf } from '../scheduler/schedule.ts';
import { bury } from './endings.ts';
import { control } from './controllers/control.ts';
import type { WorkingPod, World } from './world.ts';

/** More rounds than the largest update of a bounded workload takes; a bound, should two controllers quarrel. */
const mostRounds = 20_000;

/**
 * Lets controllers, scheduler and kubelets work until nothing changes by itself. What begins comes before what ends: a pod that is to take the place of one that
 * still ends asks for its address while the other still has its own.
 */
export function settle(world: World): void {
  updateReadiness(world);
  for (let round = 0; round < mostRounds; round++) {
    const controlled = world.isControlled && control(world);
    const placed = world.isControlled && place(world);
    const addressed = giveAddresses(world);
    updateReadiness(world);
    if (controlled || placed || addressed) continue;
    if (!reap(world)) return;
  }
}

/** Gives nodes to the pods that have none. */
function place(world: World): boolean {
  const waiting = world.pods.filter(({ pod }) => isWaitingForNode(pod));
  if (waiting.length === 0) return false;
  const settled = world.pods.filter(({ pod }) => pod.node !== undefined && !isFinished(pod));
  const planned: PlannedPod[] = [...settled.map(({ pod }) => ({ ...pod, spec: standingOn(pod) })), ...waiting.map(({ pod }) => pod)];
  const placements = placementsOf(world.cluster, planned, world.nodes).slice(settled.length);
  let changed = false;
  for (const [index, { node, unschedulable, placement }] of placements.entries()) {
    const each = waiting[index];
    if (each === undefined) continue;
    if (node === undefined) {
      if (each.pod.unschedulable === undefined) changed = true;
      world.change(each, {
        unschedulable,
        placement,
        pending: unschedulable,
        ready: false,
        phase: 'Pending',
        ips: [],
        explanation: { certainty: placement.certainty, reason: placement.reason, because: placement.because },
      });
      continue;
    }
    changed = true;
    world.change(each, { node, unschedulable, placement, pending: undefined });
  }
  return changed;
}

function isWaitingForNode(pod: ScheduledPod): boolean {
  return pod.node === undefined && !pod.terminating && !isFinished(pod);
}

/** One specification for all pods of one that stand on one node: the scheduler tells groups of pods apart by it. */
function standingOn({ spec, node, labels }: ScheduledPod): PodSpec {
  const name = node?.name ?? '';
  const key = `${name} ${labelOf(labels, 'pod-template-hash') ?? ''}`;
  let byNode = standingSpecs.get(spec);
  if (byNode === undefined) standingSpecs.set(spec, (byNode = new Map<string, PodSpec>()));
  let standing = byNode.get(key);
  if (standing === undefined) byNode.set(key, (standing = { ...spec, nodeName: name }));
  return standing;
}

const standingSpecs = new WeakMap<PodSpec, Map<string, PodSpec>>();

/** Starts the sandboxes of pods that have a node and no address, on nodes that answer. */
function giveAddresses(world: World): boolean {
  const asking = world.pods.filter((each) => asksForAddress(world, each));
  let changed = silenceWaiting(world);
  if (asking.length === 0) return changed;
  const { clusterPools, configuration, ipam } = world.space;
  const holding = new Map(
    world.pods
      .filter(({ pod }) => pod.ips.length > 0 && !pod.spec.hostNetwork && !isFinished(pod))
      .map(({ pod }) => [pod as ScheduledPod, pod.ips]),
  );
  const pods = asking.map(({ pod }): ScheduledPod => ({ ...pod, phase: 'Running', ready: true, unschedulable: undefined }));
  const assigner = new PodAssigner(world.cluster, clusterPools, configuration, ipam, holding, pods, world.lastGiven);
  for (const [index, each] of asking.entries()) {
    const pod = pods[index];
    if (pod === undefined) continue;
    const { ips, ipPool, pending, explanation } = assigner.assign(pod);
    if (pending !== undefined) {
      if (each.pod.pending?.reason !== pending.reason) changed = true;
      world.change(each, { ips, ipPool, pending, explanation, ready: false, phase: 'Pending' });
      continue;
    }
    changed = true;
    each.readySince ??= world.clock;
    world.change(each, { ips, ipPool, pending: undefined, explanation, phase: 'Running', unschedulable: undefined });
    if (configuration.ipam === 'host-local') noteLast(world, each);
  }
  return changed;
}

function noteLast(world: World, { pod }: WorkingPod): void {
  for (const ip of pod.spec.hostNetwork ? [] : pod.ips) {
    const cidr = pod.node?.podCIDRs.find((candidate) => contains(rangeOfCIDR(candidate), ip));
    if (cidr !== undefined) world.lastGiven.set(formatCIDR(cidr), ip.value);
  }
}

function asksForAddress(world: World, { pod }: WorkingPod): boolean {
  if (pod.node === undefined || pod.terminating || isFinished(pod) || world.isSilent(pod.node)) return false;
  if (pod.node.name !== '' && world.nodeNamed(pod.node.name) === undefined) return false;
  return pod.pending !== undefined || pod.phase === 'Pending';
}

/** On a node that is cut off nothing starts. */
function silenceWaiting(world: World): boolean {
  let changed = false;
  for (const each of world.pods) {
    const { pod } = each;
    if (pod.node === undefined || pod.terminating || isFinished(pod) || !world.isSilent(pod.node)) continue;
    if (pod.ips.length > 0 || pod.phase !== 'Pending' || pod.pending?.reason === 'node-silent') continue;
    const reason = message('Node {0} does not answer, so nothing starts there.', pod.node.name);
    world.change(each, {
      pending: { reason: 'node-silent', message: reason, because: [] },
      explanation: { certainty: 'predicted', reason, because: [] },
      phase: 'Pending',
      ready: false,
    });
    changed = true;
  }
  return changed;
}

/** What runs is ready where its node is not known to be lost. */
export function updateReadiness(world: World): void {
  for (const each of world.pods) {
    const { pod, healthy } = each;
    const ready = healthy && pod.phase === 'Running' && pod.pending === undefined && pod.node !== undefined && !isLost(world, pod.node);
    if (ready === pod.ready) continue;
    world.change(each, { ready });
    if (ready) each.readySince = world.clock;
  }
}

function isLost(world: World, { name }: ClusterNode): boolean {
  return world.conditionOf(name).unreachableSince !== undefined;
}

/** Pods that end, on nodes that answer, come to an end: sandbox and address go. */
function reap(world: World): boolean {
  const ended = world.pods.filter(
    ({ pod, lingersSince }) => pod.terminating && lingersSince === undefined && (pod.node === undefined || !world.isSilent(pod.node)),
  );
  if (ended.length === 0) return false;
  bury(world, ended);
  return true;
}
