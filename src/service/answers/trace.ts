import { clustersAmong, type AnalysedCluster, type Snapshot } from '../../analysis/snapshot.ts';
import type { Language } from '../../base/message.ts';
import { clientsNamed, goalNamed } from '../../engine/paths/asked.ts';
import { trace } from '../../engine/paths/trace.ts';
import { protocols } from '../../engine/policies/portSet.ts';
import { resourcesOf } from '../../manifests/cluster.ts';
import type { ClusterEnds, Refusal, TraceAnswer, TraceEnd, TraceQuestion } from '../questions.ts';
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

/** What can be asked for in each cluster. */
export function traceEndsIn({ clusters }: Snapshot): readonly ClusterEnds[] {
  const real = clustersAmong(clusters);
  return (real.length > 0 ? real : clusters).map(endsOf);
}

function endsOf({ cluster, allocation }: AnalysedCluster): ClusterEnds {
  const workloads = new Map<string, TraceEnd>();
  for (const { namespace, origin } of allocation.pods) {
    const text = `${namespace}/${origin.metadata.name}`;
    if (!workloads.has(text)) workloads.set(text, { text, kind: origin.kind });
  }
  const nodes = allocation.nodes.filter(({ name }) => name !== '').map(({ name }) => ({ text: `node/${name}`, kind: 'Node' }));
  const services = allocation.services
    .filter(({ rejected, type }) => rejected === undefined && type !== 'ExternalName')
    .flatMap(({ namespace, name, ports }) =>
      ports.map(({ port, protocol }) => ({ text: `${namespace}/${name}:${port}`, kind: 'Service', protocol, hasPort: true })),
    );
  const hosts = resourcesOf(allocation.cluster, 'Ingress').flatMap(({ rules }) =>
    rules.flatMap(({ host, paths }) =>
      host === undefined || host.includes('*')
        ? []
        : (paths.length === 0 ? ['/'] : paths.map(({ path }) => path ?? '/')).map((path) => ({
            text: `http://${host}${path}`,
            kind: 'Ingress',
            protocol: 'TCP',
            hasPort: true,
          })),
    ),
  );
  const pods = [...workloads.values()].map((end) => ({
    ...end,
    text: `${end.kind.toLowerCase()}/${end.text}`,
    protocol: 'TCP',
    hasPort: false,
  }));
  return { name: cluster.name, clients: [...workloads.values(), ...nodes], goals: [...services, ...hosts, ...pods] };
}
