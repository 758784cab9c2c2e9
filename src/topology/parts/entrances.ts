import { formatAddress } from '../../base/ip.ts';
import { plural, type Text } from '../../base/message.ts';
import type { AllocatedService, Allocation } from '../../engine/allocation.ts';
import { serviceNamed } from '../../engine/allocationIndex.ts';
import { controllerOf, entranceOf } from '../../engine/paths/controllers.ts';
import { backendOf, gatewayPods, gatewayService, routesOf } from '../../engine/paths/gateways.ts';
import { resourcesOf } from '../../manifests/cluster.ts';
import { namespaceOf } from '../../manifests/metadata.ts';
import { placeOf, type Place } from '../../manifests/place.ts';
import type { Resource } from '../../manifests/resource.ts';
import type { GatewayResource } from '../../manifests/resources/gateway.ts';
import type { IngressResource } from '../../manifests/resources/networking.ts';
import type { Looks } from '../looks.ts';
import type { EdgeKind } from '../protocol.ts';
import type { SubjectValue } from '../subject.ts';

/** The graph that is being made. */
interface Growing {
  readonly add: (local: string, looks: Looks, what: SubjectValue, origin: { readonly resource: Resource; readonly place: Place }) => string;
  readonly edge: (kind: EdgeKind, from: string, to: string, label: Text) => void;
  readonly serviceId: (service: AllocatedService) => string | undefined;
  readonly addressId: (address: string) => string | undefined;
  readonly clientsId: () => string;
}

/** Ingresses and Gateways. */
export function entrancesOf({ cluster }: Allocation): readonly Resource[] {
  return [...resourcesOf(cluster, 'Ingress'), ...resourcesOf(cluster, 'Gateway')];
}

/** Adds Ingresses and Gateways between those who come from outside and the services behind. */
export function addEntrances(allocation: Allocation, graph: Growing): void {
  for (const ingress of resourcesOf(allocation.cluster, 'Ingress')) addIngress(allocation, ingress, graph);
  for (const gateway of resourcesOf(allocation.cluster, 'Gateway')) addGateway(allocation, gateway, graph);
}

function addIngress(allocation: Allocation, ingress: IngressResource, graph: Growing): void {
  const namespace = namespaceOf(ingress);
  const hosts = [...new Set(ingress.rules.map(({ host }) => host ?? '*'))];
  const id = graph.add(
    `Ingress/${namespace}/${ingress.metadata.name}`,
    {
      kind: 'ingress',
      label: ingress.metadata.name,
      detail: firstOf(hosts.length === 0 ? ['*'] : hosts),
      note: noteOf(hosts.length, ingress.ingressClassName),
      namespace,
      keywords: hosts.join(' '),
    },
    { type: 'ingress', ingress },
    { resource: ingress, place: placeOf(ingress, 'metadata', 'name') },
  );
  const controller = controllerOf(allocation, ingress);
  reachedBy(id, 'missing' in controller ? undefined : controller.entrance, graph);
  const backends = [
    ...(ingress.defaultBackend === undefined ? [] : [{ path: '*', backend: ingress.defaultBackend }]),
    ...ingress.rules.flatMap(({ paths }) => paths.map(({ path, backend }) => ({ path: path ?? '/', backend }))),
  ];
  for (const { path, backend } of backends) {
    if (backend?.serviceName !== undefined) leadsTo(id, serviceNamed(allocation, namespace, backend.serviceName), path, graph);
  }
}

function addGateway(allocation: Allocation, gateway: GatewayResource, graph: Growing): void {
  const namespace = namespaceOf(gateway);
  const hosts = [...new Set(gateway.listeners.map(({ hostname, port }) => `${hostname ?? '*'}:${port}`))];
  const id = graph.add(
    `Gateway/${namespace}/${gateway.metadata.name}`,
    {
      kind: 'gateway',
      label: gateway.metadata.name,
      detail: firstOf(hosts),
      note: noteOf(hosts.length, gateway.gatewayClassName),
      namespace,
      keywords: hosts.join(' '),
    },
    { type: 'gateway', gateway },
    { resource: gateway, place: placeOf(gateway, 'metadata', 'name') },
  );
  reachedBy(id, gatewayService(allocation, gateway) ?? entranceOf(allocation, gatewayPods(allocation, gateway)), graph);
  for (const route of routesOf(allocation, gateway))
    for (const backend of route.backends) {
      const found = backendOf(allocation, route, backend);
      if (typeof found !== 'string') leadsTo(id, found, route.metadata.name, graph);
    }
}

/** By the addresses of the Service before it, where it is in the manifests; else by clients without further word. */
function reachedBy(id: string, entrance: AllocatedService | undefined, graph: Growing): void {
  const addresses = (entrance?.loadBalancer?.ips ?? []).flatMap((ip) => graph.addressId(formatAddress(ip)) ?? []);
  for (const address of addresses) graph.edge('reaches', address, id, '');
  if (addresses.length === 0) graph.edge('reaches', graph.clientsId(), id, '');
}

function leadsTo(id: string, service: AllocatedService | undefined, label: string, graph: Growing): void {
  const to = service === undefined ? undefined : graph.serviceId(service);
  if (to !== undefined) graph.edge('routes', id, to, label);
}

function firstOf(hosts: readonly string[]): string {
  return hosts[0] ?? '';
}

function noteOf(hosts: number, className: string | undefined): Text {
  return hosts > 1 ? plural(hosts - 1, '{0} more host', '{0} more hosts') : (className ?? '');
}
