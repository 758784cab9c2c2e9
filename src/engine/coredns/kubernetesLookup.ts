import { formatAddress, parseAddress, type IPAddress } from '../../base/ip.ts';
import { list, message, type Message } from '../../base/message.ts';
import { namespaceOf } from '../../manifests/metadata.ts';
import { keyPlaceOf, placeOf, type Place } from '../../manifests/place.ts';
import type { AllocatedPod, AllocatedService } from '../allocation.ts';
import { subdomainOf } from '../endpoints/portGroups.ts';
import type { ClusterView, KnownEndpoint, KnownService } from './clusterView.ts';
import type { KnownPort } from './endpointNames.ts';
import { parseKubernetesRequest, type ServiceRequest } from './kubernetesRequest.ts';
import { isReverseName, lowerCase, nameIn } from './names.ts';
import type { KubernetesPlugin } from './plugins.ts';

/** What the `kubernetes` plugin finds under a name, before a record type picks from it. */
export type Lookup =
  | { readonly exists: true; readonly found: readonly Found[]; readonly reason: Message; readonly because: readonly Place[] }
  | { readonly exists: false; readonly reason: Message; readonly because: readonly Place[] };

/** One address or alias and port. Several ports of a service give the same address several times. */
export interface Found {
  readonly target: { readonly address: IPAddress } | { readonly alias: string };
  /** -1 for a service without ports: it has addresses, but no SRV records. */
  readonly port: number;
  /** Name for an SRV record to point at. */
  readonly owner: string;
}

/** coredns plugin/kubernetes/kubernetes.go Records, findPods, findServices. `zone` is the plugin's zone, in the case of the question. */
export function lookUp(plugin: KubernetesPlugin, view: ClusterView, name: string, zone: string): Lookup {
  const request = parseKubernetesRequest(name, zone, plugin);
  if (request.kind === 'apex') return { exists: true, found: [], reason: message("{0} is the cluster's own zone.", name), because: [] };
  if (request.kind === 'invalid' || isReverseName(name)) return missing(message('{0} is not the name of a service or pod.', name));
  const { namespace } = request;
  if (!view.namespaceVisible(namespace)) return missing(message('There is no namespace {0}.', namespace));
  switch (request.kind) {
    case 'namespace':
      if (request.of === 'pod' && plugin.pods === 'disabled') return missing(message('Names of pods are switched off.'));
      return { exists: true, found: [], reason: message('{0} is a namespace.', namespace), because: [] };
    case 'pod':
      return lookUpPod(plugin, view, namespace, request.pod, zone);
    case 'service':
      return lookUpService(plugin, view, request, zone);
  }
}

function missing(reason: Message, because: readonly Place[] = []): Lookup {
  return { exists: false, reason, because };
}

function lookUpPod(plugin: KubernetesPlugin, view: ClusterView, namespace: string, label: string, zone: string): Lookup {
  if (plugin.pods === 'disabled') return missing(message('Names of pods are switched off.'));
  const isIPv4 = label.split('-').length === 4 && !label.includes('--');
  const text = label.replaceAll('-', isIPv4 ? '.' : ':');
  const address = parseAddress(text);
  const owner = nameIn(zone, label, namespace, 'pod');
  if (plugin.pods === 'insecure') {
    if (address === undefined) return missing(message('{0} does not stand for an address.', label));
    return {
      exists: true,
      found: [{ target: { address }, port: 0, owner }],
      reason: message('The option "pods insecure" gives every address in a namespace a name.'),
      because: [],
    };
  }
  const pods = view.podsWithAddress(text).filter((pod) => pod.namespace === namespace);
  const [pod] = pods;
  if (pod === undefined || address === undefined) return missing(message('No pod of namespace {0} has the address {1}.', namespace, text));
  return {
    exists: true,
    found: pods.map(() => ({ target: { address }, port: 0, owner })),
    reason: message('Pod {0} has this address.', `${pod.namespace}/${pod.name}`),
    because: pod.explanation.because,
  };
}

