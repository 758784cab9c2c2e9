import { message } from '../../base/message.ts';
import type { Taint } from '../../manifests/resources/core.ts';
import type { ClusterNode } from '../allocation.ts';
import { isFinished } from '../calico/observed.ts';
import { labelOf } from '../labels.ts';
import { tolerates } from '../scheduler/taints.ts';
import { bury, abandon, mark } from './endings.ts';
import type { LabelChanges, TaintPattern } from './event.ts';
import { changedLabels } from './labelChanges.ts';
import { settle } from './settle.ts';
import { UNREACHABLE, type WorkingPod, type World } from './world.ts';

/** kubernetes pkg/controller/podgc/gc_controller.go */
const OUT_OF_SERVICE = 'node.kubernetes.io/out-of-service';

/** --default-unreachable-toleration-seconds */
const defaultToleration = 300;

export function failNode(world: World, node: ClusterNode): void {
  if (world.isSilent(node)) {
    world.notes.push(message('{0} has failed already.', node.name));
    return;
  }
  world.setCondition(node.name, { silentSince: world.time });
  world.refresh();
  if (!world.isControlled)
    world.notes.push(
      message(
        'The control plane is lost with {0}: nobody marks pods as lost, replaces or moves them, and what runs elsewhere goes on as it is.',
        node.name,
      ),
    );
  settle(world);
}

/** The machine is back: what was marked for deletion meanwhile goes, all else is there again. */
export function returnNode(world: World, node: ClusterNode, rebooted: boolean): void {
  world.setCondition(node.name, { silentSince: undefined, unreachableSince: undefined, taintedSince: undefined });
  world.refresh();
  // Its kubelet ends what it knows nothing of any more.
  const orphans = world.held.filter((held) => held.node === node.name);
  world.held = world.held.filter((held) => held.node !== node.name);
  world.release(orphans.map(({ address }) => address));
  if (rebooted) {
    bury(
      world,
      world.pods.filter(({ pod }) => pod.node?.name === node.name && pod.terminating),
    );
    // A new sandbox is a new request.
    for (const each of world.pods) {
      const { pod } = each;
      if (pod.node?.name !== node.name || pod.spec.hostNetwork || isFinished(pod)) continue;
      world.release(pod.ips);
      world.change(each, { ips: [], phase: 'Pending' });
    }
  }
  settle(world);
}

/** Its pods are deleted by force forty seconds later, and Calico takes back what it held. podgc/gc_controller.go gcOrphaned; calico kube-controllers/pkg/controllers/node/ipam.go */
export function deleteNode(world: World, node: ClusterNode): void {
  world.setCondition(node.name, { deleted: true, silentSince: undefined, unreachableSince: undefined, taintedSince: undefined });
  world.setResources(world.cluster.resources.filter((resource) => !(resource.type === 'Node' && resource.metadata.name === node.name)));
  world.refresh();
  bury(
    world,
    world.pods.filter(({ pod }) => pod.node?.name === node.name),
  );
  releaseNode(world, node.name);
  settle(world);
}

/** With the Node object gone nothing keeps its addresses and blocks. */
function releaseNode(world: World, name: string): void {
  world.release(world.held.filter((held) => held.node === name).map(({ address }) => address));
  world.held = world.held.filter((held) => held.node !== name);
  const tunnels = world.before.allocation.nodes.find((node) => node.name === name)?.tunnelIPs ?? [];
  world.release(tunnels);
  world.setBlocks(
    world.blocks.flatMap((block) => {
      if (block.owner !== name) return [block];
      return block.allocated.length === 0 ? [] : [{ ...block, owner: undefined }];
    }),
  );
}

export function cordon(world: World, node: ClusterNode, unschedulable: boolean): void {
  world.setCondition(node.name, { unschedulable });
  world.refresh();
  settle(world);
}

