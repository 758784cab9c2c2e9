import { formatAddress, type Family } from '../../base/ip.ts';
import { list, message, plural, type Message } from '../../base/message.ts';
import { placeOf, type Place } from '../../manifests/place.ts';
import type { Allocation, AllocatedNode, AllocatedPod, AllocatedService, AllocatedServicePort, ClusterNode } from '../allocation.ts';
import type { Explanation } from '../explanation.ts';
import { policiesOf, usableEndpoints, type Backend } from './usableEndpoints.ts';

/** Who opens the connection. */
export type RouteClient =
  | { readonly kind: 'pod'; readonly pod: AllocatedPod }
  /** A process on a node, outside of any pod. */
  | { readonly kind: 'node'; readonly node: AllocatedNode }
  /** Outside of the cluster. */
  | { readonly kind: 'outside' };

/** Which of the service's addresses is asked, and on which node the packet meets kube-proxy where the address does not say it. */
export type RouteDestination =
  | { readonly kind: 'cluster-ip' }
  | { readonly kind: 'load-balancer' }
  /** One of `spec.externalIPs`, routed to `node`; absent: any node. */
  | { readonly kind: 'external-ip'; readonly node?: AllocatedNode }
  /** The address of a node; absent: any node. */
  | { readonly kind: 'node-port'; readonly node?: AllocatedNode };

export interface RouteRequest {
  readonly client: RouteClient;
  readonly service: AllocatedService;
  readonly port: AllocatedServicePort;
  readonly destination: RouteDestination;
  /** That of the first address of the kind when absent. */
  readonly family?: Family;
}

export type Route =
  | {
      readonly outcome: 'endpoints';
      /** In slice order; the shares add up to 1. */
      readonly backends: readonly RoutedBackend[];
      /** A client address keeps the endpoint that it first got. */
      readonly affinity: { readonly timeoutSeconds: number } | undefined;
      readonly explanation: Explanation;
    }
  /**
   * `dropped`: the client waits in vain; `rejected`: it is refused at once; `no-address`: there is nothing to connect to;
   * `unknown`: no manifest shows the pods of the service (one that every cluster of the profile has), or none tells their addresses.
   */
  | { readonly outcome: 'dropped' | 'rejected' | 'no-address' | 'unknown'; readonly explanation: Explanation };

export interface RoutedBackend extends Backend {
  /** Part of the connections, above 0 and at most 1. */
  readonly share: number;
}

/** B7 of pkg/proxy: where kube-proxy sends a connection to a service. kubernetes pkg/proxy/topology.go, pkg/proxy/iptables/proxier.go */
export function route(allocation: Allocation, request: RouteRequest): Route {
  const { service, port, destination } = request;
  const absent = missingAddress(request);
  if (absent !== undefined)
    return { outcome: 'no-address', explanation: explain('predicted', absent, service.rejected?.because ?? servicePlaces(service)) };
  // Without an endpoint connections are refused, wherever they come from.
  const announcement = service.loadBalancer?.announcedBy;
  if (
    destination.kind === 'load-balancer' &&
    request.client.kind === 'outside' &&
    announcement?.silence !== undefined &&
    announcement.silence !== 'no-endpoints'
  )
    return {
      outcome: 'dropped',
      explanation: explain(
        'predicted',
        announcement.reason,
        announcement.because.length > 0 ? announcement.because : servicePlaces(service),
      ),
    };
  const family = request.family ?? familyOf(request);
  const { internalLocal, externalLocal } = policiesOf(service, port);
  // Traffic from inside to an external address takes the short way: it counts as traffic to the whole cluster.
  const local = destination.kind === 'cluster-ip' ? internalLocal : externalLocal && request.client.kind === 'outside';
  const policy = local ? policyPlaces(service, destination.kind === 'cluster-ip' ? 'internalTrafficPolicy' : 'externalTrafficPolicy') : [];
  const because = [...policy, ...servicePlaces(service)];

  const nodes = entryNodes(allocation, request);
  const shares = new Map<Backend, number>();
  const merged = new Map<string, Backend>();
  let lost: { readonly outcome: 'dropped' | 'rejected'; readonly nodes: number } | undefined;
  let narrowed: 'node' | 'zone' | undefined;
  for (const node of nodes) {
    const usable = usableEndpoints(service, port, family, node);
    const candidates = (local ? usable.local : usable.cluster) ?? [];
    if (!local) narrowed ??= usable.topology;
    if (candidates.length === 0) lost = { outcome: usable.any ? 'dropped' : 'rejected', nodes: (lost?.nodes ?? 0) + 1 };
    for (const backend of candidates) {
      const key = `${formatAddress(backend.endpoint.ip)} ${backend.port}`;
      const known = merged.get(key) ?? backend;
      merged.set(key, known);
      shares.set(known, (shares.get(known) ?? 0) + 1 / candidates.length);
    }
  }
  if (shares.size === 0 && service.resource === undefined && service.slices.every(({ endpoints }) => endpoints.length === 0)) {
    return {
      outcome: 'unknown',
      explanation: explain(
        'possible',
        message('Service {0} is part of the cluster itself, and no manifest shows what answers for it.', nameOf(service)),
        service.explanation.because,
      ),
    };
  }
  if (shares.size === 0 && service.unaddressed.length > 0) {
    return {
      outcome: 'unknown',
      explanation: explain(
        'possible',
        plural(
          service.unaddressed.length,
          '{0} pod answers for Service {1}, at an address that no manifest tells.',
          '{0} pods answer for Service {1}, at addresses that no manifest tells.',
          nameOf(service),
        ),
        because,
      ),
    };
  }
  if (shares.size === 0) {
    const outcome = lost?.outcome ?? 'rejected';
    const reason =
      outcome === 'rejected'
        ? message('Service {0} has no endpoint for this port: connections are refused.', nameOf(service))
        : message(
            'Service {0} has endpoints, but none on the node that the connection reaches, and its traffic policy is Local: connections get no answer.',
            nameOf(service),
          );
    return { outcome, explanation: explain('predicted', reason, because) };
  }
  // Where the nodes are not known, neither is whether an endpoint stands on the one that the packet reaches.
  const nodesUnknown = local && nodes.some((node) => node === undefined || node.name === '');
  const reached = nodes.length - (lost?.nodes ?? 0);
  const backends = [...shares].map(([backend, share]) => ({ ...backend, share: share / reached }));
  return {
    outcome: 'endpoints',
    backends,
    affinity:
      service.resource?.sessionAffinity === 'ClientIP'
        ? { timeoutSeconds: service.resource.sessionAffinityTimeoutSeconds ?? 10800 }
        : undefined,
    explanation: explain(
      backends.length === 1 && !nodesUnknown ? 'predicted' : 'possible',
      reasonOf(service, backends, local, narrowed),
      because,
    ),
  };
}

