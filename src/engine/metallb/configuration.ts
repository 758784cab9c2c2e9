import { perObject } from '../../base/derived.ts';
import { message, sentences } from '../../base/message.ts';
import { resourcesOf, type Cluster } from '../../manifests/cluster.ts';
import { isSame } from '../../manifests/same.ts';
import { placeOf } from '../../manifests/place.ts';
import type { IPAddressPoolResource } from '../../manifests/resources/metallb.ts';
import type { Refusal } from '../explanation.ts';
import { rangesOf, type Network } from '../network.ts';
import { bgpModeOf } from './bgpMode.ts';
import { communityAliasesOf, type CommunityAliases } from './communities.ts';
import { legacyConfigurationOf } from './legacyConfiguration.ts';
import { isSeen, metalLBNamespace } from './namespace.ts';
import type { ConfigurationFault } from './fault.ts';
import { compareNames, poolOf, withCommonFaults, type LoadBalancerPool } from './pool.ts';
import { parsePoolEntry, poolEntryOf, type PoolEntry } from './poolAddresses.ts';
import { scopeFault, scopeOf } from './scope.ts';

/** Name of the pool that the network's own range of external addresses makes when no manifest declares one: that of the field. No manifest can give it to another. */
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
  /** What the names of communities stand for. */
  readonly communities: CommunityAliases;
  /** Why MetalLB refuses the whole, other than for one of the pools. */
  readonly fault: ConfigurationFault | undefined;
}

/**
 * The pools that MetalLB reads: IPAddressPools, else those of the ConfigMap that it read until v0.12, else the network's range of external service addresses.
 * Computed once for a cluster and its network. metallb internal/k8s/controllers/pool_controller.go, internal/config/config.go
 */
export function configurationOf(cluster: Cluster, network: Network): MetalLBConfiguration {
  return configurations(cluster)(network);
}

const configurations = perObject((cluster: Cluster) => perObject((network: Network) => readConfiguration(cluster, network), isSame));

function readConfiguration(cluster: Cluster, network: Network): MetalLBConfiguration {
  const resources = resourcesOf(cluster, 'IPAddressPool');
  if (resources.length > 0) {
    const namespace = metalLBNamespace(cluster);
    const pools = (seen: boolean) =>
      resources.filter((resource) => isSeen(resource, namespace) === seen).map((resource) => poolOfResource(resource, cluster));
    const unseen = pools(false).map((pool) => ({ ...pool, fault: unseenFault(pool, namespace) }));
    const communities = aliasesOf(cluster, namespace);
    return validated(pools(true), unseen, communities, communities.fault);
  }
  // Of several ConfigMaps of the one name that MetalLB reads, the last applied is what stands there.
  const legacy = resourcesOf(cluster, 'MetalLBConfig')
    .filter((config) => isSeen(config, metalLBNamespace(cluster)))
    .at(-1);
  if (legacy !== undefined) {
    const { pools, communities, fault } = legacyConfigurationOf(legacy);
    return validated(pools, [], communities, fault);
  }
  const own = poolOfAddOn(cluster) ?? poolOfNetwork(network);
  return own === undefined
    ? { pools: [], unseen: [], known: false, refusal: undefined, communities: noAliases, fault: undefined }
    : validated([own], [], noAliases, undefined);
}

const noAliases: CommunityAliases = { byName: new Map(), fault: undefined, faults: [] };

/** In name order, which decides only what a message names. The controller reads them too, so that a fault takes the addresses away. */
export function aliasesOf(cluster: Cluster, namespace: string | undefined): CommunityAliases {
  const resources = resourcesOf(cluster, 'Community').filter((resource) => isSeen(resource, namespace));
  if (resources.length === 0) return noAliases;
  const aliases = [...resources]
    .sort((one, other) => compareNames(one.metadata.name, other.metadata.name))
    .flatMap((resource) =>
      resource.communities.map(({ name, value }, index) => ({ name, value, place: placeOf(resource, 'spec', 'communities', index) })),
    );
  return communityAliasesOf(aliases, bgpModeOf(cluster) !== 'native');
}

