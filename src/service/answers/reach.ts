import { clustersAmong, type AnalysedCluster, type Snapshot } from '../../analysis/snapshot.ts';
import { formatAddress, type IPRange } from '../../base/ip.ts';
import { message, type Language } from '../../base/message.ts';
import { intervalsOf, protocols, type PortSet } from '../../engine/policies/portSet.ts';
import { reachabilityOf, type Connection, type ReachEnd as EngineEnd } from '../../engine/policies/reach.ts';
import { couldMake } from '../../manifests/reach.ts';
import type { ClusterReach, ReachAnswer, ReachConnection, ReachEnd, ReachPeer, ReachQuestion, Refusal } from '../questions.ts';
import { chosenCluster, isRefusal, refusal } from './chosenCluster.ts';

/** Who may reach whom in the cluster asked for, or in each. */
export function reachIn(snapshot: Snapshot, { cluster: wanted, of }: ReachQuestion, language: Language): ReachAnswer | Refusal {
  const chosen = wanted === undefined && clustersAmong(snapshot.clusters).length > 0 ? clustersAmong(snapshot.clusters) : undefined;
  const one = chosen === undefined ? chosenCluster(snapshot, wanted, language) : undefined;
  if (one !== undefined && isRefusal(one)) return one;
  const clusters = (chosen ?? (one === undefined ? [] : [one])).map((each) => clusterReach(each, language));
  if (of === undefined) return { type: 'reachable', clusters };
  const names = clusters.flatMap(({ peers }) => peers.map(nameOf));
  if (!names.includes(of)) {
    const near = [...new Set(names.filter((name) => isNear(name, of)))].slice(0, 5);
    return refusal(
      near.length === 0
        ? message('There is no workload {0}.', of)
        : message('There is no workload {0}; there are {1}.', of, near.join(', ')),
      language,
    );
  }
  return { type: 'reachable', clusters: clusters.map((each) => about(each, of)) };
}

function nameOf({ namespace, name }: ReachPeer): string {
  return `${namespace}/${name}`;
}

function isNear(name: string, wanted: string): boolean {
  const [, last = wanted] = wanted.split('/');
  return name.endsWith(`/${last}`) || name.split('/')[1]?.startsWith(last.slice(0, 3)) === true;
}

function about(cluster: ClusterReach, name: string): ClusterReach {
  const isMeant = (end: ReachEnd): boolean => typeof end !== 'string' && nameOf(end) === name;
  const concerns = ({ from, to }: ReachConnection): boolean => isMeant(from) || isMeant(to);
  return { ...cluster, connections: cluster.connections.filter(concerns), unknown: cluster.unknown.filter(concerns) };
}

function clusterReach({ cluster, allocation }: AnalysedCluster, { say }: Language): ClusterReach {
  const { peers, connections, unknown } = reachabilityOf(allocation);
  return {
    name: cluster.name,
    peers,
    connections: connections.map(connectionOf),
    unknown: unknown.map(({ reason, ...connection }) => ({ ...connectionOf(connection), reason: reason === undefined ? '' : say(reason) })),
    notes: cluster.unknowns.filter(({ reach }) => couldMake(reach, { kinds: policyKinds })).map(({ sentence }) => say(sentence)),
  };
}

const policyKinds = ['NetworkPolicy', 'GlobalNetworkPolicy', 'AdminNetworkPolicy', 'BaselineAdminNetworkPolicy', 'ClusterNetworkPolicy'];

function connectionOf({ from, to, ports }: Connection): ReachConnection {
  return { from: endOf(from), to: endOf(to), ports: portsOf(ports) };
}

function endOf(end: EngineEnd): ReachEnd {
  return 'peer' in end ? end.peer : rangeText(end.range);
}

/** Always with both ends. */
function rangeText({ family, first, last }: IPRange): string {
  return `${formatAddress({ family, value: first })}-${formatAddress({ family, value: last })}`;
}

function portsOf(ports: PortSet): ReachConnection['ports'] {
  const known = portLists.get(ports);
  if (known !== undefined) return known;
  const list = protocols.flatMap((protocol) => intervalsOf(ports, protocol).map(([from, to]) => ({ protocol, from, to })));
  portLists.set(ports, list);
  return list;
}

/** Most connections are open for the same ports. */
const portLists = new WeakMap<PortSet, ReachConnection['ports']>();
