import { groupBy } from '../../base/groupBy.ts';
import { formatAddress } from '../../base/ip.ts';
import type { StringMap } from '../../manifests/metadata.ts';
import type { Allocation, AllocatedPod, AllocatedService, Endpoint } from '../allocation.ts';
import { meetsRequirements } from '../labelSelectorText.ts';
import { namespaceFacts } from '../namespaces.ts';
import type { KubernetesPlugin } from './plugins.ts';

/** What one `kubernetes` plugin knows of the cluster. coredns plugin/kubernetes/object, controller.go */
export interface ClusterView {
  /** Whether names of the namespace exist; lower case. */
  namespaceVisible(namespace: string): boolean;
  /** By name and namespace, lower case. */
  service(name: string, namespace: string): KnownService | undefined;
  /** In apply order. */
  readonly services: readonly KnownService[];
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

export interface KnownPort {
  readonly name: string;
  readonly protocol: string;
  readonly port: number;
}

const NO_PORTS: readonly KnownPort[] = [{ name: '', protocol: '', port: -1 }];

export function clusterView(allocation: Allocation, plugin: KubernetesPlugin): ClusterView {
  const visible = visibleNamespaces(allocation, plugin);
  const services = allocation.services.filter((service) => isKnown(service, plugin)).map((service) => knownService(service, plugin));
  const byName = new Map(services.map((known) => [`${known.service.name}.${known.service.namespace}`, known]));
  let byAddress: Map<string, { service: KnownService | undefined; endpoints: KnownEndpoint[] }> | undefined;
  let podsByAddress: ReadonlyMap<string, readonly AllocatedPod[]> | undefined;
  return {
    namespaceVisible: (namespace) => visible.has(namespace),
    service: (name, namespace) => byName.get(`${name}.${namespace}`),
    services,
    byAddress(address) {
      byAddress ??= indexAddresses(services);
      return byAddress.get(address) ?? { service: undefined, endpoints: [] };
    },
    podsWithAddress(text) {
      podsByAddress ??= groupBy(allocation.pods.filter(isLive), ({ ips: [ip] }) => (ip === undefined ? '' : formatAddress(ip)));
      return text === '' ? [] : (podsByAddress.get(text) ?? []);
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

function knownService(service: AllocatedService, plugin: KubernetesPlugin): KnownService {
  const ports = service.ports.length === 0 ? NO_PORTS : service.ports.map(({ name, protocol, port }) => ({ name: name ?? '', protocol, port }));
  let endpoints: readonly KnownEndpoint[] | undefined;
  return {
    service,
    ports,
    get endpoints() {
      return (endpoints ??= plugin.noEndpoints ? [] : knownEndpoints(service, plugin));
    },
  };
}

function knownEndpoints(service: AllocatedService, plugin: KubernetesPlugin): readonly KnownEndpoint[] {
  return service.slices.flatMap((slice) => {
    const ports = slice.ports.length === 0 ? NO_PORTS : slice.ports.map(({ name, protocol, port }) => ({ name: name ?? '', protocol, port: port ?? 0 }));
    return slice.endpoints.filter(({ ready }) => ready).map((endpoint) => ({ service, endpoint, address: formatAddress(endpoint.ip), label: endpointLabel(endpoint, plugin), ports }));
  });
}

/** kubernetes.go endpointHostname: a hostname stands alone, without a dashed alias beside it. */
export function endpointLabel({ ip, hostname, target }: Endpoint, { endpointPodNames }: KubernetesPlugin): string {
  if (hostname !== undefined && hostname !== '') return hostname;
  const targetName = target?.slice(target.indexOf('/') + 1) ?? '';
  if (endpointPodNames && targetName !== '' && targetName.length < 64) return targetName;
  const dashed = formatAddress(ip).replace(/[.:]/g, '-');
  return dashed.endsWith('-') ? `${dashed}0` : dashed;
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

function visibleNamespaces({ cluster, services }: Allocation, { namespaces, namespaceLabels }: KubernetesPlugin): ReadonlySet<string> {
  const existing = new Set(SYSTEM_NAMESPACES);
  for (const resource of cluster.resources) {
    if (resource.type === 'Namespace') existing.add(resource.metadata.name);
    // Manifests seldom hold the Namespace that they stand in; but they could not be applied without it.
    else if (resource.metadata.namespace !== undefined) existing.add(resource.metadata.namespace);
  }
  for (const { namespace } of services) existing.add(namespace);
  const shown = (name: string): boolean =>
    (namespaces.length === 0 || namespaces.includes(name)) && (namespaceLabels === undefined || meetsRequirements(namespaceLabels, namespaceLabelsOf(name)));
  const namespaceLabelsOf = (name: string): StringMap => namespaceFacts(cluster, name).labels;
  return new Set([...existing].filter(shown));
}
