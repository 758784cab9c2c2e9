import { Derived, perObject } from '../../base/derived.ts';
import { fileNameMatcher } from '../../base/glob.ts';
import { message } from '../../base/message.ts';
import { configMapsNamed, type Cluster } from '../../manifests/cluster.ts';
import { namespaceOf } from '../../manifests/metadata.ts';
import { placeOf, spanOf, type Place } from '../../manifests/place.ts';
import type { ConfigMapResource } from '../../manifests/resources/core.ts';
import type { Allocation } from '../allocation.ts';
import { lastApplied } from '../lastApplied.ts';
import { clusterView, type ClusterView } from './clusterView.ts';
import { parseCorefile, type Corefile, type Imported, type ServerBlock } from './corefile.ts';
import type { CorefileProblem } from './corefileTokens.ts';
import { dnsService } from './dnsService.ts';
import { isWithin } from './names.ts';
import { expressionReader } from './goExpression.ts';
import type { KubernetesPlugin } from './plugins.ts';
import { readServerBlock, type DNSServerBlock } from './serverBlock.ts';

/** The cluster's DNS server as its Corefile sets it up. */
export interface DNSServer {
  /** The ConfigMap that holds the Corefile; absent when kubeadm's default stands for it. */
  readonly resource: ConfigMapResource | undefined;
  readonly corefile: Corefile;
  /** Of the Corefile's text, each with the offset where it starts. */
  readonly lines: readonly { readonly start: number; readonly text: string }[];
  readonly blocks: readonly DNSServerBlock[];
  /** What CoreDNS refuses, and what is not known here; `line` counts in the Corefile from 0. */
  readonly problems: readonly CorefileProblem[];
  /** Why CoreDNS does not start, so that nobody answers; absent when it does. */
  readonly refusal: CorefileProblem | undefined;
  /** The Corefile, for a reason. */
  readonly places: readonly Place[];
  view(plugin: KubernetesPlugin): ClusterView;
}

/** The server of an allocation, set up once. */
export const dnsServerOf: (allocation: Allocation) => DNSServer = perObject((allocation: Allocation) => {
  const { cluster } = allocation;
  const resource = NAMES.map((name) => systemConfigMap(cluster, name)).find((found) => found?.data['Corefile'] !== undefined);
  const target = dnsService(allocation)?.ports.find(({ port }) => port === 53)?.targetPort;
  return serverOf(allocation, resource, resource?.data['Corefile'] ?? impliedCorefile(allocation), target);
});

/** What is wrong with a Corefile by itself, whatever cluster it is for. */
export function problemsOfCorefile(text: string): { readonly corefile: Corefile; readonly problems: readonly CorefileProblem[] } {
  const corefile = parseCorefile(text);
  const problems = [...corefile.problems, ...repeatedServers(corefile.servers)];
  const expressionOf = expressionReader();
  for (const server of corefile.servers) readServerBlock(server, () => undefined, problems, expressionOf);
  return { corefile, problems };
}

/** The block that answers for a name: the one with the longest zone that holds it. coredns core/dnsserver/server.go ServeDNS */
export function blockFor({ blocks }: DNSServer, name: string): DNSServerBlock | undefined {
  let found: DNSServerBlock | undefined;
  let longest = -1;
  for (const block of blocks) {
    for (const zone of block.zones) {
      if (zone.length > longest && isWithin(zone, name)) [found, longest] = [block, zone.length];
    }
  }
  return found;
}

/** The domain of the cluster: what an EdgeNetwork says, else the profile's; without a profile what the cluster's own Corefile serves. */
export function clusterDomainOf(allocation: Allocation): string {
  const { edgeNetwork, profile, dnsDomain } = allocation.network;
  if (edgeNetwork?.dnsDomain !== undefined || profile.name !== 'custom') return dnsDomain;
  const { resource, blocks } = dnsServerOf(allocation);
  const served =
    resource === undefined
      ? undefined
      : blocks.flatMap(({ plugins }) => plugins).find((plugin): plugin is KubernetesPlugin => plugin.name === 'kubernetes');
  return served === undefined || served.primaryZone === '.' ? dnsDomain : served.primaryZone.slice(0, -1);
}

