import { hunksOf, type Hunk } from '../../base/hunks.ts';
import type { Cluster } from '../../manifests/cluster.ts';
import type { ClusterNode, PlannedPod } from '../allocation.ts';
import { Placer, type NodeStates, type Placement, type Standing, type Step } from './placer.ts';
import { hasPodRules } from './podGroups.ts';
import { isObserved, isSamePlacement, placementsOf } from './schedule.ts';

/**
 * The scheduler's way along the pods, from one list of them to the next: what a change leaves alone is taken over. A walk begins where the lists first differ, at the
 * nodes as they were there, and ends where the nodes are again as they were at the same pod of the walk before; from there on everything else would be as well.
 * What comes out is what `placementsOf` says. Where rules between pods are about, a snapshot shows pods on their nodes, or amounts have fractions, every list is walked from its start.
 */
export class PlacementWalk {
  #last: Walk | undefined;
  #placements: readonly Placement[] = [];
  #placed = 0;

  /** How many pods were looked for a node for since the start: what the work amounts to. */
  get placed(): number {
    return this.#placed;
  }

  /** As `placementsOf` gives them. Pods of one workload stand together. */
  placementsOf(cluster: Cluster, pods: readonly PlannedPod[], nodes: readonly ClusterNode[]): readonly Placement[] {
    const last = this.#last;
    this.#last = undefined;
    const known = last?.nodes === nodes && last.renewals > 0 ? last : undefined;
    const hunks = known === undefined ? [] : hunksOf(known.pods, pods);
    const fresh = known === undefined ? pods : hunks.flatMap(({ added }) => added);
    if (!isPlain(fresh)) {
      this.#placed += pods.length;
      return (this.#placements = placementsOf(cluster, pods, nodes));
    }
    if (known !== undefined && hunks.length === 0) {
      this.#last = known;
      return this.#placements;
    }
    const walker =
      known === undefined ? new Walker(new Placer(cluster, pods, nodes), [], []) : new Walker(known.placer, known.steps, known.marks);
    walker.walk(known === undefined ? [{ at: 0, removed: 0, added: pods }] : hunks);
    this.#placed += walker.placed;
    const { placer, steps, marks } = walker;
    if (!placer.isExact) return known === undefined ? steps.map(({ placement }) => placement) : this.placementsOf(cluster, pods, nodes);
    this.#last = { pods, nodes, placer, steps, marks, renewals: known === undefined ? mostRenewals : known.renewals - 1 };
    return (this.#placements = steps.map(({ placement }) => placement));
  }
}

/** After so many changes the walk begins anew, so that nothing is kept of what has long been gone. */
const mostRenewals = 500;

interface Walk {
  readonly pods: readonly PlannedPod[];
  readonly nodes: readonly ClusterNode[];
  readonly placer: Placer;
  readonly steps: readonly Step[];
  readonly marks: readonly Mark[];
  readonly renewals: number;
}

/** The nodes before the step of a number, the first one of a workload. */
interface Mark {
  readonly at: number;
  readonly states: NodeStates;
}

/** Between two marks there are at least so many steps. */
const stride = 256;

/** Whether each pod is placed in its turn, by what the nodes have left alone. */
function isPlain(pods: readonly PlannedPod[]): boolean {
  let last: PlannedPod['spec'] | undefined;
  return pods.every((pod) => {
    if (isObserved(pod)) return false;
    if (pod.spec === last) return true;
    last = pod.spec;
    return !hasPodRules(pod.spec);
  });
}

/** One walk: along the steps of the one before it, with what has changed among them. */
class Walker {
  readonly placer: Placer;
  readonly steps: Step[] = [];
  readonly marks: Mark[] = [];
  placed = 0;
  readonly #before: readonly Step[];
  readonly #marksBefore: readonly Mark[];
  readonly #differences: Differences;
  /** Of the workload that the last step was about. */
  #siblings: Int32Array | undefined;

  constructor(placer: Placer, before: readonly Step[], marks: readonly Mark[]) {
    this.placer = placer;
    this.#differences = new Differences(placer);
    this.#before = before;
    this.#marksBefore = marks;
  }

  walk(hunks: readonly Hunk<PlannedPod>[]): void {
    let old = 0;
    let begun = this.#before.length === 0;
    for (const { at, removed, added } of hunks) {
      if (this.#differences.areNone) {
        const mark = this.#marksBefore.findLast((one) => one.at <= at);
        if (mark !== undefined && (!begun || mark.at > old)) {
          this.#keep(old, mark.at);
          this.placer.restore(mark.states);
          this.#siblings = undefined;
          old = mark.at;
          begun = true;
        }
      }
      for (; old < at; old++) this.#stay(this.#before[old] as Step);
      for (const end = old + removed; old < end; old++) this.#differences.change(this.#before[old] as Step, -1);
      for (const pod of added) this.#come(pod);
    }
    for (; old < this.#before.length; old++) {
      const step = this.#before[old] as Step;
      if (!this.#differences.concern(step.standing)) break;
      this.#stay(step);
    }
    this.#keep(old, this.#before.length);
  }

  /** What is as it was, nodes and all. */
  #keep(from: number, to: number): void {
    const shift = this.steps.length - from;
    for (const { at, states } of this.#marksBefore) {
      // The first may now stand behind another pod of its workload.
      if (at > from && at <= to) this.marks.push({ at: at + shift, states });
      else if (at === 0 && this.marks.length === 0) this.marks.push({ at, states });
    }
    for (let index = from; index < to; index++) this.steps.push(this.#before[index] as Step);
  }

  /** A pod that was there before. */
  #stay(step: Step): void {
    this.#enter(step.standing);
    if (!this.#differences.concern(step.standing)) {
      this.placer.repeat(step);
      this.steps.push(step);
      return;
    }
    const again = this.#place(step.pod, step.standing);
    if (again.node !== step.node) {
      this.#differences.change(step, -1);
      this.#differences.change(again, 1);
    }
    this.steps.push(again.node === step.node && isSamePlacement(again.placement, step.placement) ? step : again);
  }

  #come(pod: PlannedPod): void {
    const standing = this.placer.standingOf(pod);
    this.#enter(standing);
    const step = this.#place(pod, standing);
    this.#differences.change(step, 1);
    this.steps.push(step);
  }

  #place(pod: PlannedPod, standing: Standing): Step {
    this.placed++;
    return this.placer.place(pod, standing);
  }

