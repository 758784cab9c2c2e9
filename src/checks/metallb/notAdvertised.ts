import { formatAddress } from '../../base/ip.ts';
import { groupBy } from '../../base/groupBy.ts';
import { list, message, plural, sentences, type Message, type Term } from '../../base/message.ts';
import { servicesWhere } from '../../engine/allocationIndex.ts';
import type { AllocatedNode, AllocatedService, AnnouncementSilence } from '../../engine/allocation.ts';
import { labelOf, matches } from '../../engine/labels.ts';
import { advertisementsOf } from '../../engine/metallb/advertisements.ts';
import { hasSpeaker, isAvailable } from '../../engine/metallb/speakers.ts';
import { EXCLUDED } from '../../engine/nodes/implied.ts';
import { annotationOf } from '../../engine/metallb/claim.ts';
import { isSeen, metalLBNamespace } from '../../engine/metallb/namespace.ts';
import { matchesAny } from '../../engine/metallb/selectorLists.ts';
import type { Network } from '../../engine/network.ts';
import { programsNamed } from '../../engine/programs.ts';
import { selectorText } from '../../engine/references/labelSelection.ts';
import type { References } from '../../engine/references/references.ts';
import { resourcesOf, type Cluster } from '../../manifests/cluster.ts';
import type { LabelSelector } from '../../manifests/labelSelector.ts';
import { scalarAt } from '../../manifests/locate.ts';
import { nameOf } from '../../manifests/metadata.ts';
import { keyPlaceOf, placeOf, type Place } from '../../manifests/place.ts';
import type { BGPAdvertisementResource, IPAddressPoolResource, L2AdvertisementResource } from '../../manifests/resources/metallb.ts';
import { nearestOf } from '../../base/nearest.ts';
import type { Check, Problem } from '../findings/check.ts';
import type { CheckContext } from '../shared/context.ts';
import type { Fix, RelatedPlace } from '../findings/finding.ts';
import { appending, inserting } from '../findings/fixes.ts';
import { resourceAt } from '../findings/resourceAt.ts';
import { poolResources } from '../shared/poolResources.ts';
import { mayBringAddresses, unappliedChanges, unreadManifests } from '../shared/unseen.ts';
import { isOwnedByDevice } from '../shared/metallb/objects.ts';

export const notAdvertised: Check = {
  code: 'metallb/not-advertised',
  scope: 'cluster',
  severity: 'warning',
  *run(context: CheckContext): Generator<Problem> {
    if (isOwnedByDevice(context.network)) return;
    const silent = groupBy(silentServices(context.allocation), ({ loadBalancer }) => loadBalancer?.announcedBy?.silence);
    if (silent.size === 0) return;
    const of = (silence: AnnouncementSilence) => silent.get(silence) ?? [];
    yield* withoutAdvertisement(context, of('no-advertisement'));
    yield* withoutNode(context, of('no-node'));
    yield* meantForOthers(context, of('other-services'));
    yield* notShared(context, of('sharing'));
    yield* withoutLocalEndpoint(context, of('local'));
    yield* withoutSession(context, of('no-peer'));
  },
};

const silentServices = servicesWhere(({ loadBalancer }) => loadBalancer?.announcedBy?.silence !== undefined);

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

