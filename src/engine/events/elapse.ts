import { formatCIDR } from '../../base/ip.ts';
import { evictDue, evictionTime, isEveryNodeLost, mayTaint } from './nodes.ts';
import { settle } from './settle.ts';
import type { WorkingPod, World } from './world.ts';

/** --node-monitor-grace-period: 40 seconds, 50 in the newest releases. */
const graceOfNodes = 40;
/** `terminationGracePeriodSeconds` of a pod that writes none. */
const graceOfPods = 30;
/** Calico's leakGracePeriod, for addresses and for empty blocks. */
const graceOfAddresses = 900;
/** No cluster has so many appointments; a bound all the same. */
const mostAppointments = 100_000;

/** Lets time go by: whatever falls due happens when it does, and settles before the next. */
export function elapse(world: World, seconds: number): void {
  const end = world.time + seconds;
  noteEmptyBlocks(world);
  for (let count = 0; count < mostAppointments; count++) {
    const next = nextAppointment(world);
    if (next === undefined || next > end) break;
    world.time = Math.max(world.time, next);
    keepAppointments(world);
    settle(world);
    noteEmptyBlocks(world);
  }
  world.time = end;
}

function nextAppointment(world: World): number | undefined {
  let next: number | undefined;
  const add = (time: number) => {
    if (next === undefined || time < next) next = time;
  };
  for (const each of world.pods) {
    const time = goneAt(each);
    if (time !== undefined) add(time);
  }
  for (const block of surplusBlocks(world)) add((world.emptySince.get(block) ?? world.time) + graceOfAddresses);
  if (!world.isControlled) return next;
  for (const { name } of world.nodes) {
    const { silentSince, unreachableSince } = world.conditionOf(name);
    if (silentSince !== undefined && unreachableSince === undefined) add(silentSince + graceOfNodes);
  }
  for (const { since } of world.held) add(since + graceOfAddresses);
  for (const each of world.pods) {
    const time = evictionTime(world, each);
    if (time !== undefined) add(time);
  }
  return next;
}

/** When a pod that is on its way out has gone for sure: what takes longer is killed. Less than nothing counts as one second. kubernetes pkg/registry/core/pod/strategy.go CheckGracefulDelete */
function goneAt({ lingersSince, pod: { spec } }: WorkingPod): number | undefined {
  const grace = spec.terminationGracePeriodSeconds ?? graceOfPods;
  return lingersSince === undefined ? undefined : lingersSince + (grace < 0 ? 1 : grace);
}

function keepAppointments(world: World): void {
  for (const each of world.pods) if ((goneAt(each) ?? Infinity) <= world.time) each.lingersSince = undefined;
  releaseSurplus(world);
  if (!world.isControlled) return;
  noticeSilence(world);
  const collected = world.held.filter(({ since }) => since + graceOfAddresses <= world.time);
  world.held = world.held.filter((held) => !collected.includes(held));
  world.release(collected.map(({ address }) => address));
  evictDue(world);
}

/** Nodes that are silent for long are marked so, and then drive their pods away, unless all are lost. */
function noticeSilence(world: World): void {
  let changed = false;
  for (const { name } of world.nodes) {
    const { silentSince, unreachableSince } = world.conditionOf(name);
    if (silentSince === undefined || unreachableSince !== undefined || silentSince + graceOfNodes > world.time) continue;
    world.setCondition(name, { unreachableSince: world.time });
    changed = true;
  }
  const everyNode = isEveryNodeLost(world);
  for (const node of world.nodes) {
    const { unreachableSince, taintedSince } = world.conditionOf(node.name);
    if (unreachableSince === undefined) continue;
    if (everyNode && taintedSince !== undefined) {
      world.setCondition(node.name, { taintedSince: undefined });
      changed = true;
    } else if (!everyNode && taintedSince === undefined && mayTaint(world, node)) {
      world.setCondition(node.name, { taintedSince: world.time });
      changed = true;
    }
  }
  if (changed) world.refresh();
}

/** Of a node's blocks those in which nothing is in use, but for the last that it has. */
function surplusBlocks(world: World): readonly string[] {
  const owned = new Map<string, { readonly key: string; readonly empty: boolean }[]>();
  for (const { cidr, owner, allocated } of world.blocks) {
    if (owner === undefined) continue;
    const list = owned.get(owner) ?? [];
    owned.set(owner, list);
    list.push({ key: formatCIDR(cidr), empty: allocated.length === 0 });
  }
  return [...owned.values()].flatMap((blocks) => {
    const empty = blocks.filter((block) => block.empty).map(({ key }) => key);
    return empty.length === blocks.length ? empty.slice(1) : empty;
  });
}

export function noteEmptyBlocks(world: World): void {
  const surplus = new Set(surplusBlocks(world));
  for (const key of world.emptySince.keys()) if (!surplus.has(key)) world.emptySince.delete(key);
  for (const key of surplus) if (!world.emptySince.has(key)) world.emptySince.set(key, world.time);
}

function releaseSurplus(world: World): void {
  const due = new Set(surplusBlocks(world).filter((key) => (world.emptySince.get(key) ?? world.time) + graceOfAddresses <= world.time));
  if (due.size === 0) return;
  for (const key of due) world.emptySince.delete(key);
  world.setBlocks(world.blocks.filter(({ cidr }) => !due.has(formatCIDR(cidr))));
}
