import type { Cluster } from '../../manifests/cluster.ts';
import type { LabelExpression, LabelSelector } from '../../manifests/labelSelector.ts';
import type { StringMap } from '../../manifests/metadata.ts';
import type { PodAffinityTerm, PodSpec, Preferred, TopologySpreadConstraint } from '../../manifests/resources/workloads.ts';
import type { ClusterNode } from '../allocation.ts';
import { labelOf, matches } from '../labels.ts';
import { namespaceFacts } from '../namespaces.ts';
import { nodeMatches } from './nodeAffinity.ts';
import { hasPodRules, type PodGroup, type PodGroups } from './podGroups.ts';
import { untoleratedTaint } from './taints.ts';

/** Why a rule between pods keeps a pod off a node. */
export type PodRuleFailure = 'spread-key' | 'spread' | 'affinity' | 'anti-affinity' | 'existing-anti-affinity';

/**
 * The rules between pods: pod affinity and anti-affinity, required and preferred, and topology spread. Counts are kept up to date as pods are placed, so that asking costs a
 * look at a few numbers. Nodes are known by their index. kubernetes pkg/scheduler/framework/plugins/{interpodaffinity,podtopologyspread}
 */
export interface PodRules {
  /** Whether any rule concerns the group; without one nothing else need be asked. */
  concern(group: PodGroup): boolean;
  failure(group: PodGroup, node: number): PodRuleFailure | undefined;
  /** Matching pods in the node's domains, over the constraints that are only wishes (`ScheduleAnyway`). */
  crowding(group: PodGroup, node: number): number;
  /** Whether preferred affinity, its own or that of others, rates nodes for the group. */
  rates(group: PodGroup): boolean;
  /** Weights of preferred terms times the pods that meet them in the node's domains: what the group wishes, and what pods there wish of it. interpodaffinity/scoring.go */
  rating(group: PodGroup, node: number): number;
  place(group: PodGroup, node: number, terminating: boolean): void;
}

/** Counts by the nodes' values of a topology key. */
interface Counter {
  /** Domain of each node; -1 without the key, or where pods do not count. */
  readonly domains: Int32Array;
  readonly counts: Int32Array;
  total: number;
  /** The lowest count over the domains that exist, while it is known. */
  lowest: number | undefined;
  /** How many domains exist. */
  readonly existing: number;
  /** Spread constraints pass over pods that are being deleted. */
  readonly skipsTerminating: boolean;
}

interface GroupRules {
  readonly spread: readonly { readonly counter: Counter; readonly maxSkew: number; readonly minDomains: number; readonly self: number }[];
  readonly wishes: readonly Counter[];
  readonly affinity: readonly Counter[];
  readonly matchesOwnAffinity: boolean;
  readonly antiAffinity: readonly Counter[];
  readonly ratings: readonly Rating[];
  /** Counters of the group's own anti-affinity terms: where its pods stand. */
  readonly held: readonly Counter[];
}

interface Rating {
  readonly counter: Counter;
  /** Below zero for anti-affinity. */
  readonly weight: number;
}

