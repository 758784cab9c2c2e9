import { clustersAmong, type AnalysedCluster, type Snapshot } from '../../analysis/snapshot.ts';
import { groupBy } from '../../base/groupBy.ts';
import { formatAddress, formatCIDR, formatRange, type IPAddress } from '../../base/ip.ts';
import { list, plural, term, type Language, type Name, type Text } from '../../base/message.ts';
import type { AllocatedPod, AllocatedService, Allocation } from '../../engine/allocation.ts';
import { recordsOf } from '../../engine/coredns/records.ts';
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
  { say }: Language,
): ComparableCluster {
  const facts: ComparableFact[] = [];
  const add = (kind: ComparableFact['kind'], object: string, label: Text, value: Text | undefined) => {
    if (value !== undefined) facts.push({ kind, object, label: say(label), value: say(value) });
  };
  addRanges(allocation, add);
  for (const { name, ips } of allocation.nodes)
    if (name !== '') add('node', `Node ${name}`, term('addresses'), addresses(ips) ?? term('none'));
  addPods(allocation.pods, add);
  for (const service of allocation.services) addService(service, add);
  addNames(allocation, add);
  return { name: cluster.name, root: cluster.root, facts, findings: (findings.get(cluster.name) ?? []).map(comparableFinding) };
}

type Add = (kind: ComparableFact['kind'], object: string, label: Text, value: Text | undefined) => void;

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

function addPods(pods: readonly AllocatedPod[], add: Add): void {
  const owners = groupBy(pods, ({ namespace, owner }) => `${owner.kind} ${namespace}/${owner.name}`);
  for (const [object, own] of owners) {
    const waiting = own.filter(({ pending }) => pending !== undefined);
    add('pods', object, term('pods'), plural(own.length, '{0} pod', '{0} pods'));
    const [first] = waiting;
    if (first?.pending !== undefined)
      add('pods', object, term('waiting'), plural(waiting.length, '{0} pod ({1})', '{0} pods ({1})', first.pending.reason));
    const pools = [...new Set(own.flatMap(({ ipPool }) => (ipPool === undefined ? [] : [ipPool])))].sort();
    if (pools.length > 0) add('pods', object, term('pool'), list(pools));
    for (const pod of own)
      if (pod.nameCertain && pod.explanation.certainty !== 'possible' && pod.ips.length > 0)
        add('pods', `Pod ${pod.namespace}/${pod.name}`, term('address'), addresses(pod.ips));
  }
}

function addService(service: AllocatedService, add: Add): void {
  const { namespace, name, type, rejected, clusterIPs, headless, explanation, ports, loadBalancer, slices, unaddressed, resource } =
    service;
  const object = `Service ${namespace}/${name}`;
  add(
    'service',
    object,
    term('type'),
    rejected === undefined ? (headless ? term('{0}, headless', type) : type) : term('refused ({0})', rejected.reason),
  );
  if (clusterIPs.length > 0)
    add(
      'cluster-ip',
      object,
      term('cluster IP'),
      explanation.certainty === 'possible' ? term('chosen by the cluster') : addresses(clusterIPs),
    );
  const portTexts = ports.map(({ port, protocol, targetPort, nodePort, nodePortCertainty }) => {
    const own = `${port}/${protocol} → ${targetPort}`;
    return nodePort !== undefined && nodePortCertainty === 'fixed' ? `${own} (${nodePort})` : own;
  });
  if (portTexts.length > 0) add('ports', object, term('ports'), list(portTexts));
  if (loadBalancer !== undefined) {
    add(
      'external-address',
      object,
      term('external address'),
      addresses(loadBalancer.ips) ?? term('none ({0})', loadBalancer.pending?.reason ?? ''),
    );
    const announcer = loadBalancer.announcedBy;
    if (announcer !== undefined && announcer.nodes.length > 0)
      add('announcer', object, announcer.protocol === 'bgp' ? term('announced by BGP') : term('announced'), list(announcer.nodes));
    if (announcer?.silence !== undefined) add('announcer', object, term('announced'), term('by nobody'));
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
    );
  }
}

/** Names that come and go; what they lead to is their Services' affair, but for aliases. */
function addNames(allocation: Allocation, add: Add): void {
  const names = new Map<string, Name>();
  for (const { name, type, data, origin } of recordsOf(allocation)) {
    if (origin.kind !== 'service' || origin.endpoint !== undefined) continue;
    if (type === 'CNAME') names.set(name, data);
    else if (type === 'A' || type === 'AAAA') names.set(name, term('resolves'));
  }
  for (const [name, value] of names) add('name', name, term('name'), value);
}

function addresses(ips: readonly IPAddress[]): Name | undefined {
  return ips.length === 0 ? undefined : list(ips.map(formatAddress));
}