export function taintNode(world: World, node: ClusterNode, added: readonly Taint[], removed: readonly TaintPattern[]): void {
  const own = node.taints.filter(({ key }) => key !== UNREACHABLE);
  const same = (one: TaintPattern, other: Taint) => one.key === other.key && (one.effect === undefined || one.effect === other.effect);
  const kept = own.filter((taint) => ![...removed, ...added].some((pattern) => same(pattern, taint)));
  const times = new Map(world.conditionOf(node.name).taintTimes);
  for (const { key, effect } of added) times.set(`${key}:${effect}`, world.time);
  world.setCondition(node.name, { taints: [...kept, ...added], taintTimes: times });
  world.refresh();
  if (added.some(({ key }) => key === OUT_OF_SERVICE) && world.conditionOf(node.name).unreachableSince !== undefined)
    outOfService(world, node.name);
  evictDue(world);
  settle(world);
}

/** Somebody says that the lost node surely does not run: what does not tolerate that goes at once. */
function outOfService(world: World, name: string): void {
  const taint = world.nodeNamed(name)?.taints.find(({ key }) => key === OUT_OF_SERVICE);
  if (taint === undefined) return;
  const going = world.pods.filter(
    ({ pod }) =>
      pod.node?.name === name &&
      !isFinished(pod) &&
      (pod.terminating || (taint.effect === 'NoExecute' && !pod.spec.tolerations.some((toleration) => tolerates(toleration, taint)))),
  );
  abandon(world, going);
}

export function labelNode(world: World, node: ClusterNode, changes: LabelChanges): void {
  const labels = changedLabels(node.labels, changes);
  world.setCondition(node.name, { labels });
  world.refresh();
  settle(world);
}

/**
 * When a pod is driven off its node, in seconds since the beginning; absent: not at all. How long it bears a taint counts from when both are there.
 * kubernetes pkg/controller/tainteviction/taint_eviction.go
 */
export function evictionTime(world: World, { pod, born }: WorkingPod): number | undefined {
  const { node } = pod;
  if (node === undefined || pod.terminating || isFinished(pod)) return undefined;
  const now = world.nodeNamed(node.name);
  if (now === undefined) return undefined;
  const condition = world.conditionOf(node.name);
  let earliest: number | undefined;
  for (const taint of now.taints) {
    if (taint.effect !== 'NoExecute') continue;
    const since = taint.key === UNREACHABLE ? condition.taintedSince : condition.taintTimes.get(`${taint.key}:${taint.effect}`);
    if (since === undefined) continue;
    const tolerating = pod.spec.tolerations.filter((toleration) => tolerates(toleration, taint));
    // Admission adds the default to pods that say nothing of this taint. plugin/pkg/admission/defaulttolerationseconds
    const seconds =
      tolerating.length === 0
        ? taint.key === UNREACHABLE
          ? defaultToleration
          : 0
        : Math.min(...tolerating.map(({ seconds: written }) => (written === undefined ? Infinity : Math.max(0, written))));
    if (seconds === Infinity) continue;
    const due = Math.max(since, world.secondsAt(born ?? -Infinity)) + seconds;
    if (earliest === undefined || due < earliest) earliest = due;
  }
  return earliest;
}

/** Marks the pods whose time on their node is over. */
export function evictDue(world: World): boolean {
  if (!world.isControlled) return false;
  const due = world.pods.filter((each) => {
    const time = evictionTime(world, each);
    return time !== undefined && time <= world.time;
  });
  mark(world, due);
  return due.length > 0;
}

/** Whether nodes of a zone are tainted, so that their pods are evicted: not while too many of it are lost. node_lifecycle_controller.go ComputeZoneState */
export function mayTaint(world: World, node: ClusterNode): boolean {
  if (isEveryNodeLost(world)) return false;
  const zone = zoneOf(node);
  const own = world.nodes.filter((other) => other.name !== '' && zoneOf(other) === zone);
  const lost = own.filter(({ name }) => world.conditionOf(name).unreachableSince !== undefined).length;
  // Of a zone that is lost as a whole others may take over.
  if (lost === own.length) return true;
  return !(own.length <= 50 && lost > 2 && lost / own.length >= 0.55);
}

export function isEveryNodeLost(world: World): boolean {
  const named = world.nodes.filter(({ name }) => name !== '');
  return named.length > 0 && named.every(({ name }) => world.conditionOf(name).unreachableSince !== undefined);
}

function zoneOf({ labels }: ClusterNode): string {
  return `${labelOf(labels, 'topology.kubernetes.io/region') ?? ''}/${labelOf(labels, 'topology.kubernetes.io/zone') ?? ''}`;
}
