import { labelOf } from '../../labels.ts';
import type { WorkingPod } from '../world.ts';

export interface Ranked {
  readonly pod: WorkingPod;
  /** All between which only chance decides, this one included; empty when nothing is left to chance. */
  readonly among: readonly WorkingPod[];
}

/**
 * The pods of a ReplicaSet in the order in which it takes them away. `related`: active pods of the same owner, which are counted by node once.
 * `now`: milliseconds, as the pods' own times. kubernetes pkg/controller/controller_utils.go ActivePodsWithRanks
 */
export function rankForRemoval(pods: readonly WorkingPod[], related: readonly WorkingPod[], now: number): readonly Ranked[] {
  const perNode = new Map<string, number>();
  for (const { pod } of related) if (pod.node !== undefined) perNode.set(pod.node.name, (perNode.get(pod.node.name) ?? 0) + 1);
  const compare = (one: WorkingPod, other: WorkingPod) => compareForRemoval(one, other, perNode, now);
  // Chance is no order, so pods between which it decides stand together, as they were made.
  const sorted = pods.toSorted((one, other) => compare(one, other) ?? one.number - other.number);
  return sorted.map((pod) => {
    const equals = sorted.filter((other) => other === pod || compare(pod, other) === undefined);
    return { pod, among: equals.length > 1 ? equals : [] };
  });
}

/** Below 0: the first goes before the other. Absent: chance decides. */
function compareForRemoval(one: WorkingPod, other: WorkingPod, perNode: ReadonlyMap<string, number>, now: number): number | undefined {
  const [a, b] = [one.pod, other.pod];
  const difference =
    Number(a.node !== undefined) - Number(b.node !== undefined) ||
    phaseRank(a.phase) - phaseRank(b.phase) ||
    Number(a.ready) - Number(b.ready) ||
    deletionCost(one) - deletionCost(other) ||
    (perNode.get(b.node?.name ?? '') ?? 0) - (perNode.get(a.node?.name ?? '') ?? 0);
  if (difference !== 0) return difference;
  if (a.ready && b.ready && one.readySince !== other.readySince) return compareAges(one, other, 'readySince', now);
  if (one.restarts !== other.restarts) return other.restarts - one.restarts;
  if (one.born !== other.born) return compareAges(one, other, 'born', now);
  return undefined;
}

function phaseRank(phase: string): number {
  return phase === 'Pending' ? 0 : phase === 'Unknown' ? 1 : 2;
}

/** `controller.kubernetes.io/pod-deletion-cost`, a 32-bit number; anything else counts as none. */
function deletionCost({ pod: { annotations } }: WorkingPod): number {
  const text = labelOf(annotations, 'controller.kubernetes.io/pod-deletion-cost') ?? '';
  return /^-?(0|[1-9][0-9]{0,9})$/.test(text) ? Number(text) : 0;
}

/** The younger first; ages that do not differ by a factor are told apart by uid. logarithmicRankDiff */
function compareAges(one: WorkingPod, other: WorkingPod, key: 'born' | 'readySince', now: number): number | undefined {
  const [first, second] = [one[key], other[key]];
  // One that has no time goes last. afterOrZero
  if (first === undefined || second === undefined) return undefined;
  const difference = magnitude(now - first) - magnitude(now - second);
  if (difference !== 0) return difference;
  const [a, b] = [uidOf(one), uidOf(other)];
  return a === undefined || b === undefined || a === b ? undefined : a < b ? -1 : 1;
}

/** The binary logarithm of an age in nanoseconds, without its fraction. */
function magnitude(milliseconds: number): number {
  if (milliseconds <= 0) return -1;
  return (BigInt(Math.round(milliseconds)) * 1_000_000n).toString(2).length - 1;
}

function uidOf({ pod: { origin } }: WorkingPod): string | undefined {
  return origin.type === 'Pod' ? origin.uid : undefined;
}
