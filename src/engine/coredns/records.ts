import { formatAddress, parseAddress, type IPAddress } from '../../base/ip.ts';
import { message } from '../../base/message.ts';
import type { Allocation, AllocatedPod, AllocatedService, Endpoint } from '../allocation.ts';
import type { Certainty, Explanation } from '../explanation.ts';
import type { ResourceRecord } from './answer.ts';
import { isLive, type ClusterView, type KnownEndpoint, type KnownService } from './clusterView.ts';
import { fallsThrough } from './fallthrough.ts';
import { hostEntries } from './hosts.ts';
import { servicePlaces } from './kubernetesLookup.ts';
import { fullyQualified, isReverseName, longestZone, nameIn, reverseNameOf } from './names.ts';
import type { HostsPlugin, KubernetesPlugin } from './plugins.ts';
import { reverseTargets } from './reverse.ts';
import { blockFor, dnsServerOf, type DNSServer, type DNSServerBlock } from './server.ts';

/** One record that the cluster's DNS server serves. */
export interface DNSRecord extends ResourceRecord {
  /** Whose record it is: `Service shop/web`, `Pod shop/web-0`, `ConfigMap kube-system/coredns`. */
  readonly for: string;
  readonly origin: DNSRecordOrigin;
}

export type DNSRecordOrigin =
  | { readonly kind: 'service'; readonly service: AllocatedService; /** Of a record for one endpoint. */ readonly endpoint: Endpoint | undefined }
  | { readonly kind: 'pod'; readonly pod: AllocatedPod }
  | { readonly kind: 'hosts'; readonly server: DNSServer };

/**
 * Every record that has a name of its own: addresses of services and of their endpoints, SRV by named port, CNAME, the reverse names; pods where they are
 * verified; and the entries of `hosts`. By service in apply order. Other spellings of the same records (`_http._tcp.` before an address, SRV of the bare
 * service name, the address names of `pods insecure`) are answered by `query` but not listed.
 * coredns plugin/kubernetes/xfr.go and, for endpoints of services with a cluster IP, kubernetes.go
 */
export function recordsOf(allocation: Allocation): readonly DNSRecord[] {
  const server = dnsServerOf(allocation);
  const records: DNSRecord[] = [];
  for (const block of server.blocks) {
    for (const plugin of block.plugins) {
      if (plugin.name === 'hosts') addHosts(records, plugin, server, block);
      if (plugin.name === 'kubernetes') new KubernetesRecords(records, plugin, server, block).add(allocation);
    }
  }
  return records;
}

/** Why a record is served and says what it says. */
export function explainRecord({ type, origin, ...record }: DNSRecord): Explanation {
  switch (origin.kind) {
    case 'hosts':
      return { certainty: 'fixed', reason: message('The Corefile\'s hosts plugin has this entry'), because: origin.server.places };
    case 'pod':
      return { certainty: origin.pod.explanation.certainty, reason: message('CoreDNS serves a name for each verified pod: {0}', record.for), because: origin.pod.explanation.because };
    case 'service': {
      const { service, endpoint } = origin;
      const because = [...servicePlaces(service), ...(endpoint?.pod?.explanation.because ?? [])];
      if (endpoint !== undefined) {
        const certainty: Certainty = endpoint.pod === undefined ? 'fixed' : endpoint.pod.explanation.certainty;
        return { certainty, reason: message('{0} is a ready endpoint of {1}', endpoint.target ?? formatAddress(endpoint.ip), record.for), because };
      }
      if (type === 'CNAME') return { certainty: 'fixed', reason: message('{0} is an ExternalName for {1}', record.for, record.data), because };
      return { certainty: service.explanation.certainty, reason: message('{0} has this cluster IP', record.for), because: [...because, ...service.explanation.because] };
    }
  }
}

class KubernetesRecords {
  readonly #records: DNSRecord[];
  readonly #plugin: KubernetesPlugin;
  readonly #view: ClusterView;
  /** Zones of the plugin that questions reach: no other server block takes them. */
  readonly #zones: readonly string[];
  readonly #servesReverse: (name: string) => boolean;
  /** Names for which the hosts plugin answers first. */
  readonly #hostNames: ReadonlySet<string>;

  constructor(records: DNSRecord[], plugin: KubernetesPlugin, server: DNSServer, block: DNSServerBlock) {
    this.#records = records;
    this.#plugin = plugin;
    this.#view = server.view(plugin);
    const hosts = block.plugins.filter((other): other is HostsPlugin => other.name === 'hosts');
    // A hosts plugin that does not pass on what it does not know keeps all questions but reverse ones for itself.
    const swallowed = (zone: string) => hosts.some(({ zones, fallthrough }) => longestZone(zones, zone) !== undefined && !fallsThrough(fallthrough, zone));
    this.#zones = plugin.zones.filter((zone) => !isReverseName(zone) && !plugin.multiclusterZones.includes(zone) && blockFor(server, zone) === block && !swallowed(zone));
    this.#hostNames = new Set(hosts.flatMap((plugin) => hostEntries(plugin).flatMap(({ address, names }) => (plugin.noReverse ? names : [...names, reverseNameOf(address)]))));
    this.#servesReverse = (name) => longestZone(plugin.zones, name) !== undefined && blockFor(server, name) === block;
  }