function lookUpService(plugin: KubernetesPlugin, view: ClusterView, request: ServiceRequest, zone: string): Lookup {
  if (plugin.multiclusterZones.includes(lowerCase(zone))) return lookUpImport(plugin, view, request, zone);
  const known = view.service(request.service, request.namespace);
  const label = `${request.namespace}/${request.service}`;
  if (known === undefined) return missing(message('There is no Service {0}.', label));
  const { service } = known;
  const because = servicePlaces(service);
  if (service.type === 'ExternalName') return lookUpExternalName(request, service, zone);
  if (service.headless || request.endpoint !== undefined) {
    if (plugin.ignoreEmptyServices && !service.headless && known.endpoints.length === 0)
      return missing(message('Service {0} has no ready endpoint.', label), because);
    return request.topology === undefined ? lookUpEndpoints(known, request, zone) : lookUpTopology(known, request.topology, zone);
  }
  if (request.topology !== undefined) return missing(message('Only a headless service has names for zones.'), because);
  if (plugin.ignoreEmptyServices && known.endpoints.length === 0)
    return missing(message('Service {0} has no ready endpoint.', label), because);

  const ports = known.ports.filter((port) => matchesPort(request, port));
  if (ports.length === 0) return missing(message('Service {0} has no such port.', label), because);
  const owner = nameIn(zone, service.name, service.namespace, 'svc');
  return {
    exists: true,
    found: ports.flatMap(({ port }) => service.clusterIPs.map((address) => ({ target: { address }, port, owner }))),
    reason:
      service.clusterIPs.length === 0
        ? message('Service {0} exists; its cluster IP is not known, since no service subnet is known.', label)
        : message('Service {0} has the cluster IP {1}.', label, list(service.clusterIPs.map(formatAddress))),
    because,
  };
}

/** In a multicluster zone ServiceImports stand for Services. kubernetes.go findMultiClusterServices */
function lookUpImport(plugin: KubernetesPlugin, view: ClusterView, request: ServiceRequest, zone: string): Lookup {
  const label = `${request.namespace}/${request.service}`;
  const known = view.imported(request.service, request.namespace);
  if (known === undefined) return missing(message('There is no ServiceImport {0}.', label));
  const { resource, ips, ports, endpoints } = known;
  const because = [placeOf(resource, 'metadata', 'name')];
  if (plugin.ignoreEmptyServices && !resource.headless && endpoints.length === 0)
    return missing(message('ServiceImport {0} has no ready endpoint.', label), because);
  const owner = nameIn(zone, resource.metadata.name, namespaceOf(resource), 'svc');
  const found =
    resource.headless || request.endpoint !== undefined
      ? endpoints
          // An endpoint is named with its cluster only.
          .filter(
            (endpoint) =>
              request.endpoint === undefined ||
              (lowerCase(endpoint.label) === request.endpoint && lowerCase(endpoint.cluster) === (request.cluster ?? '')),
          )
          .flatMap((endpoint) =>
            endpoint.ports
              .filter((port) => matchesPort(request, port))
              .map(({ port }) => ({ target: { address: endpoint.ip }, port, owner: `${endpoint.label}.${endpoint.cluster}.${owner}` })),
          )
      : ports
          .filter((port) => matchesPort(request, port))
          .flatMap(({ port }) => ips.map((address) => ({ target: { address }, port, owner })));
  if (found.length === 0) return missing(message('ServiceImport {0} has nothing under this name.', label), because);
  return { exists: true, found, reason: message('ServiceImport {0} has this name.', label), because };
}

/** Only the service's own name exists, and only if it leads to a name. */
function lookUpExternalName(request: ServiceRequest, service: AllocatedService, zone: string): Lookup {
  const { endpoint, port, protocol, topology } = request;
  const because = servicePlaces(service);
  const alias = service.resource?.externalName ?? '';
  const label = `${service.namespace}/${service.name}`;
  if (endpoint !== undefined || port !== undefined || protocol !== undefined || topology !== undefined)
    return missing(message('Service {0} is an ExternalName: it has no endpoints and no ports.', label), because);
  if (alias === '' || parseAddress(alias) !== undefined)
    return missing(message('Service {0} has no name in externalName that CoreDNS could answer with.', label), because);
  return {
    exists: true,
    found: [{ target: { alias }, port: 0, owner: nameIn(zone, service.name, service.namespace, 'svc') }],
    reason: message('Service {0} is another name for {1}.', label, alias),
    because,
  };
}

