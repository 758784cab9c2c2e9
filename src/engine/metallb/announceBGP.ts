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
