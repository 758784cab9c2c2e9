import { compareAddresses, contains, encloses, intersection, type IPRange } from '../../base/ip.ts';
import type { End, PodEnd } from './ends.ts';
import { allOf, anyOf, matchOf, not, type Match } from './match.ts';
import type { Criteria, NamespaceScope } from './policy.ts';
import { selectorMatch } from './selectorMatch.ts';
import { endpointsOf, type LabelledAddresses, type PolicyWorld } from './world.ts';

/** Whether one end of a connection is what a rule asks for. */
export function criteriaMatch(criteria: Criteria, end: End, world: PolicyWorld): Match {
  const { nets, notNets, service, nodes, namespace } = criteria;
  // Most peers are in another namespace.
  if (criteria.podsOnly && namespace?.kind === 'named' && end.kind === 'pod' && end.namespace !== '' && end.namespace !== namespace.name)
    return 'no';
  if (nodes !== undefined) return nodeMatch(criteria, end);
  const parts: Match[] = [];
  if (nets !== undefined) parts.push(addressMatch(nets, end));
  if (notNets.length > 0) parts.push(not(addressMatch(notNets, end)));
  if (service !== undefined) parts.push(serviceMatch(service, end, world));
  if (asksForLabels(criteria)) parts.push(labelledMatch(criteria, end, world));
  if (criteria.notSelector !== undefined)
    parts.push(
      not(labelledMatch({ ...criteria, selector: criteria.notSelector, namespace: undefined, serviceAccounts: undefined }, end, world)),
    );
  return allOf(parts);
}

/** Pods on the network of a node are no pods here. */
function nodeMatch({ nodes }: Criteria, end: End): Match {
  if (nodes === undefined || end.kind !== 'address' || end.node === undefined) return 'no';
  return selectorMatch(nodes, { labels: end.node.labels, complete: end.node.resource !== undefined });
}

function asksForLabels({ selector, namespace, serviceAccounts, podsOnly }: Criteria): boolean {
  return podsOnly || selector !== undefined || namespace !== undefined || serviceAccounts !== undefined;
}

/** The pod itself, or a network set that has its address. felix/calc, rule_scanner.go: both become addresses of one set. */
function labelledMatch(criteria: Criteria, end: End, world: PolicyWorld): Match {
  const own = end.kind === 'pod' ? podMatch(criteria, end) : 'no';
  if (criteria.podsOnly || own === 'yes' || world.sets.length === 0 || criteria.serviceAccounts !== undefined) return own;
  const bySet = anyOf(setMatches(criteria, end, world.sets));
  return anyOf([own, bySet]);
}

function podMatch({ selector, namespace, serviceAccounts }: Criteria, pod: PodEnd): Match {
  const parts: Match[] = [namespaceMatch(namespace, pod)];
  if (parts[0] === 'no') return 'no';
  if (selector !== undefined) parts.push(selectorMatch(selector, pod.labels));
  if (serviceAccounts !== undefined) {
    const { names, selector: labels } = serviceAccounts;
    if (names.length > 0) parts.push(pod.serviceAccount === '' ? 'unknown' : matchOf(names.includes(pod.serviceAccount)));
    if (labels !== undefined) parts.push(selectorMatch(labels, pod.accountLabels));
  }
  return allOf(parts);
}

function namespaceMatch(scope: NamespaceScope | undefined, thing: Pick<PodEnd, 'namespace' | 'namespaceLabels'>): Match {
  if (scope === undefined) return 'yes';
  switch (scope.kind) {
    case 'named':
      return thing.namespace === '' ? 'unknown' : matchOf(thing.namespace === scope.name);
    case 'selected':
      return thing.namespace === '' ? 'unknown' : selectorMatch(scope.selector, thing.namespaceLabels);
    case 'none':
      return 'no';
  }
}

function* setMatches({ selector, namespace }: Criteria, end: End, sets: readonly LabelledAddresses[]): Generator<Match> {
  for (const set of sets) {
    const scoped = set.isGlobal ? matchOf(namespace === undefined || namespace.kind === 'none') : namespaceMatch(namespace, set);
    if (scoped === 'no') continue;
    const labelled = selector === undefined ? 'yes' : selectorMatch(selector, set.labels);
    if (labelled !== 'no') yield allOf([scoped, labelled, addressMatch(set.ranges, end)]);
  }
}

/** Of a pod whose address nobody knows, by where it may be. */
function addressMatch(ranges: readonly IPRange[], end: End): Match {
  const { address } = end;
  if (address !== undefined) return matchOf(ranges.some((range) => contains(range, address)));
  if (ranges.length === 0) return 'no';
  if (end.kind === 'address') return ranges.some(isWholeFamily) ? 'yes' : 'unknown';
  const { within } = end;
  if (within.length === 0) return ranges.some(isWholeFamily) ? 'yes' : 'unknown';
  if (within.every((place) => ranges.some((range) => encloses(range, place)))) return 'yes';
  return within.some((place) => ranges.some((range) => intersection(range, place) !== undefined)) ? 'unknown' : 'no';
}

function isWholeFamily({ family, first, last }: IPRange): boolean {
  return family === 4 && first === 0n && last === 0xffffffffn;
}

function serviceMatch(service: NonNullable<Criteria['service']>, end: End, world: PolicyWorld): Match {
  const endpoints = endpointsOf(world, service.namespace, service.name);
  if (endpoints === undefined) return 'no';
  return matchOf(
    endpoints.some(
      ({ pod, ip }) =>
        (end.kind === 'pod' && pod !== undefined && pod === end.pod) ||
        (end.address !== undefined && compareAddresses(ip, end.address) === 0),
    ),
  );
}
