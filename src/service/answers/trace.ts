import type { Snapshot } from '../../analysis/snapshot.ts';
import type { Language } from '../../base/message.ts';
import { clientsNamed, goalNamed } from '../../engine/paths/asked.ts';
import { trace } from '../../engine/paths/trace.ts';
import { protocols } from '../../engine/policies/portSet.ts';
import type { Refusal, TraceAnswer, TraceQuestion } from '../questions.ts';
import { chosenCluster, isRefusal, refusal } from './chosenCluster.ts';
import { locationsOf } from './explained.ts';

/** The way of a connection in one cluster. */
export function traceIn(
  snapshot: Snapshot,
  { from, to, protocol, cluster: wanted }: TraceQuestion,
  language: Language,
): TraceAnswer | Refusal {
  const cluster = chosenCluster(snapshot, wanted, language);
  if (isRefusal(cluster)) return cluster;
  const clients = clientsNamed(cluster.allocation, from);
  if ('slip' in clients) return refusal(clients.slip, language);
  const goal = goalNamed(cluster.allocation, to);
  if ('slip' in goal) return refusal(goal.slip, language);
  const { say } = language;
  const path = trace(cluster.allocation, clients, goal, protocols.find((one) => one === protocol) ?? 'TCP');
  return {
    type: 'traced',
    verdict: path.verdict,
    at: path.at,
    by: path.by,
    reason: say(path.reason),
    steps: path.steps.map(({ at, outcome, what, why, because, seen }) => ({
      at,
      outcome,
      what: say(what),
      why: why === undefined ? undefined : say(why),
      because: locationsOf(snapshot, because),
      seen,
    })),
  };
}
