import { perObject } from '../../base/derived.ts';
import type { IPAddress } from '../../base/ip.ts';
import { message, plural } from '../../base/message.ts';
import type { Cluster } from '../../manifests/cluster.ts';
import type { AllocatedNode, Announcement, BGPRoute, Endpoint, EndpointSlice } from '../allocation.ts';
import type { BGPAdvertisement } from './advertisements.ts';
import { canServe, nobody, placesOf, willingAmong, withUnaddressed, type Speakers } from './announcers.ts';
import { routeFor } from './bgpAnnouncement.ts';
import { sessionsOf } from './sessions.ts';

/** Which nodes send which routes for a service's addresses to which peers, or why none does. metallb speaker/bgp_controller.go ShouldAnnounce, SetBalancer */
export function announceBGP(advertisements: readonly BGPAdvertisement[], ips: readonly IPAddress[], speakers: Speakers): Announcement {
  const because = placesOf(advertisements);
  const healthy = withUnaddressed(healthyEndpoints(speakers.slices), speakers.unaddressed);
  if (healthy.length === 0)
    return nobody('bgp', 'no-endpoints', message('No node announces the address, since the service has no healthy endpoint.'), because);
  const sent = sentBy(advertisements, speakers, healthy);
  const bgpRoutes = ips.flatMap((address) =>
    sent.each.map(({ advertisement, names }): BGPRoute => ({
      prefix: routeFor(address, advertisement.announcement),
      localPref: advertisement.announcement.localPref,
      communities: advertisement.communities,
      peers: advertisement.announcement.peers,
      nodes: speakers.known ? names : [],
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
  if (sent.names.length === 0 && sent.isSomeWilling)
    return nobody(
      'bgp',
      'no-peer',
      message('No node announces the address: none that may has a session with a BGPPeer that the advertisement is for.'),
      because,
    );
  if (sent.names.length === 0) {
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
    nodes: sent.names,
    interfaces: [],
    routes,
    bgpRoutes,
    silence: undefined,
    reason: plural(
      speakers.nodes.length,
      '{1} of {0} node announces the address by BGP.',
      '{1} of {0} nodes announce the address by BGP.',
      sent.names.length,
    ),
    because,
  };
}

/** What is really sent. */
interface Sent {
  /** The advertisements that some node sends, each with the names of those nodes. */
  readonly each: readonly { readonly advertisement: BGPAdvertisement; readonly names: readonly string[] }[];
  /** The nodes that send any, in the order of the nodes. */
  readonly names: readonly string[];
  /** Whether a node would, had it a session. */
  readonly isSomeWilling: boolean;
}

function sentBy(
  advertisements: readonly BGPAdvertisement[],
  { cluster, nodes, local }: Speakers,
  healthy: readonly Pick<Endpoint, 'node'>[],
): Sent {
  if (!local) return sentByAll(cluster)(nodes)(advertisements);
  const hosting = new Set(healthy.map(({ node }) => node));
  return sentAmong(
    nodes.filter(({ name }) => hosting.has(name)),
    advertisements,
    cluster,
  );
}

/** The same for all services of a pool. */
const sentByAll = perObject((cluster: Cluster) =>
  perObject((nodes: readonly AllocatedNode[]) =>
    perObject((advertisements: readonly BGPAdvertisement[]) => sentAmong(nodes, advertisements, cluster)),
  ),
);

function sentAmong(nodes: readonly AllocatedNode[], advertisements: readonly BGPAdvertisement[], cluster: Cluster): Sent {
  const willing = willingAmong(nodes, advertisements, cluster);
  const hasSession = sessionsOf(cluster);
  const each = advertisements.flatMap((advertisement) => {
    const names = willing
      .filter((node) => advertisement.nodes.has(node.name) && hasSession(node, advertisement.announcement.peers))
      .map(({ name }) => name);
    return names.length === 0 ? [] : [{ advertisement, names }];
  });
  const all = new Set(each.flatMap(({ names }) => names));
  return { each, names: willing.map(({ name }) => name).filter((name) => all.has(name)), isSomeWilling: willing.length > 0 };
}

/** Endpoints whose address is unfit nowhere. */
function healthyEndpoints(slices: readonly EndpointSlice[]): readonly Endpoint[] {
  const unfit = new Set<string>();
  const endpoints = slices.flatMap((slice) => slice.endpoints);
  const key = ({ ip, node }: Endpoint) => `${node ?? ''} ${ip.family} ${ip.value}`;
  for (const endpoint of endpoints) if (!canServe(endpoint)) unfit.add(key(endpoint));
  return unfit.size === 0 ? endpoints : endpoints.filter((endpoint) => !unfit.has(key(endpoint)));
}