/**
 * A server by the text of its Corefile. `resource`: the ConfigMap that the text is of; `port`: the one on which questions reach it, where it is known and served.
 */
export function serverOf(
  allocation: Allocation,
  resource: ConfigMapResource | undefined,
  text: string,
  port: number | string | undefined,
): DNSServer {
  const { cluster } = allocation;
  const written = resource?.data['Corefile'];
  const corefile = parseCorefile(text, (pattern) => importedTexts(cluster, pattern));
  const problems = [...corefile.problems, ...repeatedServers(corefile.servers)];
  // A block that no question reaches can keep the server from starting all the same.
  const expressionOf = expressionReader();
  const blocks = new Map(
    corefile.servers.map((server) => [server, readServerBlock(server, (path) => mountedFile(resource, path), problems, expressionOf)]),
  );
  const views = new Map<KubernetesPlugin, Derived<ClusterView>>();
  return {
    resource: written === undefined ? undefined : resource,
    corefile,
    lines: linesOf(written ?? ''),
    blocks: answeringServers(corefile.servers, port).flatMap(({ server, zones }) => {
      const block = blocks.get(server);
      return block === undefined ? [] : [{ ...block, zones }];
    }),
    problems,
    refusal: problems.find(({ kind }) => kind === 'refused'),
    places: resource === undefined || written === undefined ? [] : [placeOf(resource, 'data', 'Corefile')],
    view(plugin) {
      let view = views.get(plugin);
      if (view === undefined) views.set(plugin, (view = new Derived(() => clusterView(allocation, plugin))));
      return view.get();
    },
  };
}

/** Where a problem of the Corefile stands; absent for kubeadm's default. */
export function placeOfProblem({ resource, lines }: DNSServer, problem: CorefileProblem): Place | undefined {
  if (resource === undefined) return undefined;
  const place = placeOf(resource, 'data', 'Corefile');
  const span = spanOfProblem(lines, problem);
  return span === undefined ? place : spanOf(place, span.start, span.end);
}

/** The line without the blanks around it; absent for an empty one. */
export function spanOfProblem(
  lines: DNSServer['lines'],
  { line }: CorefileProblem,
): { readonly start: number; readonly end: number } | undefined {
  const { start, text } = lines[line] ?? { start: 0, text: '' };
  const written = text.trim();
  if (written === '') return undefined;
  const from = start + text.length - text.trimStart().length;
  return { start: from, end: from + written.length };
}

export function linesOf(text: string): DNSServer['lines'] {
  let start = 0;
  return text.split('\n').map((line) => {
    const found = { start, text: line };
    start += line.length + 1;
    return found;
  });
}

/** Names that the products give to the ConfigMap with the Corefile. */
const NAMES = ['coredns', 'rke2-coredns-rke2-coredns'];

/** The one that counts of a name in the namespace of the cluster's own programs. */
export function systemConfigMap(cluster: Cluster, name: string): ConfigMapResource | undefined {
  return lastApplied(configMapsNamed(cluster, name)).find((resource) => namespaceOf(resource) === 'kube-system');
}

/** What the product writes where no manifest does. */
export function impliedCorefile({ network }: Allocation): string {
  const text = defaultCorefile(network.dnsDomain);
  // K3s imports beside what kubeadm writes; since late in 2025 before its own forward, before that behind all. k3s-io/k3s manifests/coredns.yaml, issue 12979
  return network.profile.name === 'k3s'
    ? `${text.replace(
        '    forward',
        '    hosts /etc/coredns/NodeHosts {\n      ttl 60\n      reload 15s\n      fallthrough\n    }\n    import /etc/coredns/custom/*.override\n    forward',
      )}import /etc/coredns/custom/*.server\n`
    : text;
}

