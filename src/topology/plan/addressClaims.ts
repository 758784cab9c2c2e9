import {
  cidrsOfRange,
  compareAddresses,
  compareRanges,
  encloses,
  formatAddress,
  formatCIDR,
  formatRange,
  rangeOfCIDR,
  sizeOf,
  type CIDR,
  type IPAddress,
  type IPRange,
} from '../../base/ip.ts';
import { term, type Name } from '../../base/message.ts';
import type { Allocation } from '../../engine/allocation.ts';
import type { Claim, ClaimKind, ClaimOverlap } from '../../engine/addresses/claims.ts';
import type { AddressOwner } from '../../engine/addresses/holders.ts';
import { inventoryOf } from '../../engine/addresses/inventory.ts';
import type { Certainty } from '../../engine/explanation.ts';
import type { RangeRole } from '../../engine/network.ts';
import type { Badge } from '../badges.ts';
import type { PlanCell, PlanKind } from './planProtocol.ts';
import type { Subject } from '../subject.ts';
import { joined } from './texts.ts';

/** A range that something lays claim to, with the elements of the graph that stand for it: a MetalLB pool and the range that the EdgeNetwork names are one claim when they are equal. */
export interface AddressClaim {
  readonly kind: PlanKind;
  readonly role: RangeRole | 'pool' | 'reservation' | 'node-address';
  readonly label: Name;
  readonly range: IPRange;
  readonly cidr: CIDR | undefined;
  readonly elements: readonly string[];
  readonly implied: boolean;
  readonly badges: readonly Badge[];
}

/** An address and who has it. Sorted by address, one entry an address. */
export interface AddressUse {
  readonly address: IPAddress;
  readonly owner: Name;
  readonly elements: readonly string[];
  readonly certainty: PlanCell['certainty'];
}

/** Two claims that a finding says must be apart; one of them may be none that the graph shows. */
export interface PlannedOverlap {
  readonly common: IPRange;
  readonly claims: readonly [AddressClaim, AddressClaim];
  readonly badge: Badge;
}

export type Subjects = readonly (readonly [id: string, subject: Subject])[];

/** `10.0.0.0/24` or `10.0.0.1-10.0.0.9`. */
export function textOf({ range, cidr }: Pick<AddressClaim, 'range' | 'cidr'>): string {
  return cidr === undefined ? formatRange(range) : formatCIDR(cidr);
}

const kinds: Readonly<Record<RangeRole, PlanKind>> = {
  'lan-subnet': 'site',
  'node-ips': 'node',
  'service-ips': 'external',
  'pod-subnet': 'pod',
  'service-subnet': 'service',
  'cluster-dns': 'service',
  dhcp: 'held',
  gateway: 'held',
  reserved: 'held',
  'device-address': 'held',
  'virtual-machine-ips': 'held',
  'external-network': 'network',
  'virtual-network': 'network',
};

/** Ascending, of equal first addresses the larger first. `subjects` are those of one cluster. */
export function claimsOf(subjects: Subjects, allocation: Allocation): readonly AddressClaim[] {
  const claims: AddressClaim[] = [];
  const put = (claim: AddressClaim) => {
    // Only a pool is the same thing as the range that it was made from; two statements of one range stay two.
    const known =
      claim.role !== 'pool'
        ? -1
        : claims.findIndex(({ kind, role, range }) => kind === claim.kind && role !== 'pool' && compareRanges(range, claim.range) === 0);
    const equal = claims[known];
    if (equal === undefined) claims.push(claim);
    else claims[known] = { ...equal, elements: [...equal.elements, ...claim.elements], badges: [...equal.badges, ...claim.badges] };
  };
  const pools: AddressClaim[] = [];
  for (const [id, { what, badges }] of subjects) {
    if (what.type === 'range') {
      const { role, label, range, cidr, implied } = what.range;
      put({ kind: kinds[role], role, label: label, range, cidr, elements: [id], implied: implied !== undefined, badges });
    } else if (what.type === 'loadBalancerPool') {
      for (const range of what.pool.ranges)
        pools.push({
          kind: 'external',
          role: 'pool',
          label: term('pool {0}', what.pool.name),
          range,
          cidr: prefixOf(range),
          elements: [id],
          implied: false,
          badges,
        });
    } else if (what.type === 'ipPool') {
      const { cidr, name } = what.pool;
      pools.push({
        kind: 'pod',
        role: 'pool',
        label: term('pool {0}', name),
        range: rangeOfCIDR(cidr),
        cidr,
        elements: [id],
        implied: false,
        badges,
      });
    }
  }
  for (const pool of pools) put(pool);
  // What the graph has no element for: addresses that a pool leaves out, and Calico's reservations.
  const aside = new Map(
    inventoryOf(allocation)
      .setAside.filter(({ source }) => source === 'pool' || source === 'reservation')
      .map((each) => [formatRange(each.range), each]),
  );
  for (const { range, label } of aside.values()) put(heldClaim(label, range));
  return claims.sort(inOrder);
}

