import {
  cidrsOfRange,
  compareRanges,
  encloses,
  formatAddress,
  formatCIDR,
  formatRange,
  intersection,
  parseAddress,
  rangeOfAddress,
  rangeOfCIDR,
  sizeOf,
  type CIDR,
  type IPAddress,
  type IPRange,
} from '../../base/ip.ts';
import { message, render } from '../../base/message.ts';
import type { Allocation } from '../../engine/allocation.ts';
import { reservationsOf } from '../../engine/calico/reservations.ts';
import { lastApplied } from '../../engine/lastApplied.ts';
import type { RangeRole } from '../../engine/network.ts';
import { resourcesOf } from '../../manifests/cluster.ts';
import type { Badge } from '../badges.ts';
import { buggyAddresses } from '../../engine/addresses/freeRanges.ts';
import type { PlanCell, PlanKind } from './planProtocol.ts';
import type { Subject } from '../subject.ts';

/** A range that something lays claim to, with the elements of the graph that stand for it: a MetalLB pool and the range that the EdgeNetwork names are one claim when they are equal. */
export interface AddressClaim {
  readonly kind: PlanKind;
  readonly role: RangeRole | 'pool' | 'reservation';
  readonly label: string;
  readonly range: IPRange;
  readonly cidr: CIDR | undefined;
  readonly elements: readonly string[];
  readonly implied: boolean;
  readonly badges: readonly Badge[];
}

/** An address and who has it. Sorted by address, one entry an address. */
export interface AddressUse {
  readonly address: IPAddress;
  readonly owner: string;
  readonly elements: readonly string[];
  readonly certainty: PlanCell['certainty'];
}

