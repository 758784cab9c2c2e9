import { message, type Message } from '../../base/message.ts';
import { resourcesOf, type Cluster } from '../../manifests/cluster.ts';
import { namespaceOf } from '../../manifests/metadata.ts';
import { placeOf, type Place } from '../../manifests/place.ts';
import type { ConfigMapResource } from '../../manifests/resources/core.ts';
import type { Allocation } from '../allocation.ts';
import { lastApplied } from '../lastApplied.ts';
import { clusterView, type ClusterView } from './clusterView.ts';
import { parseCorefile, type Corefile, type Directive, type ServerBlock } from './corefile.ts';
import type { CorefileProblem } from './corefileTokens.ts';
import { dnsService } from './dnsService.ts';
import { readHosts } from './hosts.ts';
import { readKubernetes } from './kubernetesOptions.ts';
import { fullyQualified, isWithin, lowerCase, zonesOfText } from './names.ts';
import type { ForwardPlugin, KubernetesPlugin, Plugin, UnmodelledPlugin } from './plugins.ts';
import { readRewrites } from './rewrite.ts';

/** The cluster's DNS server as its Corefile sets it up. */
export interface DNSServer {
  /** The ConfigMap that holds the Corefile; absent when kubeadm's default stands for it. */
  readonly resource: ConfigMapResource | undefined;
  readonly corefile: Corefile;
  readonly blocks: readonly DNSServerBlock[];
  /** Options that CoreDNS would refuse, and what cannot be known; `line` counts in the Corefile from 0. */
  readonly problems: readonly CorefileProblem[];
  /** The Corefile, for a reason. */
  readonly places: readonly Place[];
  view(plugin: KubernetesPlugin): ClusterView;
}

/** A server block on the port that the cluster's DNS service leads to. */
export interface DNSServerBlock {
  readonly zones: readonly string[];
  /** In the order in which CoreDNS runs them, which is not the written one. */
  readonly plugins: readonly Plugin[];
  /** No plugin of the block takes questions: CoreDNS refuses them. */
  readonly empty: boolean;
}

/** The server of an allocation, set up once. */
export function dnsServerOf(allocation: Allocation): DNSServer {
  let server = servers.get(allocation);
  if (server === undefined) {
    server = setUp(allocation);
    servers.set(allocation, server);
  }
  return server;
}

const servers = new WeakMap<Allocation, DNSServer>();

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
  const served = resource === undefined ? undefined : blocks.flatMap(({ plugins }) => plugins).find((plugin): plugin is KubernetesPlugin => plugin.name === 'kubernetes');
  return served === undefined || served.primaryZone === '.' ? dnsDomain : served.primaryZone.slice(0, -1);
}

function setUp(allocation: Allocation): DNSServer {
  const { cluster, network } = allocation;
  const resource = systemConfigMap(cluster, 'coredns');
  const written = resource?.data['Corefile'];
  const corefile = parseCorefile(written ?? defaultCorefile(network.dnsDomain), (pattern) => importedTexts(cluster, pattern));
  const problems = [...corefile.problems];
  const blocks = answeringServers(corefile.servers, allocation).map((server) => blockOf(server, problems));
  const views = new Map<KubernetesPlugin, ClusterView>();
  return {
    resource: written === undefined ? undefined : resource,
    corefile,
    blocks,
    problems,
    places: resource === undefined || written === undefined ? [] : [placeOf(resource, 'data', 'Corefile')],
    view(plugin) {
      let view = views.get(plugin);
      if (view === undefined) views.set(plugin, (view = clusterView(allocation, plugin)));
      return view;
    },
  };
}

