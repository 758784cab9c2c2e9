import { list, message, plural, sentences, term, type Message, type Term } from '../../base/message.ts';
import type { Cluster } from '../../manifests/cluster.ts';
import { placeOf, type Place } from '../../manifests/place.ts';
import type { PodSpec } from '../../manifests/resources/workloads.ts';
import { isSame } from '../../manifests/same.ts';
import type { ClusterNode, PlannedPod, ScheduledPod } from '../allocation.ts';
import type { Explanation, Refusal } from '../explanation.ts';
import { hostPortsOf, takePorts, takenPort, type HostPort, type TakenPorts } from './hostPorts.ts';
import { nodeMatches, onlyNode, preferenceFor } from './nodeAffinity.ts';
import { podGroups, type PodGroup } from './podGroups.ts';
import { podRules, type PodRuleFailure } from './podRules.ts';
import { quantity } from './quantity.ts';
import { allocatableOf, lackingResource, requestsOf, takeResources, type Amounts } from './resourceRequests.ts';
import { intolerablePreferences, untoleratedTaint } from './taints.ts';

/** What becomes of a pod. */
export type Placement = Pick<ScheduledPod, 'node' | 'unschedulable' | 'placement'>;

/** What is known of a group's pods before any stands. */
export interface Standing {
  readonly group: PodGroup;
  readonly first: PlannedPod;
  readonly ports: readonly HostPort[];
  /** Absent where no node states its resources. */
  readonly requests: Amounts | undefined;
  /** Indexes of nodes that pass the filters that no other pod influences. */
  readonly candidates: readonly number[];
  /** Of each node: PreferNoSchedule taints that the pod does not tolerate; absent when there are none at all. */
  readonly reluctance: readonly number[] | undefined;
  readonly ruled: boolean;
  /** Of each node: the sum of the weights of the node preferences that it meets; absent without any. */
  readonly preferences: readonly number[] | undefined;
  /** Preferred rules between pods rate the nodes. */
  readonly rated: boolean;
  /** Pods of the same workload on each node: one list for all its groups. */
  readonly siblings: Int32Array;
  /** Explanations, by chosen node, for when all candidates are free. */
  readonly explanations: Map<number, Explanation>;
  readonly because: readonly Place[];
  /** The last refusal, good until another pod takes room. */
  refused: { readonly taken: number; readonly refusal: Refusal<'unschedulable'> } | undefined;
}

/** A pod with what became of it. */
export interface Step {
  readonly pod: PlannedPod;
  readonly standing: Standing;
  /** Number of the node on which it takes room; -1 without one, and for a finished pod. */
  readonly node: number;
  readonly placement: Placement;
}

/** What all nodes have left; rules between pods and siblings are not in it. */
export interface NodeStates {
  readonly totals: Int32Array;
  readonly ports: readonly TakenPorts[];
  readonly left: readonly ReadonlyMap<string, number>[];
}

/** Places pods one after the other on the nodes of a cluster, each on what those before it leave. `pods`: all that there are, whatever their order. */
export class Placer {
  /** By name, so that the lowest index wins a tie. */
  readonly #nodes: readonly ClusterNode[];
  readonly #indexes: ReadonlyMap<string, number>;
  readonly #unnamed: number | undefined;
  /** Indexes of all named nodes. */
  readonly #everyNode: readonly number[];
  /** No node has a taint that keeps pods off. */
  readonly #isOpen: boolean;
  readonly #hasPreferences: boolean;
  readonly #groups: ReturnType<typeof podGroups>;
  readonly #rules: ReturnType<typeof podRules>;
  readonly #standings = new Map<PodGroup, Standing>();
  readonly #siblings = new Map<string, Int32Array>();
  readonly #totals: Int32Array;
  readonly #limits: readonly number[];
  #ports: readonly TakenPorts[];
  /** What each node has left of the resources that it states. */
  #left: readonly Map<string, number>[];
  readonly #statesResources: boolean;
  /** Amounts add up the same in any order. */
  #isExact: boolean;
  /** Grows with every change of what is left. */
  #taken = 0;