function inOrder(one: AddressClaim, other: AddressClaim): number {
  return one.range.family === other.range.family && one.range.first === other.range.first
    ? compareSizes(other.range, one.range)
    : compareRanges(one.range, other.range);
}

function heldClaim(label: Name, range: IPRange): AddressClaim {
  return { kind: 'held', role: 'reservation', label, range, cidr: undefined, elements: [], implied: false, badges: [] };
}

/** The ends of a subnet that nobody in it can have, as claims. */
export function edgesOf(claims: readonly AddressClaim[], allocation: Allocation): readonly AddressClaim[] {
  const subnets = claims.filter(({ role }) => role === 'lan-subnet' || role === 'service-subnet');
  return inventoryOf(allocation)
    .setAside.filter(({ source, range }) => source === 'subnet' && subnets.some((subnet) => encloses(subnet.range, range)))
    .map(({ label, range }) => heldClaim(label, range));
}

/** What the inventory calls a claim of the plan. */
export function claimKindOf({ role, kind }: AddressClaim): ClaimKind {
  if (role === 'reservation') return 'reserved';
  return role === 'pool' ? (kind === 'external' ? 'load-balancer-pool' : 'ip-pool') : role;
}

/** The prefix that a range of several addresses is, if it is one. */
function prefixOf(range: IPRange): CIDR | undefined {
  const [first, second] = range.first === range.last ? [] : cidrsOfRange(range);
  return second === undefined ? first : undefined;
}

function compareSizes(one: IPRange, other: IPRange): number {
  const [size, otherSize] = [sizeOf(one), sizeOf(other)];
  return size < otherSize ? -1 : size > otherSize ? 1 : 0;
}

/** Ascending, one entry an address, with the elements that stand for who has it. */
export function usesOf(subjects: Subjects, allocation: Allocation): readonly AddressUse[] {
  const elements = new Map<unknown, string>();
  for (const [id, { what }] of subjects) {
    const thing =
      what.type === 'node'
        ? what.node
        : what.type === 'service'
          ? what.service
          : what.type === 'pod'
            ? what.pod
            : what.type === 'externalAddress'
              ? what.address
              : undefined;
    if (thing !== undefined && !elements.has(thing)) elements.set(thing, id);
  }
  const uses: { readonly address: IPAddress; readonly owners: Name[]; readonly elements: string[]; readonly certainty: Certainty }[] = [];
  for (const { address, owner, name, certainty } of inventoryOf(allocation).holders) {
    const known = uses.at(-1);
    const ids = elementsOf(owner, address).flatMap((thing) => elements.get(thing) ?? []);
    if (known === undefined || compareAddresses(known.address, address) !== 0)
      uses.push({ address, owners: [name], elements: [...ids], certainty });
    else {
      known.owners.push(name);
      known.elements.push(...ids.filter((id) => !known.elements.includes(id)));
    }
  }
  return uses.map(({ owners, ...use }) => ({ ...use, owner: joined(owners) }));
}

/** What the graph shows of an owner, the best to select first; an external address has an element of its own. */
function elementsOf(owner: AddressOwner, address: IPAddress): readonly unknown[] {
  switch (owner.type) {
    case 'node':
    case 'tunnel':
      return [owner.node];
    case 'pod':
      return [owner.pod];
    case 'cluster-ip':
      return [owner.service];
    case 'load-balancer':
    case 'external-ip':
      return [owner.service, formatAddress(address)];
    case 'written-node':
    case 'block':
      return [];
  }
}