/** Advertised, but by no node that may. What nodes there are must be known; an invented one says nothing of its labels. */
function* withoutNode(
  { allocation: { nodes }, cluster, network, assembly, references }: CheckContext,
  services: readonly AllocatedService[],
): Generator<Problem> {
  if (services.length === 0 || nodes.some(({ place }) => place === undefined)) return;
  const advertisements = advertisementsOf(cluster, network, nodes);
  if (!advertisements.ok) return;
  const byCause = new Map<
    string,
    {
      readonly pools: Set<string>;
      readonly users: AllocatedService[];
      readonly problem: (pools: Term, users: readonly AllocatedService[]) => Problem;
    }
  >();
  for (const service of services) {
    const pool = service.loadBalancer?.pool ?? '';
    const { layer2 = [], bgp = [] } = advertisements.byPool.get(pool) ?? {};
    const own = [...layer2, ...bgp];
    const selected = nodes.filter(({ name }) => own.some((advertisement) => advertisement.nodes.has(name)));
    const excluded = selected.filter((node) => !isAvailable(node, cluster));
    const places = own.flatMap(({ place }) => (place === undefined ? [] : [place]));
    const key =
      selected.length === 0
        ? `selector ${places.map(({ document, path }) => `${document.file} ${JSON.stringify(path)}`).join()}`
        : `nodes ${excluded.map(({ name }) => name).join()}`;
    const known = byCause.get(key);
    if (known !== undefined) {
      known.pools.add(pool);
      known.users.push(service);
      continue;
    }
    const problem =
      selected.length === 0
        ? selectsNoNode(references, places, nodes)
        : selected.some((node) => !hasSpeaker(node, cluster))
          ? withoutSpeaker(cluster, selected)
          : allExcluded(excluded, network);
    if (problem !== undefined) byCause.set(key, { pools: new Set([pool]), users: [service], problem });
  }
  for (const { pools, users, problem } of byCause.values()) {
    const found = problem(list([...pools]), users);
    yield { ...found, doubt: found.doubt ?? assembly.mixed };
  }
}

function selectsNoNode(
  references: References,
  places: readonly Place[],
  nodes: readonly AllocatedNode[],
): ((pools: Term, users: readonly AllocatedService[]) => Problem) | undefined {
  const [first, ...others] = places
    .map((place) => resourceAt(references.around.cluster, place))
    .flatMap((resource) => (resource === undefined ? [] : references.ofKindIn('advertising-nodes', resource)))
    .filter((mention) => !references.leads(mention));
  if (first === undefined) return undefined;
  const unlabelled = keysOf([first, ...others].flatMap(({ selectors }) => selectors)).find(
    (key) => !nodes.some(({ labels }) => labelOf(labels, key) !== undefined),
  );
  return (pools, users) => ({
    place: first.place,
    message: sentences(
      message(
        'The nodeSelectors of {0}, which is for pool {1}, select none of the nodes ({2}).',
        nameOf(first.resource),
        pools,
        namesOf(nodes),
      ),
      unannounced(users),
    ),
    related: [...others.map(({ resource, place }) => ({ message: message('{0}', nameOf(resource)), place })), ...partiesOf(users)],
    doubt:
      unlabelled === undefined
        ? undefined
        : message('No node is declared with the label {0}, which may be set in the cluster alone.', unlabelled),
  });
}

function keysOf(selectors: readonly LabelSelector[]): readonly string[] {
  return selectors.flatMap(({ matchLabels, matchExpressions }) => [
    ...Object.keys(matchLabels),
    ...matchExpressions.filter(({ operator }) => operator === 'In' || operator === 'Exists').map(({ key }) => key),
  ]);
}

/** Nodes that carry the label; one that its network keeps out is no matter of manifests. */
function allExcluded(
  excluded: readonly AllocatedNode[],
  network: Network,
): ((pools: Term, users: readonly AllocatedService[]) => Problem) | undefined {
  const places = excluded.flatMap((node) => (labelOf(node.labels, EXCLUDED) === undefined ? [] : labelPlaceOf(node)));
  const [first, ...others] = places;
  if (first === undefined || places.length < excluded.length) return undefined;
  // The installer writes it, so that no manifest shows it.
  if (excluded.every((node) => !isWrittenLabel(node))) return impliedExclusion(excluded, first, network);
  return (pools, users) => ({
    place: first,
    message:
      excluded.length === 1
        ? sentences(
            message(
              'This label keeps node {0} from announcing external addresses, and no other node may announce those of pool {1}.',
              namesOf(excluded),
              pools,
            ),
            unannounced(users),
            message('Remove the label.'),
          )
        : sentences(
            message(
              'This label keeps every node ({0}) that may announce pool {1} from announcing external addresses.',
              namesOf(excluded),
              pools,
            ),
            unannounced(users),
            message('Remove the label from one of them.'),
          ),
    related: [...others.map((place) => ({ message: message('The same label'), place })), ...partiesOf(users)],
  });
}

