import { contains, parseCIDR, rangeOfCIDR, type IPAddress } from '../../base/ip.ts';
import { message, sentences } from '../../base/message.ts';
import { resourcesOf, type Cluster } from '../../manifests/cluster.ts';
import type { AdmittedService, AllocatedNode, AllocatedPod, Announcement, EndpointSlice, LoadBalancerOutcome } from '../allocation.ts';
import { isToldByCilium } from '../loadBalancers/ciliumAnnouncing.ts';
import type { Network } from '../network.ts';
import { advertisementsOf, type Advertisement } from './advertisements.ts';
import { announceBGP } from './announceBGP.ts';
import { announceLayer2 } from './announceLayer2.ts';
import { canServe, nobody, placesOf, withUnaddressed, type Speakers } from './announcers.ts';
import { sharingKeyOf } from './claim.ts';
import { configurationOf } from './configuration.ts';
import { matchesAny } from './selectorLists.ts';

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
  if (layer2.length + bgp.length === 0 && isToldByOthers(cluster, service, ips)) return undefined;
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

/**
 * MetalLB gives the addresses, and calico-node or Cilium tells of them.
 * projectcalico/calico confd/pkg/backends/calico/routes.go; cilium Documentation/network/l2-announcements.rst, bgp-control-plane
 */
function isToldByOthers(cluster: Cluster, { namespace, name, resource }: AdmittedService, ips: readonly IPAddress[]): boolean {
  if (isToldByCilium(cluster, { namespace, name, labels: resource?.metadata.labels ?? {} })) return true;
  const networks = resourcesOf(cluster, 'BGPConfiguration')
    .flatMap(({ serviceLoadBalancerIPs }) => serviceLoadBalancerIPs.map(parseCIDR))
    .filter((network) => network !== undefined)
    .map(rangeOfCIDR);
  return networks.length > 0 && ips.every((ip) => networks.some((network) => contains(network, ip)));
}
