import { perObject } from '../../base/derived.ts';
import { message, sentences, type Message } from '../../base/message.ts';
import { resourcesOf, type Cluster } from '../../manifests/cluster.ts';
import { isSame } from '../../manifests/same.ts';
import type { LabelSelector } from '../../manifests/labelSelector.ts';
import { placeOf, type Place } from '../../manifests/place.ts';
import type { BGPAdvertisementResource, L2AdvertisementResource } from '../../manifests/resources/metallb.ts';
import type { ClusterNode } from '../allocation.ts';
import { matches, selectorFault } from '../labels.ts';
import type { Network } from '../network.ts';
import { aggregationFault, bgpAnnouncementFault, bgpAnnouncementOf, type BGPAnnouncement } from './bgpAnnouncement.ts';
import { bgpModeOf, type BGPMode } from './bgpMode.ts';
import { communitiesFault, sentCommunities, type CommunityAliases } from './communities.ts';
import { configurationOf } from './configuration.ts';
import { isSeen, metalLBNamespace } from './namespace.ts';
import type { ConfigurationFault } from './fault.ts';
import { cidrsOf, compareNames, type LoadBalancerPool } from './pool.ts';
import { matchesAny, nameListFault, selectorListFault, type ListFault } from './selectorLists.ts';
import { bgpPeersOf, type BGPPeers } from './speakerFaults.ts';

/** Who announces the addresses of a pool, for which services. */
export interface Advertisement {
  readonly nodes: ReadonlySet<string>;
  /** ORed; empty: all services. */
  readonly serviceSelectors: readonly LabelSelector[];
  readonly place: Place | undefined;
}

export interface L2Advertisement extends Advertisement {
  /** Names of the network interfaces that answer; empty: all. */
  readonly interfaces: readonly string[];
  /** Sum of the weights of the preferences that a node meets; nodes without are left out. */
  readonly preference: ReadonlyMap<string, number>;
}

export interface BGPAdvertisement extends Advertisement {
  readonly announcement: BGPAnnouncement;
  /** Those of the announcement as they are sent: aliases resolved, in order. */
  readonly communities: readonly string[];
}

export interface PoolAdvertisements {
  readonly layer2: readonly L2Advertisement[];
  readonly bgp: readonly BGPAdvertisement[];
}

export type Advertisements =
  | { readonly ok: true; readonly byPool: ReadonlyMap<string, PoolAdvertisements> }
  /** One fault and the speakers announce nothing at all. */
  | { readonly ok: false; readonly fault: ConfigurationFault };

/** The advertisements of every pool; computed once for a cluster and its nodes. metallb internal/config/config.go setL2AdvertisementsToPools, setBGPAdvertisementsToPools */
export function advertisementsOf(cluster: Cluster, network: Network, nodes: readonly ClusterNode[]): Advertisements {
  return known(cluster)(network)(nodes);
}

const known = perObject((cluster: Cluster) =>
  perObject((network: Network) => perObject((nodes: readonly ClusterNode[]) => readAdvertisements(cluster, network, nodes), isSame)),
);