function isWrittenLabel({ resource, place }: AllocatedNode): boolean {
  if (resource !== undefined) return labelOf(resource.metadata.labels, EXCLUDED) !== undefined;
  return (
    place?.path !== undefined &&
    scalarAt({ document: place.document, path: [...place.path, 'labels', EXCLUDED], part: 'value', span: undefined }) !== undefined
  );
}

function impliedExclusion(excluded: readonly AllocatedNode[], first: Place, { profile }: Network): ReturnType<typeof allExcluded> {
  const path = first.path?.slice(0, -2) ?? [];
  const place =
    first.path === undefined
      ? first
      : { ...first, path: typeof path.at(-1) === 'number' ? [...path, 'name'] : path, part: 'value' as const };
  return (pools, users) => ({
    place,
    message: sentences(
      message(
        'The nodes that may announce pool {0} ({1}) are control plane nodes, which an installation of {2} labels {3}: that keeps them from announcing external addresses.',
        pools,
        namesOf(excluded),
        profile.name,
        EXCLUDED,
      ),
      unannounced(users),
      message('Remove the label from the nodes, or start the speaker with --ignore-exclude-lb.'),
    ),
    related: partiesOf(users),
  });
}

/** The DaemonSet of the speaker leaves the nodes out that are to announce. */
function withoutSpeaker(cluster: Cluster, selected: readonly AllocatedNode[]): ReturnType<typeof allExcluded> {
  const [daemon] = programsNamed(cluster, 'metallb-speaker').filter(({ resource }) => resource.type === 'Workload');
  if (daemon === undefined || selected.some((node) => hasSpeaker(node, cluster))) return undefined;
  return (pools, users) => ({
    place: placeOf(daemon.resource, 'metadata', 'name'),
    message: sentences(
      message(
        'The speaker of MetalLB ({0}) runs on none of the nodes that may announce pool {1} ({2}): its nodeSelector, affinity or tolerations leave them out.',
        nameOf(daemon.resource),
        pools,
        namesOf(selected),
      ),
      unannounced(users),
    ),
    related: partiesOf(users),
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

function labelPlaceOf({ resource, place }: AllocatedNode): readonly Place[] {
  if (resource !== undefined) return [keyPlaceOf(resource, 'metadata', 'labels', EXCLUDED)];
  return place?.path === undefined ? [] : [{ ...place, path: [...place.path, 'labels', EXCLUDED], part: 'key' }];
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

function selectorsOf(cluster: Cluster, because: readonly Place[]): readonly RelatedPlace[] {
  return because.flatMap((place) => {
    const advertisement = resourceAt(cluster, place);
    return advertisement === undefined
      ? []
      : [{ message: message('{0}', nameOf(advertisement)), place: keyPlaceOf(advertisement, 'spec', 'serviceSelectors') }];
  });
}

function advertisementResources(cluster: Cluster): readonly AdvertisementResource[] {
  return [...resourcesOf(cluster, 'L2Advertisement'), ...resourcesOf(cluster, 'BGPAdvertisement')];
}

/** Who has no use of the outside then; of several services their number and the first few. */
function unannounced(users: readonly AllocatedService[]): Message {
  const [only] = users;
  if (only !== undefined && users.length === 1)
    return message(
      'Nobody announces {0} of Service {1}.',
      list((only.loadBalancer?.ips ?? []).map(formatAddress)),
      `${only.namespace}/${only.name}`,
    );
  const names = users.map(({ namespace, name }) => `${namespace}/${name}`);
  return plural(
    users.length,
    'Nobody announces the address of {0} service ({1}).',
    'Nobody announces the addresses of {0} services ({1}).',
    list(names, 3),
  );
}

function partiesOf(users: readonly AllocatedService[]): readonly RelatedPlace[] {
  return users
    .slice(0, 5)
    .flatMap(({ resource, loadBalancer }) =>
      resource === undefined
        ? []
        : [
            {
              message: message('{0} has {1}', nameOf(resource), list((loadBalancer?.ips ?? []).map(formatAddress))),
              place: placeOf(resource, 'metadata', 'name'),
            },
          ],
    );
}

function namesOf(nodes: readonly AllocatedNode[]): Term {
  return list(
    nodes.map(({ name }) => name),
    3,
  );
}
