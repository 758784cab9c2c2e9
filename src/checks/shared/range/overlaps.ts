import { compareRanges, encloses, intersection, type IPRange } from '../../../base/ip.ts';
import type { Allocation } from '../../../engine/allocation.ts';
import type { Claim } from '../../../engine/addresses/claims.ts';
import { conflictOf, movable, type Conflict, type Relation } from '../pairs.ts';
import { isSameField } from '../../findings/placeSet.ts';

/** Two claims that may not share addresses and do. */
export interface Overlap {
  /** The one that is easier to move; it is written. */
  readonly claim: Claim;
  readonly other: Claim;
  readonly common: IPRange;
  readonly conflict: Conflict;
}

/** Bounds for a plan so wrong that more says nothing new: pairs reported of one cluster, and pairs looked at. */
export const overlapBounds = { reported: 500, compared: 200_000 } as const;

/**
 * One sweep over the claims in the order of their first addresses. Left out are pairs of two implied ranges, and pairs that follow from another one:
 * when the pod subnet covers the LAN, that it covers the gateway too needs no second finding; nor that pods and services meet in a LAN that both have to leave.
 */
export function overlapsOf(claims: readonly Claim[], allocation: Allocation): readonly Overlap[] {
  const overlaps: Overlap[] = [];
  let compared = 0;
  for (const [first, second] of sharing(claims)) {
    if (overlaps.length >= overlapBounds.reported || ++compared > overlapBounds.compared) break;
    if (first.place === undefined && second.place === undefined) continue;
    const conflict = conflictOf(first.kind, second.kind, relationOf(first.range, second.range));
    const common = intersection(first.range, second.range);
    if (conflict === undefined || common === undefined) continue;
    if (!isJudged(conflict, first, second, allocation)) continue;
    const [claim, other] = goesFirst(first, second) ? [first, second] : [second, first];
    overlaps.push({ claim, other, common, conflict });
  }
  const kept = overlaps.filter((overlap) => !overlaps.some((wider) => follows(overlap, wider)));
  const sites = sitesOf(kept);
  return kept.filter((overlap) => !partsAnyway(overlap, sites));
}

/** The parts of the site that claims have to keep out of, by claim. */
function sitesOf(overlaps: readonly Overlap[]): ReadonlyMap<Claim, readonly Claim[]> {
  const sites = new Map<Claim, Claim[]>();
  for (const { claim, other } of overlaps) if (site.has(other.kind)) sites.set(claim, [...(sites.get(claim) ?? []), other]);
  return sites;
}

const site: ReadonlySet<Claim['kind']> = new Set<Claim['kind']>(['lan-subnet', 'node-ips', 'external-network', 'virtual-network']);

/** Whether both parties have to leave their common addresses in any case, since a part of the site has all of these. */
function partsAnyway({ claim, other, common }: Overlap, sites: ReadonlyMap<Claim, readonly Claim[]>): boolean {
  const others = sites.get(other) ?? [];
  return (sites.get(claim) ?? []).some((party) => others.includes(party) && encloses(party.range, common));
}

/**
 * MetalLB and Calico judge their own pools. Pools that MetalLB does not read (another namespace, another version's form) clash with nothing; of Calico's, a disabled one
 * or one that the operator finds already there.
 */
function isJudged({ harm }: Conflict, first: Claim, second: Claim, { loadBalancerRefusal, ipPools }: Allocation): boolean {
  if (harm === 'pool-and-pool') return loadBalancerRefusal !== undefined;
  return (
    (harm !== 'ip-pools' && harm !== 'idle-pool') ||
    ipPools.some(({ refused, place }) => refused !== undefined && (isSameField(place, first.place) || isSameField(place, second.place)))
  );
}

/** Pairs with common addresses, each once; the bound of the work is the number of such pairs. */
function* sharing(claims: readonly Claim[]): Generator<readonly [Claim, Claim]> {
  const order = new Map(claims.map((claim, index) => [claim, index]));
  let open: Claim[] = [];
  for (const claim of [...claims].sort((one, other) => compareRanges(one.range, other.range))) {
    open = open.filter(({ range }) => range.family === claim.range.family && range.last >= claim.range.first);
    for (const earlier of open) yield (order.get(earlier) ?? 0) < (order.get(claim) ?? 0) ? [earlier, claim] : [claim, earlier];
    open.push(claim);
  }
}

function relationOf(first: IPRange, second: IPRange): Relation {
  const outer = encloses(first, second);
  const inner = encloses(second, first);
  if (outer) return inner ? 'equal' : 'enclosing';
  return inner ? 'inside' : 'partial';
}

/** Written before implied, then the one easier to move, then the later one. */
function goesFirst(first: Claim, second: Claim): boolean {
  if (first.place === undefined || second.place === undefined) return first.place !== undefined;
  return movable.indexOf(first.kind) < movable.indexOf(second.kind);
}

/** Whether an overlap goes with a wider one: each of its parties lies, as it may, in a party of the other. */
function follows(overlap: Overlap, wider: Overlap): boolean {
  if (overlap === wider) return false;
  return (
    (isPart(overlap.claim, wider.claim) && isPart(overlap.other, wider.other)) ||
    (isPart(overlap.claim, wider.other) && isPart(overlap.other, wider.claim))
  );
}

/** A nesting that says of the inner range what is said of the outer one; of equal ranges, the kind that holds the other is the outer. */
function isPart(inner: Claim, outer: Claim): boolean {
  return inner === outer || (encloses(outer.range, inner.range) && (holders.get(inner.kind) ?? []).includes(outer.kind));
}

const ofTheSite: readonly Claim['kind'][] = ['lan-subnet'];
const holders: ReadonlyMap<Claim['kind'], readonly Claim['kind'][]> = new Map<Claim['kind'], readonly Claim['kind'][]>([
  ['load-balancer-pool', ['service-ips', 'lan-subnet']],
  ['ip-pool', ['pod-subnet']],
  ['node-address', ['node-ips', 'lan-subnet']],
  ['node-ips', ofTheSite],
  ['secondary-network', ofTheSite],
  ['service-ips', ofTheSite],
  ['dhcp', ofTheSite],
  ['gateway', ofTheSite],
  ['reserved', ofTheSite],
  ['device-address', ofTheSite],
  ['virtual-machine-ips', ['virtual-network', 'lan-subnet']],
  ['virtual-network', ofTheSite],
  ['calico-external-pool', ofTheSite],
  ['lan-subnet', ['external-network']],
]);
