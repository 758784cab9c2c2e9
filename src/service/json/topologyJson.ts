import { printableJson } from '../../base/text.ts';
import { formatAddress, formatCIDR, rangeOfCIDR, type IPRange } from '../../base/ip.ts';
import { english, type Language } from '../../base/message.ts';
import { fileFindingOf } from '../findings.ts';
import { clusterReport } from '../answers/clusters.ts';
import { clusterJson } from './compositionJson.ts';
import { findingJson } from './findingJson.ts';
import { resolvePlace } from '../../analysis/resolve.ts';
import { alternativesAmong, clustersAmong, type AnalysedCluster, type Snapshot } from '../../analysis/snapshot.ts';
import type { ClaimKind } from '../../engine/addresses/claims.ts';
import { givesAddresses, inventoryOf, useOf } from '../../engine/addresses/inventory.ts';
import type {
  AllocatedNode,
  AllocatedPod,
  AllocatedService,
  Allocation,
  Endpoint,
  EndpointSlice,
  ResolvedPort,
} from '../../engine/allocation.ts';
import { explainRecord, recordsOf, type DNSRecord } from '../../engine/coredns/records.ts';
import { explainEndpoint } from '../../engine/endpoints/explain.ts';
import type { Explanation, Refusal } from '../../engine/explanation.ts';
import type { ManifestDocument } from '../../manifests/document.ts';
import { namespaceOf } from '../../manifests/metadata.ts';
import { placeOf, type Place } from '../../manifests/place.ts';
import type { PinnedPlace } from '../../topology/protocol.ts';

/**
 * `topology --format json`, and the panel's export: contract version 1 (docs/json.md). In English whatever the reader's language, since it is held against other exports.
 * `positions`: what was dragged in the panel; absent where there is no panel.
 */
export function writeTopologyJson(snapshot: Snapshot, positions?: readonly PinnedPlace[]): string {
  const jsonOf = (cluster: AnalysedCluster): object => new ClusterJson(snapshot, cluster, english).object();
  const clusters = clustersAmong(snapshot.clusters).map(jsonOf);
  const alternatives = alternativesAmong(snapshot.clusters).map(jsonOf);
  return printableJson({
    version: 1,
    clusters,
    ...(alternatives.length === 0 ? {} : { alternatives }),
    positions: positions?.map(([id, x, y]) => ({ id, x, y })),
  });
}

/** One cluster of it. */
export function topologyObject(snapshot: Snapshot, analysed: AnalysedCluster, language: Language): object {
  return new ClusterJson(snapshot, analysed, language).object();
}

class ClusterJson {
  readonly #snapshot: Snapshot;
  readonly #analysed: AnalysedCluster;
  readonly #language: Language;
  readonly #sources = new Map<ManifestDocument, Map<string, object | null>>();

  constructor(snapshot: Snapshot, analysed: AnalysedCluster, language: Language) {
    this.#language = language;
    this.#snapshot = snapshot;
    this.#analysed = analysed;
  }

