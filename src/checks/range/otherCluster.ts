import { perObject, sameItems } from '../../base/derived.ts';
import { compareRanges, encloses, formatRange, intersection, parseCIDR, rangeOfCIDR, type IPRange } from '../../base/ip.ts';
import { message, term, type Message } from '../../base/message.ts';
import type { Allocation } from '../../engine/allocation.ts';
import { rangesOf } from '../../engine/network.ts';
import type { FieldPlace } from '../../manifests/place.ts';
import type { RoutedNetwork } from '../../manifests/configuration.ts';
import type { Check, JudgedWorkspace, OverallProblem } from '../findings/check.ts';
import { describe, type Claim } from '../../engine/addresses/claims.ts';
import { inventoryOf } from '../../engine/addresses/inventory.ts';

export const otherCluster: Check<'workspace'> = {
  code: 'range/other-cluster',
  scope: 'workspace',
  severity: 'warning',
  run: (workspace) => (workspace.allocations.length < 2 ? [] : otherClusterProblems(workspace)),
};

/** Over all clusters of the workspace, in their order. Costs little for a cluster that has not changed. */
function* otherClusterProblems({ allocations, routedNetworks }: JudgedWorkspace): Generator<OverallProblem> {
  const located = allocations.map(locationOf).filter(({ lans }) => lans.length > 0);
  for (const { one, other, doubt } of neighboursAmong(located, routedNetworks)) {
    for (const { claim, rival, common } of sharedBy(other, one)) {
      yield {
        allocation: other.allocation,
        place: claim.place,
        message:
          doubt === undefined
            ? message(
                '{0} is in both {1} and, of cluster {2}, {3}. Both clusters are on one network, and both would answer for it.',
                formatRange(common),
                describe(claim),
                one.name,
                describe(rival),
              )
            : message(
                '{0} is in both {1} and, of cluster {2}, {3}. If both clusters are on one network, both would answer for it.',
                formatRange(common),
                describe(claim),
                one.name,
                describe(rival),
              ),
        related: [{ message: term('{0} of cluster {1}', rival.label, one.name), place: rival.place }],
        doubt,
      };
    }
  }
}

type WrittenClaim = Claim & { readonly place: FieldPlace };

/** Where a cluster is, and what it claims there. */
interface Location {
  readonly allocation: Allocation;
  readonly name: string;
  /** Its folder. */
  readonly root: string;
  readonly lans: readonly IPRange[];
  readonly external: readonly IPRange[];
  readonly claims: readonly WrittenClaim[];
}

const locationOf = perObject((allocation: Allocation): Location => {
  const { network, cluster } = allocation;
  const lans = rangesOf(network, 'lan-subnet')
    .filter(({ place }) => place !== undefined)
    .map(({ range }) => range);
  return {
    allocation,
    lans,
    name: network.edgeNetwork?.metadata.name || cluster.name,
    root: cluster.root,
    external: rangesOf(network, 'external-network').map(({ range }) => range),
    claims:
      lans.length === 0
        ? []
        : inventoryOf(allocation).claims.filter((claim): claim is WrittenClaim => claim.place !== undefined && isClaimed(claim)),
  };
});

function isClaimed({ kind }: Claim): boolean {
  return kind === 'node-ips' || kind === 'service-ips' || kind === 'load-balancer-pool' || kind === 'node-address';
}

interface Neighbours {
  /** The earlier one. */
  readonly one: Location;
  readonly other: Location;
  readonly doubt: Message | undefined;
}

/** The same as last time where all are where they were. */
function neighboursAmong(located: readonly Location[], routed: readonly RoutedNetwork[]): readonly Neighbours[] {
  if (!sameItems(last.located, located) || !sameItems(last.routed, routed))
    last = { located, routed, pairs: [...neighbours(located, routed)] };
  return last.pairs;
}

let last: { readonly located: readonly Location[]; readonly routed: readonly RoutedNetwork[]; readonly pairs: readonly Neighbours[] } = {
  located: [],
  routed: [],
  pairs: [],
};

