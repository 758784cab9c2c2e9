import { perObject } from '../../base/derived.ts';
import type { Family } from '../../base/ip.ts';
import type { AdmittedService, AllocatedPod, Endpoint, ResolvedPort } from '../allocation.ts';
import { resolvePorts } from './ports.ts';

/** Endpoints in one slice. kube-controller-manager --max-endpoints-per-slice */
const MAX_ENDPOINTS = 100;

/** The endpoints of a service that listen on the same ports, in pod order, in parts of the size of a slice. */
export interface PortGroup {
  readonly ports: readonly ResolvedPort[];
  readonly parts: readonly (readonly Endpoint[])[];
}

/** The endpoints that the selected pods are in one family. Services of one selector and the same ports have the very same ones. reconciler.go */
export function portGroupsOf(
  service: AdmittedService,
  selected: readonly AllocatedPod[],
  family: Family,
  nodesDeclared: boolean,
): readonly PortGroup[] {
  // What few pods are is sooner made than found.
  if (selected.length < fewPods) return madeOf(service, selected, family, nodesDeclared);
  const { known, haveNames } = sharedBy(selected);
  const key = JSON.stringify([
    family,
    nodesDeclared,
    service.resource?.publishNotReadyAddresses ?? false,
    haveNames ? service.name : '',
    service.ports.map(({ name, protocol, targetPort }) => [name, protocol, targetPort]),
  ]);
  let groups = known.get(key);
  if (groups === undefined) known.set(key, (groups = madeOf(service, selected, family, nodesDeclared)));
  return groups;
}

const fewPods = 20;

const sharedBy = perObject((pods: readonly AllocatedPod[]) => ({
  known: new Map<string, readonly PortGroup[]>(),
  /** Only under the service that their subdomain names. */
  haveNames: pods.some(({ hostname }) => hostname !== undefined && hostname !== ''),
}));

function madeOf(service: AdmittedService, selected: readonly AllocatedPod[], family: Family, nodesDeclared: boolean): readonly PortGroup[] {
  interface Group {
    readonly ports: readonly ResolvedPort[];
    readonly endpoints: Endpoint[];
  }
  const groups = new Map<string, Group>();
  // Pods of one workload stand together and have their ports in common.
  let last: { readonly spec: AllocatedPod['spec']; readonly group: Group } | undefined;
  for (const pod of selected) {
    const endpoint = endpointOf(service, pod, family, nodesDeclared);
    if (endpoint === undefined) continue;
    if (last?.spec !== pod.spec) {
      const ports = resolvePorts(service.ports, pod);
      const key = ports.map(({ name, protocol, port }) => `${name ?? ''}/${protocol}/${port ?? ''}`).join(' ');
      let group = groups.get(key);
      if (group === undefined) groups.set(key, (group = { ports, endpoints: [] }));
      last = { spec: pod.spec, group };
    }
    last.group.endpoints.push(endpoint);
  }
  return [...groups.values()].map(({ ports, endpoints }) => ({ ports, parts: inParts(endpoints) }));
}

function inParts(endpoints: readonly Endpoint[]): readonly (readonly Endpoint[])[] {
  // A copy has no room for more.
  const parts: (readonly Endpoint[])[] = [];
  for (let start = 0; start < endpoints.length; start += MAX_ENDPOINTS) parts.push(endpoints.slice(start, start + MAX_ENDPOINTS));
  return parts;
}

/** controller_utils.go ShouldPodBeInEndpoints, apart from the address. */
export function mayBeEndpoint({ resource }: AdmittedService, pod: AllocatedPod, nodesDeclared: boolean): boolean {
  if (pod.phase === 'Failed' || pod.phase === 'Succeeded') return false;
  // The controller looks the node up and leaves the pod out when there is none.
  return (pod.node !== undefined && (!nodesDeclared || pod.node.resource !== undefined)) || (resource?.publishNotReadyAddresses ?? false);
}

/** utils.go podToEndpoint; absent when the pod is left out. */
function endpointOf(service: AdmittedService, pod: AllocatedPod, family: Family, nodesDeclared: boolean): Endpoint | undefined {
  if (!mayBeEndpoint(service, pod, nodesDeclared)) return undefined;
  const publishNotReady = service.resource?.publishNotReadyAddresses ?? false;
  const ip = pod.ips.find((address) => address.family === family);
  if (ip === undefined) return undefined;
  const zone = pod.node?.labels['topology.kubernetes.io/zone'];
  return {
    ip,
    pod,
    target: `${pod.namespace}/${pod.name}`,
    node: pod.node?.name === '' ? undefined : pod.node?.name,
    zone: zone === '' ? undefined : zone,
    hostname: pod.hostname !== undefined && pod.hostname !== '' && subdomainOf(pod) === service.name ? pod.hostname : undefined,
    ready: publishNotReady || (pod.ready && !pod.terminating),
    serving: pod.ready,
    terminating: pod.terminating,
    hintZones: [],
    hintNodes: [],
  };
}

/** A StatefulSet's own controller sets the subdomain of its pods. kubernetes pkg/controller/statefulset/stateful_set_utils.go initIdentity */
export function subdomainOf({ origin, spec }: AllocatedPod): string | undefined {
  return origin.type === 'Workload' && origin.controller === 'StatefulSet' ? origin.serviceName : spec.subdomain;
}
