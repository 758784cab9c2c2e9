import { message } from '../../base/message.ts';
import { resourcesOf, type Cluster } from '../../manifests/cluster.ts';
import { keyPlaceOf, placeOf, type Place } from '../../manifests/place.ts';
import type { IPAddressPoolResource, LegacyPool, MetalLBConfigResource } from '../../manifests/resources/metallb.ts';
import type { Refusal } from '../explanation.ts';
import { rangesOf, type Network } from '../network.ts';
import { aggregationFault, bgpAnnouncementFault, bgpAnnouncementOf } from './bgpAnnouncement.ts';
import { isSeen, metalLBNamespace } from './namespace.ts';
import { poolOf, withCommonFaults, type LoadBalancerPool, type PoolFault } from './pool.ts';
import { poolEntryOf, type PoolEntry } from './poolAddresses.ts';
import { scopeFault, scopeOf } from './scope.ts';

/** Name of the pool that the network's own range of external addresses makes when no manifest declares one. */
export const networkPoolName = 'kubernetes-service-ips';

export interface MetalLBConfiguration {
  /** In apply order. Empty while `known`: MetalLB has no pools, which is lawful. */
  readonly pools: readonly LoadBalancerPool[];
  /** Pools in a namespace that MetalLB does not look at. */
  readonly unseen: readonly LoadBalancerPool[];
  /** Whether anything says what the pools are. */
  readonly known: boolean;
  /** Why MetalLB refuses the whole; then it hands out nothing. */
  readonly refusal: Refusal<'invalid-configuration'> | undefined;
}

/**
 * The pools that MetalLB reads: IPAddressPools, else those of the ConfigMap that it read until v0.12, else the network's range of external service addresses.
 * Computed once for a cluster and its network. metallb internal/k8s/controllers/pool_controller.go, internal/config/config.go
 */
export function configurationOf(cluster: Cluster, network: Network): MetalLBConfiguration {
  const cached = configurations.get(cluster);
  if (cached?.network === network) return cached.configuration;
  const configuration = readConfiguration(cluster, network);
  configurations.set(cluster, { network, configuration });
  return configuration;
}

const configurations = new WeakMap<Cluster, { readonly network: Network; readonly configuration: MetalLBConfiguration }>();

function readConfiguration(cluster: Cluster, network: Network): MetalLBConfiguration {
  const resources = resourcesOf(cluster, 'IPAddressPool');
  if (resources.length > 0) {
    const namespace = metalLBNamespace(cluster);
    const pools = (seen: boolean) => resources.filter((resource) => isSeen(resource, namespace) === seen).map((resource) => poolOfResource(resource, cluster));
    const unseen = pools(false).map((pool) => ({ ...pool, fault: unseenFault(pool, namespace) }));
    return validated(pools(true), unseen, undefined);
  }
  // Of several ConfigMaps of the one name that MetalLB reads, the last applied is what stands there.
  const legacy = resourcesOf(cluster, 'MetalLBConfig').at(-1);
  if (legacy !== undefined) return validated(legacy.pools.map((pool, index) => poolOfLegacy(pool, legacy, index)), [], legacyFault(legacy));
  const own = poolOfNetwork(network);
  return own === undefined ? { pools: [], unseen: [], known: false, refusal: undefined } : validated([own], [], undefined);
}

function validated(read: readonly LoadBalancerPool[], unseen: readonly LoadBalancerPool[], whole: PoolFault | undefined): MetalLBConfiguration {
  const pools = withCommonFaults(read);
  const faults = pools.flatMap(({ fault }) => (fault === undefined ? [] : [fault]));
  const first = whole ?? faults[0];
  return {
    pools, unseen, known: true,
    refusal: first === undefined ? undefined : {
      reason: 'invalid-configuration',
      message: message('MetalLB refuses its whole configuration: {0}.', first.message),
      because: whole === undefined ? faults.flatMap(({ because }) => because) : whole.because,
    },
  };
}

