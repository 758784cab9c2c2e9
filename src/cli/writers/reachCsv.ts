import type { ReachAnswer, ReachConnection, ReachEnd } from '../../service/questions.ts';
import { csv } from './csv.ts';
import { endText, portsText } from './reachWords.ts';

/** One line a connection: cluster, source, destination, ports, and `allowed` or `unknown` with the reason. */
export function writeReachCsv({ clusters }: ReachAnswer): string {
  const rows = clusters.flatMap(({ name, connections, unknown }) => [
    ...connections.map((connection) => rowOf(name, connection, 'allowed', '')),
    ...unknown.map((connection) => rowOf(name, connection, 'unknown', connection.reason)),
  ]);
  const header = ['cluster', 'from', 'from kind', 'to', 'to kind', 'ports', 'verdict', 'reason'];
  return csv([header, ...rows]);
}

function rowOf(cluster: string, { from, to, ports }: ReachConnection, verdict: string, reason: string): readonly string[] {
  return [cluster, rangeOrName(from), kindOf(from), rangeOrName(to), kindOf(to), portsText(ports), verdict, reason];
}

function rangeOrName(end: ReachEnd): string {
  return typeof end === 'string' ? end : endText(end);
}

function kindOf(end: ReachEnd): string {
  return typeof end === 'string' ? 'outside' : end.kind;
}
