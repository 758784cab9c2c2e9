import { formatAddress } from '../../base/ip.ts';
import { list, message, plural, type Message, type Term, type Text } from '../../base/message.ts';
import type { TextRange } from '../../base/text.ts';
import type { AllocatedService, Allocation } from '../../engine/allocation.ts';
import { ownerOf } from '../../engine/references/podOwners.ts';
import { referencesOf } from '../../engine/references/references.ts';
import { podsTarget } from '../../engine/references/surroundings.ts';
import { resourcesOf } from '../../manifests/cluster.ts';
import { locate } from '../../manifests/locate.ts';
import { keyPlaceOf, placeOf, type Place } from '../../manifests/place.ts';
import type { Resource } from '../../manifests/resource.ts';
import { endpointCount, marked } from '../hints/hints.ts';
import { serviceOf } from '../navigation/outline.ts';
import { resourcesFrom } from '../navigation/resourcesFrom.ts';
import { clustersAmong, clustersOf, type AnalysedCluster, type Snapshot } from '../snapshot.ts';

export const lensKinds = ['services', 'workloads', 'sites', 'topology'] as const;
export type LensKind = (typeof lensKinds)[number];

/** A line of words above a manifest. */
export interface Lens {
  readonly kind: LensKind;
  /** Offset in the file of what it stands above. */
  readonly offset: number;
  readonly text: Text;
  /** What it counts; of the topology none. */
  readonly places: readonly Place[];
}

/** A base that many clusters share is told of for a few of them. */
const mostClusters = 3;
/** Further manifests of a file have none. */
const mostLenses = 500;
/** Of one lens. */
const mostPlaces = 200;

/** What stands above the manifests of a file, in order. */
export function lensesOf(snapshot: Snapshot, path: string, wanted: ReadonlySet<LensKind>): readonly Lens[] {
  const analysed = snapshot.files.get(path);
  if (analysed === undefined || wanted.size === 0) return [];
  const { file, documents } = analysed;
  const clusters = clustersOf(snapshot, path);
  if (clusters.length === 0) return [];
  const found: Lens[] = [];
  documents.forEach(({ resources }, index) => {
    const from = file.offsets[index] ?? 0;
    for (const resource of resources) {
      if (found.length >= mostLenses) return;
      const offset = from + startOf(resource).start;
      if (found.length === 0) found.push(...ofFile(snapshot, path, clusters, offset, wanted));
      const told = of(resource, clusters, wanted);
      if (told !== undefined) found.push({ ...told, offset });
    }
  });
  return found;
}

/** Where its lens stands: above its first line that is no comment. */
function startOf(resource: Resource): TextRange {
  const [first] = ['apiVersion', 'kind', 'metadata']
    .map((key) => locate(keyPlaceOf(resource, key)))
    .filter(({ start, end }) => start < end)
    .sort((one, other) => one.start - other.start);
  return first ?? locate(placeOf(resource));
}

/** What is said once, above the first manifest. */
function ofFile(
  snapshot: Snapshot,
  path: string,
  clusters: readonly AnalysedCluster[],
  offset: number,
  wanted: ReadonlySet<LensKind>,
): readonly Lens[] {
  const sites = clustersAmong(clusters);
  return [
    ...(wanted.has('sites') && sites.length > 0 && (snapshot.consumed.has(path) || sites.length > 1)
      ? [
          {
            kind: 'sites',
            offset,
            text: plural(sites.length, 'Rendered in {0} cluster', 'Rendered in {0} clusters'),
            places: sites.slice(0, mostPlaces).flatMap(placeOfSite),
          } as const,
        ]
      : []),
    ...(wanted.has('topology') ? [{ kind: 'topology', offset, text: message('Show topology'), places: [] } as const] : []),
  ];
}

/** Where the cluster is described, else where its first manifest is written. */
function placeOfSite({ cluster }: AnalysedCluster): readonly Place[] {
  const [site] = [...resourcesOf(cluster, 'EdgeNetwork'), ...cluster.resources];
  return site === undefined ? [] : [placeOf(site, 'metadata', 'name')];
}

type Told = Omit<Lens, 'offset'>;

function of(resource: Resource, clusters: readonly AnalysedCluster[], wanted: ReadonlySet<LensKind>): Told | undefined {
  const isService = resource.type === 'Service';
  if (!wanted.has(isService ? 'services' : 'workloads') || !(isService || resource.type === 'Workload' || resource.type === 'Pod'))
    return undefined;
  const told = clusters
    .flatMap((each) => resourcesFrom(each, resource).map((own) => ({ each, own })))
    .slice(0, mostClusters)
    .flatMap(({ each: { allocation }, own }) =>
      own.type === 'Service' ? ofService(serviceOf(allocation, own)) : ofWorkload(allocation, own),
    );
  const [first, another] = told;
  if (first === undefined) return undefined;
  if (another === undefined) return first;
  const texts = new Map(told.map(({ text }) => [JSON.stringify(text), text]));
  return {
    kind: first.kind,
    text: texts.size === 1 ? first.text : list([...texts.values()].map(asName)),
    places: told.flatMap(({ places }) => places).slice(0, mostPlaces),
  };
}

function asName(text: Text): Term | string {
  return typeof text === 'string' ? text : { ...text, term: true };
}

/** How many stand behind it, and how it is reached from inside. */
function ofService(service: AllocatedService | undefined): readonly Told[] {
  if (service?.resource === undefined || service.rejected !== undefined || service.type === 'ExternalName') return [];
  const { namespace, name, clusterIPs, slices, unaddressed, explanation } = service;
  const reached = [...clusterIPs.map((address) => marked(formatAddress(address), explanation.certainty)), `${name}.${namespace}`].join(
    ' · ',
  );
  const pods = [...slices.flatMap((slice) => slice.endpoints).flatMap(({ pod }) => pod ?? []), ...unaddressed];
  return [
    {
      kind: 'services',
      text: plural(endpointCount(service), '{0} endpoint · {1}', '{0} endpoints · {1}', reached),
      places: [...new Set(pods.map(({ origin }) => origin))].map((origin) => placeOf(origin, 'metadata', 'name')),
    },
  ];
}

function ofWorkload(allocation: Allocation, resource: Resource): readonly Told[] {
  if (resource.type !== 'Workload' && resource.type !== 'Pod') return [];
  const services = referencesOf(allocation)
    .to(podsTarget(ownerOf(resource)))
    .filter(({ kind }) => kind === 'service-pods');
  if (services.length === 0) return [];
  const text: Message = plural(services.length, 'Selected by {0} service', 'Selected by {0} services');
  return [{ kind: 'workloads', text, places: services.map(({ place }) => place) }];
}
