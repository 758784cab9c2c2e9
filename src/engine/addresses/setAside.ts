import { compareRanges, encloses, rangeOfAddress, rangeOfCIDR, type IPRange } from '../../base/ip.ts';
import { term, type Term } from '../../base/message.ts';
import { resourcesOf } from '../../manifests/cluster.ts';
import { placeOf, type Place } from '../../manifests/place.ts';
import type { Allocation } from '../allocation.ts';
import { reservationsOf } from '../calico/reservations.ts';
import { lastApplied } from '../lastApplied.ts';
import type { Claim, ClaimKind } from './claims.ts';
import { buggyAddresses } from './freeRanges.ts';
import { hostsOf } from './nextFree.ts';

/** Addresses that nobody of the cluster may be given. */
export interface SetAside {
  readonly range: IPRange;
  /** For whom, or why. */
  readonly label: Term;
  /** The claim that says so; absent where it follows from a pool, a reservation of Calico's or a subnet. */
  readonly claim: Claim | undefined;
  readonly source: 'claim' | 'pool' | 'reservation' | 'subnet';
  readonly place: Place | undefined;
}

/** Ascending; they may overlap. `claims` are those of the allocation. */
export function setAsideOf(allocation: Allocation, claims: readonly Claim[]): readonly SetAside[] {
  return [...byClaims(claims), ...byReservations(allocation), ...byPools(allocation), ...bySubnets(claims)].sort((one, other) =>
    compareRanges(one.range, other.range),
  );
}

/** What of a LAN is kept for something: for nodes, services, machines beside the cluster. Only what encloses it is not in it. */
export function promisedIn(lan: IPRange, claims: readonly Claim[]): readonly SetAside[] {
  return claims
    .filter(({ kind, range }) => !notPromised.has(kind) && !encloses(range, lan))
    .map((claim) => ({ range: claim.range, label: claim.label, claim, source: 'claim', place: claim.place }));
}

/** Other sites, the LAN itself, pools that only exempt a network from NAT, and single nodes, which have their addresses. */
const notPromised: ReadonlySet<ClaimKind> = new Set<ClaimKind>([
  'lan-subnet',
  'external-network',
  'calico-idle-pool',
  'node-address',
  'node-pod-cidr',
]);

/** Claims of what is no part of the cluster's own handing out. A written address of the cluster's DNS waits for its Service. */
const forOthers: ReadonlySet<ClaimKind> = new Set<ClaimKind>([
  'gateway',
  'reserved',
  'device-address',
  'dhcp',
  'virtual-machine-ips',
  'secondary-network',
  'cluster-dns',
]);

function byClaims(claims: readonly Claim[]): readonly SetAside[] {
  return claims
    .filter(({ kind }) => forOthers.has(kind))
    .map((claim) => ({ range: claim.range, label: claim.label, claim, source: 'claim', place: claim.place }));
}

function byReservations({ cluster }: Allocation): readonly SetAside[] {
  return lastApplied(resourcesOf(cluster, 'IPReservation')).flatMap((resource) => {
    const runs = reservationsOf([resource]);
    return [...runs[4], ...runs[6]].map((range): SetAside => ({
      range,
      label: term('reserved from pods'),
      claim: undefined,
      source: 'reservation',
      place: placeOf(resource, 'spec', 'reservedCIDRs'),
    }));
  });
}

/** Of pools that leave out the first and the last address of every /24. */
function byPools({ loadBalancerPools }: Allocation): readonly SetAside[] {
  return loadBalancerPools.flatMap(({ avoidBuggyIPs, ranges, place }) =>
    (avoidBuggyIPs ? buggyAddresses(ranges) : []).map((address): SetAside => ({
      range: rangeOfAddress(address),
      label: term('left out by its pool'),
      claim: undefined,
      source: 'pool',
      place,
    })),
  );
}

/** The ends of a LAN and of a service subnet, which nobody in it can have. */
function bySubnets(claims: readonly Claim[]): readonly SetAside[] {
  return claims.flatMap((claim): readonly SetAside[] => {
    const { kind, range, cidr, place } = claim;
    if ((kind !== 'lan-subnet' && kind !== 'service-subnet') || cidr === undefined) return [];
    const all = rangeOfCIDR(cidr);
    const hosts = hostsOf({ range, cidr });
    const { family } = range;
    const edge = (value: bigint, label: Term): SetAside => ({
      range: { family, first: value, last: value },
      label,
      claim: undefined,
      source: 'subnet',
      place,
    });
    return [
      ...(hosts.first > all.first
        ? [edge(all.first, family === 4 ? term('network address') : term('address of the routers of the subnet'))]
        : []),
      ...(hosts.last < all.last ? [edge(all.last, term('broadcast address'))] : []),
    ];
  });
}