function nameOf({ namespace, name }: AllocatedService): string {
  return `${namespace}/${name}`;
}

function explain(certainty: Explanation['certainty'], reason: Message, because: readonly Place[]): Explanation {
  return { certainty, reason, because };
}

function servicePlaces({ resource }: AllocatedService): readonly Place[] {
  return resource === undefined ? [] : [placeOf(resource, 'spec', 'ports')];
}

function policyPlaces({ resource }: AllocatedService, field: string): readonly Place[] {
  return resource === undefined ? [] : [placeOf(resource, 'spec', field)];
}

function reasonOf(
  service: AllocatedService,
  backends: readonly RoutedBackend[],
  local: boolean,
  narrowed: 'node' | 'zone' | undefined,
): Message {
  const names = list(backends.map(({ endpoint }) => endpoint.target ?? formatAddress(endpoint.ip)));
  const one = backends.length === 1;
  if (local)
    return one
      ? message('The traffic policy is Local, and the endpoint on this node is {0}.', names)
      : message('The traffic policy is Local, and one of the endpoints on this node is taken at random: {0}.', names);
  if (narrowed === 'node') return message('The endpoints on this node are preferred: {0}.', names);
  if (narrowed === 'zone') return message("The endpoints in this node's zone are preferred: {0}.", names);
  return one
    ? message('The only endpoint of Service {0} is {1}.', nameOf(service), names)
    : message('One of the endpoints of Service {0} is taken at random: {1}.', nameOf(service), names);
}

/** Why there is no address or port to connect to; undefined when there is. */
function missingAddress({ service, port, destination }: RouteRequest): Message | undefined {
  const { rejected, type, headless, clusterIPs, loadBalancer, resource } = service;
  if (rejected !== undefined) return rejected.message;
  if (type === 'ExternalName') return message('Service {0} is only another name.', nameOf(service));
  if (headless) return message('Service {0} is headless: clients connect to the endpoints that its name resolves to.', nameOf(service));
  switch (destination.kind) {
    // Without a known service subnet the address exists all the same.
    case 'cluster-ip':
      return clusterIPs.length === 0 && service.resource?.clusterIP === 'None'
        ? message('Service {0} has no cluster IP.', nameOf(service))
        : undefined;
    case 'load-balancer':
      if (loadBalancer === undefined) return message('Service {0} is not of type LoadBalancer.', nameOf(service));
      return loadBalancer.ips.length > 0
        ? undefined
        : (loadBalancer.pending?.message ?? message('Service {0} has no external address.', nameOf(service)));
    case 'external-ip':
      return resource === undefined || resource.externalIPs.length === 0
        ? message('Service {0} has no external IPs.', nameOf(service))
        : undefined;
    case 'node-port':
      return port.nodePort === undefined ? message('Service {0} has no node port for this port.', nameOf(service)) : undefined;
  }
}

function familyOf({ service: { clusterIPs, ipFamilies, loadBalancer }, destination }: RouteRequest): Family {
  const external =
    destination.kind === 'load-balancer' ? loadBalancer?.ips[0] : destination.kind === 'node-port' ? destination.node?.ips[0] : undefined;
  return external?.family ?? clusterIPs[0]?.family ?? ipFamilies[0] ?? 4;
}

/** The nodes on which a connection may meet kube-proxy, each as likely. One undefined stands for a node of which nothing is known. */
function entryNodes(
  { nodes }: Allocation,
  { client, service, destination }: RouteRequest,
): readonly (AllocatedNode | ClusterNode | undefined)[] {
  const all = nodes.length > 0 ? nodes : [undefined];
  if ((destination.kind === 'node-port' || destination.kind === 'external-ip') && destination.node !== undefined) return [destination.node];
  if (client.kind === 'pod') return destination.kind === 'node-port' ? all : [client.pod.node];
  if (client.kind === 'node') return destination.kind === 'node-port' ? all : [client.node];
  if (destination.kind !== 'load-balancer') return all;
  const announcers = service.loadBalancer?.announcedBy?.nodes ?? [];
  const announcing = nodes.filter(({ name }) => announcers.includes(name));
  return announcing.length > 0 ? announcing : all;
}
