import { Derived, perObject, sameItems } from '../../base/derived.ts';
import { groupBy } from '../../base/groupBy.ts';
import { formatAddress } from '../../base/ip.ts';
import { resourcesBy, resourcesOf, type Cluster } from '../../manifests/cluster.ts';
import { namespaceOf, type StringMap } from '../../manifests/metadata.ts';
import type { Allocation, AllocatedPod, AllocatedService, Endpoint, EndpointSlice } from '../allocation.ts';
import { impliedServices, servicesBy } from '../allocationIndex.ts';
import { meetsRequirements } from '../labelSelectorText.ts';
import { namespaceFacts } from '../namespaces.ts';
import { endpointLabel, NO_PORTS, type KnownPort } from './endpointNames.ts';
import { knownImports, type KnownImport } from './multicluster.ts';
import type { KubernetesPlugin } from './plugins.ts';

/** What one `kubernetes` plugin knows of the cluster. coredns plugin/kubernetes/object, controller.go */
export interface ClusterView {
  /** Whether names of the namespace exist; lower case. */
  namespaceVisible(namespace: string): boolean;
  /** By name and namespace, lower case: of several manifests of one the last. */
  service(name: string, namespace: string): KnownService | undefined;
  /** All of those. */
  named(name: string, namespace: string): readonly KnownService[];
  /** Imported from the clusters of a set, by name and namespace, lower case. */
  imported(name: string, namespace: string): KnownImport | undefined;
  /** In apply order. */
  readonly services: readonly KnownService[];
  readonly imports: readonly KnownImport[];
  /** By canonical text: the first service with that cluster IP, and the endpoints with that address, in service order. */
  byAddress(address: string): { readonly service: KnownService | undefined; readonly endpoints: readonly KnownEndpoint[] };
  /** Live pods with that first address, as `pods verified` knows them. */
  podsWithAddress(text: string): readonly AllocatedPod[];
}

export interface KnownService {
  readonly service: AllocatedService;
  /** A service without ports counts as one with port -1. */
  readonly ports: readonly KnownPort[];
  /** Ready endpoints by slice, then listed order; none with `noendpoints`. */
  readonly endpoints: readonly KnownEndpoint[];
}

export interface KnownEndpoint {
  readonly service: AllocatedService;
  readonly endpoint: Endpoint;
  /** The address in canonical text. */
  readonly address: string;
  /** Label left of the service's name. */
  readonly label: string;
  readonly ports: readonly KnownPort[];
}

export function clusterView(allocation: Allocation, plugin: KubernetesPlugin): ClusterView {
  const { cluster } = allocation;
  const knownOf = perObject((service: AllocatedService) => knownService(cluster, service, plugin));
  const known = (services: readonly AllocatedService[]): readonly KnownService[] =>
    services.filter((service) => isKnown(service, plugin)).map(knownOf);
  // What is made later may read what has changed since: each knows for itself what it read.
  const importsByName = new Derived(() => knownImports(allocation, plugin));
  const services = new Derived(() => known(allocation.services), sameItems);
  const byAddress = new Derived(() => indexAddresses(services.get()));
  const podsByAddress = new Derived(() =>
    groupBy(allocation.pods.filter(isLive), ({ ips: [ip] }) => (ip === undefined ? '' : formatAddress(ip))),
  );
  return {
    namespaceVisible: (namespace) => isVisible(allocation, plugin, namespace),
    service: (name, namespace) => known(servicesNamed(allocation, `${name}.${namespace}`)).at(-1),
    named: (name, namespace) => known(servicesNamed(allocation, `${name}.${namespace}`)),
    imported: (name, namespace) => importsByName.get().get(`${name}.${namespace}`),
    get services() {
      return services.get();
    },
    get imports() {
      return [...importsByName.get().values()];
    },
    byAddress(address) {
      return byAddress.get().get(address) ?? { service: undefined, endpoints: [] };
    },
    podsWithAddress(text) {
      return text === '' ? [] : (podsByAddress.get().get(text) ?? []);
    },
  };
}

/** object/pod.go: the informer drops finished, unknown and terminating pods. */
export function isLive({ phase, terminating }: AllocatedPod): boolean {
  return !terminating && phase !== 'Succeeded' && phase !== 'Failed' && phase !== 'Unknown';
}

