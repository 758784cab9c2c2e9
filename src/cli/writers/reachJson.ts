import { printableJson } from '../../base/text.ts';
import type { ReachAnswer, ReachConnection, ReachEnd } from '../../service/questions.ts';

/** `reach --format json`, contract version 1 (docs/json.md). */
export function writeReachJson({ clusters }: ReachAnswer): string {
  return printableJson({
    version: 1,
    clusters: clusters.map(({ name, peers, connections, unknown, notes }) => ({
      name,
      peers: peers.map((peer) => ({ ...endJson(peer), pods: peer.pods })),
      connections: connections.map(connectionJson),
      unknown: unknown.map(({ reason, ...connection }) => ({ ...connectionJson(connection), reason })),
      notes,
    })),
  });
}

function connectionJson({ from, to, ports }: ReachConnection): object {
  return { from: endJson(from), to: endJson(to), ports };
}

/** `part` only where the pods are a part of the workload. */
function endJson(end: ReachEnd): object {
  if (typeof end === 'string') return { ip: end };
  const { namespace, name, kind, part } = end;
  return { namespace, name, kind, ...(part === undefined ? {} : { part }) };
}