function readAdvertisements(cluster: Cluster, network: Network, nodes: readonly ClusterNode[]): Advertisements {
  const { pools, communities } = configurationOf(cluster, network);
  const byPool = new Map<string, { layer2: L2Advertisement[]; bgp: BGPAdvertisement[] }>(
    pools.map(({ name }) => [name, { layer2: [], bgp: [] }]),
  );
  const everyNode = new Set(nodes.map(({ name }) => name));
  for (const { name, announcement, place } of pools) {
    const own = byPool.get(name);
    if (announcement === 'layer2')
      own?.layer2.push({ nodes: everyNode, serviceSelectors: [], interfaces: [], preference: new Map(), place });
    else if (announcement !== 'by-manifests') {
      own?.bgp.push(
        ...announcement.map((one) => ({
          nodes: everyNode,
          serviceSelectors: [],
          announcement: one,
          communities: sentCommunities(one.communities, communities),
          place,
        })),
      );
    }
  }
  const manifested = pools.filter(({ announcement }) => announcement === 'by-manifests');
  if (manifested.length === 0) return { ok: true, byPool };

  const peers = bgpPeersOf(cluster, nodes);
  if (peers.fault !== undefined) return { ok: false, fault: peers.fault };
  const mode = bgpModeOf(cluster);
  const namespace = metalLBNamespace(cluster);
  const inNameOrder = <T extends L2AdvertisementResource | BGPAdvertisementResource>(resources: readonly T[]) =>
    resources.filter((resource) => isSeen(resource, namespace)).sort((one, other) => compareNames(one.metadata.name, other.metadata.name));
  for (const resource of inNameOrder(resourcesOf(cluster, 'L2Advertisement'))) {
    const fault = selectionFault(resource) ?? preferenceFault(resource);
    if (fault !== undefined) return refused(resource, fault);
    const advertisement = {
      ...advertisementOf(resource, nodes),
      interfaces: resource.interfaces,
      preference: preferenceOf(resource, nodes),
    };
    for (const pool of selectedPools(resource, manifested)) byPool.get(pool.name)?.layer2.push(advertisement);
  }
  const bgp = inNameOrder(resourcesOf(cluster, 'BGPAdvertisement'));
  const repeated = repeatedAdvertisement(bgp);
  if (repeated !== undefined) return refused(repeated, { message: message('It stands there twice.'), path: [] });
  for (const resource of bgp) {
    const announcement = bgpAnnouncementOf(resource);
    const fault = selectionFault(resource) ?? bgpFault(resource, announcement, communities, mode);
    if (fault !== undefined) return refused(resource, fault);
    const advertisement = {
      ...advertisementOf(resource, nodes),
      announcement,
      communities: sentCommunities(announcement.communities, communities),
    };
    for (const pool of selectedPools(resource, manifested)) {
      const others = byPool.get(pool.name)?.bgp ?? [];
      const conflict =
        aggregationFault(announcement, pool.entries, pool.name) ??
        localPrefFault(advertisement, others, pool) ??
        familyFault(announcement, pool, peers, mode);
      if (conflict !== undefined) return refused(resource, { message: conflict, path: [] });
      others.push(advertisement);
    }
  }
  return { ok: true, byPool };
}

function refused(resource: L2AdvertisementResource | BGPAdvertisementResource, { message: text, path }: ListFault): Advertisements {
  return {
    ok: false,
    fault: {
      message: sentences(message('The fault is in {0} "{1}".', resource.kind, resource.metadata.name), text),
      because: [placeOf(resource, 'spec', ...path)],
    },
  };
}

function advertisementOf(resource: L2AdvertisementResource | BGPAdvertisementResource, nodes: readonly ClusterNode[]): Advertisement {
  const { nodeSelectors, serviceSelectors } = resource;
  const selected = nodeSelectors.length === 0 ? nodes : nodes.filter(({ labels }) => matchesAny(nodeSelectors, labels));
  return { nodes: new Set(selected.map(({ name }) => name)), serviceSelectors, place: placeOf(resource, 'metadata', 'name') };
}

/** Named or matched by a selector; all when neither is written. Names that no pool has are passed over. */
function selectedPools(
  { ipAddressPools, ipAddressPoolSelectors }: L2AdvertisementResource | BGPAdvertisementResource,
  pools: readonly LoadBalancerPool[],
): readonly LoadBalancerPool[] {
  if (ipAddressPools.length === 0 && ipAddressPoolSelectors.length === 0) return pools;
  return pools.filter(({ name, labels }) => ipAddressPools.includes(name) || matchesAny(ipAddressPoolSelectors, labels));
}

function selectionFault({
  ipAddressPools,
  ipAddressPoolSelectors,
  nodeSelectors,
  serviceSelectors,
}: L2AdvertisementResource | BGPAdvertisementResource): ListFault | undefined {
  return (
    nameListFault(ipAddressPools, 'ipAddressPools') ??
    selectorListFault(ipAddressPoolSelectors, 'ipAddressPoolSelectors') ??
    selectorListFault(nodeSelectors, 'nodeSelectors') ??
    selectorListFault(serviceSelectors, 'serviceSelectors')
  );
}

function preferenceFault({ preferredNodeSelectors }: L2AdvertisementResource): ListFault | undefined {
  for (const [index, { preference }] of preferredNodeSelectors.entries()) {
    const fault = selectorFault(preference);
    if (fault !== undefined) return { message: fault.message, path: ['preferredNodeSelectors', index, 'preference', ...fault.path] };
  }
  return undefined;
}

/** Why MetalLB refuses an advertisement by itself, whatever the pools; aliases of communities that are not written may be elsewhere. */
export function ownAdvertisementFault(
  resource: L2AdvertisementResource | BGPAdvertisementResource,
  communities: CommunityAliases,
  mode: BGPMode | undefined,
): ListFault | undefined {
  const fault = selectionFault(resource);
  if (fault !== undefined) return fault;
  return resource.type === 'L2Advertisement'
    ? preferenceFault(resource)
    : bgpFault(resource, bgpAnnouncementOf(resource), communities, mode);
}