export function podRules(cluster: Cluster, groups: PodGroups, nodes: readonly ClusterNode[]): PodRules {
  const own = new Map<PodGroup, GroupRules>();
  const feeds = new Map<PodGroup, Counter[]>();
  const forbidding = new Map<PodGroup, Counter[]>();
  /** By group, what pods of others wish of it. */
  const wished = new Map<PodGroup, Rating[]>();
  const domainsOf = topologyDomains(nodes);

  const counter = (key: string, fed: Iterable<PodGroup>, skipsTerminating = false, eligible?: (node: number) => boolean): Counter => {
    const { domains, size } = domainsOf(key);
    const counted = eligible === undefined ? domains : domains.map((domain, node) => (eligible(node) ? domain : -1));
    const existing = eligible === undefined ? size : new Set(counted.filter((domain) => domain >= 0)).size;
    const made: Counter = { domains: counted, counts: new Int32Array(size), total: 0, lowest: undefined, existing, skipsTerminating };
    for (const group of fed) push(feeds, group, made);
    return made;
  };
  const selected = (group: PodGroup, term: PodAffinityTerm): ReadonlySet<PodGroup> => {
    const namespaces =
      term.namespaces.length === 0 && term.namespaceSelector === undefined
        ? [group.namespace]
        : groups.namespaces.filter(
            (name) => term.namespaces.includes(name) || matches(term.namespaceSelector, namespaceFacts(cluster, name).labels),
          );
    const selector = narrowed(term.labelSelector, group.labels, term.matchLabelKeys, term.mismatchLabelKeys);
    return new Set(namespaces.flatMap((namespace) => groups.select(namespace, selector)));
  };

  for (const group of groups.all) {
    const { spec, labels, namespace } = group;
    const { requiredPodAffinity, requiredPodAntiAffinity, topologySpreadConstraints } = spec;
    if (!hasPodRules(spec)) continue;

    const hard = topologySpreadConstraints.filter(({ whenUnsatisfiable }) => whenUnsatisfiable === 'DoNotSchedule');
    const wishes = topologySpreadConstraints.filter(({ whenUnsatisfiable }) => whenUnsatisfiable === 'ScheduleAnyway');
    const affinity = requiredPodAffinity.map((term) => selected(group, term));
    // An existing pod counts for affinity only if it meets all terms at once.
    const companions = [...(affinity[0] ?? [])].filter((other) => affinity.every((set) => set.has(other)));
    own.set(group, {
      spread: hard.map((constraint) => {
        const selector = narrowed(constraint.labelSelector, labels, constraint.matchLabelKeys);
        return {
          counter: counter(constraint.topologyKey, counted(groups, namespace, selector), true, eligibleFor(group, constraint, hard, nodes)),
          maxSkew: constraint.maxSkew,
          minDomains: constraint.minDomains ?? 1,
          self: matches(selector, labels) ? 1 : 0,
        };
      }),
      wishes: wishes.map(({ topologyKey, labelSelector, matchLabelKeys }) =>
        counter(topologyKey, counted(groups, namespace, narrowed(labelSelector, labels, matchLabelKeys)), true),
      ),
      affinity: requiredPodAffinity.map(({ topologyKey }) => counter(topologyKey, companions)),
      ratings: preferredTerms(spec).map(({ weight, term }) => {
        const others = selected(group, term);
        const rating = { counter: counter(term.topologyKey, [group]), weight };
        for (const other of others) push(wished, other, rating);
        return { counter: counter(term.topologyKey, others), weight };
      }),
      matchesOwnAffinity: companions.includes(group),
      antiAffinity: requiredPodAntiAffinity.map((term) => counter(term.topologyKey, selected(group, term))),
      held: requiredPodAntiAffinity.map((term) => {
        const holders = counter(term.topologyKey, [group]);
        for (const other of selected(group, term)) push(forbidding, other, holders);
        return holders;
      }),
    });
  }

  return {
    concern: (group) => own.has(group) || forbidding.has(group),
    failure(group, node) {
      const rules = own.get(group);
      if (rules !== undefined) {
        for (const { counter: one, maxSkew, minDomains, self } of rules.spread) {
          const domain = at(one.domains, node);
          if (domain < 0) return 'spread-key';
          const lowest = one.existing < minDomains ? 0 : lowestOf(one);
          if (at(one.counts, domain) + self - lowest > maxSkew) return 'spread';
        }
        if (rules.affinity.some(({ domains }) => at(domains, node) < 0)) return 'affinity';
        const first = rules.matchesOwnAffinity && rules.affinity.every(({ total }) => total === 0);
        if (!first && rules.affinity.some(({ domains, counts }) => at(counts, at(domains, node)) === 0)) return 'affinity';
        if (rules.antiAffinity.some((one) => isPeopled(one, node))) return 'anti-affinity';
      }
      return forbidding.get(group)?.some((one) => isPeopled(one, node)) === true ? 'existing-anti-affinity' : undefined;
    },
    crowding(group, node) {
      let sum = 0;
      for (const { domains, counts } of own.get(group)?.wishes ?? []) {
        const domain = at(domains, node);
        if (domain >= 0) sum += at(counts, domain);
      }
      return sum;
    },
    rates: (group) => wished.has(group) || (own.get(group)?.ratings.length ?? 0) > 0,
    rating(group, node) {
      let sum = 0;
      for (const { counter: one, weight } of [...(own.get(group)?.ratings ?? []), ...(wished.get(group) ?? [])]) {
        const domain = at(one.domains, node);
        if (domain >= 0) sum += weight * at(one.counts, domain);
      }
      return sum;
    },
    place(group, node, terminating) {
      for (const one of feeds.get(group) ?? []) {
        const domain = at(one.domains, node);
        if (domain < 0 || (terminating && one.skipsTerminating)) continue;
        one.counts[domain] = at(one.counts, domain) + 1;
        one.total++;
        one.lowest = undefined;
      }
    },
  };
}

