import type { AnalysedCluster, Snapshot } from '../../analysis/snapshot.ts';
import { formatAddress, parseAddress } from '../../base/ip.ts';
import { message, type Language } from '../../base/message.ts';
import { routesTo, type AddressedRoute } from '../../engine/kubeProxy/addressed.ts';
import type { RouteClient } from '../../engine/kubeProxy/route.ts';
import type { PortRoute, Refusal, RouteAnswer, RouteQuestion } from '../questions.ts';
import { chosenCluster, chosenPod, isRefusal, refusal } from './chosenCluster.ts';
import { explained } from './explained.ts';

/** Where kube-proxy sends connections to an address. */
export function routeIn(
  snapshot: Snapshot,
  { address: text, port, protocol, from, cluster: wanted }: RouteQuestion,
  language: Language,
): RouteAnswer | Refusal {
  const address = parseAddress(text);
  if (address === undefined) return refusal(message('{0} is not an address.', text), language);
  const cluster = chosenCluster(snapshot, wanted, language);
  if (isRefusal(cluster)) return cluster;
  const client = clientOf(cluster, from, language);
  if (isRefusal(client)) return client;
  const { routes, missing } = routesTo(cluster.allocation, { address, port, protocol, client });
  return {
    type: 'routed',
    routes: routes.map((route) => portRoute(snapshot, route, language)),
    missing: missing === undefined ? undefined : explained(snapshot, missing, language),
  };
}

function portRoute(snapshot: Snapshot, { service, port, destination, route }: AddressedRoute, language: Language): PortRoute {
  const reached = route.outcome === 'endpoints';
  return {
    service: `${service.namespace}/${service.name}`,
    destination: destination.kind,
    node: destination.kind === 'node-port' ? destination.node?.name : undefined,
    port: port.port,
    portName: port.name,
    protocol: port.protocol,
    nodePort: port.nodePort,
    outcome: route.outcome,
    endpoints: reached
      ? route.backends.map(({ endpoint, port: number, share }) => ({
          ip: formatAddress(endpoint.ip),
          family: endpoint.ip.family,
          port: number,
          pod: endpoint.target,
          node: endpoint.node,
          share,
        }))
      : [],
    affinitySeconds: reached ? route.affinity?.timeoutSeconds : undefined,
    ...explained(snapshot, route.explanation, language),
  };
}

/** Who asks, or why there is no such asker. */
function clientOf(cluster: AnalysedCluster, from: string, language: Language): RouteClient | Refusal {
  if (from === 'outside') return { kind: 'outside' };
  if (from.includes('/')) {
    const pod = chosenPod(cluster, from, language);
    return isRefusal(pod) ? pod : { kind: 'pod', pod };
  }
  const { nodes } = cluster.allocation;
  const node = nodes.find(({ name }) => name === from);
  if (node !== undefined) return { kind: 'node', node };
  const names = nodes
    .map(({ name }) => name)
    .filter((name) => name !== '')
    .slice(0, 5);
  return refusal(
    names.length === 0 ? message('There is no node {0}.', from) : message('There is no node {0}; there are {1}.', from, names.join(', ')),
    language,
  );
}
