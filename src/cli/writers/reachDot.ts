import type { ClusterReach, ReachAnswer, ReachConnection, ReachEnd } from '../../service/questions.ts';
import { endText, portsText } from './reachWords.ts';

/** A graph for Graphviz: namespaces as boxes, connections as arrows with their ports, those that are not known dashed. */
export function writeReachDot({ clusters }: ReachAnswer): string {
  const lines = ['digraph reach {', '  rankdir=LR;', '  node [shape=box, fontname="sans-serif"];'];
  for (const [index, cluster] of clusters.entries()) lines.push(...clusterLines(cluster, index, clusters.length > 1));
  return `${[...lines, '}'].join('\n')}\n`;
}

function clusterLines({ name, peers, connections, unknown }: ClusterReach, index: number, isNamed: boolean): readonly string[] {
  const id = (end: ReachEnd): string => quoted(`${index}:${typeof end === 'string' ? end : `${end.kind} ${endText(end)}`}`);
  const namespaces = [...new Set(peers.map(({ namespace }) => namespace))].sort();
  const outside = [...new Set([...connections, ...unknown].flatMap(({ from, to }) => [from, to]).filter((end) => typeof end === 'string'))];
  const edge = ({ from, to, ports }: ReachConnection, style: string): string =>
    `  ${id(from)} -> ${id(to)} [label=${quoted(portsText(ports))}${style}];`;
  return [
    ...namespaces.flatMap((namespace) => [
      `  subgraph ${quoted(`cluster_${index}_${namespace}`)} {`,
      `    label=${quoted(isNamed ? `${name}: ${namespace}` : namespace)};`,
      ...peers.filter((peer) => peer.namespace === namespace).map((peer) => `    ${id(peer)} [label=${quoted(labelOf(peer))}];`),
      '  }',
    ]),
    ...outside.map((end) => `  ${id(end)} [label=${quoted(endText(end))}, shape=ellipse];`),
    ...connections.map((connection) => edge(connection, '')),
    ...unknown.map((connection) => edge(connection, ', style=dashed')),
  ];
}

function labelOf(end: Exclude<ReachEnd, string>): string {
  return `${end.kind} ${end.part === undefined ? end.name : end.part.join(', ')}`;
}

function quoted(text: string): string {
  return `"${text
    .replaceAll('\\', '\\\\')
    .replaceAll('"', '\\"')
    .replace(/[\r\n]+/g, ' ')}"`;
}
