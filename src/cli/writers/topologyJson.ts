import { formatAddress, formatCIDR, type IPRange } from '../../base/ip.ts';
import { render } from '../../base/message.ts';
import { resolveFinding, resolvePlace } from '../../analysis/resolve.ts';
import type { AnalysedCluster, Snapshot } from '../../analysis/snapshot.ts';
import type { AllocatedNode, AllocatedPod, AllocatedService, Endpoint, EndpointSlice, ResolvedPort } from '../../engine/allocation.ts';
import { recordsOf } from '../../engine/coredns/records.ts';
import type { Explanation, Refusal } from '../../engine/explanation.ts';
import { placeOf, type Place } from '../../manifests/place.ts';
import { findingJson } from './checkJson.ts';

/** `topology --format json`, contract version 1 (docs/json.md). */
export function writeTopologyJson(snapshot: Snapshot): string {
  return `${JSON.stringify({ version: 1, clusters: snapshot.clusters.map((cluster) => new ClusterJson(snapshot, cluster).object()) }, undefined, 2)}\n`;
}

class ClusterJson {
  readonly #snapshot: Snapshot;
  readonly #analysed: AnalysedCluster;

  constructor(snapshot: Snapshot, analysed: AnalysedCluster) {
    this.#snapshot = snapshot;
    this.#analysed = analysed;
  }

  object(): object {
    const { cluster, allocation, findings } = this.#analysed;
    return {
      name: cluster.name,
      root: cluster.root,
      nodes: allocation.nodes.map((node) => this.#node(node)),
      pods: allocation.pods.map((pod) => this.#pod(pod)),
      omittedPods: allocation.omittedPods,
      services: allocation.services.map((service) => this.#service(service)),
      ipPools: allocation.ipPools.map((pool) => ({
        name: pool.name, cidr: formatCIDR(pool.cidr), blockSize: pool.blockSize, capacity: numberOf(pool.capacity), used: pool.used,
        disabled: pool.disabled, refused: pool.refused === undefined ? null : render(pool.refused), source: this.#source(pool.place),
      })),
      loadBalancerPools: allocation.loadBalancerPools.map((pool) => ({
        name: pool.name, ranges: pool.ranges.map(formatSpan), autoAssign: pool.autoAssign, capacity: numberOf(pool.capacity), used: pool.used,
        valid: pool.valid, refused: pool.refused === undefined ? null : render(pool.refused), source: this.#source(pool.place),
      })),
      dns: recordsOf(allocation).map(({ name, type, data, ttl, for: owner }) => ({ name, type, data, ttl, for: owner })),
      findings: findings.map((finding) => resolveFinding(this.#snapshot, finding)).filter((finding) => finding !== undefined).map(findingJson),
    };
  }

  #node(node: AllocatedNode): object {
    return {
      name: node.name, role: node.role, ips: node.ips.map(formatAddress), podBlocks: node.podBlocks.map(formatCIDR), podCIDRs: node.podCIDRs.map(formatCIDR),
      tunnelIPs: node.tunnelIPs.map(formatAddress), ...this.#explained(node.explanation), source: this.#source(node.place),
    };
  }

  #pod(pod: AllocatedPod): object {
    return {
      namespace: pod.namespace, name: pod.name, owner: pod.owner, node: pod.node?.name ?? null, ips: pod.ips.map(formatAddress), ipPool: pod.ipPool ?? null,
      hostNetwork: pod.spec.hostNetwork, ready: pod.ready, pending: refusalJson(pod.pending), ...this.#explained(pod.explanation), source: this.#source(placeOf(pod.origin)),
    };
  }

  #service(service: AllocatedService): object {
    const { loadBalancer } = service;
    return {
      namespace: service.namespace, name: service.name, type: service.type,
      clusterIPs: service.headless ? ['None'] : service.clusterIPs.map(formatAddress),
      ipFamilies: service.ipFamilies.map((family) => `IPv${family}`), ipFamilyPolicy: service.ipFamilyPolicy ?? null,
      ports: service.ports.map(({ name, protocol, port, targetPort, nodePort }) => ({ name: name ?? null, protocol, port, targetPort, nodePort: nodePort ?? null })),
      healthCheckNodePort: service.healthCheckNodePort ?? null,
      externalIPs: service.resource?.externalIPs ?? [],
      loadBalancer: loadBalancer === undefined ? null : {
        ips: loadBalancer.ips.map(formatAddress), pool: loadBalancer.pool ?? null, pending: refusalJson(loadBalancer.pending), ...this.#explained(loadBalancer.explanation),
        sharedWith: loadBalancer.sharedWith,
        announcedBy: loadBalancer.announcedBy === undefined ? null : {
          protocol: loadBalancer.announcedBy.protocol, nodes: loadBalancer.announcedBy.nodes, routes: loadBalancer.announcedBy.routes, reason: render(loadBalancer.announcedBy.reason),
        },
      },
      endpoints: service.slices.flatMap((slice) => endpointsJson(slice)),
      rejected: refusalJson(service.rejected), ...this.#explained(service.explanation), source: service.resource === undefined ? null : this.#source(placeOf(service.resource)),
    };
  }

  #explained({ certainty, reason, because }: Explanation): { certainty: string; reason: string; because: readonly object[] } {
    return { certainty, reason: render(reason), because: because.map((place) => this.#source(place)).filter((source) => source !== null) };
  }

  #source(place: Place | undefined): object | null {
    const range = place === undefined ? undefined : resolvePlace(this.#snapshot, place);
    return range === undefined ? null : { file: range.path, line: range.start.line + 1, column: range.start.character + 1 };
  }
}

/** An endpoint once for each port of its slice; once without a port for a slice that has none. */
function endpointsJson(slice: EndpointSlice): readonly object[] {
  const ports: readonly (ResolvedPort | undefined)[] = slice.ports.length === 0 ? [undefined] : slice.ports;
  return slice.endpoints.flatMap((endpoint) => ports.map((port) => endpointJson(endpoint, port)));
}

function endpointJson(endpoint: Endpoint, port: ResolvedPort | undefined): object {
  return {
    ip: formatAddress(endpoint.ip), port: port?.port ?? null, portName: port?.name ?? null, protocol: port?.protocol ?? null,
    pod: endpoint.target ?? null, node: endpoint.node ?? null, zone: endpoint.zone ?? null, hostname: endpoint.hostname ?? null,
    ready: endpoint.ready, serving: endpoint.serving, terminating: endpoint.terminating,
  };
}

function refusalJson(refusal: Refusal<string> | undefined): object | null {
  return refusal === undefined ? null : { reason: refusal.reason, message: render(refusal.message) };
}

/** JSON numbers are exact up to 2^53; a larger count is printed as the nearest number. */
function numberOf(count: bigint): number {
  return Number(count);
}

/** `a-b` even for one address, as the contract has it. */
function formatSpan({ family, first, last }: IPRange): string {
  return `${formatAddress({ family, value: first })}-${formatAddress({ family, value: last })}`;
}
