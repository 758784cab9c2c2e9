import { formatRange } from '../../base/ip.ts';
import { term, type Language } from '../../base/message.ts';
import type { Allocation } from '../../engine/allocation.ts';
import { formatPorts } from '../../engine/policies/portSet.ts';
import { reachabilityOf, type Connection, type ReachEnd } from '../../engine/policies/reach.ts';
import { policyWorldOf } from '../../engine/policies/world.ts';
import { resourcesOf, type Cluster } from '../../manifests/cluster.ts';
import { namespaceOf } from '../../manifests/metadata.ts';
import type { ComparableReach } from '../comparison.ts';

/** What policies allow, by workload: pods of one that differ are told together, since their names are often made by chance. Without a policy everything is open. */
export function comparableReach(allocation: Allocation, { say }: Pick<Language, 'say'>): ComparableReach {
  const [open, closed, outside, label] = [say(term('all ports')), say(term('none')), say(term('outside')), say(term('may connect'))];
  const deployments = deploymentsByReplicaSet(allocation.cluster);
  const nameOf = (end: ReachEnd): string => {
    if ('range' in end) return outside;
    const name = `${end.peer.namespace}/${end.peer.name}`;
    return deployments.get(name) ?? name;
  };
  if (policyWorldOf(allocation).tiers.length === 0)
    return { ends: [...endsWithoutPolicies(allocation, deployments), outside], open, closed, label, pairs: new Map() };
  const { peers, connections, unknown } = reachabilityOf(allocation);
  const texts = new Map<string, Map<string, Set<string>>>();
  const note = ({ from, to, ports }: Connection, isKnown: boolean): void => {
    const range = 'range' in from ? from.range : 'range' in to ? to.range : undefined;
    const text = formatPorts(ports);
    const own = isKnown ? (text === 'All' ? open : text) : say(term('{0} not known', text === 'All' ? open : text));
    const [source, destination] = [nameOf(from), nameOf(to)];
    const targets = texts.get(source) ?? new Map<string, Set<string>>();
    texts.set(source, targets);
    const known = targets.get(destination) ?? new Set<string>();
    targets.set(destination, known);
    known.add(range === undefined || isEverywhere(range) ? own : say(term('{0}: {1}', formatRange(range), own)));
  };
  for (const connection of connections) note(connection, true);
  for (const connection of unknown) note(connection, false);
  const ends = [...new Set(peers.map((peer) => nameOf({ peer })))].sort();
  const pairs = new Map<string, ReadonlyMap<string, string>>();
  for (const from of [...ends, outside]) {
    const targets = new Map<string, string>();
    for (const to of [...ends, outside]) {
      if (from === to) continue;
      const value = [...(texts.get(from)?.get(to) ?? [closed])].sort().join('; ');
      if (value !== open) targets.set(to, value);
    }
    if (targets.size > 0) pairs.set(from, targets);
  }
  return { ends: [...ends, outside], open, closed, label, pairs };
}

function isEverywhere({ first, last, family }: { readonly first: bigint; readonly last: bigint; readonly family: 4 | 6 }): boolean {
  return first === 0n && last === (1n << (family === 4 ? 32n : 128n)) - 1n;
}

/** `shop/web` of `shop/web-5d4f7`: what a Deployment has made goes by its name, so that a snapshot of a cluster is like its manifests. */
export function deploymentsByReplicaSet(cluster: Cluster): ReadonlyMap<string, string> {
  return new Map(
    resourcesOf(cluster, 'Workload').flatMap((workload) => {
      const { controller, name } = workload.metadata;
      const namespace = namespaceOf(workload);
      return controller?.kind === 'Deployment' ? [[`${namespace}/${name}`, `${namespace}/${controller.name}`] as const] : [];
    }),
  );
}

function endsWithoutPolicies({ pods, cluster }: Allocation, deployments: ReadonlyMap<string, string>): readonly string[] {
  const names = new Set<string>();
  for (const { namespace, owner, name, spec, phase } of pods) {
    if (spec.hostNetwork || phase === 'Succeeded' || phase === 'Failed') continue;
    names.add(`${namespace}/${owner.kind === 'Node' || owner.name === '' ? name : owner.name}`);
  }
  for (const workload of resourcesOf(cluster, 'Workload')) {
    const { metadata, template, finished } = workload;
    if (!finished && metadata.controller === undefined && !template.spec.hostNetwork)
      names.add(`${namespaceOf(workload)}/${metadata.name}`);
  }
  return [...new Set([...names].map((name) => deployments.get(name) ?? name))].sort();
}
