import { clustersAmong, type AnalysedCluster, type Snapshot } from '../../analysis/snapshot.ts';
import { groupBy } from '../../base/groupBy.ts';
import { formatAddress, formatCIDR, formatRange, type IPAddress } from '../../base/ip.ts';
import { list, plural, term, type Language, type Name, type Text } from '../../base/message.ts';
import type { AllocatedService, Allocation } from '../../engine/allocation.ts';
import type { Explanation } from '../../engine/explanation.ts';
import { recordsOf } from '../../engine/coredns/records.ts';
import { comparableReach, deploymentsByReplicaSet } from './comparableReach.ts';
import type { ComparableCluster, ComparableFact, ComparableFinding, ComparableWorkspace } from '../comparison.ts';
import type { FileFinding } from '../fileFinding.ts';
import { checkReport } from './check.ts';

/**
 * What can be compared with another state of the workspace. What the real components choose at random or in a race counts by number and pool, not by the stand-in for it:
 * an unrelated edit would change that.
 */
export function comparableOf(snapshot: Snapshot, language: Language): ComparableWorkspace {
  const { findings } = checkReport(snapshot, language);
  const byCluster = groupBy(findings, ({ cluster }) => cluster);
  const clusters = clustersAmong(snapshot.clusters).map((analysed) => comparableCluster(analysed, byCluster, language));
  const named = new Set(clusters.map(({ name }) => name));
  return { clusters, findings: findings.filter(({ cluster }) => !named.has(cluster)).map(comparableFinding) };
}

function comparableCluster(
  { cluster, allocation }: AnalysedCluster,
  findings: ReadonlyMap<string, readonly FileFinding[]>,
  { say }: Pick<Language, 'say'>,
): ComparableCluster {
  const facts: ComparableFact[] = [];
  const add: Add = (kind, object, label, value, { namespace, open, chance = false } = {}) => {
    if (value === undefined) return;
    const reason = open === undefined || open.certainty === 'fixed' ? undefined : say(open.reason);
    facts.push({ kind, object, label: say(label), value: say(value), namespace, open: reason, chance });
  };
  addRanges(allocation, add);
  for (const { name, ips } of allocation.nodes)
    if (name !== '') add('node', `Node ${name}`, term('addresses'), addresses(ips) ?? term('none'));
  addPods(allocation, add);
  for (const service of allocation.services) addService(service, add);
  addNames(allocation, add);
  const reach = comparableReach(allocation, { say });
  const observed = allocation.pods.some(({ origin }) => origin.type === 'Pod' && origin.uid !== undefined);
  return {
    name: cluster.name,
    root: cluster.root,
    observed,
    facts,
    reach,
    findings: (findings.get(cluster.name) ?? []).map(comparableFinding),
  };
}

interface FactTraits {
  readonly namespace?: string;
  readonly open?: Explanation;
  readonly chance?: boolean;
}

type Add = (kind: ComparableFact['kind'], object: string, label: Text, value: Text | undefined, traits?: FactTraits) => void;

function comparableFinding({ code, severity, message, resource, path, range }: FileFinding): ComparableFinding {
  return { code, severity, message, resource, file: path, line: range.start.line + 1 };
}

function addRanges({ network, ipPools, loadBalancerPools }: Allocation, add: Add): void {
  for (const { label, range, cidr } of network.ranges) add('range', '', label, cidr === undefined ? formatRange(range) : formatCIDR(cidr));
  for (const { name, cidr, refused, disabled } of ipPools)
    add(
      'range',
      `IPPool ${name}`,
      term('range'),
      refused !== undefined
        ? term('{0}, refused', formatCIDR(cidr))
        : disabled
          ? term('{0}, disabled', formatCIDR(cidr))
          : formatCIDR(cidr),
    );
  for (const { name, ranges, valid } of loadBalancerPools) {
    const text = list(ranges.map(formatRange));
    add('range', `IPAddressPool ${name}`, term('range'), valid ? text : term('{0}, refused', text));
  }
}