/** What kubeadm writes. kubernetes cmd/kubeadm/app/phases/addons/dns/manifests.go */
export function defaultCorefile(domain: string): string {
  return `.:53 {
    errors
    health {
       lameduck 5s
    }
    ready
    kubernetes ${domain} in-addr.arpa ip6.arpa {
       pods insecure
       fallthrough in-addr.arpa ip6.arpa
       ttl 30
    }
    prometheus :9153
    forward . /etc/resolv.conf {
       max_concurrent 1000
    }
    cache 30 {
       disable success ${domain}
       disable denial ${domain}
    }
    loop
    reload
    loadbalance
}
`;
}

/** Products mount the keys of ConfigMap coredns-custom where their Corefile imports from: `import custom/*.override`. */
function importedTexts(cluster: Cluster, pattern: string): ReturnType<Imported> {
  // A glob of many wildcards could take CoreDNS too long. coredns/caddy caddyfile/parse.go doImport
  if (pattern.split('*').length > 2 || pattern.split('?').length > 2 || (pattern.includes('[') && pattern.includes(']'))) return 'refused';
  const folders = pattern.split('/');
  const file = folders.pop() ?? '';
  if (folders.at(-1) !== 'custom') return undefined;
  const matches = fileNameMatcher(file);
  if (matches === undefined) return 'refused';
  const data = systemConfigMap(cluster, 'coredns-custom')?.data ?? {};
  return Object.keys(data)
    .filter(matches)
    .toSorted()
    .map((key) => data[key] ?? '');
}

/** The Corefile's own folder holds the other keys of its ConfigMap. */
function mountedFile(resource: ConfigMapResource | undefined, path: string): string | undefined {
  const key = path.replace(/^\/etc\/coredns\//, '');
  return key === 'Corefile' || resource === undefined || !Object.hasOwn(resource.data, key) ? undefined : resource.data[key];
}

/** A zone and port can be served once only, unless views tell the clients apart. coredns core/dnsserver/register.go, address.go */
function repeatedServers(servers: readonly ServerBlock[]): readonly CorefileProblem[] {
  const seen = new Set<string>();
  const problems: CorefileProblem[] = [];
  for (const { keys, directives, line } of servers) {
    if (directives.some(({ name }) => name === 'view')) continue;
    for (const { transport, zones, port } of keys) {
      for (const zone of zones) {
        const key = `${transport}://${zone}:${port ?? usualPorts[transport] ?? ''}`;
        if (seen.has(key)) problems.push({ line, message: message('{0} is served twice.', zone), kind: 'refused' });
        seen.add(key);
      }
    }
  }
  return problems;
}

/** Where none is written; CoreDNS may be told another for plain DNS, as hardly anybody does. coredns plugin/pkg/transport/transport.go */
const usualPorts: Readonly<Record<string, number>> = { dns: 53, tls: 853, grpc: 443, https: 443 };

/** The blocks that plain DNS questions reach: those on the port that the DNS service leads to, else on 53, else on the port of the first. */
function answeringServers(
  servers: readonly ServerBlock[],
  target: number | string | undefined,
): readonly { readonly server: ServerBlock; readonly zones: readonly string[] }[] {
  const ports = new Set(
    servers
      .flatMap(({ keys }) => keys)
      .filter(({ transport }) => transport === 'dns')
      .map(({ port }) => port ?? 53),
  );
  const port = typeof target === 'number' && ports.has(target) ? target : ports.has(53) ? 53 : [...ports][0];
  return servers.flatMap((server) => {
    const keys = server.keys.filter((key) => key.transport === 'dns' && (key.port ?? 53) === port);
    return keys.length === 0 ? [] : [{ server, zones: keys.flatMap(({ zones }) => zones) }];
  });
}