/** Pairs whose LAN subnets overlap and that may be on one network, each once. One sweep over the subnets. */
function* neighbours(located: readonly Location[], routed: readonly RoutedNetwork[]): Generator<Neighbours> {
  const order = new Map(located.map((location, index) => [location, index]));
  const counts = new Map<string, number>();
  for (const { lans } of located) for (const lan of lans) counts.set(formatRange(lan), (counts.get(formatRange(lan)) ?? 0) + 1);
  const subnets = located
    .flatMap((location) => location.lans.map((lan) => ({ location, lan })))
    .sort((a, b) => compareRanges(a.lan, b.lan));
  const seen = new Set<string>();
  let open: typeof subnets = [];
  for (const entry of subnets) {
    open = open.filter(({ lan }) => lan.family === entry.lan.family && lan.last >= entry.lan.first);
    // A subnet that is everywhere is a template's; looking at each pair would cost most where it says least.
    for (const before of open.length > mostNeighbours ? [] : open) {
      const [one, other] =
        (order.get(before.location) ?? 0) < (order.get(entry.location) ?? 0)
          ? [before.location, entry.location]
          : [entry.location, before.location];
      const key = `${order.get(one)} ${order.get(other)}`;
      if (one === other || one.name === other.name || seen.has(key)) continue;
      const verdict = routed.some((network) => isAcross(network, before) && isAcross(network, entry))
        ? { doubt: undefined }
        : evidence(before.lan, entry.lan, one, other, counts.get(formatRange(entry.lan)) ?? 0);
      if (verdict === undefined) continue;
      seen.add(key);
      yield { one, other, doubt: verdict.doubt };
    }
    open.push(entry);
  }
}

/** Whether a cluster lies in a network that a configuration file says to be routed as one. */
function isAcross({ folder, range }: RoutedNetwork, { location, lan }: { readonly location: Location; readonly lan: IPRange }): boolean {
  return encloses(range, lan) && `${location.root}/`.startsWith(folder);
}

const mostNeighbours = 50;

/** Why the two are on one network; absent when nothing says so. */
function evidence(
  lan: IPRange,
  otherLan: IPRange,
  one: Location,
  other: Location,
  count: number,
): { readonly doubt: Message | undefined } | undefined {
  const isRouted = one.external.some(
    (network) =>
      encloses(network, lan) && other.external.some((named) => formatRange(named) === formatRange(network) && encloses(named, otherLan)),
  );
  if (isRouted || !repeated.some((network) => encloses(network, lan))) return { doubt: undefined };
  const isOne = formatRange(lan) === formatRange(otherLan) && count === 2 && !everyday.some((network) => encloses(network, lan));
  return isOne && !isOneSite(one, other) ? { doubt: message('Nothing but the same LAN subnet says so.') } : undefined;
}

/** Two clusters of the very same nodes are one site that is written down twice: a copy, a test, a plan. */
function isOneSite(one: Location, other: Location): boolean {
  const nodes = ({ claims }: Location) =>
    claims.filter(({ kind }) => kind === 'node-ips' || kind === 'node-address').map(({ range }) => formatRange(range));
  const known = new Set(nodes(one));
  return nodes(other).some((range) => known.has(range));
}

const rangesOfTexts = (texts: readonly string[]) =>
  texts.flatMap((text) => {
    const cidr = parseCIDR(text);
    return cidr === undefined ? [] : [rangeOfCIDR(cidr)];
  });

/** Networks that every site may use again. */
const repeated = rangesOfTexts([
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '100.64.0.0/10',
  '169.254.0.0/16',
  '198.18.0.0/15',
  '192.0.2.0/24',
  '198.51.100.0/24',
  '203.0.113.0/24',
  'fc00::/7',
  'fe80::/10',
  '2001:db8::/32',
]);
/** What routers and device samples come with. */
const everyday = rangesOfTexts([
  '192.168.0.0/16',
  '10.0.0.0/16',
  '10.1.0.0/16',
  '10.10.0.0/16',
  '172.16.0.0/16',
  '192.0.2.0/24',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '2001:db8::/32',
]);

interface Shared {
  readonly claim: WrittenClaim;
  readonly rival: WrittenClaim;
  readonly common: IPRange;
}

/** By the later cluster, then the earlier one: an edit changes one allocation, and the pairs without it stay as they are. */
function sharedBy(later: Location, earlier: Location): readonly Shared[] {
  return shared(later)(earlier);
}

const shared = perObject((later: Location) => perObject((earlier: Location) => findShared(later, earlier)));

/** Addresses that both claim. A range that the manifests of a cluster state twice (a pool inside the service IPs) counts once. */
function findShared(later: Location, earlier: Location): readonly Shared[] {
  const found: Shared[] = [];
  const rivals = [...earlier.claims].sort((one, other) => compareRanges(one.range, other.range));
  for (const claim of later.claims) {
    for (const rival of rivals) {
      if (found.length >= mostShared) return found;
      if (rival.range.family === claim.range.family && rival.range.first > claim.range.last) break;
      const common = intersection(claim.range, rival.range);
      // One manifest of both says one thing, and not two.
      if (
        common !== undefined &&
        claim.place.document.file !== rival.place.document.file &&
        !found.some((wider) => encloses(wider.common, common))
      )
        found.push({ claim, rival, common });
    }
  }
  return found;
}

/** Of one pair of clusters; more says nothing new. */
const mostShared = 100;
