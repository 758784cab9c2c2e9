import { perObject } from '../../base/derived.ts';
import { formatAddress, type IPAddress } from '../../base/ip.ts';
import { withLate } from '../../base/late.ts';
import { message, plural, sentences, type Message } from '../../base/message.ts';
import type { Cluster } from '../../manifests/cluster.ts';
import type { Place } from '../../manifests/place.ts';
import type {
  AdmittedService,
  AllocatedNode,
  AllocatedPod,
  Announcement,
  BGPRoute,
  Endpoint,
  EndpointSlice,
  LoadBalancerOutcome,
} from '../allocation.ts';
import type { Network } from '../network.ts';
import { advertisementsOf, type Advertisement, type BGPAdvertisement, type L2Advertisement } from './advertisements.ts';
import { routeFor } from './bgpAnnouncement.ts';
import { sharingKeyOf } from './claim.ts';
import { configurationOf } from './configuration.ts';
import { compareNames } from './pool.ts';
import { matchesAny } from './selectorLists.ts';
import { compareHashes, sha256 } from './sha256.ts';
import { sessionsOf } from './sessions.ts';
import { isAvailable } from './speakers.ts';

interface Announced {
  readonly cluster: Cluster;
  readonly network: Network;
  readonly service: AdmittedService;
  readonly outcome: LoadBalancerOutcome;
  readonly slices: readonly EndpointSlice[];
  /** Pods that answer for the service at addresses that are not known. */
  readonly unaddressed: readonly AllocatedPod[];
  readonly nodes: readonly AllocatedNode[];
}

/**
 * Which nodes tell the outside that they have the service's external addresses; absent when it has none, or when the pools are not known.
 * Speakers are taken to be alive. A pool advertised both ways is shown by its layer 2 node, with the BGP routes beside it.
 * metallb speaker/layer2_controller.go, bgp_controller.go
 */
export function announce({
  cluster,
  network,
  service,
  outcome: { ips, pool },
  slices,
  unaddressed,
  nodes,
}: Announced): Announcement | undefined {
  const { resource } = service;
  const [first] = ips;
  // Other load balancers have ways of their own to say who has an address.
  if (first === undefined || pool === undefined || resource === undefined || !configurationOf(cluster, network).known) return undefined;
  const advertisements = advertisementsOf(cluster, network, nodes);
  if (!advertisements.ok)
    return nobody(
      'none',
      'refused',
      sentences(message("MetalLB's speakers refuse the configuration."), advertisements.fault.message),
      advertisements.fault.because,
    );
  const { layer2 = [], bgp = [] } = advertisements.byPool.get(pool) ?? {};
  if (layer2.length + bgp.length === 0)
    return nobody(
      'none',
      'no-advertisement',
      message('Pool "{0}" has no L2Advertisement or BGPAdvertisement, so nobody announces its addresses.', pool),
      [],
    );

  const forService = <T extends Advertisement>(list: readonly T[]) => {
    const isMeant = ({ serviceSelectors }: T) => serviceSelectors.length === 0 || matchesAny(serviceSelectors, resource.metadata.labels);
    return list.every(isMeant) ? list : list.filter(isMeant);
  };
  const considered = { layer2: forService(layer2), bgp: forService(bgp) };
  if (considered.layer2.length + considered.bgp.length === 0) {
    return nobody(
      'none',
      'other-services',
      message('No advertisement of pool "{0}" is meant for this service (serviceSelectors).', pool),
      placesOf([...layer2, ...bgp]),
    );
  }
  const speakers: Speakers = {
    cluster,
    nodes,
    known: nodes.some(({ name }) => name !== ''),
    serving: withUnaddressed(
      slices.flatMap(({ endpoints }) => endpoints.filter(canServe)),
      unaddressed,
    ),
    slices,
    unaddressed,
    local: resource.externalTrafficPolicy === 'Local',
  };
  const byLayer2 =
    considered.layer2.length === 0 ? undefined : announceLayer2(considered.layer2, first, speakers, sharingKeyOf(resource) !== '');
  const byBGP = considered.bgp.length === 0 ? undefined : announceBGP(considered.bgp, ips, speakers);
  if (byLayer2 === undefined) return byBGP;
  if (byBGP === undefined) return byLayer2;
  return byLayer2.nodes.length > 0 || byBGP.nodes.length === 0 ? { ...byLayer2, routes: byBGP.routes, bgpRoutes: byBGP.bgpRoutes } : byBGP;
}