  object(): object {
    const { cluster, allocation, findings } = this.#analysed;
    return {
      ...clusterJson(clusterReport(this.#analysed, this.#language)),
      ...(cluster.alternative !== undefined && { why: cluster.alternative }),
      nodes: allocation.nodes.map((node) => this.#node(node)),
      pods: allocation.pods.map((pod) => this.#pod(pod)),
      omittedPods: allocation.omittedPods,
      refusedWorkloads: allocation.refusedWorkloads.map(({ workload, refusal }) => ({
        kind: workload.kind,
        namespace: namespaceOf(workload),
        name: workload.metadata.name,
        refused: this.#refusal(refusal),
        source: this.#source(placeOf(workload)),
      })),
      services: allocation.services.map((service) => this.#service(service)),
      ranges: inventoryOf(allocation).claims.map((claim) => ({
        kind: claim.kind,
        label: this.#language.say(claim.label),
        range: formatSpan(claim.range),
        implied: claim.implied ?? null,
        addresses: addressesJson(allocation, claim.kind, [claim.range]),
        source: this.#source(claim.place),
      })),
      ipPools: allocation.ipPools.map((pool) => ({
        name: pool.name,
        cidr: formatCIDR(pool.cidr),
        blockSize: pool.blockSize,
        capacity: numberOf(pool.capacity),
        used: pool.used,
        reserved: numberOf(pool.reserved),
        available: numberOf(pool.available),
        addresses: addressesJson(allocation, 'ip-pool', [rangeOfCIDR(pool.cidr)]),
        disabled: pool.disabled,
        refused: pool.refused === undefined ? null : this.#language.say(pool.refused),
        source: this.#source(pool.place),
      })),
      loadBalancerPools: allocation.loadBalancerPools.map((pool) => ({
        name: pool.name,
        ranges: pool.ranges.map(formatSpan),
        autoAssign: pool.autoAssign,
        capacity: numberOf(pool.capacity),
        used: pool.used,
        addresses: addressesJson(allocation, 'load-balancer-pool', pool.ranges),
        valid: pool.valid,
        refused: pool.refused === undefined ? null : this.#language.say(pool.refused),
        source: this.#source(pool.place),
      })),
      dns: recordsOf(allocation).map((record) => this.#record(record)),
      findings: findings
        .map((finding) => fileFindingOf(this.#snapshot, finding, this.#language))
        .filter((finding) => finding !== undefined)
        .map(findingJson),
    };
  }

  #node(node: AllocatedNode): object {
    return {
      name: node.name,
      role: node.role,
      unschedulable: node.unschedulable,
      ips: node.ips.map(formatAddress),
      podBlocks: node.podBlocks.map(formatCIDR),
      podCIDRs: node.podCIDRs.map(formatCIDR),
      tunnelIPs: node.tunnelIPs.map(formatAddress),
      ...this.#explained(node.explanation),
      source: this.#source(node.place),
    };
  }

  #pod(pod: AllocatedPod): object {
    return {
      namespace: pod.namespace,
      name: pod.name,
      owner: pod.owner,
      node: pod.node?.name ?? null,
      ips: pod.ips.map(formatAddress),
      ipPool: pod.ipPool ?? null,
      hostNetwork: pod.spec.hostNetwork,
      ready: pod.ready,
      phase: pod.phase,
      terminating: pod.terminating,
      pending: this.#refusal(pod.pending),
      ...this.#explained(pod.explanation),
      source: this.#source(placeOf(pod.origin)),
    };
  }

  #service(service: AllocatedService): object {
    const { loadBalancer } = service;
    return {
      namespace: service.namespace,
      name: service.name,
      type: service.type,
      clusterIPs: service.headless ? ['None'] : service.clusterIPs.map(formatAddress),
      ipFamilies: service.ipFamilies.map((family) => `IPv${family}`),
      ipFamilyPolicy: service.ipFamilyPolicy ?? null,
      ports: service.ports.map(({ name, protocol, port, targetPort, nodePort }) => ({
        name: name ?? null,
        protocol,
        port,
        targetPort,
        nodePort: nodePort ?? null,
      })),
      healthCheckNodePort: service.healthCheckNodePort ?? null,
      externalIPs: service.resource?.externalIPs ?? [],
      loadBalancer:
        loadBalancer === undefined
          ? null
          : {
              ips: loadBalancer.ips.map(formatAddress),
              pool: loadBalancer.pool ?? null,
              pending: this.#refusal(loadBalancer.pending),
              ...this.#explained(loadBalancer.explanation),
              sharedWith: loadBalancer.sharedWith,
              announcedBy:
                loadBalancer.announcedBy === undefined
                  ? null
                  : {
                      protocol: loadBalancer.announcedBy.protocol,
                      nodes: loadBalancer.announcedBy.nodes,
                      interfaces: loadBalancer.announcedBy.interfaces,
                      routes: loadBalancer.announcedBy.routes,
                      bgpRoutes: loadBalancer.announcedBy.bgpRoutes,
                      reason: this.#language.say(loadBalancer.announcedBy.reason),
                    },
            },
      endpoints: service.slices.flatMap((slice) => this.#endpoints(service, slice)),
      rejected: this.#refusal(service.rejected),
      ...this.#explained(service.explanation),
      source: service.resource === undefined ? null : this.#source(placeOf(service.resource)),
    };
  }

  /** An endpoint once for each port of its slice; once without a port for a slice that has none. */
  #endpoints(service: AllocatedService, slice: EndpointSlice): readonly object[] {
    const ports: readonly (ResolvedPort | undefined)[] = slice.ports.length === 0 ? [undefined] : slice.ports;
    return slice.endpoints.flatMap((endpoint) => {
      const explained = this.#explained(explainEndpoint(this.#analysed.cluster, service, slice, endpoint));
      return ports.map((port) => endpointJson(endpoint, port, explained));
    });
  }

  #record(record: DNSRecord): object {
    const { name, type, data, ttl, for: owner } = record;
    return { name, type, data, ttl, for: owner, ...this.#explained(explainRecord(record)) };
  }

  #refusal(refusal: Refusal<string> | undefined): object | null {
    return refusal === undefined ? null : { reason: refusal.reason, message: this.#language.say(refusal.message) };
  }

  #explained({ certainty, reason, because }: Explanation): { certainty: string; reason: string; because: readonly object[] } {
    return {
      certainty,
      reason: this.#language.say(reason),
      because: [...new Set(because.map((place) => this.#source(place)))].filter((source) => source !== null),
    };
  }

  /** The same object for the same place: many outcomes have the same causes, and to locate one reads its document. */
  #source(place: Place | undefined): object | null {
    if (place === undefined) return null;
    let sources = this.#sources.get(place.document);
    if (sources === undefined) this.#sources.set(place.document, (sources = new Map<string, object | null>()));
    const key = JSON.stringify(place.path === undefined ? [place.start, place.end] : [place.path, place.part, place.span]);
    let source = sources.get(key);
    if (source === undefined) sources.set(key, (source = this.#located(place)));
    return source;
  }

  #located(place: Place): object | null {
    const range = resolvePlace(this.#snapshot, place);
    return range === undefined ? null : { file: range.path, line: range.start.line + 1, column: range.start.character + 1 };
  }
}

/** What is set aside and what is free is said of ranges that somebody is given addresses out of. */
function addressesJson(allocation: Allocation, kind: ClaimKind, ranges: readonly IPRange[]): object {
  const { size, used, held, free } = useOf(allocation, kind, ranges);
  const gives = givesAddresses(kind);
  return { size: numberOf(size), used: numberOf(used), held: gives ? numberOf(held) : null, free: gives ? numberOf(free) : null };
}

function endpointJson(endpoint: Endpoint, port: ResolvedPort | undefined, explained: object): object {
  return {
    ip: formatAddress(endpoint.ip),
    port: port?.port ?? null,
    portName: port?.name ?? null,
    protocol: port?.protocol ?? null,
    pod: endpoint.target ?? null,
    node: endpoint.node ?? null,
    zone: endpoint.zone ?? null,
    hostname: endpoint.hostname ?? null,
    ready: endpoint.ready,
    serving: endpoint.serving,
    terminating: endpoint.terminating,
    ...explained,
  };
}

/** JSON numbers are exact up to 2^53; a larger count is printed as the nearest number. */
function numberOf(count: bigint): number {
  return Number(count);
}

/** `a-b` even for one address, as the contract has it. */
function formatSpan({ family, first, last }: IPRange): string {
  return `${formatAddress({ family, value: first })}-${formatAddress({ family, value: last })}`;
}
