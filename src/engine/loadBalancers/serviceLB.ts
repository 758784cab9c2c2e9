import { message } from '../../base/message.ts';
import { placeOf } from '../../manifests/place.ts';
import type { AdmittedService, ClusterNode, LoadBalancerOutcome } from '../allocation.ts';
import { given, pendingOutcome } from './outcomes.ts';

/**
 * ServiceLB of K3s: a pod on every node takes the service's ports there, so that the service is reached at the nodes' own addresses, and each port is one service's.
 * What Traefik holds is passed over: it is no manifest's. Under externalTrafficPolicy Local only nodes with an endpoint count in the end.
 * k3s-io/k3s pkg/cloudprovider/servicelb.go
 */
export function assignByServiceLB(
  services: readonly AdmittedService[],
  nodes: readonly ClusterNode[],
): ReadonlyMap<AdmittedService, LoadBalancerOutcome> {
  const taken = new Map<string, AdmittedService>();
  return new Map(services.map((service) => [service, outcomeOf(service, nodes, taken)]));
}

function outcomeOf(service: AdmittedService, nodes: readonly ClusterNode[], taken: Map<string, AdmittedService>): LoadBalancerOutcome {
  const { resource, ports, ipFamilies } = service;
  const because = resource === undefined ? [] : [placeOf(resource, 'spec', 'type')];
  for (const { protocol, port } of ports) {
    const holder = taken.get(`${protocol} ${port}`);
    if (holder !== undefined)
      return pendingOutcome({
        reason: 'port-conflict',
        message: message(
          "Port {0}/{1} of the nodes is held by {2}, and each port is one service's.",
          port,
          protocol,
          `${holder.namespace}/${holder.name}`,
        ),
        because: [...because, ...(holder.resource === undefined ? [] : [placeOf(holder.resource, 'spec', 'ports')])],
      });
  }
  for (const { protocol, port } of ports) taken.set(`${protocol} ${port}`, service);
  const ips = nodes.flatMap((node) => node.ips.filter(({ family }) => ipFamilies.includes(family)));
  if (ips.length === 0)
    return pendingOutcome({
      reason: 'no-pools',
      message: message('ServiceLB gives the addresses of the nodes, which are not known.'),
      because,
    });
  const local = resource?.externalTrafficPolicy === 'Local';
  return given(ips, undefined, {
    certainty: local ? 'possible' : 'predicted',
    reason: local
      ? message('ServiceLB gives the addresses of the nodes; under externalTrafficPolicy Local of those with an endpoint only.')
      : message('ServiceLB gives the addresses of the nodes.'),
    because: nodes.slice(0, 8).flatMap(({ place }) => (place === undefined ? [] : [place])),
  });
}