/** Something that answers, and on which node. */
type Hosted = Pick<Endpoint, 'node'>;

function withUnaddressed(endpoints: readonly Hosted[], pods: readonly AllocatedPod[]): readonly Hosted[] {
  if (pods.length === 0) return endpoints;
  return [
    ...endpoints,
    ...pods.filter(({ ready }) => ready).map(({ node }): Hosted => ({ node: node?.name === '' ? undefined : node?.name })),
  ];
}

interface Speakers {
  readonly cluster: Cluster;
  readonly nodes: readonly AllocatedNode[];
  /** False when one unnamed node stands for all. */
  readonly known: boolean;
  readonly serving: readonly Hosted[];
  readonly slices: readonly EndpointSlice[];
  readonly unaddressed: readonly AllocatedPod[];
  readonly local: boolean;
}

function announceLayer2(
  advertisements: readonly L2Advertisement[],
  address: IPAddress,
  speakers: Speakers,
  sharing: boolean,
): Announcement {
  const because = placesOf(advertisements);
  const text = formatAddress(address);
  if (sharing && advertisements.some(({ serviceSelectors }) => serviceSelectors.length > 0)) {
    return nobody(
      'layer2',
      'sharing',
      message('A service that may share its address (allow-shared-ip) is not announced by an L2Advertisement with serviceSelectors.'),
      because,
    );
  }
  if (speakers.serving.length === 0)
    return nobody(
      'layer2',
      'no-endpoints',
      message('No node announces {0}, since the service has no endpoint that serves.', text),
      because,
    );
  if (!speakers.known)
    return nobody('layer2', undefined, message('One of the nodes announces {0}; the nodes are not known.', text), because);
  const { willing, preferred } = electorate(speakers, advertisements);
  if (willing.length === 0) {
    return nobody(
      'layer2',
      speakers.local ? 'local' : 'no-node',
      speakers.local
        ? message(
            'No node announces {0}: under externalTrafficPolicy Local only nodes with an endpoint do, and none of those is advertised.',
            text,
          )
        : message('No node announces {0}: none is selected by an advertisement and available.', text),
      because,
    );
  }
  const winner = () => (preferred.length === 1 ? preferred[0] : firstByHash(preferred, text))?.name ?? '';
  // A hash for each pair of a node and an address: that somebody announces it is known without them.
  return withLate(
    { protocol: 'layer2' as const, routes: [], bgpRoutes: [], silence: undefined, because },
    {
      nodes: () => [winner()],
      interfaces: () => interfacesOf(advertisements, winner()),
      reason: () => electionReason(winner(), text, willing.length, preferred.length),
    },
  );
}

function electionReason(name: string, address: string, willing: number, preferred: number): Message {
  if (willing === 1) return message('{0} is the only node that can announce {1}.', name, address);
  return preferred === 1
    ? plural(
        willing,
        '{1} announces {2}: it is the preferred one of {0} node.',
        '{1} announces {2}: it is the preferred one of {0} nodes.',
        name,
        address,
      )
    : plural(
        preferred,
        '{1} announces {2}: of {0} node it comes first by the hash of node name and address.',
        '{1} announces {2}: of {0} nodes it comes first by the hash of node name and address.',
        name,
        address,
      );
}