function lookUpEndpoints({ service, endpoints }: KnownService, request: ServiceRequest, zone: string): Lookup {
  const label = `${service.namespace}/${service.name}`;
  const found = endpoints
    .filter((endpoint) => request.endpoint === undefined || lowerCase(endpoint.label) === request.endpoint)
    .flatMap((endpoint) =>
      foundAt(
        endpoint,
        endpoint.ports.filter((port) => matchesPort(request, port)),
        zone,
      ),
    );
  if (
    found.length === 0 &&
    service.unaddressed.some((pod) => pod.ready && (request.endpoint === undefined || namesPod(request.endpoint, service, pod)))
  ) {
    return {
      exists: true,
      found: [],
      reason: message('The name leads to pods of Service {0}, whose addresses no manifest tells.', label),
      because: servicePlaces(service),
    };
  }
  if (found.length === 0)
    return missing(
      request.endpoint === undefined
        ? message('Service {0} has no ready endpoint for this name.', label)
        : message('Service {0} has no ready endpoint {1}.', label, request.endpoint),
      servicePlaces(service),
    );
  return { exists: true, found, reason: message('These are the ready endpoints of Service {0}.', label), because: servicePlaces(service) };
}

/** As its endpoint would be named; one without a host name has its address for a name, which is not known. */
function namesPod(endpoint: string, { name }: AllocatedService, pod: AllocatedPod): boolean {
  return pod.hostname !== undefined && lowerCase(pod.hostname) === endpoint && subdomainOf(pod) === name;
}

/** coredns plugin/kubernetes/README.md, option zonal: an existing headless service answers, be it without data. */
function lookUpTopology({ service, endpoints }: KnownService, topology: NonNullable<ServiceRequest['topology']>, zone: string): Lookup {
  const label = `${service.namespace}/${service.name}`;
  const inZone = endpoints.filter(({ endpoint }) => endpoint.zone !== undefined && lowerCase(endpoint.zone) === topology.zone);
  const chosen = inZone.length === 0 && topology.policy === 'prefer' ? endpoints : inZone;
  return {
    exists: true,
    found: chosen.flatMap((endpoint) => foundAt(endpoint, endpoint.ports, zone)),
    reason:
      inZone.length === 0
        ? message('Service {0} has no ready endpoint in zone {1}.', label, topology.zone)
        : message('These are the ready endpoints of Service {0} in zone {1}.', label, topology.zone),
    because: servicePlaces(service),
  };
}

function foundAt({ service, endpoint, label }: KnownEndpoint, ports: readonly KnownPort[], zone: string): readonly Found[] {
  const owner = nameIn(zone, label, service.name, service.namespace, 'svc');
  return ports.map(({ port }) => ({ target: { address: endpoint.ip }, port, owner }));
}

function matchesPort({ port, protocol }: ServiceRequest, known: KnownPort): boolean {
  const same = (asked: string | undefined, name: string) => asked === undefined || asked === '' || lowerCase(name) === asked;
  return same(port, known.name) && same(protocol, known.protocol);
}

/** The service's manifest, for a reason; empty for one that exists without a manifest. */
export function servicePlaces({ resource, type, headless, explanation }: AllocatedService): readonly Place[] {
  if (resource === undefined) return explanation.because;
  if (type === 'ExternalName') return [placeOf(resource, 'spec', 'externalName')];
  return headless
    ? [placeOf(resource, 'spec', 'clusterIP'), keyPlaceOf(resource, 'metadata', 'name')]
    : [placeOf(resource, 'metadata', 'name')];
}
