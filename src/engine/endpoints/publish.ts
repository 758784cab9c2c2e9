import type { Family } from '../../base/ip.ts';
import type { Cluster } from '../../manifests/cluster.ts';
import { holdsPlaceholder } from '../../manifests/placeholder.ts';
import type { AdmittedService, AllocatedNode, AllocatedPod, Endpoint, EndpointSlice } from '../allocation.ts';
import { withHints } from './hints.ts';
import { mayBeEndpoint, portGroupsOf } from './portGroups.ts';
import { podIndexOf, selectorOf, type PodIndex } from './selection.ts';
import { writtenSlices, type WrittenSlices } from './written.ts';

/**
 * The EndpointSlices of every service, as the EndpointSlice controller publishes them, families in the service's order, endpoints in pod order.
 * Slice names are stand-ins, `web-ipv4-1`, for the real random ones. A service without selector has the slices and Endpoints that are written for it;
 * one with a selector that no pod meets has those of a snapshot, if the manifests hold them.
 * kubernetes staging/src/k8s.io/endpointslice/reconciler.go, utils.go, util/controller_utils.go
 */
export function publishEndpoints(input: {
  readonly cluster: Cluster;
  readonly services: readonly AdmittedService[];
  readonly pods: readonly AllocatedPod[];
  readonly nodes: readonly AllocatedNode[];
}): ReadonlyMap<AdmittedService, PublishedEndpoints> {
  const { cluster, services, pods, nodes } = input;
  const selectable: SelectablePods = {
    select: podIndexOf(pods).select,
    written: writtenSlices(cluster, () => pods),
    someUnaddressed: pods.some(isUnaddressed),
    nodes,
  };
  return new Map(services.map((service) => [service, endpointsOf(service, selectable)]));
}

/** What the endpoints of one service are made of. */
export interface SelectablePods extends Pick<PodIndex<AllocatedPod>, 'select'> {
  readonly written: WrittenSlices;
  /** Whether there is any pod that has an address which nothing tells. */
  readonly someUnaddressed: boolean;
  readonly nodes: readonly AllocatedNode[];
}

export function endpointsOf(service: AdmittedService, among: SelectablePods): PublishedEndpoints {
  const exists = service.rejected === undefined && service.type !== 'ExternalName';
  return {
    slices: exists ? slicesOf(service, among) : none,
    unaddressed: exists && (among.someUnaddressed || isLate(service)) ? unaddressedOf(service, among) : none,
  };
}

export interface PublishedEndpoints {
  readonly slices: readonly EndpointSlice[];
  /** Pods that would be endpoints if anything told their addresses. */
  readonly unaddressed: readonly AllocatedPod[];
}

const none: readonly never[] = [];

function unaddressedOf(service: AdmittedService, { select, nodes }: SelectablePods): readonly AllocatedPod[] {
  const selector = selectorOf(service);
  if (selector === undefined) return none;
  const nodesDeclared = nodesAreDeclared(nodes);
  return select(service.namespace, selector).filter(
    (pod) => (isUnaddressed(pod) || isLate(service)) && mayBeEndpoint(service, pod, nodesDeclared),
  );
}

/** A target port is filled in later: then no endpoint is known as a whole. */
function isLate({ ports }: AdmittedService): boolean {
  return ports.some(({ targetPort }) => typeof targetPort === 'string' && holdsPlaceholder(targetPort));
}

/** Running, with no pool or status that tells its address: unknown, rather than without one. */
export function isUnaddressed({ ips, pending }: AllocatedPod): boolean {
  return ips.length === 0 && pending === undefined;
}

function slicesOf(service: AdmittedService, { select, nodes, written }: SelectablePods): readonly EndpointSlice[] {
  const selector = selectorOf(service);
  if (selector === undefined) return service.resource === undefined ? controlPlaneSlices(service, nodes) : written.withoutSelector(service);
  const selected = isLate(service) ? none : select(service.namespace, selector);
  const observed = selected.length === 0 ? written.observed(service) : [];
  const computed =
    observed.length > 0
      ? observed
      : withHints(
          service,
          nodes,
          familiesOf(service, selected).flatMap((family) => familySlices(service, selected, family, nodesAreDeclared(nodes))),
        );
  const byHand = written.byHand(service);
  return byHand.length === 0 ? computed : [...computed, ...byHand];
}

/** utils.go getAddressTypesForService */
function familiesOf({ ipFamilies, clusterIPs, headless }: AdmittedService, selected: readonly AllocatedPod[]): readonly Family[] {
  if (ipFamilies.length > 0) return ipFamilies;
  const clusterIP = clusterIPs[0];
  if (clusterIP !== undefined) return [clusterIP.family];
  if (headless) return [4, 6];
  // No service subnet is known, so the API server's default family is not either: that of the pods stands for it.
  return [selected.find(({ ips }) => ips.length > 0)?.ips[0]?.family ?? 4];
}

function familySlices(
  service: AdmittedService,
  selected: readonly AllocatedPod[],
  family: Family,
  nodesDeclared: boolean,
): readonly EndpointSlice[] {
  const slices = portGroupsOf(service, selected, family, nodesDeclared).flatMap(({ ports, parts }) =>
    parts.map((endpoints) => ({ ports, endpoints })),
  );
  // "When no endpoint slices would usually exist, we need to add a placeholder."
  return (slices.length === 0 ? [{ ports: none, endpoints: none }] : slices).map(({ ports, endpoints }, index) => ({
    name: `${service.name}-ipv${family}-${index + 1}`,
    family,
    ports,
    endpoints,
  }));
}

/** Whether the manifests hold the nodes; else a node that only a pod names is taken to exist. */
function nodesAreDeclared(nodes: readonly AllocatedNode[]): boolean {
  return nodes.some(({ resource }) => resource !== undefined);
}

/** `default/kubernetes`: each API server publishes its own address. kubernetes pkg/controlplane/reconcilers/endpointsadapter.go */
function controlPlaneSlices(service: AdmittedService, nodes: readonly AllocatedNode[]): readonly EndpointSlice[] {
  if (service.namespace !== 'default' || service.name !== 'kubernetes') return [];
  const family = service.ipFamilies[0] ?? service.clusterIPs[0]?.family ?? 4;
  const endpoints = nodes
    .filter(({ role }) => role === 'control-plane')
    .flatMap(({ ips }): Endpoint[] => {
      const ip = ips.find((address) => address.family === family);
      if (ip === undefined) return [];
      return [
        {
          ip,
          pod: undefined,
          target: undefined,
          node: undefined,
          zone: undefined,
          hostname: undefined,
          ready: true,
          serving: true,
          terminating: false,
          hintZones: [],
          hintNodes: [],
        },
      ];
    });
  const ports = service.ports.flatMap(({ name, protocol, targetPort }) =>
    typeof targetPort === 'number' ? [{ name, protocol, port: targetPort }] : [],
  );
  return endpoints.length === 0 ? [] : [{ name: 'kubernetes', family, ports, endpoints }];
}
