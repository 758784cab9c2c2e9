import { perObject } from '../../base/derived.ts';
import { groupBy } from '../../base/groupBy.ts';
import { formatAddress, parseAddress, type IPAddress } from '../../base/ip.ts';
import { message } from '../../base/message.ts';
import { namespaceOf } from '../../manifests/metadata.ts';
import { placeOf } from '../../manifests/place.ts';
import type { Allocation, AllocatedPod, AllocatedService, Endpoint } from '../allocation.ts';
import type { Certainty, Explanation } from '../explanation.ts';
import type { ResourceRecord } from './answer.ts';
import { isLive, type ClusterView, type KnownEndpoint, type KnownService } from './clusterView.ts';
import type { KnownPort } from './endpointNames.ts';
import { fallsThrough } from './fallthrough.ts';
import { servicePlaces } from './kubernetesLookup.ts';
import type { ImportedEndpoint, KnownImport } from './multicluster.ts';
import { fullyQualified, isReverseName, longestZone, nameIn, reverseNameOf } from './names.ts';
import type { HostsPlugin, KubernetesPlugin } from './plugins.ts';
import { reverseTargets } from './reverse.ts';
import { blockFor, dnsServerOf, type DNSServer } from './server.ts';
import type { DNSServerBlock } from './serverBlock.ts';

/** One record that the cluster's DNS server serves. */
export interface DNSRecord extends ResourceRecord {
  /** Whose record it is: `Service shop/web`, `Pod shop/web-0`, `ConfigMap kube-system/coredns`. */
  readonly for: string;
  readonly origin: DNSRecordOrigin;
}

export type DNSRecordOrigin =
  | {
      readonly kind: 'service';
      readonly service: AllocatedService;
      /** Of a record for one endpoint. */ readonly endpoint: Endpoint | undefined;
    }
  | { readonly kind: 'pod'; readonly pod: AllocatedPod; readonly verified: boolean }
  | {
      readonly kind: 'import';
      readonly known: KnownImport;
      /** Of a record for one endpoint. */ readonly endpoint: ImportedEndpoint | undefined;
    }
  | { readonly kind: 'version' | 'hosts'; readonly server: DNSServer };

/**
 * Every record of the Kubernetes DNS specification 1.1.0, and what CoreDNS serves beyond it under a name of its own: the version of the schema, addresses of
 * services and of their endpoints (also of those behind a cluster IP), SRV by named port, CNAME, the reverse names, ServiceImports, the address names of the
 * pods, and the entries of `hosts`. By service in apply order. Not listed, though `query` answers them: other spellings of the same records (`_http._tcp.`
 * before an address, SRV of the bare service name), names of addresses that no pod has under `pods insecure`, and what only a rewrite or a template makes up.
 * kubernetes/dns docs/specification.md; coredns plugin/kubernetes/xfr.go, kubernetes.go
 */
export const recordsOf = perObject((allocation: Allocation): readonly DNSRecord[] =>
  recordsBy(allocation, (kubernetes) => kubernetes.add(allocation)),
);

/** Those of `recordsOf` that are of the services of a name, reverse names left out, and those of `hosts`; found without listing all of them. In the same order. */
export function recordsOfService(
  allocation: Allocation,
  { name, namespace }: { readonly name: string; readonly namespace: string },
): readonly DNSRecord[] {
  return recordsBy(allocation, (kubernetes) => kubernetes.addService(name, namespace));
}

/** Of `hosts` all; `add` chooses among those of the cluster. */
function recordsBy(allocation: Allocation, add: (kubernetes: KubernetesRecords) => void): readonly DNSRecord[] {
  const server = dnsServerOf(allocation);
  const records: DNSRecord[] = [];
  // With a Corefile that it refuses CoreDNS does not start.
  if (server.refusal !== undefined) return records;
  for (const block of server.blocks) {
    for (const plugin of block.plugins) {
      if (plugin.name === 'hosts') addHosts(records, plugin, server, block);
      if (plugin.name === 'kubernetes') add(new KubernetesRecords(records, plugin, server, block));
    }
  }
  return records;
}