function preferenceOf({ preferredNodeSelectors }: L2AdvertisementResource, nodes: readonly ClusterNode[]): ReadonlyMap<string, number> {
  const preference = new Map<string, number>();
  if (preferredNodeSelectors.length === 0) return preference;
  for (const { name, labels } of nodes) {
    const weight = preferredNodeSelectors.reduce(
      (sum, preferred) => (matches(preferred.preference, labels) ? sum + preferred.weight : sum),
      0,
    );
    if (weight > 0) preference.set(name, weight);
  }
  return preference;
}

function bgpFault(
  { serviceSelectors, peers }: BGPAdvertisementResource,
  announcement: BGPAnnouncement,
  communities: CommunityAliases,
  mode: BGPMode | undefined,
): ListFault | undefined {
  if (serviceSelectors.length > 0 && (announcement.aggregationLength !== 32 || announcement.aggregationLengthV6 !== 128)) {
    return { message: message('serviceSelectors and an aggregation length exclude each other.'), path: ['serviceSelectors'] };
  }
  const unknown = communitiesFault(announcement.communities, communities, mode !== 'native');
  if (unknown !== undefined) return { message: unknown, path: ['communities'] };
  const fault = bgpAnnouncementFault(announcement, communities, mode !== 'native');
  return fault === undefined ? nameListFault(peers, 'peers') : { message: fault, path: [] };
}

/** What IPv6 addresses cannot be announced by. metallb internal/config/validation.go findIPv6BGPAdvertisement, validateConfig */
function familyFault(
  { peers: listed }: BGPAnnouncement,
  pool: LoadBalancerPool,
  { peers, withEcho }: BGPPeers,
  mode: BGPMode | undefined,
): Message | undefined {
  if (!cidrsOf(pool).some(({ family }) => family === 6)) return undefined;
  if (mode === 'native')
    return message('Pool "{0}" has IPv6 addresses, which only FRR announces by BGP, and this MetalLB runs without it.', pool.name);
  const echoing = peers.find(({ metadata: { name } }) => withEcho.has(name) && (listed.length === 0 || listed.includes(name)));
  return echoing === undefined
    ? undefined
    : message('Pool "{0}" has IPv6 addresses, and the BFD profile of peer "{1}" is in echo mode.', pool.name, echoing.metadata.name);
}

/** metallb internal/config/config.go validateDuplicateBGPAdvertisements: completely equal, name and all. */
function repeatedAdvertisement(resources: readonly BGPAdvertisementResource[]): BGPAdvertisementResource | undefined {
  const seen = new Set<string>();
  return resources.find((resource) => {
    const { metadata, ipAddressPools, ipAddressPoolSelectors, nodeSelectors, serviceSelectors } = resource;
    const key = JSON.stringify([
      metadata,
      ipAddressPools,
      ipAddressPoolSelectors,
      nodeSelectors,
      serviceSelectors,
      bgpAnnouncementOf(resource),
    ]);
    const repeated = seen.has(key);
    seen.add(key);
    return repeated;
  });
}

/** metallb internal/config/config.go BGPAdvertisementsHaveCompatibleLocalPref */
function localPrefFault(one: BGPAdvertisement, others: readonly BGPAdvertisement[], pool: LoadBalancerPool): Message | undefined {
  if (one.serviceSelectors.length > 0) return undefined;
  const families = new Set(cidrsOf(pool).map(({ family }) => family));
  const conflict = others.find(
    (other) =>
      other.serviceSelectors.length === 0 &&
      other.announcement.localPref !== one.announcement.localPref &&
      !aggregatesApart(one.announcement, other.announcement, families.has(4), families.has(6)) &&
      meet(one.announcement.peers, other.announcement.peers) &&
      [...one.nodes].some((node) => other.nodes.has(node)),
  );
  return conflict === undefined
    ? undefined
    : message(
        'Local preference {0} contradicts {1} of another advertisement of pool "{2}".',
        one.announcement.localPref,
        conflict.announcement.localPref,
        pool.name,
      );
}

function aggregatesApart(one: BGPAnnouncement, other: BGPAnnouncement, hasIPv4: boolean, hasIPv6: boolean): boolean {
  const four = one.aggregationLength !== other.aggregationLength;
  const six = one.aggregationLengthV6 !== other.aggregationLengthV6;
  if (hasIPv4 && hasIPv6) return four && six;
  return hasIPv4 ? four : hasIPv6 ? six : true;
}

/** An empty list of peers is all of them. */
function meet(one: readonly string[], other: readonly string[]): boolean {
  return one.length === 0 || other.length === 0 || one.some((peer) => other.includes(peer));
}