function addPods({ pods, cluster }: Allocation, add: Add): void {
  const deployments = deploymentsByReplicaSet(cluster);
  const owners = groupBy(pods, ({ namespace, owner }) => {
    const deployment = owner.kind === 'ReplicaSet' ? deployments.get(`${namespace}/${owner.name}`) : undefined;
    return deployment === undefined ? `${owner.kind} ${namespace}/${owner.name}` : `Deployment ${deployment}`;
  });
  for (const [object, own] of owners) {
    const namespace = own[0]?.namespace ?? '';
    const waiting = own.filter(({ pending }) => pending !== undefined);
    add('pods', object, term('pods'), plural(own.length, '{0} pod', '{0} pods'), { namespace });
    const [first] = waiting;
    if (first?.pending !== undefined)
      add('pods', object, term('waiting'), plural(waiting.length, '{0} pod ({1})', '{0} pods ({1})', first.pending.reason), { namespace });
    const pools = [...new Set(own.flatMap(({ ipPool }) => (ipPool === undefined ? [] : [ipPool])))].sort();
    if (pools.length > 0) add('pods', object, term('pool'), list(pools), { namespace });
    for (const pod of own)
      if (pod.nameCertain && pod.ips.length > 0)
        add('pods', `Pod ${pod.namespace}/${pod.name}`, term('address'), addresses(pod.ips), {
          namespace,
          open: pod.explanation,
          chance: pod.explanation.certainty === 'possible',
        });
  }
}

function addService(service: AllocatedService, add: Add): void {
  const { namespace, name, type, rejected, clusterIPs, headless, explanation, ports, loadBalancer, slices, unaddressed, resource } =
    service;
  const object = `Service ${namespace}/${name}`;
  const own = { namespace };
  add(
    'service',
    object,
    term('type'),
    rejected === undefined ? (headless ? term('{0}, headless', type) : type) : term('refused ({0})', rejected.reason),
    own,
  );
  if (clusterIPs.length > 0)
    add(
      'cluster-ip',
      object,
      term('cluster IP'),
      explanation.certainty === 'possible' ? term('chosen by the cluster') : addresses(clusterIPs),
      { namespace, open: explanation },
    );
  const portTexts = ports.map(({ port, protocol, targetPort, nodePort, nodePortCertainty }) => {
    const text = `${port}→${targetPort}/${protocol}`;
    return nodePort !== undefined && nodePortCertainty === 'fixed' ? `${text} (${nodePort})` : text;
  });
  if (portTexts.length > 0) add('ports', object, term('ports'), list(portTexts), own);
  if (loadBalancer !== undefined) {
    add(
      'external-address',
      object,
      term('external address'),
      addresses(loadBalancer.ips) ?? term('none ({0})', loadBalancer.pending?.reason ?? ''),
      { namespace, open: loadBalancer.explanation },
    );
    const announcer = loadBalancer.announcedBy;
    if (announcer !== undefined && announcer.nodes.length > 0)
      add('announcer', object, announcer.protocol === 'bgp' ? term('announced by BGP') : term('announced'), list(announcer.nodes), own);
    if (announcer?.silence !== undefined) add('announcer', object, term('announced'), term('by nobody'), own);
  }
  if (resource !== undefined && rejected === undefined && type !== 'ExternalName') {
    const ready = slices.reduce((sum, { endpoints }) => sum + endpoints.filter((endpoint) => endpoint.ready).length, 0);
    const numbers = [...new Set(slices.flatMap((slice) => slice.ports.map(({ port }) => String(port ?? ''))))].sort();
    add(
      'endpoints',
      object,
      term('endpoints'),
      ready + unaddressed.length === 0
        ? term('none')
        : numbers.length === 0
          ? String(ready + unaddressed.length)
          : term('{0} on {1}', ready + unaddressed.length, list(numbers)),
      own,
    );
  }
}

/** Names that come and go; what they lead to is their Services' affair, but for aliases. */
function addNames(allocation: Allocation, add: Add): void {
  const names = new Map<string, { readonly value: Name; readonly namespace: string }>();
  for (const { name, type, data, origin } of recordsOf(allocation)) {
    if (origin.kind !== 'service' || origin.endpoint !== undefined) continue;
    const { namespace } = origin.service;
    if (type === 'CNAME') names.set(name, { value: data, namespace });
    else if (type === 'A' || type === 'AAAA') names.set(name, { value: term('resolves'), namespace });
  }
  for (const [name, { value, namespace }] of names) add('name', name, term('name'), value, { namespace });
}

function addresses(ips: readonly IPAddress[]): Name | undefined {
  return ips.length === 0 ? undefined : list(ips.map(formatAddress));
}