/** Why a record is served and says what it says. */
export function explainRecord({ type, origin, ...record }: DNSRecord): Explanation {
  switch (origin.kind) {
    case 'hosts':
      return { certainty: 'fixed', reason: message("The Corefile's hosts plugin has this entry."), because: origin.server.places };
    case 'version':
      return {
        certainty: 'fixed',
        reason: message('The kubernetes plugin says which version of the DNS schema it follows.'),
        because: origin.server.places,
      };
    case 'pod': {
      const { pod, verified } = origin;
      const reason = verified
        ? message('CoreDNS serves a name for each verified pod, of which {0} is one.', record.for)
        : message('The option "pods insecure" gives every address in a namespace a name, and this one is of {0}.', record.for);
      return { certainty: pod.explanation.certainty, reason, because: pod.explanation.because };
    }
    case 'import': {
      const {
        known: { resource },
        endpoint,
      } = origin;
      const because = [placeOf(resource, 'metadata', 'name')];
      if (endpoint !== undefined)
        return {
          certainty: 'fixed',
          reason: message('{0} is a ready endpoint of {1}.', formatAddress(endpoint.ip), record.for),
          because: [...because, endpoint.place],
        };
      return {
        certainty: 'fixed',
        reason: message('{0} has this address.', record.for),
        because: [placeOf(resource, 'spec', 'ips'), ...because],
      };
    }
    case 'service': {
      const { service, endpoint } = origin;
      const because = [...servicePlaces(service), ...(endpoint?.pod?.explanation.because ?? [])];
      if (endpoint !== undefined) {
        const certainty: Certainty = endpoint.pod === undefined ? 'fixed' : endpoint.pod.explanation.certainty;
        return {
          certainty,
          reason: message('{0} is a ready endpoint of {1}.', endpoint.target ?? formatAddress(endpoint.ip), record.for),
          because,
        };
      }
      if (type === 'CNAME')
        return { certainty: 'fixed', reason: message('{0} is an ExternalName for {1}.', record.for, record.data), because };
      return {
        certainty: service.explanation.certainty,
        reason: message('{0} has this cluster IP.', record.for),
        because: [...because, ...service.explanation.because],
      };
    }
  }
}

class KubernetesRecords {
  readonly #records: DNSRecord[];
  readonly #plugin: KubernetesPlugin;
  readonly #server: DNSServer;
  readonly #view: ClusterView;
  /** Zones of the plugin that questions reach: no other server block takes them. */
  readonly #zones: readonly string[];
  readonly #importZones: readonly string[];
  readonly #servesReverse: (name: string) => boolean;
  /** Names for which the hosts plugin answers first. */
  readonly #hostNames: ReadonlySet<string>;

