import { groupBy } from '../../base/groupBy.ts';
import { parseAddress, type Family } from '../../base/ip.ts';
import { resourcesOf, type Cluster } from '../../manifests/cluster.ts';
import { namespaceOf } from '../../manifests/metadata.ts';
import type {
  EndpointAddress,
  EndpointPort,
  EndpointSliceResource,
  EndpointsResource,
  ObjectReference,
  SliceEndpoint,
} from '../../manifests/resources/core.ts';
import type { AdmittedService, AllocatedPod, Endpoint, EndpointSlice, ResolvedPort } from '../allocation.ts';
import { lastApplied } from '../lastApplied.ts';

/** EndpointSlices that stand in the manifests, and those that the mirroring controller would make of written Endpoints; slices in name order. */
export interface WrittenSlices {
  /** All slices of a service that has no selector. */
  withoutSelector(service: AdmittedService): readonly EndpointSlice[];
  /** What the EndpointSlice controller had published when the manifests were taken from a cluster. */
  observed(service: AdmittedService): readonly EndpointSlice[];
  /** Slices that no controller manages: they count beside the published ones. */
  byHand(service: AdmittedService): readonly EndpointSlice[];
}

const MANAGED_BY = 'endpointslice.kubernetes.io/managed-by';
const CONTROLLER = 'endpointslice-controller.k8s.io';
const MIRRORING_CONTROLLER = 'endpointslicemirroring-controller.k8s.io';

/** `pods`: asked for when a slice names one. */
export function writtenSlices(cluster: Cluster, pods: () => readonly AllocatedPod[]): WrittenSlices {
  const slices = groupBy(
    lastApplied(resourcesOf(cluster, 'EndpointSlice')).filter(({ serviceName }) => serviceName !== undefined),
    (slice) => `${namespaceOf(slice)}/${slice.serviceName ?? ''}`,
  );
  const endpoints = new Map(
    lastApplied(resourcesOf(cluster, 'Endpoints')).map((resource) => [`${namespaceOf(resource)}/${resource.metadata.name}`, resource]),
  );
  if (slices.size === 0 && endpoints.size === 0) return nothingWritten;

  const podOf = podFinder(pods());
  const keyOf = ({ namespace, name }: AdmittedService) => `${namespace}/${name}`;
  const slicesOf = (service: AdmittedService, wanted: (manager: string | undefined) => boolean) =>
    (slices.get(keyOf(service)) ?? [])
      .filter(({ metadata: { labels } }) => wanted(labels[MANAGED_BY]))
      .toSorted((one, other) => (one.metadata.name < other.metadata.name ? -1 : one.metadata.name > other.metadata.name ? 1 : 0))
      .flatMap((slice) => sliceOf(slice, podOf));
  const mirrored = (service: AdmittedService) => {
    const resource = endpoints.get(keyOf(service));
    return resource === undefined ? [] : mirror(resource, podOf);
  };
  return {
    withoutSelector(service) {
      const mirror = mirrored(service);
      // A snapshot holds the Endpoints and their mirror: either stands for both.
      return [...mirror, ...slicesOf(service, (manager) => mirror.length === 0 || manager !== MIRRORING_CONTROLLER)];
    },
    observed(service) {
      const observed = slicesOf(service, (manager) => manager === CONTROLLER);
      return observed.length > 0 ? observed : mirrored(service);
    },
    byHand: (service) => slicesOf(service, (manager) => manager !== CONTROLLER && manager !== MIRRORING_CONTROLLER),
  };
}

const nothingWritten: WrittenSlices = { withoutSelector: () => [], observed: () => [], byHand: () => [] };

type PodFinder = (target: ObjectReference | undefined, namespace: string) => AllocatedPod | undefined;

