import type { Family } from '../../base/ip.ts';
import { formatAddress } from '../../base/ip.ts';
import type { AllocatedNode, AllocatedService, AllocatedServicePort, ClusterNode, Endpoint } from '../allocation.ts';
import { labelOf } from '../labels.ts';

/** An endpoint of one port of a service. */
export interface Backend {
  readonly endpoint: Endpoint;
  readonly port: number;
}

/** The lists that kube-proxy on one node keeps for one port and family. Absent: the service never uses that list. */
export interface UsableEndpoints {
  readonly cluster: readonly Backend[] | undefined;
  readonly local: readonly Backend[] | undefined;
  /** Whether an endpoint that could be used is anywhere in the cluster. */
  readonly any: boolean;
  /** What narrowed the cluster list. */
  readonly topology: 'node' | 'zone' | undefined;
}

/** kubernetes pkg/proxy/topology.go CategorizeEndpoints */
export function usableEndpoints(
  service: AllocatedService,
  port: AllocatedServicePort,
  family: Family,
  node: AllocatedNode | ClusterNode | undefined,
): UsableEndpoints {
  const backends = backendsOf(service, port, family);
  const policies = policiesOf(service, port);
  const ready = backends.filter(({ endpoint }) => endpoint.ready);
  const draining = backends.filter(({ endpoint }) => !endpoint.ready && endpoint.serving && endpoint.terminating);
  const topology = policies.usesCluster ? topologyOf(ready, node) : undefined;
  const fallback = (first: readonly Backend[], second: readonly Backend[]) => (first.length > 0 ? first : second);
  // The one unnamed node that stands for unknown ones has every pod that is not known to be elsewhere.
  const isLocal = ({ endpoint }: Backend) =>
    node !== undefined && (endpoint.node === undefined ? node.name === '' && endpoint.pod !== undefined : endpoint.node === node.name);
  return {
    cluster: policies.usesCluster
      ? fallback(
          ready.filter((backend) => topology === undefined || isHinted(backend, topology, node)),
          draining,
        )
      : undefined,
    local: policies.usesLocal ? fallback(ready.filter(isLocal), draining.filter(isLocal)) : undefined,
    any: ready.length + draining.length > 0,
    topology,
  };
}

/** serviceport.go UsesClusterEndpoints, UsesLocalEndpoints, ExternallyAccessible */
export function policiesOf(service: AllocatedService, { nodePort }: AllocatedServicePort) {
  const { resource, loadBalancer } = service;
  const externallyAccessible = nodePort !== undefined || (resource?.externalIPs.length ?? 0) > 0 || (loadBalancer?.ips.length ?? 0) > 0;
  const internalLocal = resource?.internalTrafficPolicy === 'Local';
  const externalLocal =
    resource?.externalTrafficPolicy === 'Local' &&
    (service.type === 'NodePort' || service.type === 'LoadBalancer' || resource.externalIPs.length > 0);
  return {
    internalLocal,
    externalLocal,
    usesCluster: !internalLocal || externallyAccessible,
    usesLocal: internalLocal || (externalLocal && externallyAccessible),
  };
}

/**
 * Endpoints of the slices' port with the service port's name and protocol; an address once, ready before not ready; slices' ports without a number are left out.
 * pkg/proxy/endpointslicecache.go
 */
function backendsOf({ slices }: AllocatedService, { name, protocol }: AllocatedServicePort, family: Family): readonly Backend[] {
  const backends = new Map<string, Backend>();
  for (const slice of slices) {
    if (slice.family !== family) continue;
    for (const port of slice.ports) {
      if ((port.name ?? '') !== (name ?? '') || port.protocol !== protocol || port.port === undefined) continue;
      for (const endpoint of slice.endpoints) {
        const key = `${formatAddress(endpoint.ip)} ${port.port}`;
        const known = backends.get(key);
        if (known === undefined || (endpoint.ready && !known.endpoint.ready)) backends.set(key, { endpoint, port: port.port });
      }
    }
  }
  return [...backends.values()];
}

/** topologyModeFromHints: hints count only when every ready endpoint has one and one of them is for this node or its zone. */
function topologyOf(ready: readonly Backend[], node: ClusterNode | undefined): 'node' | 'zone' | undefined {
  if (ready.length === 0 || node === undefined) return undefined;
  if (ready.every(({ endpoint }) => endpoint.hintNodes.length > 0) && ready.some((backend) => isHinted(backend, 'node', node)))
    return 'node';
  if (ready.every(({ endpoint }) => endpoint.hintZones.length > 0) && ready.some((backend) => isHinted(backend, 'zone', node)))
    return 'zone';
  return undefined;
}

function isHinted({ endpoint }: Backend, by: 'node' | 'zone', node: ClusterNode | undefined): boolean {
  if (node === undefined) return false;
  if (by === 'node') return endpoint.hintNodes.includes(node.name);
  const zone = labelOf(node.labels, 'topology.kubernetes.io/zone') ?? '';
  return zone !== '' && endpoint.hintZones.includes(zone);
}