  constructor(records: DNSRecord[], plugin: KubernetesPlugin, server: DNSServer, block: DNSServerBlock) {
    this.#records = records;
    this.#plugin = plugin;
    this.#server = server;
    this.#view = server.view(plugin);
    const hosts = block.plugins.filter((other): other is HostsPlugin => other.name === 'hosts');
    // A hosts plugin that does not pass on what it does not know keeps all questions but reverse ones for itself.
    const swallowed = (zone: string) =>
      hosts.some(({ zones, fallthrough }) => longestZone(zones, zone) !== undefined && !fallsThrough(fallthrough, zone));
    this.#zones = plugin.zones.filter(
      (zone) => !isReverseName(zone) && !plugin.multiclusterZones.includes(zone) && blockFor(server, zone) === block && !swallowed(zone),
    );
    this.#hostNames = new Set(
      hosts.flatMap((plugin) =>
        plugin.entries.flatMap(({ address, names }) => (plugin.noReverse ? names : [...names, reverseNameOf(address)])),
      ),
    );
    this.#importZones = plugin.multiclusterZones.filter(
      (zone) => plugin.zones.includes(zone) && blockFor(server, zone) === block && !swallowed(zone),
    );
    this.#servesReverse = (name) => longestZone(plugin.zones, name) !== undefined && blockFor(server, name) === block;
  }

  add({ pods }: Allocation): void {
    for (const zone of [...this.#zones, ...this.#importZones]) {
      this.#records.push({
        name: nameIn(zone, 'dns-version'),
        type: 'TXT',
        data: '"1.1.0"',
        ttl: 28800,
        for: corefileName(this.#server),
        origin: { kind: 'version', server: this.#server },
      });
    }
    for (const known of this.#view.services) {
      const visible = this.#view.namespaceVisible(known.service.namespace);
      if (visible) for (const zone of this.#zones) this.#addForward(known, zone);
      this.#addReverse(known);
    }
    for (const known of this.#view.imports) {
      if (this.#view.namespaceVisible(namespaceOf(known.resource))) for (const zone of this.#importZones) this.#addImport(known, zone);
    }
    if (this.#plugin.pods !== 'disabled') this.#addPods(pods, this.#plugin.pods === 'verified');
  }

  addService(name: string, namespace: string): void {
    if (!this.#view.namespaceVisible(namespace)) return;
    for (const known of this.#view.named(name, namespace)) for (const zone of this.#zones) this.#addForward(known, zone);
  }

  /** A verified pod has a name by its first address only. */
  #addPods(pods: readonly AllocatedPod[], verified: boolean): void {
    // Pods on the network of one node share its addresses.
    const seen = new Set<string>();
    for (const pod of pods) {
      if (!isLive(pod) || !this.#view.namespaceVisible(pod.namespace)) continue;
      for (const ip of verified ? pod.ips.slice(0, 1) : pod.ips) {
        const label = formatAddress(ip).replace(/[.:]/g, '-');
        if (seen.size === seen.add(`${label}.${pod.namespace}`).size) continue;
        for (const zone of this.#zones)
          this.#push(nameIn(zone, label, pod.namespace, 'pod'), ...addressData(ip), `Pod ${pod.namespace}/${pod.name}`, {
            kind: 'pod',
            pod,
            verified,
          });
      }
    }
  }

  #addImport(known: KnownImport, zone: string): void {
    const { resource, ips, ports, endpoints } = known;
    const name = nameIn(zone, resource.metadata.name, namespaceOf(resource), 'svc');
    const owner = `ServiceImport ${namespaceOf(resource)}/${resource.metadata.name}`;
    const seen = new Set<string>();
    const push = (label: string, type: string, data: string, endpoint: ImportedEndpoint | undefined) => {
      const key = `${label} ${type} ${data}`;
      if (seen.has(key)) return;
      seen.add(key);
      this.#push(`${label}${name}`, type, data, owner, { kind: 'import', known, endpoint });
    };
    // Like a service it has no name without an endpoint or a port that counts.
    if (!resource.headless && this.#plugin.ignoreEmptyServices && endpoints.length === 0) return;
    if (!resource.headless && ports.length > 0) {
      for (const ip of ips) push('', ...addressData(ip), undefined);
      for (const [service, all] of groupBy(
        ports.filter((port) => port.name !== ''),
        serviceLabels,
      )) {
        for (const { port } of all)
          if (ips.length > 0) push(`${service}.`, 'SRV', `0 ${weightOf(all.length * ips.length)} ${port} ${name}`, undefined);
      }
    }
    for (const endpoint of endpoints) {
      if (resource.headless) push('', ...addressData(endpoint.ip), endpoint);
      if (endpoint.cluster !== '') push(`${endpoint.label}.${endpoint.cluster}.`, ...addressData(endpoint.ip), endpoint);
    }
    if (!resource.headless) return;
    const named = endpoints.flatMap((endpoint) => endpoint.ports.filter((port) => port.name !== '').map((port) => ({ endpoint, port })));
    for (const [service, all] of groupBy(named, ({ port }) => serviceLabels(port))) {
      for (const { endpoint, port } of all)
        push(`${service}.`, 'SRV', `0 ${weightOf(all.length)} ${port.port} ${endpoint.label}.${endpoint.cluster}.${name}`, endpoint);
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
        if (port !== '' && addresses > 0)
          this.#push(
            `_${port.toLowerCase()}._${protocol.toLowerCase()}.${name}`,
            'SRV',
            `0 ${weightOf(sharing)} ${number} ${name}`,
            owner,
            origin,
          );
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
    if (this.#hostNames.size === 0 || !this.#hostNames.has(name))
      this.#records.push({ name, type, data, ttl: this.#plugin.ttl, for: owner, origin });
  }
}

/** Endpoints under each `_port._protocol` name; a port without name has none. */
function portGroups(
  endpoints: readonly KnownEndpoint[],
): ReadonlyMap<string, readonly { readonly endpoint: Endpoint; readonly label: string; readonly port: number }[]> {
  const groups = new Map<string, { endpoint: Endpoint; label: string; port: number }[]>();
  for (const { endpoint, label, ports } of endpoints) {
    for (const { name, protocol, port } of ports) {
      if (name === '') continue;
      const key = serviceLabels({ name, protocol, port });
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [{ endpoint, label, port }]);
      else group.push({ endpoint, label, port });
    }
  }
  return groups;
}

/** `_http._tcp` */
function serviceLabels({ name, protocol }: KnownPort): string {
  return `_${name.toLowerCase()}._${protocol.toLowerCase()}`;
}

function sameText(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

function corefileName({ resource }: DNSServer): string {
  return `ConfigMap kube-system/${resource?.metadata.name ?? 'coredns'}`;
}

function addHosts(records: DNSRecord[], plugin: HostsPlugin, server: DNSServer, block: DNSServerBlock): void {
  const owner = corefileName(server);
  const seen = new Set<string>();
  const push = (name: string, type: string, data: string) => {
    const key = `${name} ${type} ${data}`;
    if (blockFor(server, name) !== block || seen.has(key)) return;
    seen.add(key);
    records.push({ name, type, data, ttl: plugin.ttl, for: owner, origin: { kind: 'hosts', server } });
  };
  for (const { address, names } of plugin.entries) {
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