function validated(
  read: readonly LoadBalancerPool[],
  unseen: readonly LoadBalancerPool[],
  communities: CommunityAliases,
  whole: ConfigurationFault | undefined,
): MetalLBConfiguration {
  const pools = withCommonFaults(read);
  const faults = pools.flatMap(({ fault }) => (fault === undefined ? [] : [fault]));
  const first = whole ?? faults[0];
  return {
    pools,
    unseen,
    known: true,
    communities,
    fault: whole,
    refusal:
      first === undefined
        ? undefined
        : {
            reason: 'invalid-configuration',
            message: sentences(message('MetalLB refuses its whole configuration.'), first.message),
            because: whole === undefined ? faults.flatMap(({ because }) => because) : whole.because,
          },
  };
}

function poolOfResource(resource: IPAddressPoolResource, cluster: Cluster): LoadBalancerPool {
  const { metadata, addresses, autoAssign, avoidBuggyIPs, serviceAllocation } = resource;
  const fault = serviceAllocation === undefined ? undefined : scopeFault(serviceAllocation);
  return poolOf({
    name: metadata.name,
    labels: metadata.labels,
    autoAssign,
    avoidBuggyIPs,
    addresses: addresses.map((text, index) => ({ text, place: placeOf(resource, 'spec', 'addresses', index) })),
    scope: serviceAllocation === undefined ? undefined : scopeOf(serviceAllocation, cluster),
    announcement: 'by-manifests',
    place: placeOf(resource, 'metadata', 'name'),
    fault:
      fault === undefined
        ? undefined
        : {
            message: sentences(message('The fault is in pool "{0}".', metadata.name), fault.message),
            because: [placeOf(resource, 'spec', ...fault.path)],
          },
  });
}

function unseenFault({ name, place }: LoadBalancerPool, namespace: string | undefined): ConfigurationFault {
  return {
    message: message(
      'MetalLB sees pools of its own namespace {0} only, so that it does not see "{1}".',
      namespace ?? 'metallb-system',
      name,
    ),
    because: place === undefined ? [] : [place],
  };
}

/** MicroK8s' add-on makes one pool of its ranges, and an advertisement for all. canonical/microk8s-core-addons addons/metallb */
function poolOfAddOn(cluster: Cluster): LoadBalancerPool | undefined {
  for (const config of resourcesOf(cluster, 'DistributionConfiguration')) {
    const [first] = config.loadBalancerRanges;
    if (first === undefined) continue;
    const entries = config.loadBalancerRanges.flatMap(({ text }) =>
      [...text.matchAll(/[^\s,]+/g)].flatMap(([part]) => {
        const parsed = parsePoolEntry(part);
        return parsed.ok ? [parsed.entry] : [];
      }),
    );
    if (entries.length === 0) continue;
    return {
      name: 'default-addresspool',
      labels: {},
      autoAssign: true,
      avoidBuggyIPs: false,
      scope: undefined,
      announcement: 'layer2',
      entries,
      place: placeOf(config, ...first.path),
      fault: undefined,
    };
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
    const stated = entries.some(
      ({ range: earlier }) =>
        earlier !== undefined && earlier.family === range.family && earlier.first <= range.first && range.last <= earlier.last,
    );
    if (!stated) entries.push(poolEntryOf(range, text));
  }
  return {
    name: networkPoolName,
    labels: {},
    autoAssign: true,
    avoidBuggyIPs: false,
    scope: undefined,
    announcement: 'layer2',
    entries,
    place: ranges[0]?.place ?? broken?.place,
    fault:
      entries.length > 0 || broken === undefined
        ? undefined
        : { message: message('"{0}" is not a range of addresses.', broken.text), because: [broken.place] },
  };
}