  #enter({ siblings }: Standing): void {
    if (siblings === this.#siblings) return;
    // A workload's pods stand together, so that none is placed yet.
    siblings.fill(0);
    this.#siblings = siblings;
    const last = this.marks.at(-1);
    if (last === undefined || this.steps.length - last.at >= stride)
      this.marks.push({ at: this.steps.length, states: this.placer.nodeStates });
  }
}

/** What is taken on the nodes, more or less than in the walk before at the same pod. */
class Differences {
  /** By node; what is without a difference has no entry. */
  readonly #taken = new Map<number, Map<string, number>>();
  /** Pods of workloads, by their siblings, and then by node. */
  readonly #siblings = new Map<Int32Array, Map<number, number>>();

  readonly #placer: Placer;

  constructor(placer: Placer) {
    this.#placer = placer;
  }

  /** Whether what follows, as far as it was there before, finds the nodes as it found them before. */
  get areNone(): boolean {
    return this.#taken.size === 0;
  }

  /** Whether a pod may find its nodes other than before. */
  concern({ siblings }: Standing): boolean {
    return !this.areNone || this.#siblings.has(siblings);
  }

  /** A pod takes its room once more, or once less. */
  change({ node, standing }: Step, by: 1 | -1): void {
    if (node < 0) return;
    const { siblings, ports, requests } = standing;
    count(this.#siblings, siblings, node, by);
    count(this.#taken, node, 'pods', by);
    for (const { protocol, port, ip } of ports) count(this.#taken, node, `port ${protocol} ${port} ${ip}`, by);
    for (const [name, amount] of requests ?? [])
      if (this.#placer.states(node, name)) count(this.#taken, node, `resource ${name}`, by * amount);
  }
}

function count<K, L>(counts: Map<K, Map<L, number>>, key: K, what: L, by: number): void {
  if (by === 0) return;
  let inner = counts.get(key);
  if (inner === undefined) counts.set(key, (inner = new Map<L, number>()));
  const sum = (inner.get(what) ?? 0) + by;
  if (sum !== 0) inner.set(what, sum);
  else if (inner.delete(what) && inner.size === 0) counts.delete(key);
}