/** The claims with their overlaps; a finding marks both parties, also the one that only a profile implies and that has no manifest to stand in. */
export function withOverlaps(
  claims: readonly AddressClaim[],
  subjects: Subjects,
): { readonly claims: readonly AddressClaim[]; readonly overlaps: readonly PlannedOverlap[] } {
  const overlaps = overlapsOf(claims, subjects);
  const badges = new Map<AddressClaim, Set<Badge>>();
  for (const { claims: parties, badge } of overlaps) {
    for (const claim of parties) {
      const own = badges.get(claim) ?? new Set(claim.badges);
      // Its own badge of the same finding says it already.
      if (![...own].some(({ overlap }) => overlap === badge.overlap)) own.add(badge);
      badges.set(claim, own);
    }
  }
  const marked = new Map(claims.map((claim) => [claim, { ...claim, badges: [...(badges.get(claim) ?? claim.badges)] }]));
  return {
    claims: [...marked.values()],
    overlaps: overlaps.map(({ claims: [one, other], ...overlap }) => ({
      ...overlap,
      claims: [marked.get(one) ?? one, marked.get(other) ?? other],
    })),
  };
}

/** A plan so wrong that more overlaps say nothing new. */
const mostOverlaps = 500;

/** Which claims clash, ascending, as the findings say: the plan has no rules of its own, and what someone has said to be meant is no clash. */
function overlapsOf(claims: readonly AddressClaim[], subjects: Subjects): readonly PlannedOverlap[] {
  const findings = new Map<ClaimOverlap, Badge>();
  for (const [, { badges }] of subjects)
    for (const badge of badges) if (badge.overlap !== undefined && !findings.has(badge.overlap)) findings.set(badge.overlap, badge);
  const byRange = new Map<string, AddressClaim[]>();
  for (const claim of findings.size === 0 ? [] : claims) {
    const key = formatRange(claim.range);
    byRange.set(key, [...(byRange.get(key) ?? []), claim]);
  }
  return [...findings]
    .slice(0, mostOverlaps)
    .map(([{ claims: parties, common }, badge]): PlannedOverlap => {
      const [one, other] = [partyOf(parties[0], byRange), partyOf(parties[1], byRange)];
      return { common, claims: inOrder(one, other) <= 0 ? [one, other] : [other, one], badge };
    })
    .sort((one, other) => compareRanges(one.common, other.common));
}

/** The claim of the plan that a claim of the inventory is. A single node's address is none of them, nor is a pool that the graph does not show. */
function partyOf({ kind, label, range, cidr, implied }: Claim, byRange: ReadonlyMap<string, readonly AddressClaim[]>): AddressClaim {
  const same = byRange.get(formatRange(range)) ?? [];
  const planKind = planKindOf(kind);
  return (
    same.find(({ role }) => role === kind) ??
    same.find((claim) => claim.kind === planKind && claim.role !== 'reservation') ?? {
      kind: planKind,
      role: kind === 'node-address' ? kind : 'pool',
      label: label,
      range,
      cidr,
      elements: [],
      implied: implied !== undefined,
      badges: [],
    }
  );
}

function planKindOf(kind: ClaimKind): PlanKind {
  switch (kind) {
    case 'load-balancer-pool':
      return 'external';
    case 'ip-pool':
    case 'calico-external-pool':
    case 'calico-idle-pool':
      return 'pod';
    case 'node-address':
      return 'node';
    case 'node-pod-cidr':
      return 'pod';
    case 'secondary-network':
      return 'held';
    default:
      return kinds[kind];
  }
}

/** A claim with the claims that lie in it. */
export interface ClaimTree {
  readonly claim: AddressClaim;
  readonly inner: readonly ClaimTree[];
}

/** By enclosure; what only sticks into another range stands beside it. */
export function nest(claims: readonly AddressClaim[]): readonly ClaimTree[] {
  const roots: ClaimTree[] = [];
  const open: { readonly claim: AddressClaim; readonly inner: ClaimTree[] }[] = [];
  for (const claim of claims) {
    for (let top = open.at(-1); top !== undefined && !encloses(top.claim.range, claim.range); top = open.at(-1)) open.pop();
    const tree = { claim, inner: [] };
    (open.at(-1)?.inner ?? roots).push(tree);
    open.push(tree);
  }
  return roots;
}