function systemConfigMap(cluster: Cluster, name: string): ConfigMapResource | undefined {
  const named = resourcesOf(cluster, 'ConfigMap').filter(({ metadata }) => metadata.name === name);
  return lastApplied(named).find((resource) => namespaceOf(resource) === 'kube-system');
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
function importedTexts(cluster: Cluster, pattern: string): readonly string[] | undefined {
  const folders = pattern.split('/');
  const file = folders.pop() ?? '';
  if (folders.at(-1) !== 'custom') return undefined;
  const expression = new RegExp(`^${file.split('*').map((part) => part.replace(/[^a-zA-Z0-9]/g, '\\$&')).join('[^/]*')}$`);
  const data = systemConfigMap(cluster, 'coredns-custom')?.data ?? {};
  return Object.keys(data).filter((key) => expression.test(key)).toSorted().map((key) => data[key] ?? '');
}

/** The blocks that plain DNS questions reach: those on the port that the DNS service leads to, else on 53, else on the port of the first. */
function answeringServers(servers: readonly ServerBlock[], allocation: Allocation): readonly (ServerBlock & { readonly zones: readonly string[] })[] {
  const ports = new Set(servers.flatMap(({ keys }) => keys).filter(({ transport }) => transport === 'dns').map(({ port }) => port ?? 53));
  const target = dnsService(allocation)?.ports.find(({ port }) => port === 53)?.targetPort;
  const port = typeof target === 'number' && ports.has(target) ? target : ports.has(53) ? 53 : [...ports][0];
  return servers.flatMap((server) => {
    const keys = server.keys.filter((key) => key.transport === 'dns' && (key.port ?? 53) === port);
    return keys.length === 0 ? [] : [{ ...server, zones: keys.flatMap(({ zones }) => zones) }];
  });
}

/** Directives that set the server up and take no questions. coredns plugin.cfg */
const SILENT = new Set(['bind', 'debug', 'geoip', 'health', 'multisocket', 'on', 'pprof', 'quic', 'ready', 'reload', 'root', 'timeouts', 'tls', 'view']);

/** Those that may answer, by rules of their own. coredns plugin.cfg */
const UNMODELLED = [
  'acl', 'any', 'chaos', 'dns64', 'template', 'route53', 'azure', 'clouddns', 'k8s_external', 'file', 'auto', 'secondary', 'etcd', 'erratic', 'whoami',
];

/** The order in which CoreDNS runs the plugins that matter here. coredns plugin.cfg */
const ORDER = [
  'acl', 'any', 'chaos', 'rewrite', 'dns64', 'autopath', 'template', 'hosts', 'route53', 'azure', 'clouddns', 'k8s_external', 'kubernetes', 'file', 'auto',
  'secondary', 'etcd', 'forward', 'grpc', 'proxy', 'fanout', 'erratic', 'whoami',
];

function blockOf({ directives, zones }: ServerBlock & { readonly zones: readonly string[] }, problems: CorefileProblem[]): DNSServerBlock {
  const named = (name: string) => directives.filter((directive) => directive.name === name);
  const plugins = ORDER.flatMap((name): readonly Plugin[] => {
    const lines = named(name);
    switch (name) {
      case 'rewrite': {
        const rewrites = readRewrites(lines, problems);
        return rewrites === undefined ? [] : [rewrites];
      }
      case 'hosts': return lines.slice(0, 1).map((line) => readHosts(line, zones, problems));
      case 'kubernetes': return lines.flatMap((line) => readKubernetes(line, zones, problems) ?? []);
      case 'autopath': return lines.filter(({ args }) => args.at(-1) === '@kubernetes').map(({ args }) => ({ name: 'autopath', zones: args.length > 1 ? args.slice(0, -1).flatMap(zonesOfText) : zones }));
      case 'forward':
      case 'grpc':
      case 'proxy':
      case 'fanout': return lines.flatMap((line) => readForward(line, problems));
      default: return UNMODELLED.includes(name) ? lines.map((line) => unmodelled(line, zones, problems)) : [];
    }
  });
  return { zones, plugins, empty: directives.every(({ name }) => SILENT.has(name)) };
}

/** coredns plugin/forward/setup.go */
function readForward({ name, args: [from, ...to], lines, line }: Directive, problems: CorefileProblem[]): readonly ForwardPlugin[] {
  if (from === undefined || to.length === 0) {
    problems.push({ line, message: message('{0} needs a zone and a server', name) });
    return [];
  }
  const except = lines.filter(({ words }) => words[0] === 'except').flatMap(({ words }) => words.slice(1)).flatMap(zonesOfText);
  return zonesOfText(from).map((zone) => ({ name: 'forward', from: zone, to, except }));
}

function unmodelled({ name, args, line }: Directive, serverZones: readonly string[], problems: CorefileProblem[]): UnmodelledPlugin {
  const note: Message = message('answers that plugin {0} gives by itself are not followed here', name);
  problems.push({ line, message: note });
  // `file DBFILE ZONES…`, `template CLASS TYPE ZONES…`; where a plugin takes something else, the server's zones are meant.
  const zones = name === 'file' ? args.slice(1) : name === 'template' ? args.slice(2) : [];
  return { name: 'unmodelled', plugin: name, zones: zones.length > 0 ? zones.map((zone) => lowerCase(fullyQualified(zone))) : serverZones, note };
}
