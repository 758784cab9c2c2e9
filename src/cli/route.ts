import type { AnalysedCluster, Snapshot } from '../analysis/snapshot.ts';
import { routesTo, type AddressQuestion } from '../engine/kubeProxy/addressed.ts';
import type { RouteClient } from '../engine/kubeProxy/route.ts';
import type { Command } from './arguments.ts';
import { chooseCluster, podMissing } from './chosenCluster.ts';
import type { Outcome } from './outcome.ts';
import type { Paint } from './terminal.ts';
import { writeRouteJson } from './writers/routeJson.ts';
import { writeRouteText } from './writers/routeText.ts';

type RouteCommand = Extract<Command, { readonly name: 'route' }>;

/** `edge-network route`: where kube-proxy sends connections to an address. */
export function runRoute(snapshot: Snapshot, command: RouteCommand, paint: Paint): Outcome {
  const cluster = chooseCluster(snapshot, command.cluster);
  if (typeof cluster === 'string') return wrong(cluster);
  const client = clientOf(cluster, command.from);
  if (typeof client === 'string') return wrong(client);
  const { address, port, protocol } = command;
  const question: AddressQuestion = { address, port, protocol, client };
  const answer = routesTo(cluster.allocation, question);
  const output = command.format === 'json' ? writeRouteJson(snapshot, command, answer) : writeRouteText(answer, paint);
  return { output, complaint: '', exitCode: answer.routes.some(({ route }) => route.outcome === 'endpoints') ? 0 : 1 };
}

function wrong(text: string): Outcome {
  return { output: '', complaint: `${text}\n`, exitCode: 2 };
}

/** Who asks, or why there is no such asker. */
function clientOf(cluster: AnalysedCluster, from: string): RouteClient | string {
  const { nodes, pods } = cluster.allocation;
  if (from === 'outside') return { kind: 'outside' };
  if (from.includes('/')) {
    const pod = pods.find(({ namespace, name }) => `${namespace}/${name}` === from);
    return pod === undefined ? podMissing(cluster, from) : { kind: 'pod', pod };
  }
  const node = nodes.find(({ name }) => name === from);
  if (node !== undefined) return { kind: 'node', node };
  const names = nodes
    .map(({ name }) => name)
    .filter((name) => name !== '')
    .slice(0, 5);
  return `There is no node ${from}${names.length === 0 ? '' : `; there are ${names.join(', ')}`}.`;
}
