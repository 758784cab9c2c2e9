import * as v from 'valibot';
import { cidrsOfRange, formatCIDR, formatRange, parseRange, sizeOf } from '../base/ip.ts';
import { groupBy } from '../base/groupBy.ts';
import { list, message, plural, term, type Language, type Message, type Text } from '../base/message.ts';
import type { ComparableCluster, ComparableFact, ComparableWorkspace } from './comparison.ts';

const refusal = v.nullable(v.object({ reason: v.string() }));
const pod = v.object({
  namespace: v.string(),
  name: v.string(),
  owner: v.object({ kind: v.string(), name: v.string() }),
  node: v.nullish(v.string()),
  ips: v.array(v.string()),
  ipPool: v.nullable(v.string()),
  pending: refusal,
  certainty: v.string(),
});
const service = v.object({
  namespace: v.string(),
  name: v.string(),
  type: v.string(),
  clusterIPs: v.array(v.string()),
  ports: v.array(
    v.object({ port: v.nullable(v.number()), protocol: v.string(), targetPort: v.nullable(v.union([v.number(), v.string()])) }),
  ),
  loadBalancer: v.nullable(
    v.object({
      ips: v.array(v.string()),
      pool: v.nullish(v.string()),
      pending: refusal,
      announcedBy: v.nullable(v.object({ protocol: v.string(), nodes: v.array(v.string()) })),
    }),
  ),
  endpoints: v.array(v.object({ ip: v.string(), port: v.nullable(v.number()), ready: v.boolean() })),
  rejected: refusal,
  certainty: v.string(),
  source: v.unknown(),
});
const finding = v.object({
  code: v.string(),
  severity: v.picklist(['error', 'warning', 'information', 'hint']),
  message: v.string(),
  resource: v.string(),
  file: v.string(),
  range: v.object({ start: v.object({ line: v.number() }) }),
});
const cluster = v.object({
  name: v.string(),
  root: v.string(),
  nodes: v.array(v.object({ name: v.string(), ips: v.array(v.string()) })),
  pods: v.array(pod),
  services: v.array(service),
  ranges: v.array(v.object({ kind: v.string(), label: v.string(), range: v.string() })),
  ipPools: v.array(v.object({ name: v.string(), cidr: v.string(), disabled: v.boolean(), refused: v.nullable(v.string()) })),
  loadBalancerPools: v.array(v.object({ name: v.string(), ranges: v.array(v.string()), valid: v.boolean() })),
  dns: v.array(v.object({ name: v.string(), type: v.string(), data: v.string(), for: v.string() })),
  findings: v.array(finding),
});
const printed = v.object({ version: v.literal(1), clusters: v.array(cluster) });

/** What `topology --format json` and the panel's export have told of a workspace. */
export type ExportedTopology = v.InferOutput<typeof printed>;
type ExportedCluster = ExportedTopology['clusters'][number];

/** Absent for a text that is no such export. */
export function exportedTopology(text: string): ExportedTopology | undefined {
  // Manifests are looked at, too: most are told by their first characters.
  if (!/^\s*\{/.test(text)) return undefined;
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    return undefined;
  }
  const parsed = v.safeParse(printed, content);
  return parsed.success ? parsed.output : undefined;
}