/** The nodes that may announce an address, and those of them that advertisements prefer alike. */
interface Electorate {
  readonly willing: readonly AllocatedNode[];
  readonly preferred: readonly AllocatedNode[];
}

function electorate({ cluster, nodes, local, serving }: Speakers, advertisements: readonly L2Advertisement[]): Electorate {
  const all = electorates(cluster)(nodes)(advertisements);
  if (!local) return all;
  const hosting = new Set(serving.map(({ node }) => node));
  return preferredAmong(
    all.willing.filter(({ name }) => hosting.has(name)),
    advertisements,
  );
}

/** The same for all services of a pool. */
const electorates = perObject((cluster: Cluster) =>
  perObject((nodes: readonly AllocatedNode[]) =>
    perObject((advertisements: readonly L2Advertisement[]) => preferredAmong(willingAmong(nodes, advertisements, cluster), advertisements)),
  ),
);

function preferredAmong(willing: readonly AllocatedNode[], advertisements: readonly L2Advertisement[]): Electorate {
  const preferences = willing.map(({ name }) =>
    advertisements.reduce((sum, { nodes, preference }) => (nodes.has(name) ? sum + (preference.get(name) ?? 0) : sum), 0),
  );
  const highest = preferences.reduce((most, preference) => Math.max(most, preference), -Infinity);
  return { willing, preferred: willing.filter((_, index) => preferences[index] === highest) };
}

function willingAmong(
  nodes: readonly AllocatedNode[],
  advertisements: readonly Advertisement[],
  cluster: Cluster,
): readonly AllocatedNode[] {
  return nodes.filter((node) => advertisements.some((advertisement) => advertisement.nodes.has(node.name)) && isAvailable(node, cluster));
}

/** One advertisement without interfaces is for all of them. metallb ipAdvertisementFor */
function interfacesOf(advertisements: readonly L2Advertisement[], node: string): readonly string[] {
  const own = advertisements.filter(({ nodes }) => nodes.has(node));
  return own.some(({ interfaces }) => interfaces.length === 0)
    ? []
    : [...new Set(own.flatMap(({ interfaces }) => interfaces))].sort(compareNames);
}

function firstByHash<T extends { readonly name: string }>(nodes: readonly T[], address: string): T | undefined {
  const known = chosen.get(address);
  if (known?.among.length === nodes.length && nodes.every(({ name }, index) => name === known.among[index])) return nodes[known.index];
  const first = withLeastHash(nodes, address);
  if (first === undefined) return undefined;
  if (chosen.size >= mostChosen) chosen.clear();
  const among =
    lastAmong.length === nodes.length && nodes.every(({ name }, index) => name === lastAmong[index])
      ? lastAmong
      : nodes.map(({ name }) => name);
  lastAmong = among;
  chosen.set(address, { among, index: nodes.indexOf(first) });
  return first;
}

/** Hashing is costly, and the same address is asked for again and again: of which names, by address, the one at an index comes first. */
const chosen = new Map<string, { readonly among: readonly string[]; readonly index: number }>();
const mostChosen = 10_000;
/** One list for all addresses that are chosen among the same. */
let lastAmong: readonly string[] = [];

function withLeastHash<T extends { readonly name: string }>(nodes: readonly T[], address: string): T | undefined {
  return nodes
    .map((node) => ({ node, hash: sha256(`${node.name}#${address}`) }))
    .reduce<{ readonly node: T; readonly hash: Uint32Array } | undefined>(
      (best, current) => (best !== undefined && compareHashes(best.hash, current.hash) <= 0 ? best : current),
      undefined,
    )?.node;
}