/** Two claims that a finding says must be apart. */
export interface ClaimOverlap {
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
export function claimsOf(subjects: Subjects, { cluster }: Allocation): readonly AddressClaim[] {
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
  const left: IPAddress[] = [];
  for (const [id, { what, badges }] of subjects) {
    if (what.type === 'range') {
      const { role, label, range, cidr, implied } = what.range;
      put({ kind: kinds[role], role, label: render(label), range, cidr, elements: [id], implied: implied !== undefined, badges });
    } else if (what.type === 'loadBalancerPool') {
      if (what.pool.avoidBuggyIPs) left.push(...buggyAddresses(what.pool.ranges));
      for (const range of what.pool.ranges)
        pools.push({
          kind: 'external',
          role: 'pool',
          label: render(message('pool {0}', what.pool.name)),
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
        label: render(message('pool {0}', name)),
        range: rangeOfCIDR(cidr),
        cidr,
        elements: [id],
        implied: false,
        badges,
      });
    }
  }
  for (const pool of pools) put(pool);
  for (const range of distinctRanges(left)) {
    put({
      kind: 'held',
      role: 'reservation',
      label: render(message('left out by its pool')),
      range,
      cidr: undefined,
      elements: [],
      implied: false,
      badges: [],
    });
  }
  const reserved = reservationsOf(lastApplied(resourcesOf(cluster, 'IPReservation')));
  for (const range of [...reserved[4], ...reserved[6]]) {
    put({
      kind: 'held',
      role: 'reservation',
      label: render(message('reserved from pods')),
      range,
      cidr: undefined,
      elements: [],
      implied: false,
      badges: [],
    });
  }
  return claims.sort((one, other) =>
    one.range.family === other.range.family && one.range.first === other.range.first
      ? compareSizes(other.range, one.range)
      : compareRanges(one.range, other.range),
  );
}

function distinctRanges(addresses: readonly IPAddress[]): readonly IPRange[] {
  return [...new Map(addresses.map((address) => [formatAddress(address), rangeOfAddress(address)])).values()];
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

/** Every address that a node, a tunnel, a service or a pod has. Pods on the host's network have their node's. */
export function usesOf(subjects: Subjects): readonly AddressUse[] {
  const uses = new Map<string, { address: IPAddress; owners: string[]; elements: string[]; certainty: PlanCell['certainty'] }>();
  const external = new Map(subjects.flatMap(([id, { what }]) => (what.type === 'externalAddress' ? [[what.address, id] as const] : [])));
  const put = (address: IPAddress, owner: string, elements: readonly string[], certainty: PlanCell['certainty']) => {
    const key = formatAddress(address);
    const known = uses.get(key);
    if (known === undefined) uses.set(key, { address, owners: [owner], elements: [...elements], certainty });
    else {
      if (!known.owners.includes(owner)) known.owners.push(owner);
      known.elements.push(...elements.filter((id) => !known.elements.includes(id)));
    }
  };
  for (const [id, { what }] of subjects) {
    if (what.type === 'node') {
      const { name, ips, tunnelIPs, explanation } = what.node;
      const owner = name === '' ? render(message('Unnamed node')) : `Node ${name}`;
      for (const address of ips) put(address, owner, [id], explanation.certainty);
      for (const address of tunnelIPs) put(address, render(message('tunnel of {0}', name)), [id], explanation.certainty);
    } else if (what.type === 'service' && what.service.rejected === undefined) {
      const { namespace, name, clusterIPs, explanation, loadBalancer, resource } = what.service;
      const owner = `Service ${namespace}/${name}`;
      for (const address of clusterIPs) put(address, owner, [id], explanation.certainty);
      const outside = (address: IPAddress, certainty: PlanCell['certainty']) => {
        const shown = external.get(formatAddress(address));
        put(address, owner, shown === undefined ? [id] : [id, shown], certainty);
      };
      for (const address of loadBalancer?.ips ?? []) outside(address, loadBalancer?.explanation.certainty);
      for (const text of resource?.externalIPs ?? []) {
        const address = parseAddress(text);
        if (address !== undefined) outside(address, 'fixed');
      }
    } else if (what.type === 'pod' && !what.pod.spec.hostNetwork) {
      const { namespace, name, ips, explanation } = what.pod;
      for (const address of ips) put(address, `Pod ${namespace}/${name}`, [id], explanation.certainty);
    }
  }
  return [...uses.values()]
    .map(({ owners, ...use }) => ({ ...use, owner: owners.join(', ') }))
    .sort(
      (one, other) =>
        one.address.family - other.address.family ||
        (one.address.value < other.address.value ? -1 : one.address.value > other.address.value ? 1 : 0),
    );
}

/** The claims with their overlaps; a finding marks both parties, also the one that only a profile implies and that has no manifest to stand in. */
export function withOverlaps(claims: readonly AddressClaim[]): {
  readonly claims: readonly AddressClaim[];
  readonly overlaps: readonly ClaimOverlap[];
} {
  const overlaps = overlapsOf(claims);
  const badges = new Map<AddressClaim, Set<Badge>>();
  for (const { claims: parties, badge } of overlaps)
    for (const claim of parties) badges.set(claim, (badges.get(claim) ?? new Set(claim.badges)).add(badge));
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

/**
 * Which claims clash, as the findings say: the plan has no rules of its own, and what someone has said to be meant is no clash. A finding belongs to a pair when it stands at one
 * of the two and names both ranges and the addresses that they share.
 */
function overlapsOf(claims: readonly AddressClaim[]): readonly ClaimOverlap[] {
  const overlaps: ClaimOverlap[] = [];
  let open: AddressClaim[] = [];
  for (const claim of claims) {
    open = open.filter(({ range }) => range.family === claim.range.family && range.last >= claim.range.first);
    for (const earlier of open) {
      const common = intersection(earlier.range, claim.range);
      if (common === undefined || earlier.badges.length + claim.badges.length === 0) continue;
      const text = formatRange(common);
      const badge = [...earlier.badges, ...claim.badges].find(
        ({ code, message: found }) =>
          code === 'range/overlap' && found.args.includes(text) && names(render(found), earlier) && names(render(found), claim),
      );
      if (badge !== undefined && overlaps.length < mostOverlaps) overlaps.push({ common, claims: [earlier, claim], badge });
    }
    open.push(claim);
  }
  return overlaps;
}

function names(text: string, { range }: AddressClaim): boolean {
  const prefix = prefixOf(range);
  return text.includes(formatRange(range)) || (prefix !== undefined && text.includes(formatCIDR(prefix)));
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