function podFinder(pods: readonly AllocatedPod[]): PodFinder {
  let byName: Map<string, AllocatedPod> | undefined;
  return (target, namespace) => {
    if (target?.kind !== 'Pod') return undefined;
    byName ??= new Map(pods.map((pod) => [`${pod.namespace}/${pod.name}`, pod]));
    return byName.get(`${target.namespace ?? namespace}/${target.name}`);
  };
}

/** kubernetes pkg/proxy/endpointslicecache.go: absent `ready` is true, absent `serving` goes by `ready`; of each endpoint the first address counts. */
function sliceOf(resource: EndpointSliceResource, podOf: PodFinder): readonly EndpointSlice[] {
  const family = resource.addressType === 'IPv4' ? 4 : resource.addressType === 'IPv6' ? 6 : undefined;
  if (family === undefined) return [];
  const endpoints = resource.endpoints.flatMap((written) => endpointOf(written, family, namespaceOf(resource), podOf));
  return [{ name: resource.metadata.name, family, ports: resource.ports.map(portOf), endpoints }];
}

function endpointOf(written: SliceEndpoint, family: Family, namespace: string, podOf: PodFinder): readonly Endpoint[] {
  const ip = parseAddress(written.addresses[0] ?? '');
  if (ip?.family !== family) return [];
  const ready = written.ready ?? true;
  return [
    {
      ip,
      pod: podOf(written.targetRef, namespace),
      target: targetOf(written.targetRef, namespace),
      node: written.nodeName,
      zone: written.zone,
      hostname: written.hostname,
      ready,
      serving: written.serving ?? ready,
      terminating: written.terminating ?? false,
      hintZones: written.hintZones,
      hintNodes: written.hintNodes,
    },
  ];
}

function targetOf(target: ObjectReference | undefined, namespace: string): string | undefined {
  return target === undefined ? undefined : `${target.namespace ?? namespace}/${target.name}`;
}

/** Addresses of a subset that the mirroring controller copies. pkg/controller/endpointslicemirroring --mirroring-max-endpoints-per-subset */
const MAX_MIRRORED = 1000;

/** kubernetes pkg/controller/endpointslicemirroring/reconciler.go, utils.go */
function mirror(resource: EndpointsResource, podOf: PodFinder): readonly EndpointSlice[] {
  const { labels, annotations, name } = resource.metadata;
  if (labels['endpointslice.kubernetes.io/skip-mirror'] === 'true' || annotations['control-plane.alpha.kubernetes.io/leader'] !== undefined)
    return [];
  const slices: EndpointSlice[] = [];
  for (const { addresses, notReadyAddresses, ports } of resource.subsets) {
    const endpoints = [
      ...addresses.flatMap((address) => mirroredEndpoint(address, true, namespaceOf(resource), podOf)),
      ...notReadyAddresses.flatMap((address) => mirroredEndpoint(address, false, namespaceOf(resource), podOf)),
    ].slice(0, MAX_MIRRORED);
    for (const family of [4, 6] as const) {
      const ofFamily = endpoints.filter(({ ip }) => ip.family === family);
      if (ofFamily.length === 0) continue;
      const number = slices.filter((slice) => slice.family === family).length + 1;
      slices.push({ name: `${name}-ipv${family}-${number}`, family, ports: ports.map(portOf), endpoints: ofFamily });
    }
  }
  return slices;
}

function mirroredEndpoint(address: EndpointAddress, ready: boolean, namespace: string, podOf: PodFinder): readonly Endpoint[] {
  const ip = parseAddress(address.ip);
  if (ip === undefined) return [];
  return [
    {
      ip,
      pod: podOf(address.targetRef, namespace),
      target: targetOf(address.targetRef, namespace),
      node: address.nodeName,
      zone: undefined,
      hostname: address.hostname,
      ready,
      serving: ready,
      terminating: false,
      hintZones: [],
      hintNodes: [],
    },
  ];
}

function portOf({ name, protocol, port }: EndpointPort): ResolvedPort {
  return { name: name === '' ? undefined : name, protocol, port };
}