function poolOfResource(resource: IPAddressPoolResource, cluster: Cluster): LoadBalancerPool {
  const { metadata, addresses, autoAssign, avoidBuggyIPs, serviceAllocation } = resource;
  const fault = serviceAllocation === undefined ? undefined : scopeFault(serviceAllocation);
  return poolOf({
    name: metadata.name, labels: metadata.labels, autoAssign, avoidBuggyIPs,
    addresses: addresses.map((text, index) => ({ text, place: placeOf(resource, 'spec', 'addresses', index) })),
    scope: serviceAllocation === undefined ? undefined : scopeOf(serviceAllocation, cluster),
    announcement: 'by-manifests',
    place: placeOf(resource, 'metadata', 'name'),
    fault: fault === undefined ? undefined : { message: message('pool "{0}": {1}', metadata.name, fault.message), because: [placeOf(resource, 'spec', ...fault.path)] },
  });
}

function unseenFault({ name, place }: LoadBalancerPool, namespace: string | undefined): PoolFault {
  return { message: message('MetalLB sees pools of its own namespace {0} only, so not "{1}"', namespace ?? 'metallb-system', name), because: place === undefined ? [] : [place] };
}

function legacyFault(config: MetalLBConfigResource): PoolFault | undefined {
  return config.refused === undefined ? undefined : { message: message('it cannot be read ({0})', config.refused), because: [keyPlaceOf(config, 'data', 'config')] };
}

/** metallb v0.12.1 internal/config/config.go parseAddressPool */
function poolOfLegacy(pool: LegacyPool, config: MetalLBConfigResource, index: number): LoadBalancerPool {
  const at = (...path: readonly (string | number)[]) => placeOf(config, 'data', 'config', 'address-pools', index, ...path);
  const announcements = (pool.bgpAdvertisements.length > 0 ? pool.bgpAdvertisements : [{}]).map(bgpAnnouncementOf);
  const result = poolOf({
    name: pool.name, labels: {}, autoAssign: pool.autoAssign, avoidBuggyIPs: pool.avoidBuggyIPs, scope: undefined,
    addresses: pool.addresses.map((text, entry) => ({ text, place: at('addresses', entry) })),
    announcement: pool.protocol === 'bgp' ? announcements : 'layer2',
    place: at('name'),
    fault: undefined,
  });
  return { ...result, fault: result.fault ?? legacyPoolFault(pool, result, at('protocol'), at('bgp-advertisements')) };
}

function legacyPoolFault(pool: LegacyPool, { announcement, entries }: LoadBalancerPool, protocol: Place, advertisements: Place): PoolFault | undefined {
  if (pool.protocol === undefined || pool.protocol === '') return { message: message('pool "{0}" has no protocol', pool.name), because: [protocol] };
  if (pool.protocol !== 'layer2' && pool.protocol !== 'bgp') return { message: message('pool "{0}": "{1}" is not a protocol: layer2 and bgp are', pool.name, pool.protocol), because: [protocol] };
  if (typeof announcement === 'string') {
    return pool.bgpAdvertisements.length === 0 ? undefined : { message: message('pool "{0}" is announced by layer2, so it may not have bgp-advertisements', pool.name), because: [advertisements] };
  }
  const seen = new Set<string>();
  for (const one of announcement) {
    const fault = bgpAnnouncementFault(one) ?? aggregationFault(one, entries, pool.name);
    if (fault !== undefined) return { message: message('pool "{0}": {1}', pool.name, fault), because: [advertisements] };
    const key = JSON.stringify(one);
    if (seen.has(key)) return { message: message('pool "{0}" has two equal bgp-advertisements', pool.name), because: [advertisements] };
    seen.add(key);
  }
  return undefined;
}

/** The range that the device (or the site) gives to external services; several ranges make one pool. */
function poolOfNetwork(network: Network): LoadBalancerPool | undefined {
  const ranges = rangesOf(network, 'service-ips');
  const broken = network.faults.find(({ role }) => role === 'service-ips');
  if (ranges.length === 0 && broken === undefined) return undefined;
  const entries: PoolEntry[] = [];
  for (const { range, text } of ranges) {
    // The device's file and an EdgeNetwork may both state the one range.
    const stated = entries.some(({ range: earlier }) => earlier !== undefined && earlier.family === range.family && earlier.first <= range.first && range.last <= earlier.last);
    if (!stated) entries.push(poolEntryOf(range, text));
  }
  return {
    name: networkPoolName, labels: {}, autoAssign: true, avoidBuggyIPs: false, scope: undefined, announcement: 'layer2', entries,
    place: ranges[0]?.place ?? broken?.place,
    fault: entries.length > 0 || broken === undefined ? undefined
      : { message: message('"{0}" is not a range of addresses', broken.text), because: [broken.place] },
  };
}
