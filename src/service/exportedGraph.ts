import { list, term, type Language, type Text } from '../base/message.ts';
import type { Graph, GraphElement } from '../topology/protocol.ts';
import { ownerOf, type ExportedTopology } from './exportedTopology.ts';

type ExportedCluster = ExportedTopology['clusters'][number];

/** The picture of an export as far as it is needed for what has gone since: nodes, pods, services with their names, pools with external addresses; no lines. With the ids of a picture. */
export function graphOfExport({ clusters }: ExportedTopology, { say }: Pick<Language, 'say'>): Graph {
  const elements = new Map<string, GraphElement>();
  for (const cluster of clusters) addCluster(cluster, elements, say);
  return { elements: [...elements.values()], edges: [] };
}

function addCluster(exported: ExportedCluster, elements: Map<string, GraphElement>, say: Language['say']): void {
  const { name: cluster, root, nodes, pods, services, loadBalancerPools } = exported;
  const add = (
    local: string,
    parent: string | undefined,
    kind: GraphElement['kind'],
    label: string,
    detail = '',
    note: Text = '',
  ): string => {
    const id = local === '' ? root : `${root}|${local}`;
    if (!elements.has(id)) elements.set(id, { ...plain, id, parent, kind, label, detail, note: say(note) });
    return id;
  };
  add('', undefined, 'cluster', cluster);
  for (const { name, ranges } of loadBalancerPools) add(`IPAddressPool/${name}`, root, 'loadBalancerPool', name, ranges.join(', '));
  for (const { namespace, name, type, clusterIPs, ports, loadBalancer } of services) {
    const parent = add(`Namespace/${namespace}`, root, 'namespace', namespace);
    const numbers = ports.flatMap(({ port }) => (port === null ? [] : [`:${port}`]));
    const addresses = clusterIPs.includes('None') ? say(term('headless')) : clusterIPs.join(', ');
    add(`Service/${namespace}/${name}`, parent, 'service', name, addresses, list([...(type === 'ClusterIP' ? [] : [type]), ...numbers]));
    const [record] = exported.dns.filter((each) => each.for === `Service ${namespace}/${name}` && each.name.startsWith(`${name}.`));
    if (record !== undefined) add(`DNS/${namespace}/${name}`, parent, 'dnsName', record.name.replace(/\.$/, ''));
    const pool = loadBalancerPools.find((each) => each.name === loadBalancer?.pool);
    for (const address of loadBalancer?.ips ?? [])
      add(`address/${address}`, pool === undefined ? root : `${root}|IPAddressPool/${pool.name}`, 'externalAddress', address);
  }
  for (const { name, ips } of nodes) if (name !== '') add(`Node/${name}`, root, 'node', name, ips.join(', '));
  for (const pod of pods) {
    const { namespace, name, node, ips } = pod;
    const home = node === null || node === undefined ? undefined : `${root}|Node/${node}`;
    // Where it waits there is no place that it could have gone from.
    if (home === undefined || !elements.has(home)) continue;
    const [kind = '', made = ''] = ownerOf(pod).split(' ');
    const workload =
      kind === 'Pod' ? home : add(`${kind}/${made}@Node/${node ?? ''}`, home, 'workload', made.slice(namespace.length + 1), '', kind);
    add(`Pod/${namespace}/${name}`, workload, 'pod', name, ips.join(', '));
  }
}

const plain = { keywords: '', severity: undefined, certainty: undefined, pending: false, hasSource: false } as const;