/** Rejected services do not exist; `labels` and `multicluster` hide others. */
function isKnown(service: AllocatedService, { labels }: KubernetesPlugin): boolean {
  return service.rejected === undefined && (labels === undefined || meetsRequirements(labels, service.resource?.metadata.labels ?? {}));
}

function knownService(cluster: Cluster, service: AllocatedService, plugin: KubernetesPlugin): KnownService {
  const ports =
    service.ports.length === 0 ? NO_PORTS : service.ports.map(({ name, protocol, port }) => ({ name: name ?? '', protocol, port }));
  const endpoints = new Derived(() => (plugin.noEndpoints ? [] : knownEndpoints(cluster, service, plugin)));
  return {
    service,
    ports,
    get endpoints() {
      return endpoints.get();
    },
  };
}

function knownEndpoints(cluster: Cluster, service: AllocatedService, plugin: KubernetesPlugin): readonly KnownEndpoint[] {
  const { labels } = plugin;
  const slices =
    labels === undefined
      ? service.slices
      : service.slices.filter((slice) => meetsRequirements(labels, sliceLabels(cluster, service, slice)));
  return slices.flatMap((slice) => {
    const ports =
      slice.ports.length === 0
        ? NO_PORTS
        : slice.ports.map(({ name, protocol, port }) => ({ name: name ?? '', protocol, port: port ?? 0 }));
    return slice.endpoints
      .filter(({ ready }) => ready)
      .map((endpoint) => ({ service, endpoint, address: formatAddress(endpoint.ip), label: endpointLabel(endpoint, plugin), ports }));
  });
}

/** A published slice has the labels of its service, one that is written its own, and a mirrored one those of its Endpoints. */
function sliceLabels(cluster: Cluster, { namespace, name, resource }: AllocatedService, slice: EndpointSlice): StringMap {
  const written = resourcesOf(cluster, 'EndpointSlice').find(
    (candidate) => candidate.metadata.name === slice.name && candidate.serviceName === name && namespaceOf(candidate) === namespace,
  );
  if (written !== undefined) return written.metadata.labels;
  const selected = Object.keys(resource?.selector ?? {}).length > 0;
  const mirrored = selected
    ? undefined
    : resourcesOf(cluster, 'Endpoints').find((candidate) => candidate.metadata.name === name && namespaceOf(candidate) === namespace);
  return (mirrored ?? resource)?.metadata.labels ?? {};
}

function indexAddresses(services: readonly KnownService[]): Map<string, { service: KnownService | undefined; endpoints: KnownEndpoint[] }> {
  const index = new Map<string, { service: KnownService | undefined; endpoints: KnownEndpoint[] }>();
  const entryOf = (text: string) => {
    let entry = index.get(text);
    if (entry === undefined) index.set(text, (entry = { service: undefined, endpoints: [] }));
    return entry;
  };
  for (const known of services) {
    for (const address of known.service.clusterIPs) entryOf(formatAddress(address)).service ??= known;
    for (const endpoint of known.endpoints) entryOf(endpoint.address).endpoints.push(endpoint);
  }
  return index;
}

/** Those that a new cluster has. kubernetes pkg/controlplane/controller/systemnamespaces */
const SYSTEM_NAMESPACES = ['default', 'kube-system', 'kube-public', 'kube-node-lease'];

function isVisible(allocation: Allocation, { namespaces, namespaceLabels }: KubernetesPlugin, name: string): boolean {
  const { cluster } = allocation;
  return (
    (namespaces.length === 0 || namespaces.includes(name)) &&
    (SYSTEM_NAMESPACES.includes(name) ||
      inNamespace.any(cluster, name) ||
      impliedServices(allocation).some(({ namespace }) => namespace === name)) &&
    (namespaceLabels === undefined || meetsRequirements(namespaceLabels, namespaceFacts(cluster, name).labels))
  );
}

/** Manifests seldom hold the Namespace that they stand in; but they could not be applied without it. */
const inNamespace = resourcesBy<string>(({ type, metadata: { name, namespace } }) =>
  type === 'Namespace' ? [name] : namespace === undefined ? [] : [namespace],
);

const servicesNamed = servicesBy(({ name, namespace }) => [`${name}.${namespace}`]);
