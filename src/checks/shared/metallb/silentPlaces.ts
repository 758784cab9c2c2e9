import { formatAddress } from '../../../base/ip.ts';
import { groupBy } from '../../../base/groupBy.ts';
import { list, message, sentences } from '../../../base/message.ts';
import type { AllocatedService } from '../../../engine/allocation.ts';
import { advertisementsOf } from '../../../engine/metallb/advertisements.ts';
import { isAvailable } from '../../../engine/metallb/speakers.ts';
import { matchesAny } from '../../../engine/metallb/selectorLists.ts';
import { selectorText } from '../../../engine/references/labelSelection.ts';
import { resourcesOf } from '../../../manifests/cluster.ts';
import { nameOf } from '../../../manifests/metadata.ts';
import { keyPlaceOf, placeOf, type Place } from '../../../manifests/place.ts';
import type { Problem } from '../../findings/check.ts';
import type { CheckContext } from '../context.ts';
import { mayBringAddresses, unappliedChanges, unreadManifests } from '../unseen.ts';
import { resourceAt } from '../../findings/resourceAt.ts';
import { unannounced, partiesOf, namesOf } from './unannounced.ts';

/** Addresses that no node announces under externalTrafficPolicy Local, or to no router. */
export function silentPlaces(
  context: CheckContext,
  silent: { readonly local: readonly AllocatedService[]; readonly withoutSession: readonly AllocatedService[] },
): readonly Problem[] {
  return [...withoutLocalEndpoint(context, silent.local), ...withoutSession(context, silent.withoutSession)];
}

/** By BGP alone, and there is no router to announce to: one finding for an advertisement. metallb speaker/bgp_controller.go syncPeers */
export function withoutPeer({ cluster, assembly }: CheckContext, services: readonly AllocatedService[]): readonly Problem[] {
  return [...groupBy(services, ({ loadBalancer }) => loadBalancer?.announcedBy?.because[0])].flatMap(([because, users]) => {
    const advertisement = because === undefined ? undefined : resourceAt(cluster, because);
    return advertisement?.type !== 'BGPAdvertisement'
      ? []
      : [
          {
            place: placeOf(advertisement, 'metadata', 'name'),
            message: sentences(
              message('{0} announces to BGPPeers, and there is none.', nameOf(advertisement)),
              unannounced(users),
              message('Add a BGPPeer.'),
            ),
            related: partiesOf(users),
            doubt: assembly.mixed ?? unreadManifests(cluster, mayBringAddresses) ?? unappliedChanges(cluster, advertisement),
          },
        ];
  });
}

/** Only a node with an endpoint of its own announces a service that keeps the client's address. */
function* withoutLocalEndpoint(
  { cluster, network, allocation: { nodes }, assembly, unseenPods }: CheckContext,
  services: readonly AllocatedService[],
): Generator<Problem> {
  const advertisements = advertisementsOf(cluster, network, nodes);
  if (!advertisements.ok || nodes.some(({ place }) => place === undefined)) return;
  for (const { resource, loadBalancer, slices, unaddressed } of services) {
    if (resource === undefined || loadBalancer === undefined) continue;
    const { layer2 = [], bgp = [] } = advertisements.byPool.get(loadBalancer.pool ?? '') ?? {};
    const announcing = nodes.filter(
      (node) => isAvailable(node, cluster) && [...layer2, ...bgp].some((advertisement) => advertisement.nodes.has(node.name)),
    );
    const hosting = [
      ...new Set([...slices.flatMap(({ endpoints }) => endpoints.map(({ node }) => node)), ...unaddressed.map(({ node }) => node?.name)]),
    ].filter((name) => name !== undefined);
    if (hosting.length === 0) continue;
    const place = placeOf(resource, 'spec', 'externalTrafficPolicy');
    yield {
      place,
      message: sentences(
        announcing.length === 0
          ? message(
              'Under externalTrafficPolicy Local a node announces {0} only if an endpoint of {1} runs on it: the endpoints run on {2}, and no node may announce pool {3}.',
              list(loadBalancer.ips.map(formatAddress)),
              nameOf(resource),
              list(hosting, 3),
              loadBalancer.pool ?? '',
            )
          : message(
              'Under externalTrafficPolicy Local a node announces {0} only if an endpoint of {1} runs on it: the endpoints run on {2}, and pool {3} may be announced by {4} alone.',
              list(loadBalancer.ips.map(formatAddress)),
              nameOf(resource),
              list(hosting, 3),
              loadBalancer.pool ?? '',
              namesOf(announcing),
            ),
        message('Nobody announces the address.'),
      ),
      related: (loadBalancer.announcedBy?.because ?? []).flatMap((because) => {
        const advertisement = resourceAt(cluster, because);
        return advertisement === undefined ? [] : [{ message: message('{0}', nameOf(advertisement)), place: because }];
      }),
      doubt: assembly.mixed ?? unseenPods(),
    };
  }
}

/** The nodes of the advertisement and those of its routers do not meet. That a router is for no node at all, or is not there, `metallb/unknown-peer` says. */
function* withoutSession(
  { cluster, allocation: { nodes }, assembly }: CheckContext,
  services: readonly AllocatedService[],
): Generator<Problem> {
  if (nodes.some(({ place }) => place === undefined)) return;
  const peers = resourcesOf(cluster, 'BGPPeer');
  const told = new Set<Place>();
  for (const { loadBalancer } of services) {
    for (const because of loadBalancer?.announcedBy?.because ?? []) {
      const advertisement = resourceAt(cluster, because);
      if (advertisement?.type !== 'BGPAdvertisement' || told.has(because)) continue;
      told.add(because);
      const meant = peers.filter(({ metadata: { name } }) => advertisement.peers.length === 0 || advertisement.peers.includes(name));
      const selecting = meant.filter((peer) => nodes.some(({ labels }) => matchesAny(peer.nodeSelectors, labels)));
      const [first] = selecting;
      if (first === undefined) continue;
      const users = services.filter((service) => service.loadBalancer?.announcedBy?.because.includes(because) === true);
      yield {
        place: keyPlaceOf(advertisement, 'spec', advertisement.peers.length === 0 ? 'nodeSelectors' : 'peers'),
        message: sentences(
          message(
            '{0} is announced by other nodes than those that talk to {1} (its nodeSelectors: {2}).',
            nameOf(advertisement),
            list(selecting.map(nameOf), 3),
            list(first.nodeSelectors.map(selectorText), 3),
          ),
          unannounced(users),
        ),
        related: [
          ...selecting
            .slice(0, 3)
            .map((peer) => ({ message: message('{0}', nameOf(peer)), place: keyPlaceOf(peer, 'spec', 'nodeSelectors') })),
          ...partiesOf(users),
        ],
        doubt: assembly.mixed,
      };
    }
  }
}
