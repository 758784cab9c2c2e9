import { formatAddress } from '../../base/ip.ts';
import { message, term } from '../../base/message.ts';
import { externalAddressesOf } from '../../engine/addresses/external.ts';
import type {
  AllocatedService,
  AllocatedServicePort,
  Allocation,
  Endpoint,
  LoadBalancerOutcome,
  ResolvedPort,
} from '../../engine/allocation.ts';
import { mayBringEndpoints, unreadManifests, unseenPods } from '../../checks/shared/unseen.ts';
import { selectedPods } from '../../engine/endpoints/selection.ts';
import { fact, type Fact, type FactValue } from './fact.ts';
import { labelTexts } from './labelTexts.ts';
import { dnsNamesOf, serviceRecords } from './nameFacts.ts';

export type ServiceFactKey =
  | 'type'
  | 'rejected'
  | 'alias'
  | 'cluster-ip'
  | ExternalFactKey
  | 'external-ips'
  | 'ports'
  | 'selector'
  | 'endpoints'
  | 'selects'
  | 'dns-name'
  | 'dns-names'
  | 'families'
  | 'traffic-policy';
type ExternalFactKey = 'external-address' | 'pool' | 'shared-with' | 'announced-by' | 'routes';

/** What is known of a service. Of one that the API server refuses, no name and no address. */
export function serviceFacts(allocation: Allocation, service: AllocatedService): readonly Fact<ServiceFactKey>[] {
  const { resource, type, headless, clusterIPs, ports, rejected, loadBalancer, slices, explanation, ipFamilyPolicy } = service;
  const endpoints = slices.flatMap((slice) => slice.endpoints.map((endpoint) => endpointValue(endpoint, slice.ports)));
  const hasEndpoints = type !== 'ExternalName' && rejected === undefined && resource !== undefined;
  const doubt =
    resource === undefined || !hasEndpoints
      ? undefined
      : (unseenPods(allocation.cluster, { namespace: service.namespace, labels: resource.selector, written: [resource] }) ??
        unreadManifests(allocation.cluster, ...mayBringEndpoints(resource)));
  const written = externalAddressesOf(service).filter(({ source }) => source === 'written');
  return [
    fact(
      'type',
      message('Type'),
      [headless ? message('{0}, headless', type) : type],
      headless ? message('Headless: its name stands for the addresses of its pods.') : undefined,
    ),
    fact('rejected', message('Rejected'), rejected === undefined ? [] : [rejected.message]),
    fact('alias', message('Alias of'), resource?.externalName === undefined ? [] : [resource.externalName]),
    fact('cluster-ip', message('Cluster IP'), clusterIPs.map(formatAddress), clusterIPs.length === 0 ? undefined : explanation),
    ...externalFacts(loadBalancer),
    fact(
      'external-ips',
      message('External IPs'),
      written.map(({ address }) => formatAddress(address)),
    ),
    fact('ports', message('Ports'), ports.map(portValue)),
    fact('selector', message('Selector'), labelTexts(resource?.selector ?? {})),
    fact(
      'endpoints',
      message('Endpoints'),
      endpoints.length > 0 || !hasEndpoints ? endpoints : [doubt === undefined ? term('none') : term('none that is known here')],
      endpoints.length === 0 ? doubt : undefined,
    ),
    fact(
      'selects',
      message('Selects'),
      endpoints.length > 0 ? [] : selectedPods(allocation, service).map(({ name }) => name),
      message('A pod becomes an endpoint once it runs and has an address.'),
    ),
    fact('dns-name', message('DNS name'), rejected === undefined ? serviceRecords(allocation, service) : []),
    fact('dns-names', message('DNS names'), rejected === undefined ? dnsNamesOf(allocation, service) : []),
    fact('families', message('IP families'), ipFamilyPolicy === undefined || ipFamilyPolicy === 'SingleStack' ? [] : [ipFamilyPolicy]),
    fact(
      'traffic-policy',
      message('External traffic policy'),
      resource?.externalTrafficPolicy === undefined ? [] : [resource.externalTrafficPolicy],
    ),
    fact(
      'traffic-policy',
      message('Internal traffic policy'),
      resource?.internalTrafficPolicy === undefined ? [] : [resource.internalTrafficPolicy],
    ),
  ];
}

/** What the load balancer does for a service; nothing for one that asks for none. */
function externalFacts(outcome: LoadBalancerOutcome | undefined): readonly Fact<ExternalFactKey>[] {
  if (outcome === undefined) return [];
  const { ips, pool, pending, sharedWith, explanation } = outcome;
  if (pending !== undefined) return [fact('external-address', message('External address'), [term('pending')], pending)];
  return [
    fact('external-address', message('External address'), ips.map(formatAddress), explanation),
    fact('pool', message('Pool'), pool === undefined ? [] : [pool]),
    fact('shared-with', message('Shared with'), sharedWith),
    ...announcementFacts(outcome),
  ];
}

/** Who tells the network of a service's external addresses. */
function announcementFacts(outcome: LoadBalancerOutcome | undefined): readonly Fact<'announced-by' | 'routes'>[] {
  const announcement = outcome?.announcedBy;
  if (announcement === undefined) return [];
  const { protocol, nodes, routes, reason, because } = announcement;
  return [
    fact('announced-by', message('Announced by'), protocol === 'none' || nodes.length === 0 ? [term('nobody')] : nodes, {
      reason: 'announcement',
      message: reason,
      because,
    }),
    fact('routes', message('Routes'), routes),
  ];
}

/** Whom an external address serves, and who announces it. */
export function externalAddressFacts(services: readonly AllocatedService[]): readonly Fact[] {
  return services.flatMap((service) => [
    fact('assigned-to', message('Assigned to'), [`${service.namespace}/${service.name}`], service.loadBalancer?.explanation),
    ...announcementFacts(service.loadBalancer),
  ]);
}

/** `172.27.0.5:8080  web-0`; of several ports each with the address. */
function endpointValue({ ip, pod, target, ready }: Endpoint, ports: readonly ResolvedPort[]): FactValue {
  const address = formatAddress(ip);
  const numbers = ports.flatMap(({ port }) => port ?? []);
  const name = pod?.name ?? target ?? '';
  return {
    value:
      numbers.length === 0 ? address : numbers.map((port) => (ip.family === 6 ? `[${address}]:${port}` : `${address}:${port}`)).join(', '),
    text: ready ? name : name === '' ? term('not ready') : message('{0}, not ready', name),
  };
}

/** `80 → 8080/TCP`, with what it is called and its port on the nodes. */
function portValue({ name, protocol, port, targetPort, nodePort }: AllocatedServicePort): FactValue {
  const text = `${port}${targetPort === port ? '' : ` → ${targetPort}`}/${protocol}`;
  const value = name === undefined ? text : `${name}  ${text}`;
  return { value: nodePort === undefined ? value : message('{0}, node port {1}', value, nodePort) };
}
