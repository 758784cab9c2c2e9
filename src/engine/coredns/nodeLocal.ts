import { perObject } from '../../base/derived.ts';
import { formatAddress, parseAddress } from '../../base/ip.ts';
import type { AllocatedPod, Allocation } from '../allocation.ts';
import { labelOf } from '../labels.ts';
import { dnsService } from './dnsService.ts';
import { serverOf, systemConfigMap, type DNSServer } from './server.ts';

/** A cache that each node runs for its pods, before the DNS of the cluster. kubernetes/dns cmd/node-cache, kubernetes cluster/addons/dns/nodelocaldns */
export interface NodeLocalDNS {
  readonly server: DNSServer;
  /** What `bind` names, addresses in canonical text; empty: whatever it is started with. */
  readonly bound: readonly string[];
  /** Whether a pod that asks this address, in canonical text, asks the cache. */
  listensOn(address: string): boolean;
  /** Whether what is forwarded there comes to the DNS of the cluster. */
  leadsToCluster(server: string): boolean;
}

/** The one of the manifests' Corefile; absent when they hold none. */
export const nodeLocalDNSOf: (allocation: Allocation) => NodeLocalDNS | undefined = perObject(setUp);

function setUp(allocation: Allocation): NodeLocalDNS | undefined {
  const resource = NAMES.map((name) => systemConfigMap(allocation.cluster, name)).find((found) => found?.data['Corefile'] !== undefined);
  const written = resource?.data['Corefile'];
  if (resource === undefined || written === undefined) return undefined;
  const { clusterDNS, dnsDomain } = allocation.network;
  const own = new Set(
    [...(clusterDNS === undefined ? [] : [clusterDNS]), ...(dnsService(allocation)?.clusterIPs ?? [])].map(formatAddress),
  );
  const server = serverOf(allocation, resource, written.replaceAll(DOMAIN, dnsDomain), 53);
  const bound = new Set(
    server.corefile.servers
      .flatMap(({ directives }) => directives.filter(({ name }) => name === 'bind').flatMap(({ args }) => args))
      .map(canonical),
  );
  const upstream = new Set(
    allocation.services
      .filter(({ namespace, name, rejected }) => namespace === 'kube-system' && name === 'kube-dns-upstream' && rejected === undefined)
      .flatMap(({ clusterIPs }) => clusterIPs.map(formatAddress)),
  );
  return {
    server,
    bound: [...bound],
    // Without `bind` it listens on whatever it is started with: its own address and that of the DNS service.
    listensOn: (address) =>
      bound.has(address) || (bound.has(SERVER) && own.has(address)) || (bound.has(LOCAL) && address === nodeLocalAddress),
    leadsToCluster(to) {
      if (to === CLUSTER) return true;
      const address = parseAddress(to.replace(/^dns:\/\//, '').replace(/:53$/, ''));
      return address !== undefined && (own.has(formatAddress(address)) || upstream.has(formatAddress(address)));
    },
  };
}

function canonical(text: string): string {
  const address = parseAddress(text);
  return address === undefined ? text : formatAddress(address);
}

/** As Kubernetes' own manifests and Kubespray call it. */
const NAMES = ['node-local-dns', 'nodelocaldns'];

/** What installers and the cache itself put their values in the place of. nodelocaldns.yaml */
const CLUSTER = '__PILLAR__CLUSTER__DNS__';
const SERVER = '__PILLAR__DNS__SERVER__';
const DOMAIN = '__PILLAR__DNS__DOMAIN__';
const LOCAL = '__PILLAR__LOCAL__DNS__';
/** Where it listens as it is usually installed, besides the address of the DNS service. */
export const nodeLocalAddress = '169.254.20.10';

/** One of the pods of the cache, whatever says how it answers. */
export function isNodeLocalDNS({ labels, spec }: AllocatedPod): boolean {
  return spec.hostNetwork && labelOf(labels, 'k8s-app') === 'node-local-dns';
}