/** What is wrong with a text that begins as exports do and is none: read as manifests it would hold nothing, and everything would be new. Absent for any other text. */
export function brokenExport(text: string): Message | undefined {
  return /^\s*\{\s*"version"\s*:/.test(text) && exportedTopology(text) === undefined
    ? message('This is no whole export of the topology, or it is one of another version.')
    : undefined;
}

/**
 * An export as one side of a comparison. It tells less than manifests do (no policies, no choice that the rules leave open), so the other side is to be told by an export as well.
 * What the components choose at random counts by number and pool, as among manifests.
 */
export function comparableOfExport({ clusters }: ExportedTopology, language: Pick<Language, 'say'>): ComparableWorkspace {
  return { clusters: clusters.map((each) => comparableCluster(each, language)), findings: [] };
}

type Add = (kind: ComparableFact['kind'], object: string, label: Text, value: Text, namespace?: string) => void;

function comparableCluster(exported: ExportedCluster, { say }: Pick<Language, 'say'>): ComparableCluster {
  const facts: ComparableFact[] = [];
  const add: Add = (kind, object, label, value, namespace) => {
    facts.push({ kind, object, label: say(label), value: say(value), namespace, open: undefined, chance: false });
  };
  addRanges(exported, add);
  for (const { name, ips } of exported.nodes)
    if (name !== '') add('node', `Node ${name}`, term('addresses'), ips.length === 0 ? term('none') : list(ips));
  addPods(exported, add);
  const nodesAreKnown = exported.nodes.some(({ name }) => name !== '');
  for (const each of exported.services) addService(each, nodesAreKnown, add);
  addNames(exported, add);
  return {
    name: exported.name,
    root: exported.root,
    observed: false,
    facts,
    reach: { ends: [], open: '', closed: '', label: '', pairs: new Map() },
    findings: exported.findings.map(({ range, ...rest }) => ({ ...rest, line: range.start.line })),
  };
}

/** Those that have a list of their own, and addresses of nodes. */
const toldElsewhere = /^(?:load-balancer-pool|ip-pool|calico-external-pool|calico-idle-pool|node-address|node-pod-cidr|secondary-network)$/;

function addRanges({ ranges, ipPools, loadBalancerPools }: ExportedCluster, add: Add): void {
  for (const { kind, label, range } of ranges) if (!toldElsewhere.test(kind)) add('range', '', label, canonical(range));
  for (const { name, cidr, refused, disabled } of ipPools)
    add(
      'range',
      `IPPool ${name}`,
      term('range'),
      refused !== null ? term('{0}, refused', cidr) : disabled ? term('{0}, disabled', cidr) : cidr,
    );
  for (const { name, ranges: spans, valid } of loadBalancerPools) {
    const text = list(spans.map(canonical));
    add('range', `IPAddressPool ${name}`, term('range'), valid ? text : term('{0}, refused', text));
  }
}

/** A prefix where it is one: the export writes first and last address of everything. */
function canonical(span: string): string {
  const parsed = parseRange(span);
  if (!parsed.ok) return span;
  const [only, ...more] = cidrsOfRange(parsed.range);
  return only === undefined || more.length > 0 || sizeOf(parsed.range) === 1n ? formatRange(parsed.range) : formatCIDR(only);
}

function addPods({ pods }: ExportedCluster, add: Add): void {
  for (const [object, own] of groupBy(pods, ownerOf)) {
    const namespace = own[0]?.namespace ?? '';
    const waiting = own.filter(({ pending }) => pending !== null);
    add('pods', object, term('pods'), plural(own.length, '{0} pod', '{0} pods'), namespace);
    const reason = waiting[0]?.pending?.reason;
    if (reason !== undefined)
      add('pods', object, term('waiting'), plural(waiting.length, '{0} pod ({1})', '{0} pods ({1})', reason), namespace);
    const pools = [...new Set(own.flatMap(({ ipPool }) => (ipPool === null ? [] : [ipPool])))].sort();
    if (pools.length > 0) add('pods', object, term('pool'), list(pools), namespace);
    for (const { name, owner, ips, certainty } of own)
      if (namesLast.has(owner.kind) && certainty !== 'possible' && ips.length > 0)
        add('pods', `Pod ${namespace}/${name}`, term('address'), list(ips), namespace);
  }
}

/** Whose pods have the same names after a restart. */
const namesLast = new Set(['Pod', 'Node', 'StatefulSet']);

/** A ReplicaSet goes by the name of its Deployment: the hash behind it follows the template. */
export function ownerOf({ namespace, owner: { kind, name } }: ExportedCluster['pods'][number]): string {
  const [, deployment] = /^(.+)-[bcdf-hj-np-tv-xz2456789]{8,10}$/.exec(name) ?? [];
  return kind === 'ReplicaSet' && deployment !== undefined ? `Deployment ${namespace}/${deployment}` : `${kind} ${namespace}/${name}`;
}

function addService(
  { namespace, name, type, clusterIPs, ports, loadBalancer, endpoints, rejected, certainty, source }: ExportedCluster['services'][number],
  nodesAreKnown: boolean,
  add: Add,
): void {
  const object = `Service ${namespace}/${name}`;
  const headless = clusterIPs.includes('None');
  add(
    'service',
    object,
    term('type'),
    rejected === null ? (headless ? term('{0}, headless', type) : type) : term('refused ({0})', rejected.reason),
    namespace,
  );
  if (!headless && clusterIPs.length > 0)
    add('cluster-ip', object, term('cluster IP'), certainty === 'possible' ? term('chosen by the cluster') : list(clusterIPs), namespace);
  if (ports.length > 0)
    add(
      'ports',
      object,
      term('ports'),
      list(ports.map(({ port, protocol, targetPort }) => `${port ?? ''}→${targetPort ?? ''}/${protocol}`)),
      namespace,
    );
  if (loadBalancer !== null) {
    const { ips, pending, announcedBy } = loadBalancer;
    add(
      'external-address',
      object,
      term('external address'),
      ips.length > 0 ? list(ips) : term('none ({0})', pending?.reason ?? ''),
      namespace,
    );
    if (announcedBy !== null && announcedBy.nodes.length > 0)
      add(
        'announcer',
        object,
        announcedBy.protocol === 'bgp' ? term('announced by BGP') : term('announced'),
        list(announcedBy.nodes),
        namespace,
      );
    else if (announcedBy !== null && (nodesAreKnown || announcedBy.protocol === 'none'))
      add('announcer', object, term('announced'), term('by nobody'), namespace);
  }
  // What no manifest declares has endpoints that nobody chose.
  if (source === null || rejected !== null || type === 'ExternalName') return;
  const ready = new Set(endpoints.flatMap((endpoint) => (endpoint.ready ? [endpoint.ip] : []))).size;
  const numbers = [...new Set(endpoints.flatMap(({ port }) => (port === null ? [] : [String(port)])))].sort();
  add(
    'endpoints',
    object,
    term('endpoints'),
    ready === 0 ? term('none') : numbers.length === 0 ? String(ready) : term('{0} on {1}', ready, list(numbers)),
    namespace,
  );
}

/** The names of Services; those of endpoints follow their pods. */
function addNames({ dns, services }: ExportedCluster, add: Add): void {
  const headless = new Set(
    services.flatMap(({ namespace, name, clusterIPs }) => (clusterIPs.includes('None') ? [`${namespace}/${name}`] : [])),
  );
  const names = new Map<string, { readonly value: Text; readonly namespace: string }>();
  for (const { name, type, data, for: owner } of dns) {
    const [, namespace, own] = /^Service ([^/]+)\/(.+)$/.exec(owner) ?? [];
    if (namespace === undefined || own === undefined || !name.startsWith(`${own}.${namespace}.`) || headless.has(`${namespace}/${own}`))
      continue;
    if (type === 'CNAME') names.set(name, { value: data, namespace });
    else if (type === 'A' || type === 'AAAA') names.set(name, { value: term('resolves'), namespace });
  }
  for (const [name, { value, namespace }] of names) add('name', name, term('name'), value, namespace);
}
