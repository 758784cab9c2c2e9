import { formatAddress, parseAddress } from '../../base/ip.ts';
import { plural, type Message } from '../../base/message.ts';
import { placeOf, type Place } from '../../manifests/place.ts';
import type { DNSConfig } from '../../manifests/resources/workloads.ts';
import type { Allocation, AllocatedPod } from '../allocation.ts';
import { dnsService } from './dnsService.ts';
import { isNodeLocalDNS, nodeLocalAddress, nodeLocalDNSOf, type NodeLocalDNS } from './nodeLocal.ts';
import { clusterDomainOf } from './server.ts';

/** What stands in a pod's resolv.conf. */
export interface ResolverConfig {
  /** Whom the pod's resolver asks first. */
  readonly server: 'cluster' | 'node' | { readonly elsewhere: string };
  /** The cache on its node, where that is between the pod and the DNS of the cluster. */
  readonly cache: NodeLocalDNS | undefined;
  /** As written; the node's own, which are not known, as the file that holds them. */
  readonly nameservers: readonly string[];
  readonly searches: readonly string[];
  readonly ndots: number;
  /** `ndots:5`, `edns0`. */
  readonly options: readonly string[];
  /** What the kubelet cut, with an event. */
  readonly cut: readonly Message[];
  readonly because: readonly Place[];
}

/** validation.go MaxDNSNameservers, MaxDNSSearchPaths, MaxDNSSearchListChars; DNS1123SubdomainMaxLength */
const MAX_NAMESERVERS = 3;
const MAX_SEARCHES = 32;
const MAX_SEARCH_CHARACTERS = 2048;
const MAX_SEARCH_LENGTH = 253;
/** glibc RES_MAXNDOTS */
const MAX_NDOTS = 15;

/** Stands for the name servers in the node's own file. */
const NODE_FILE = '/etc/resolv.conf';

/**
 * The pod's resolv.conf by its dnsPolicy and dnsConfig. The node's own file is not part of any manifest: its search domains are taken as none.
 * kubernetes pkg/kubelet/network/dns/dns.go GetPodDNS
 */
export function resolverConfigOf(allocation: Allocation, pod: AllocatedPod): ResolverConfig {
  const {
    namespace,
    spec: { dnsPolicy, dnsConfig, hostNetwork },
  } = pod;
  const base = baseOf(allocation, namespace, dnsPolicy, hostNetwork);
  const cut: Message[] = [];
  const nameservers = limitNameservers(distinct([...base.nameservers, ...(dnsConfig?.nameservers ?? [])]), cut);
  const options = mergeOptions(base.options, dnsConfig?.options ?? []);
  const [first] = nameservers;
  // Without any name server the C library asks the pod itself.
  const server = base.cluster
    ? 'cluster'
    : first === NODE_FILE
      ? 'node'
      : first !== undefined && isClusterDNS(allocation, first)
        ? 'cluster'
        : { elsewhere: first ?? '127.0.0.1' };
  const cache = nodeLocalDNSOf(allocation);
  const asked = parseAddress(first ?? '');
  return {
    server,
    cache: server === 'cluster' && asked !== undefined && cache?.listensOn(formatAddress(asked)) === true ? cache : undefined,
    nameservers,
    options,
    cut,
    searches: limitSearches(distinct([...base.searches, ...(dnsConfig?.searches ?? [])]), cut),
    ndots: ndotsOf(options),
    because: podPlaces(pod),
  };
}

interface Base {
  readonly cluster: boolean;
  readonly nameservers: readonly string[];
  readonly searches: readonly string[];
  readonly options: readonly string[];
}

function baseOf(allocation: Allocation, namespace: string, dnsPolicy: string, hostNetwork: boolean): Base {
  if (dnsPolicy === 'None') return { cluster: false, nameservers: [], searches: [], options: [] };
  // On the host's network ClusterFirst falls back to the node's resolver.
  if (dnsPolicy === 'Default' || (dnsPolicy === 'ClusterFirst' && hostNetwork))
    return { cluster: false, nameservers: [NODE_FILE], searches: [], options: [] };
  // A policy that does not exist counts as ClusterFirst. Nodes are taken to know the cluster's DNS address, whether or not the manifests do.
  const domain = clusterDomainOf(allocation);
  const address = allocation.network.clusterDNS ?? dnsService(allocation)?.clusterIPs[0];
  return {
    cluster: true,
    nameservers: address === undefined ? [] : [formatAddress(address)],
    searches: [`${namespace}.svc.${domain}`, `svc.${domain}`, domain],
    options: ['ndots:5'],
  };
}

function isClusterDNS(allocation: Allocation, nameserver: string): boolean {
  const asked = parseAddress(nameserver);
  const known = [allocation.network.clusterDNS, ...(dnsService(allocation)?.clusterIPs ?? [])];
  if (asked !== undefined && nodeLocalDNSOf(allocation)?.listensOn(formatAddress(asked)) === true) return true;
  if (asked !== undefined && formatAddress(asked) === nodeLocalAddress && allocation.pods.some(isNodeLocalDNS)) return true;
  return asked !== undefined && known.some((address) => address?.family === asked.family && address.value === asked.value);
}

function distinct(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)];
}

function limitNameservers(nameservers: readonly string[], cut: Message[]): readonly string[] {
  if (nameservers.length <= MAX_NAMESERVERS) return nameservers;
  cut.push(plural(MAX_NAMESERVERS, 'A pod has {0} name server at most.', 'A pod has {0} name servers at most.'));
  return nameservers.slice(0, MAX_NAMESERVERS);
}

/** formDNSSearchFitsLimits: the number first, then single domains that are too long, then the length of all. */
function limitSearches(searches: readonly string[], cut: Message[]): readonly string[] {
  const kept = searches.slice(0, MAX_SEARCHES).filter((search) => search.length <= MAX_SEARCH_LENGTH);
  while (kept.join(' ').length > MAX_SEARCH_CHARACTERS) kept.pop();
  if (kept.length < searches.length)
    cut.push(
      plural(
        MAX_SEARCHES,
        'Some search domains are left out: {0} domain of {1} characters and {2} in all fits.',
        'Some search domains are left out: {0} domains of {1} characters and {2} in all fit.',
        MAX_SEARCH_LENGTH,
        MAX_SEARCH_CHARACTERS,
      ),
    );
  return kept;
}

/** mergeDNSOptions: one value for a name, the pod's own before the policy's. */
function mergeOptions(base: readonly string[], own: DNSConfig['options']): readonly string[] {
  const merged = new Map(
    base.map((option) => {
      const colon = option.indexOf(':');
      return colon < 0 ? ([option, ''] as const) : ([option.slice(0, colon), option.slice(colon + 1)] as const);
    }),
  );
  for (const { name, value } of own) merged.set(name, value ?? '');
  return [...merged].map(([name, value]) => (value === '' ? name : `${name}:${value}`));
}

/** glibc resolv/res_init.c */
function ndotsOf(options: readonly string[]): number {
  const written = options.find((option) => option.startsWith('ndots:'));
  if (written === undefined) return 1;
  return Math.min(Number(/^[0-9]+/.exec(written.slice('ndots:'.length))?.[0] ?? 0), MAX_NDOTS);
}

function podPlaces({ origin, spec }: AllocatedPod): readonly Place[] {
  const path = origin.type === 'Pod' ? ['spec'] : [...origin.templatePath, 'spec'];
  return [placeOf(origin, ...path, spec.dnsConfig === undefined ? 'dnsPolicy' : 'dnsConfig')];
}
