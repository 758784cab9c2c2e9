import type { ClusterReach, ReachAnswer, ReachConnection, ReachEnd } from '../../service/questions.ts';
import { printable, type Paint } from '../terminal.ts';
import { endText, portsText } from './reachWords.ts';

/** By source: where it may connect to, those that are open for the same ports in one line. */
export function writeReachText({ clusters }: ReachAnswer, paint: Paint): string {
  return clusters.map((cluster) => clusterText(cluster, paint, clusters.length > 1)).join('\n');
}

function clusterText({ name, connections, unknown, notes }: ClusterReach, paint: Paint, isNamed: boolean): string {
  const lines = isNamed ? [paint.bold(printable(name))] : [];
  lines.push(...linesOf(connections, paint, (ports) => ports));
  if (unknown.length > 0) {
    lines.push('', paint.yellow('Not known'));
    lines.push(...linesOf(unknown, paint, (ports, { reason }) => `${ports}: ${reason}`));
  }
  lines.push(...notes.map((note) => paint.dim(printable(note))));
  return `${lines.join('\n')}\n`;
}

function linesOf<C extends ReachConnection>(
  connections: readonly C[],
  paint: Paint,
  say: (ports: string, connection: C) => string,
): string[] {
  const bySource = new Map<ReachEnd, Map<string, string[]>>();
  for (const connection of connections) {
    const said = say(portsText(connection.ports), connection);
    let targets = bySource.get(connection.from);
    if (targets === undefined) bySource.set(connection.from, (targets = new Map<string, string[]>()));
    const list = targets.get(said) ?? [];
    targets.set(said, list);
    list.push(endText(connection.to));
  }
  return [...bySource].flatMap(([source, targets]) => [
    paint.bold(printable(endText(source))),
    ...[...targets].map(([said, names]) => `  → ${printable(names.join(', '))}  ${paint.dim(printable(said))}`),
  ]);
}
