import { encloses, formatCIDR, intersection, parseCIDR, rangeOfCIDR, sizeOf, type IPRange } from '../../../base/ip.ts';
import { message } from '../../../base/message.ts';
import { isLoose, type Claim, type ClaimKind } from '../../../engine/addresses/claims.ts';
import type { CheckContext } from '../context.ts';
import type { Fix } from '../../findings/finding.ts';
import { replacing } from '../../findings/fixes.ts';
import type { Overlap } from './overlaps.ts';
import { conflictOf } from '../pairs.ts';
import { takesRuns, without, writtenAs } from './runs.ts';

/** Ways to part two ranges, both on the side that is easier to move. Neither is surely what is wanted. */
export function overlapFixes(overlap: Overlap, context: CheckContext): readonly Fix[] {
  const { claim } = overlap;
  // A plan with more than that wants a look at the whole.
  if (claim.place === undefined || isLoose(claim) || context.overlaps.length > mostFixed) return [];
  const edit = { place: claim.place, replaces: claim.text };
  const fixes: Fix[] = [];
  const smaller = shrunk(overlap, context);
  if (smaller !== undefined)
    fixes.push(replacing(message('Write {0}, without the common addresses', smaller), false, { ...edit, text: smaller }));
  const moved = movedTo(claim, context);
  if (moved !== undefined) fixes.push(replacing(message('Move to {0}, the next free addresses', moved), false, { ...edit, text: moved }));
  return fixes;
}

const mostFixed = 50;

/** What is left without everything that the range may not share; only when that is one run, and so keeps its beginning or its end. */
function shrunk({ claim }: Overlap, { overlaps }: CheckContext): string | undefined {
  if (!takesRuns(claim)) return undefined;
  const common = overlaps.filter((overlap) => overlap.claim === claim).map((overlap) => overlap.common);
  const [run, ...more] = without(claim.range, common);
  return run === undefined || more.length > 0 ? undefined : writtenAs(claim, run);
}

/** The next range of the same size that shares nothing, upwards and then from the start of the network that holds it. */
function movedTo(claim: Claim, { claims }: CheckContext): string | undefined {
  const room = roomOf(claim, claims);
  // What lies in it by intent would be left behind.
  if (
    room === undefined ||
    claims.some(
      (other) =>
        other !== claim &&
        dependants.get(claim.kind)?.includes(other.kind) === true &&
        intersection(claim.range, other.range) !== undefined,
    )
  )
    return undefined;
  const rivals = claims.filter((other) => isRival(claim, other, room)).map(({ range }) => range);
  const size = sizeOf(claim.range);
  const isNetwork = !takesRuns(claim);
  const free = nextFree(claim.range.last + 1n, size, isNetwork, room, rivals) ?? nextFree(room.first, size, isNetwork, room, rivals);
  if (free === undefined) return undefined;
  return isNetwork && claim.cidr !== undefined ? formatCIDR({ ...claim.cidr, network: free.first }) : writtenAs(claim, free);
}

/** The first run of the room, from an address on, that touches no rival; a network begins at a multiple of its size. */
function nextFree(from: bigint, size: bigint, aligned: boolean, room: IPRange, rivals: readonly IPRange[]): IPRange | undefined {
  const align = (value: bigint) => (aligned ? ((value + size - 1n) / size) * size : value);
  let first = align(from);
  const ordered = rivals.filter(({ family }) => family === room.family).sort((one, other) => (one.first < other.first ? -1 : 1));
  for (const rival of ordered) {
    if (rival.last < first) continue;
    if (rival.first > first + size - 1n) break;
    first = align(rival.last + 1n);
  }
  return first >= room.first && first + size - 1n <= room.last ? { family: room.family, first, last: first + size - 1n } : undefined;
}

/**
 * Addresses of the LAN move inside the LAN subnet, without its first and last; a MetalLB pool inside the service IPs that hold it; a Calico pool inside its pod subnet;
 * subnets of the cluster inside the private network that they are in.
 */
function roomOf(claim: Claim, claims: readonly Claim[]): IPRange | undefined {
  const { kind, range } = claim;
  const holder = (kindOfHolder: ClaimKind) => claims.find((other) => other.kind === kindOfHolder && encloses(other.range, range))?.range;
  if (kind === 'ip-pool') {
    const pods = holder('pod-subnet');
    if (pods !== undefined) return sizeOf(pods) > sizeOf(range) ? pods : undefined;
  }
  if (clusterKinds.includes(kind)) return privateNetworks.find((network) => encloses(network, range));
  if (!lanKinds.includes(kind)) return undefined;
  const services = kind === 'load-balancer-pool' ? holder('service-ips') : undefined;
  if (services !== undefined) return services;
  const lan = holder('lan-subnet');
  if (lan === undefined || sizeOf(lan) <= 2n) return undefined;
  return { ...lan, first: lan.first + 1n, last: lan.family === 4 ? lan.last - 1n : lan.last };
}

function isRival(claim: Claim, other: Claim, room: IPRange): boolean {
  return (
    other !== claim &&
    !encloses(other.range, room) &&
    (other.kind === claim.kind || conflictOf(claim.kind, other.kind, 'partial') !== undefined)
  );
}

const lanKinds: readonly ClaimKind[] = ['load-balancer-pool', 'service-ips', 'node-ips', 'dhcp'];
const clusterKinds: readonly ClaimKind[] = ['pod-subnet', 'service-subnet', 'ip-pool'];
const dependants: ReadonlyMap<ClaimKind, readonly ClaimKind[]> = new Map<ClaimKind, readonly ClaimKind[]>([
  ['service-ips', ['load-balancer-pool']],
  ['pod-subnet', ['ip-pool']],
  ['service-subnet', ['cluster-dns']],
]);
const privateNetworks = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7'].flatMap((text) => {
  const cidr = parseCIDR(text);
  return cidr === undefined ? [] : [rangeOfCIDR(cidr)];
});
