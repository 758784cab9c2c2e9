import { groupBy } from '../../base/groupBy.ts';
import { message, sentences } from '../../base/message.ts';
import { servicesWhere } from '../../engine/allocationIndex.ts';
import type { AllocatedService, AnnouncementSilence } from '../../engine/allocation.ts';
import { matches } from '../../engine/labels.ts';
import { annotationOf } from '../../engine/metallb/claim.ts';
import { isSeen, metalLBNamespace } from '../../engine/metallb/namespace.ts';
import { resourcesOf, resourcesWhere, type Cluster } from '../../manifests/cluster.ts';
import { nameOf } from '../../manifests/metadata.ts';
import { keyPlaceOf, placeOf } from '../../manifests/place.ts';
import type { BGPAdvertisementResource, IPAddressPoolResource, L2AdvertisementResource } from '../../manifests/resources/metallb.ts';
import { nearestOf } from '../../base/nearest.ts';
import type { Check, Problem } from '../findings/check.ts';
import type { CheckContext } from '../shared/context.ts';
import type { Fix } from '../findings/finding.ts';
import { appending, inserting } from '../findings/fixes.ts';
import { poolResources } from '../shared/poolResources.ts';
import { mayBringAddresses, unappliedChanges, unreadManifests } from '../shared/unseen.ts';
import { isOwnedByDevice } from '../shared/metallb/objects.ts';
import { unannounced, partiesOf, selectorsOf } from '../shared/metallb/unannounced.ts';
import { withoutNode } from '../shared/metallb/silentNodes.ts';
import { silentPlaces, withoutPeer } from '../shared/metallb/silentPlaces.ts';

export const notAdvertised: Check = {
  code: 'metallb/not-advertised',
  scope: 'cluster',
  severity: 'warning',
  *run(context: CheckContext): Generator<Problem> {
    if (isOwnedByDevice(context.network)) return;
    if (byBGPAlone(context.allocation).length > 0 && speakingBGP(context.cluster).length === 0)
      yield* withoutPeer(context, byBGPAlone(context.allocation));
    const silent = groupBy(silentServices(context.allocation), ({ loadBalancer }) => loadBalancer?.announcedBy?.silence);
    if (silent.size === 0) return;
    const of = (silence: AnnouncementSilence) => silent.get(silence) ?? [];
    yield* withoutAdvertisement(context, of('no-advertisement'));
    if (silent.has('no-node')) yield* withoutNode(context, of('no-node'));
    yield* meantForOthers(context, of('other-services'));
    yield* notShared(context, of('sharing'));
    if (silent.has('local') || silent.has('no-peer')) yield* silentPlaces(context, { local: of('local'), withoutSession: of('no-peer') });
  },
};

const silentServices = servicesWhere(({ loadBalancer }) => loadBalancer?.announcedBy?.silence !== undefined);

const byBGPAlone = servicesWhere(
  ({ loadBalancer }) => loadBalancer?.announcedBy?.protocol === 'bgp' && loadBalancer.announcedBy.silence === undefined,
);

/** Routers, as every version of MetalLB writes them, or as FRR is told of them without MetalLB. */
const speakingBGP = resourcesWhere(
  (resource) =>
    resource.type === 'BGPPeer' || resource.kind === 'FRRConfiguration' || (resource.type === 'MetalLBConfig' && resource.peers.length > 0),
);

type AdvertisementResource = L2AdvertisementResource | BGPAdvertisementResource;