  add({ pods }: Allocation): void {
    for (const known of this.#view.services) {
      const visible = this.#view.namespaceVisible(known.service.namespace);
      if (visible) for (const zone of this.#zones) this.#addForward(known, zone);
      this.#addReverse(known);
    }
    if (this.#plugin.pods !== 'verified') return;
    for (const pod of pods) {
      const [ip] = pod.ips;
      if (ip === undefined || !isLive(pod) || !this.#view.namespaceVisible(pod.namespace)) continue;
      const label = formatAddress(ip).replace(/[.:]/g, '-');
      for (const zone of this.#zones) this.#push(nameIn(zone, label, pod.namespace, 'pod'), ...addressData(ip), `Pod ${pod.namespace}/${pod.name}`, { kind: 'pod', pod });
    }
  }

  #addForward(known: KnownService, zone: string): void {
    const { service, ports } = known;
    const name = nameIn(zone, service.name, service.namespace, 'svc');
    const origin = { kind: 'service', service, endpoint: undefined } as const;
    const owner = `Service ${service.namespace}/${service.name}`;
    if (service.type === 'ExternalName') {
      const alias = service.resource?.externalName ?? '';
      if (alias !== '' && parseAddress(alias) === undefined) this.#push(name, 'CNAME', fullyQualified(alias), owner, origin);
      return;
    }
    if (!service.headless && !(this.#plugin.ignoreEmptyServices && known.endpoints.length === 0)) {
      for (const ip of service.clusterIPs) this.#push(name, ...addressData(ip), owner, origin);
      const addresses = service.clusterIPs.length;
      for (const { name: port, protocol, port: number } of ports) {
        const sharing = ports.filter((other) => sameText(other.name, port) && sameText(other.protocol, protocol)).length * addresses;
        if (port !== '' && addresses > 0) this.#push(`_${port.toLowerCase()}._${protocol.toLowerCase()}.${name}`, 'SRV', `0 ${weightOf(sharing)} ${number} ${name}`, owner, origin);
      }
    }
    if (!service.headless && this.#plugin.ignoreEmptyServices && known.endpoints.length === 0) return;
    this.#addEndpoints(known, name, owner);
  }

  #addEndpoints({ service, endpoints }: KnownService, name: string, owner: string): void {
    const seen = new Set<string>();
    const once = (record: string) => !seen.has(record) && seen.add(record);
    for (const { endpoint, address: data, label } of endpoints) {
      const origin = { kind: 'service', service, endpoint } as const;
      const type = endpoint.ip.family === 4 ? 'A' : 'AAAA';
      if (service.headless && once(data)) this.#push(name, type, data, owner, origin);
      if (once(`${label} ${data}`)) this.#push(`${label}.${name}`, type, data, owner, origin);
    }
    if (!service.headless) return;
    for (const [service_, all] of portGroups(endpoints)) {
      for (const { endpoint, label, port } of all) {
        const origin = { kind: 'service', service, endpoint } as const;
        const data = `0 ${weightOf(all.length)} ${port} ${label}.${name}`;
        if (once(`${service_} ${data}`)) this.#push(`${service_}.${name}`, 'SRV', data, owner, origin);
      }
    }
  }

  #addReverse({ service, endpoints }: KnownService): void {
    const owner = `Service ${service.namespace}/${service.name}`;
    const seen = new Set<string>();
    const add = (ip: IPAddress, address: string) => {
      if (seen.has(address)) return;
      seen.add(address);
      const name = reverseNameOf(ip);
      if (!this.#servesReverse(name)) return;
      const names = new Set<string>();
      for (const target of reverseTargets(this.#plugin, this.#view, address)) {
        if (target.service !== service || names.has(target.name)) continue;
        names.add(target.name);
        this.#push(name, 'PTR', target.name, owner, { kind: 'service', service, endpoint: target.endpoint });
      }
    };
    for (const ip of service.clusterIPs) add(ip, formatAddress(ip));
    for (const { endpoint, address } of endpoints) add(endpoint.ip, address);
  }

  #push(name: string, type: string, data: string, owner: string, origin: DNSRecordOrigin): void {
    if (this.#hostNames.size === 0 || !this.#hostNames.has(name)) this.#records.push({ name, type, data, ttl: this.#plugin.ttl, for: owner, origin });
  }
}

/** Endpoints under each `_port._protocol` name; a port without name has none. */
function portGroups(endpoints: readonly KnownEndpoint[]): ReadonlyMap<string, readonly { readonly endpoint: Endpoint; readonly label: string; readonly port: number }[]> {
  const groups = new Map<string, { endpoint: Endpoint; label: string; port: number }[]>();
  for (const { endpoint, label, ports } of endpoints) {
    for (const { name, protocol, port } of ports) {
      if (name === '') continue;
      const key = `_${name.toLowerCase()}._${protocol.toLowerCase()}`;
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [{ endpoint, label, port }]);
      else group.push({ endpoint, label, port });
    }
  }
  return groups;
}

function sameText(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

function addHosts(records: DNSRecord[], plugin: HostsPlugin, server: DNSServer, block: DNSServerBlock): void {
  const owner = `ConfigMap kube-system/${server.resource?.metadata.name ?? 'coredns'}`;
  const seen = new Set<string>();
  const push = (name: string, type: string, data: string) => {
    const key = `${name} ${type} ${data}`;
    if (blockFor(server, name) !== block || seen.has(key)) return;
    seen.add(key);
    records.push({ name, type, data, ttl: plugin.ttl, for: owner, origin: { kind: 'hosts', server } });
  };
  for (const { address, names } of hostEntries(plugin)) {
    for (const name of names) {
      push(name, ...addressData(address));
      if (!plugin.noReverse) push(reverseNameOf(address), 'PTR', name);
    }
  }
}

function addressData(address: IPAddress): readonly ['A' | 'AAAA', string] {
  return [address.family === 4 ? 'A' : 'AAAA', formatAddress(address)];
}

function weightOf(records: number): number {
  return Math.max(1, Math.floor((100 / (100 * records)) * 100));
}