  constructor(cluster: Cluster, pods: readonly PlannedPod[], nodes: readonly ClusterNode[]) {
    this.#nodes = nodes.toSorted((one, other) => (one.name < other.name ? -1 : one.name > other.name ? 1 : 0));
    this.#indexes = new Map(this.#nodes.map(({ name }, index) => [name, index]));
    this.#unnamed = this.#indexes.get('');
    this.#everyNode = [...this.#nodes.keys()].filter((index) => index !== this.#unnamed);
    this.#isOpen = this.#nodes.every((node) => untoleratedTaint(node, []) === undefined);
    this.#hasPreferences = this.#nodes.some(({ taints }) => taints.some(({ effect }) => effect === 'PreferNoSchedule'));
    this.#groups = podGroups(pods);
    this.#rules = podRules(cluster, this.#groups, this.#nodes);
    this.#totals = new Int32Array(nodes.length);
    this.#limits = this.#nodes.map(podLimit);
    this.#ports = this.#nodes.map(() => new Map());
    this.#left = this.#nodes.map((node) => new Map(allocatableOf(node)));
    this.#statesResources = this.#left.some(({ size }) => size > 0);
    this.#isExact = this.#left.every(isWhole);
  }

  place(pod: PlannedPod, standing: Standing = this.standingOf(pod)): Step {
    const { nodeName } = pod.spec;
    if (nodeName !== undefined && nodeName !== '') return this.#named(pod, standing, nodeName);
    const only = onlyNode(pod.spec);
    if (this.#unnamed !== undefined && (only === undefined || only === '')) {
      const placement = { node: this.#nodes[this.#unnamed], unschedulable: undefined, placement: unknownPlacement };
      return this.#placed(pod, standing, this.#unnamed, placement);
    }

    if (standing.refused?.taken === this.#taken) return refused(pod, standing, standing.refused.refusal);
    let best = -1;
    let feasible = 0;
    const scores = this.#scores(standing);
    for (const index of standing.candidates) {
      if (this.#dynamicFailure(standing, index) !== undefined) continue;
      feasible++;
      if (best < 0 || this.#isBetter(standing, index, best, scores)) best = index;
    }
    if (best < 0) {
      const refusal = this.#refusal(pod, standing);
      standing.refused = { taken: this.#taken, refusal };
      return refused(pod, standing, refusal);
    }
    const placement = this.#explain(standing, best, feasible, isDecisive(scores, best));
    return this.#placed(pod, standing, best, { node: this.#nodes[best], unschedulable: undefined, placement });
  }

  #named(pod: PlannedPod, standing: Standing, name: string): Step {
    const index = this.#indexes.get(name);
    if (index === undefined) {
      const refusal: Refusal<'unschedulable'> = {
        reason: 'unschedulable',
        message: message('There is no node {0}.', name),
        because: standing.because,
      };
      const placement: Explanation = { certainty: 'fixed', reason: refusal.message, because: standing.because };
      return { pod, standing, node: -1, placement: { node: undefined, unschedulable: refusal, placement } };
    }
    let placement = standing.explanations.get(index);
    if (placement === undefined) {
      placement = {
        certainty: 'fixed',
        reason: message('The manifest puts it on node {0}.', name),
        because: [placeOf(pod.origin, ...specPath(pod), 'nodeName')],
      };
      standing.explanations.set(index, placement);
    }
    return this.#placed(pod, standing, index, { node: this.#nodes[index], unschedulable: undefined, placement });
  }

  standingOf(pod: PlannedPod): Standing {
    const group = this.#groups.groupOf(pod);
    let standing = this.#standings.get(group);
    if (standing !== undefined && isSameSort(standing.first, pod)) return standing;
    const { spec } = group;
    const key = `${pod.namespace}/${pod.owner.kind}/${pod.owner.name}`;
    let siblings = this.#siblings.get(key);
    if (siblings === undefined) {
      siblings = new Int32Array(this.#nodes.length);
      this.#siblings.set(key, siblings);
    }
    standing = {
      group,
      first: pod,
      siblings,
      candidates: this.#candidatesOf(spec),
      ports: hostPortsOf(spec),
      requests: this.#statesResources ? requestsOf(spec) : undefined,
      reluctance: this.#hasPreferences ? this.#nodes.map((node) => intolerablePreferences(node, spec.tolerations)) : undefined,
      ruled: this.#rules.concern(group),
      preferences: spec.preferredNodeAffinity.length === 0 ? undefined : this.#nodes.map((node) => preferenceFor(spec, node)),
      rated: this.#rules.rates(group),
      explanations: new Map(),
      because: [placeOf(pod.origin, ...specPath(pod))],
      refused: undefined,
    };
    this.#standings.set(group, standing);
    if (standing.requests !== undefined && !isWhole(standing.requests)) this.#isExact = false;
    return standing;
  }

  #candidatesOf(spec: PodSpec): readonly number[] {
    if (this.#isOpen && spec.requiredNodeAffinity === undefined && Object.keys(spec.nodeSelector).length === 0) return this.#everyNode;
    const only = onlyNode(spec);
    const reachable = only === undefined ? this.#everyNode : [this.#indexes.get(only)].filter((index) => index !== undefined);
    return reachable.filter((index) => {
      const node = this.#nodes[index];
      return node !== undefined && untoleratedTaint(node, spec.tolerations) === undefined && nodeMatches(spec, node);
    });
  }

  #dynamicFailure({ group, ports, requests, ruled }: Standing, index: number): 'ports' | 'full' | 'resources' | PodRuleFailure | undefined {
    const taken = this.#ports[index];
    if (ports.length > 0 && taken !== undefined && takenPort(taken, ports) !== undefined) return 'ports';
    if ((this.#totals[index] ?? 0) >= (this.#limits[index] ?? Infinity)) return 'full';
    if (requests !== undefined && lackingResource(requests, this.#left[index] ?? nothingStated) !== undefined) return 'resources';
    return ruled ? this.#rules.failure(group, index) : undefined;
  }

  /** What the pod's preferences make of each candidate that can take it, 0 to 200: both sorts weigh alike. Absent without any. nodeaffinity, interpodaffinity NormalizeScore */
  #scores(standing: Standing): ReadonlyMap<number, number> | undefined {
    const { group, candidates, preferences, rated } = standing;
    if (preferences === undefined && !rated) return undefined;
    const feasible = candidates.filter((index) => this.#dynamicFailure(standing, index) === undefined);
    const ratings = rated ? feasible.map((index) => this.#rules.rating(group, index)) : [];
    const highest = Math.max(1, ...feasible.map((index) => preferences?.[index] ?? 0));
    const [least, most] = [Math.min(...ratings), Math.max(...ratings)];
    return new Map(
      feasible.map((index, position) => [
        index,
        (100 * (preferences?.[index] ?? 0)) / highest +
          (rated && most > least ? (100 * ((ratings[position] ?? 0) - least)) / (most - least) : 0),
      ]),
    );
  }

  #isBetter(
    { group, reluctance, ruled, siblings }: Standing,
    index: number,
    than: number,
    scores: ReadonlyMap<number, number> | undefined,
  ): boolean {
    if (reluctance !== undefined && reluctance[index] !== reluctance[than]) return (reluctance[index] ?? 0) < (reluctance[than] ?? 0);
    const preferred = (scores?.get(index) ?? 0) - (scores?.get(than) ?? 0);
    if (preferred !== 0) return preferred > 0;
    if (ruled) {
      const difference = this.#rules.crowding(group, index) - this.#rules.crowding(group, than);
      if (difference !== 0) return difference < 0;
    }
    const difference = (siblings[index] ?? 0) - (siblings[than] ?? 0) || (this.#totals[index] ?? 0) - (this.#totals[than] ?? 0);
    return difference < 0;
  }

  #placed(pod: PlannedPod, standing: Standing, index: number, placement: Placement): Step {
    // A finished pod keeps its node's name, and nothing else.
    const isFinished = pod.phase === 'Succeeded' || pod.phase === 'Failed';
    const step: Step = { pod, standing, node: isFinished ? -1 : index, placement };
    this.repeat(step);
    return step;
  }

  /** Takes the room of a pod on the node that it has, whether or not it would be placed there. */
  stand(pod: PlannedPod, name: string): void {
    const isFinished = pod.phase === 'Succeeded' || pod.phase === 'Failed';
    const node = isFinished ? -1 : (this.#indexes.get(name) ?? -1);
    this.repeat({ pod, standing: this.standingOf(pod), node });
  }

  /** Takes the room of a pod whose place is known. */
  repeat({ pod, standing, node: index }: Omit<Step, 'placement'>): void {
    if (index < 0) return;
    this.#taken++;
    standing.siblings[index] = (standing.siblings[index] ?? 0) + 1;
    this.#totals[index] = (this.#totals[index] ?? 0) + 1;
    const taken = this.#ports[index];
    if (standing.ports.length > 0 && taken !== undefined) takePorts(taken, standing.ports);
    const left = this.#left[index];
    if (standing.requests !== undefined && left !== undefined) takeResources(left, standing.requests);
    this.#rules.place(standing.group, index, pod.terminating);
  }

  /** Whether what is left is the same in whatever order pods took it: not where amounts have fractions. */
  get isExact(): boolean {
    return this.#isExact;
  }

  /** Whether the node of a number states how much of a resource it has. */
  states(node: number, resource: string): boolean {
    return this.#left[node]?.has(resource) === true;
  }

  /** For `restore`. */
  get nodeStates(): NodeStates {
    return { totals: this.#totals.slice(), ports: this.#ports.map(copyOfPorts), left: this.#left.map((left) => new Map(left)) };
  }

  /** Puts all nodes into the state that they once had. Whoever does so sees to the siblings, and no rules between pods may be about. */
  restore({ totals, ports, left }: NodeStates): void {
    this.#taken++;
    this.#totals.set(totals);
    this.#ports = ports.map(copyOfPorts);
    this.#left = left.map((amounts) => new Map(amounts));
  }

  #explain(standing: Standing, index: number, feasible: number, preferred: boolean): Explanation {
    const name = this.#nodes[index]?.name ?? '';
    // What it prefers may change with every pod that stands.
    const all = feasible === standing.candidates.length && !standing.rated;
    const known = all ? standing.explanations.get(index) : undefined;
    if (known !== undefined) return known;
    const candidates = all
      ? standing.candidates
      : standing.candidates.filter((candidate) => this.#dynamicFailure(standing, candidate) === undefined);
    const explanation: Explanation =
      feasible === 1
        ? { certainty: 'predicted', reason: message('{0} is the only node that can run it.', name), because: standing.because }
        : {
            certainty: 'possible',
            reason: preferred
              ? message(
                  'The scheduler takes one of {0} by score; {1} is what its preferred affinity rates highest.',
                  this.#names(candidates),
                  name,
                )
              : message(
                  'The scheduler takes one of {0} by score and chance; {1} stands for it, with the fewest pods.',
                  this.#names(candidates),
                  name,
                ),
            because: standing.because,
          };
    if (all) standing.explanations.set(index, explanation);
    return explanation;
  }

  #names(indexes: readonly number[]): Term {
    const most = 5;
    // One more than is shown, so that the list says that there are more.
    const names = list(
      indexes.slice(0, most + 1).map((index) => this.#nodes[index]?.name ?? ''),
      most,
    );
    return indexes.length > most ? term('{0} ({1} in all)', names, indexes.length) : names;
  }

  /** Each node with the first filter that it fails, in the scheduler's order of filters; nodes that fail alike together. */
  #refusal(pod: PlannedPod, standing: Standing): Refusal<'unschedulable'> {
    const alike = new Map<string, { readonly node: ClusterNode; readonly nodes: number[] }>();
    const only = onlyNode(pod.spec);
    for (const [index, node] of this.#nodes.entries()) {
      if (node.name === '' || (only !== undefined && only !== node.name)) continue;
      const key = JSON.stringify(this.#why(standing, node, index, ''));
      const entry = alike.get(key);
      if (entry === undefined) alike.set(key, { node, nodes: [index] });
      else entry.nodes.push(index);
    }
    const reasons = [...alike.values()].map(({ node, nodes }) => this.#why(standing, node, nodes[0] ?? 0, this.#names(nodes)));
    const text =
      reasons.length === 0 ? message('No node can run it, for there is none.') : sentences(message('No node can run it.'), ...reasons);
    const because = [...alike.values()]
      .flatMap(({ nodes }) => nodes.slice(0, 1))
      .map((index) => this.#nodes[index]?.place)
      .filter((place) => place !== undefined);
    return { reason: 'unschedulable', message: text, because: [...standing.because, ...because] };
  }

  /** What keeps the pod off the node, said of all nodes with these names. */
  #why(standing: Standing, node: ClusterNode, index: number, names: string | Term): Message {
    const { spec } = standing.group;
    const taint = untoleratedTaint(node, spec.tolerations);
    if (taint !== undefined)
      return message(
        'It does not tolerate the taint {0} of {1}.',
        `${taint.key}${taint.value === '' ? '' : `=${taint.value}`}:${taint.effect}`,
        names,
      );
    if (!nodeMatches(spec, node)) return message('Its node selector or node affinity asks for other labels than those of {0}.', names);
    switch (this.#dynamicFailure(standing, index)) {
      case 'ports': {
        const port = takenPort(this.#ports[index] ?? noPorts, standing.ports);
        return message('Host port {0}/{1} is taken on {2}.', port?.port ?? 0, port?.protocol ?? '', names);
      }
      case 'full':
        return plural(
          this.#limits[index] ?? 0,
          'The limit of {0} pod is reached on {1}.',
          'The limit of {0} pods is reached on {1}.',
          names,
        );
      case 'resources':
        return message(
          'Too little {0} is left on {1}.',
          lackingResource(standing.requests ?? nothingStated, this.#left[index] ?? nothingStated) ?? '',
          names,
        );
      case 'spread-key':
        return message('The label that a topology spread constraint names is missing on {0}.', names);
      case 'spread':
        return message('A topology spread constraint allows no further pod on {0}.', names);
      case 'affinity':
        return message('None of the pods that its pod affinity asks for is on {0}.', names);
      case 'anti-affinity':
        return message('Its pod anti-affinity forbids a pod that is on {0}.', names);
      case 'existing-anti-affinity':
      case undefined:
        return message('The pod anti-affinity of a pod on {0} forbids it.', names);
    }
  }
}

function refused(pod: PlannedPod, standing: Standing, refusal: Refusal<'unschedulable'>): Step {
  const placement: Explanation = { certainty: 'predicted', reason: refusal.message, because: refusal.because };
  return { pod, standing, node: -1, placement: { node: undefined, unschedulable: refusal, placement } };
}

function isWhole(amounts: Amounts): boolean {
  return [...amounts.values()].every(Number.isSafeInteger);
}

function copyOfPorts(taken: TakenPorts): TakenPorts {
  return new Map([...taken].map(([key, ips]) => [key, [...ips]] as const));
}

/** Whether two pods of one specification are described at one place and belong to one workload. */
function isSameSort(one: PlannedPod, other: PlannedPod): boolean {
  if (one.namespace !== other.namespace || one.owner.kind !== other.owner.kind || one.owner.name !== other.owner.name) return false;
  const [origin, counterpart] = [one.origin, other.origin];
  if (origin === counterpart) return true;
  return (
    origin.type === counterpart.type &&
    origin.document === counterpart.document &&
    isSame(origin.root, counterpart.root) &&
    isSame(specPath(one), specPath(other))
  );
}

/** Whether the best is rated above another one. */
function isDecisive(scores: ReadonlyMap<number, number> | undefined, best: number): boolean {
  const score = scores?.get(best);
  return score !== undefined && [...(scores?.values() ?? [])].some((other) => other < score);
}

const noPorts: TakenPorts = new Map();
const nothingStated: Amounts = new Map();

const unknownPlacement: Explanation = { certainty: 'possible', reason: message('No manifest says which nodes there are.'), because: [] };

/** `status.allocatable.pods`; pods that a node has room for. kubernetes pkg/scheduler/framework/plugins/noderesources/fit.go */
function podLimit({ resource }: ClusterNode): number {
  const text = resource?.allocatable['pods'];
  return text === undefined ? Infinity : (quantity(text, 1) ?? Infinity);
}

function specPath({ origin }: PlannedPod): readonly string[] {
  return origin.type === 'Pod' ? ['spec'] : [...origin.templatePath, 'spec'];
}
