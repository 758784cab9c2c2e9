import { contains, formatAddress, rangeOfCIDR, type IPAddress } from '../../base/ip.ts';
import { message, type Message } from '../../base/message.ts';
import { placeOf, type Place } from '../../manifests/place.ts';
import { holdersAt } from '../addresses/inventory.ts';
import type { AllocatedService, AllocatedServicePort, Allocation } from '../allocation.ts';
import type { Explanation } from '../explanation.ts';
import { rangesOf } from '../network.ts';
import { route, type Route, type RouteClient, type RouteDestination } from './route.ts';

/** A connection to an address, as somebody who knows only that address asks for it. */
export interface AddressQuestion {
  readonly address: IPAddress;
  /** Absent: every port that the address has. */
  readonly port: number | undefined;
  /** Absent: every protocol. */
  readonly protocol: string | undefined;
  readonly client: RouteClient;
}

/** One port of one service that the address leads to. */
export interface AddressedRoute {
  readonly service: AllocatedService;
  readonly port: AllocatedServicePort;
  readonly destination: RouteDestination;
  readonly route: Route;
}

export interface AddressAnswer {
  /** In service order, of a service its ports in written order. */
  readonly routes: readonly AddressedRoute[];
  /** Why there is no route; absent when there is one. */
  readonly missing: Explanation | undefined;
}

/**
 * Where kube-proxy sends connections to an address: the cluster IP, load balancer address or external IP of services, or a node's address with their node ports.
 * kubernetes pkg/proxy/iptables/proxier.go syncProxyRules
 */
export function routesTo(allocation: Allocation, question: AddressQuestion): AddressAnswer {
  const owners = ownersOf(allocation, question.address);
  const routes = owners.flatMap(({ service, destination }) =>
    service.ports.flatMap((port): AddressedRoute[] => {
      const number = destination.kind === 'node-port' ? port.nodePort : port.port;
      if (number === undefined || (question.port !== undefined && number !== question.port)) return [];
      if (question.protocol !== undefined && port.protocol !== question.protocol) return [];
      return [
        {
          service,
          port,
          destination,
          route: route(allocation, { client: question.client, service, port, destination, family: question.address.family }),
        },
      ];
    }),
  );
  return { routes, missing: routes.length > 0 ? undefined : missing(allocation, question, owners) };
}

interface AddressOwner {
  readonly service: AllocatedService;
  readonly destination: RouteDestination;
}

function ownersOf(allocation: Allocation, address: IPAddress): readonly AddressOwner[] {
  // kube-proxy of one family only sees services that have it.
  const isSeen = ({ ipFamilies, rejected }: AllocatedService) =>
    rejected === undefined && (ipFamilies.length === 0 || ipFamilies.includes(address.family));
  return holdersAt(allocation, address).holders.flatMap(({ owner }): readonly AddressOwner[] => {
    switch (owner.type) {
      case 'cluster-ip':
      case 'load-balancer':
      case 'external-ip':
        return isSeen(owner.service) ? [{ service: owner.service, destination: { kind: owner.type } }] : [];
      case 'node':
        return allocation.services
          .filter((service) => isSeen(service) && service.ports.some(({ nodePort }) => nodePort !== undefined))
          .map((service) => ({ service, destination: { kind: 'node-port', node: owner.node } }));
      default:
        return [];
    }
  });
}

function missing(allocation: Allocation, { address, port, protocol }: AddressQuestion, owners: readonly AddressOwner[]): Explanation {
  const text = formatAddress(address);
  const wanted = port === undefined ? (protocol ?? '') : protocol === undefined ? String(port) : `${port}/${protocol}`;
  const explain = (reason: Message, because: readonly Place[]): Explanation => ({ certainty: 'predicted', reason, because });

  const owner = owners.find(({ destination }) => destination.kind !== 'node-port');
  if (owner !== undefined) {
    const { resource, namespace, name, explanation } = owner.service;
    const places = resource === undefined ? explanation.because : [placeOf(resource, 'spec', 'ports')];
    return explain(message('{0} belongs to Service {1}, which has no port {2}.', text, `${namespace}/${name}`, wanted), places);
  }
  const { holders, setAside } = holdersAt(allocation, address);
  const node = holders.map(({ owner: holder }) => (holder.type === 'node' ? holder.node : undefined)).find((one) => one !== undefined);
  if (node !== undefined) {
    const checked = port === undefined ? undefined : allocation.services.find(({ healthCheckNodePort }) => healthCheckNodePort === port);
    if (checked?.resource !== undefined) {
      return explain(
        message(
          '{0} is the health check port of Service {1}: kube-proxy itself answers there.',
          wanted,
          `${checked.namespace}/${checked.name}`,
        ),
        [placeOf(checked.resource, 'metadata', 'name')],
      );
    }
    return explain(
      wanted === ''
        ? message('{0} is the address of node {1}, and no service has a node port.', text, node.name)
        : message('{0} is the address of node {1}, and no service has the node port {2}.', text, node.name, wanted),
      node.explanation.because,
    );
  }
  const pod = holders.map(({ owner: holder }) => (holder.type === 'pod' ? holder.pod : undefined)).find((one) => one !== undefined);
  if (pod !== undefined)
    return explain(
      message('{0} is the address of pod {1} itself, so connections go straight to it.', text, `${pod.namespace}/${pod.name}`),
      pod.explanation.because,
    );
  const kept = setAside.find(({ claim }) => claim !== undefined);
  if (kept !== undefined)
    return explain(
      message('{0} is set aside ({1}), so that nothing in the cluster answers there.', text, kept.label),
      kept.place === undefined ? [] : [kept.place],
    );
  const pool = allocation.loadBalancerPools.find(({ ranges }) => ranges.some((range) => contains(range, address)));
  if (pool !== undefined)
    return explain(
      message('{0} is an address of load balancer pool {1} that no service has.', text, pool.name),
      pool.place === undefined ? [] : [pool.place],
    );
  const subnet = rangesOf(allocation.network, 'service-subnet').find(
    ({ cidr }) => cidr !== undefined && contains(rangeOfCIDR(cidr), address),
  );
  if (subnet !== undefined)
    return explain(
      message('{0} is an address of the service subnet {1} that no service has.', text, subnet.text),
      subnet.place === undefined ? [] : [subnet.place],
    );
  return explain(message('Nothing in the manifests has the address {0}.', text), []);
}