function preferredTerms({ preferredPodAffinity, preferredPodAntiAffinity }: PodSpec): readonly Preferred<PodAffinityTerm>[] {
  return [...preferredPodAffinity, ...preferredPodAntiAffinity.map(({ weight, term }) => ({ weight: -weight, term }))];
}

/** A spread constraint with an empty selector counts no pod at all, though its own pod meets it. podtopologyspread/common.go countPodsMatchSelector */
function counted(groups: PodGroups, namespace: string, selector: LabelSelector | undefined): readonly PodGroup[] {
  const isEmpty = selector?.matchExpressions.length === 0 && Object.keys(selector.matchLabels).length === 0;
  return isEmpty ? [] : groups.select(namespace, selector);
}

/** The selector with what the incoming pod's own labels add to it; keys that the pod does not have add nothing. kubernetes pkg/registry/core/pod/strategy.go applyMatchLabelKeysAndMismatchLabelKeys */
function narrowed(
  selector: LabelSelector | undefined,
  labels: StringMap,
  keys: readonly string[],
  ruledOut: readonly string[] = [],
): LabelSelector | undefined {
  if (selector === undefined || keys.length + ruledOut.length === 0) return selector;
  const asked =
    (operator: string) =>
    (key: string): readonly LabelExpression[] => {
      const value = labelOf(labels, key);
      return value === undefined ? [] : [{ key, operator, values: [value] }];
    };
  return {
    matchLabels: selector.matchLabels,
    matchExpressions: [...selector.matchExpressions, ...keys.flatMap(asked('In')), ...ruledOut.flatMap(asked('NotIn'))],
  };
}

/** Nodes whose pods and values count for a spread constraint: they have every key, pass the node affinity and, if asked, the taints. */
function eligibleFor(
  group: PodGroup,
  constraint: TopologySpreadConstraint,
  all: readonly TopologySpreadConstraint[],
  nodes: readonly ClusterNode[],
): (node: number) => boolean {
  return (index) => {
    const node = nodes[index];
    return (
      node !== undefined &&
      all.every(({ topologyKey }) => labelOf(node.labels, topologyKey) !== undefined) &&
      (constraint.nodeAffinityPolicy === 'Ignore' || nodeMatches(group.spec, node)) &&
      (constraint.nodeTaintsPolicy !== 'Honor' || untoleratedTaint(node, group.spec.tolerations) === undefined)
    );
  };
}

function lowestOf(counter: Counter): number {
  if (counter.lowest === undefined) {
    counter.lowest = Infinity;
    for (const domain of counter.domains) {
      if (domain >= 0) counter.lowest = Math.min(counter.lowest, at(counter.counts, domain));
    }
  }
  return counter.lowest;
}

function isPeopled({ domains, counts }: Counter, node: number): boolean {
  const domain = at(domains, node);
  return domain >= 0 && at(counts, domain) > 0;
}

function at(numbers: Int32Array, index: number): number {
  return numbers[index] ?? 0;
}

/** For a topology key the domain number of each node (-1 without the label), and how many domains there are. */
function topologyDomains(nodes: readonly ClusterNode[]): (key: string) => { readonly domains: Int32Array; readonly size: number } {
  const known = new Map<string, { readonly domains: Int32Array; readonly size: number }>();
  return (key) => {
    let entry = known.get(key);
    if (entry === undefined) {
      const numbers = new Map<string, number>();
      const domains = Int32Array.from(nodes, ({ labels }) => {
        const value = labelOf(labels, key);
        if (value === undefined) return -1;
        const number = numbers.get(value) ?? numbers.size;
        numbers.set(value, number);
        return number;
      });
      entry = { domains, size: numbers.size };
      known.set(key, entry);
    }
    return entry;
  };
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}