function announceBGP(advertisements: readonly BGPAdvertisement[], ips: readonly IPAddress[], speakers: Speakers): Announcement {
  const because = placesOf(advertisements);
  const healthy = withUnaddressed(healthyEndpoints(speakers.slices), speakers.unaddressed);
  if (healthy.length === 0)
    return nobody('bgp', 'no-endpoints', message('No node announces the address, since the service has no healthy endpoint.'), because);
  const hosting = new Set(healthy.map(({ node }) => node));
  const all = willingForBGP(speakers.cluster)(speakers.nodes)(advertisements);
  const willing = speakers.local ? all.filter((node) => hosting.has(node.name)) : all;
  const hasSession = sessionsOf(speakers.cluster);
  const sends = ({ nodes, announcement }: BGPAdvertisement, node: AllocatedNode) =>
    nodes.has(node.name) && hasSession(node, announcement.peers);
  const announcing = willing.filter((node) => advertisements.some((advertisement) => sends(advertisement, node)));
  const used = advertisements.filter((advertisement) => announcing.some((node) => sends(advertisement, node)));
  const bgpRoutes = ips.flatMap((address) =>
    used.map((advertisement): BGPRoute => ({
      prefix: routeFor(address, advertisement.announcement),
      localPref: advertisement.announcement.localPref,
      communities: advertisement.communities,
      peers: advertisement.announcement.peers,
      nodes: speakers.known ? announcing.filter((node) => sends(advertisement, node)).map(({ name }) => name) : [],
    })),
  );
  const routes = [...new Set(bgpRoutes.map(({ prefix }) => prefix))];
  if (!speakers.known)
    return {
      protocol: 'bgp',
      nodes: [],
      interfaces: [],
      routes,
      bgpRoutes,
      silence: undefined,
      reason: message('The nodes announce the address by BGP; they are not known.'),
      because,
    };
  if (announcing.length === 0 && willing.length > 0)
    return nobody(
      'bgp',
      'no-peer',
      message('No node announces the address: none that may has a session with a BGPPeer that the advertisement is for.'),
      because,
    );
  if (announcing.length === 0) {
    return nobody(
      'bgp',
      speakers.local ? 'local' : 'no-node',
      speakers.local
        ? message(
            'No node announces the address: under externalTrafficPolicy Local only nodes with a healthy endpoint do, and none of those is advertised.',
          )
        : message('No node announces the address: none is selected by an advertisement and available.'),
      because,
    );
  }
  return {
    protocol: 'bgp',
    nodes: announcing.map(({ name }) => name),
    interfaces: [],
    routes,
    bgpRoutes,
    silence: undefined,
    reason: plural(
      speakers.nodes.length,
      '{1} of {0} node announces the address by BGP.',
      '{1} of {0} nodes announce the address by BGP.',
      announcing.length,
    ),
    because,
  };
}

const willingForBGP = perObject((cluster: Cluster) =>
  perObject((nodes: readonly AllocatedNode[]) =>
    perObject((advertisements: readonly BGPAdvertisement[]) => willingAmong(nodes, advertisements, cluster)),
  ),
);

/** Endpoints whose address is unfit nowhere. */
function healthyEndpoints(slices: readonly EndpointSlice[]): readonly Endpoint[] {
  const unfit = new Set<string>();
  const endpoints = slices.flatMap((slice) => slice.endpoints);
  const key = ({ ip, node }: Endpoint) => `${node ?? ''} ${ip.family} ${ip.value}`;
  for (const endpoint of endpoints) if (!canServe(endpoint)) unfit.add(key(endpoint));
  return unfit.size === 0 ? endpoints : endpoints.filter((endpoint) => !unfit.has(key(endpoint)));
}

function canServe({ ready, serving }: Endpoint): boolean {
  return serving || ready;
}

function nobody(
  protocol: Announcement['protocol'],
  silence: Announcement['silence'],
  reason: Message,
  because: readonly Place[],
): Announcement {
  return { protocol, nodes: [], interfaces: [], routes: [], bgpRoutes: [], silence, reason, because };
}

function placesOf(advertisements: readonly Advertisement[]): readonly Place[] {
  return advertisements.flatMap(({ place }) => (place === undefined ? [] : [place]));
}