function* withoutAdvertisement({ cluster, assembly }: CheckContext, services: readonly AllocatedService[]): Generator<Problem> {
  const advertisements = advertisementResources(cluster);
  const namespace = metalLBNamespace(cluster);
  for (const [name, users] of groupBy(services, ({ loadBalancer }) => loadBalancer?.pool)) {
    const pool = resourcesOf(cluster, 'IPAddressPool').findLast(({ metadata }) => metadata.name === name);
    if (pool === undefined || isExplained(pool, advertisements, namespace)) continue;
    yield {
      place: placeOf(pool, 'metadata', 'name'),
      message: sentences(
        message('No L2Advertisement or BGPAdvertisement selects {0}.', nameOf(pool)),
        unannounced(users),
        message('Add an advertisement.'),
      ),
      related: partiesOf(users),
      fixes: [
        advertising(pool, advertisements.length === 0),
        ...advertisements
          .filter(({ ipAddressPools }) => ipAddressPools.length > 0)
          .slice(0, 3)
          .map((advertisement) => extending(advertisement, pool)),
      ],
      doubt: assembly.mixed ?? unreadManifests(cluster, mayBringAddresses) ?? unappliedChanges(cluster, ...poolResources(cluster)),
    };
  }
}

/** An advertisement that is meant for the pool has a finding of its own: it misspells the name, or stands where MetalLB does not look. */
function isExplained(
  { metadata: { name, labels } }: IPAddressPoolResource,
  advertisements: readonly AdvertisementResource[],
  namespace: string | undefined,
): boolean {
  return advertisements.some((advertisement) => {
    const { ipAddressPools, ipAddressPoolSelectors } = advertisement;
    if (isSeen(advertisement, namespace))
      return ipAddressPools.some((written) => written !== name && nearestOf(written, [name]) !== undefined);
    return (
      ipAddressPools.length + ipAddressPoolSelectors.length === 0 ||
      ipAddressPools.includes(name) ||
      ipAddressPoolSelectors.some((selector) => matches(selector, labels))
    );
  });
}

function advertising(pool: IPAddressPoolResource, preferred: boolean): Fix {
  const { name, namespace } = pool.metadata;
  return appending(message('Add an L2Advertisement for pool {0}', name), preferred, pool, {
    apiVersion: 'metallb.io/v1beta1',
    kind: 'L2Advertisement',
    metadata: { name, ...(namespace === undefined ? {} : { namespace }) },
    spec: { ipAddressPools: [name] },
  });
}

function extending(advertisement: AdvertisementResource, { metadata: { name } }: IPAddressPoolResource): Fix {
  return inserting(message('Add the pool to {0}', nameOf(advertisement)), false, {
    place: placeOf(advertisement, 'spec', 'ipAddressPools', advertisement.ipAddressPools.length),
    value: name,
  });
}

function* meantForOthers({ cluster, assembly }: CheckContext, services: readonly AllocatedService[]): Generator<Problem> {
  for (const { resource, loadBalancer } of services) {
    if (resource === undefined) continue;
    yield {
      place: placeOf(resource, 'metadata', 'name'),
      message: message(
        'Nobody announces the address of {0}: the advertisements of pool {1} are for services with other labels (serviceSelectors). Give the service such a label, or add an advertisement.',
        nameOf(resource),
        loadBalancer?.pool ?? '',
      ),
      related: selectorsOf(cluster, loadBalancer?.announcedBy?.because ?? []),
      doubt: assembly.mixed ?? unreadManifests(cluster, mayBringAddresses),
    };
  }
}

function* notShared({ cluster, assembly }: CheckContext, services: readonly AllocatedService[]): Generator<Problem> {
  for (const { resource, loadBalancer } of services) {
    const annotation = resource === undefined ? undefined : annotationOf(resource, 'allow-shared-ip');
    if (resource === undefined || annotation === undefined) continue;
    yield {
      place: keyPlaceOf(resource, 'metadata', 'annotations', annotation.key),
      message: message(
        '{0} may share its address, and an L2Advertisement with serviceSelectors announces no address that may be shared. Remove the key, or add an advertisement without serviceSelectors.',
        nameOf(resource),
      ),
      related: selectorsOf(cluster, loadBalancer?.announcedBy?.because ?? []),
      doubt: assembly.mixed ?? unreadManifests(cluster, mayBringAddresses),
    };
  }
}

function advertisementResources(cluster: Cluster): readonly AdvertisementResource[] {
  return [...resourcesOf(cluster, 'L2Advertisement'), ...resourcesOf(cluster, 'BGPAdvertisement')];
}
