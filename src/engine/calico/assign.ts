import { sizeOf } from '../../base/ip.ts';
import { resourcesOf, type Cluster } from '../../manifests/cluster.ts';
import type { AllocatedIPPool, AllocatedNode, AllocatedPod, ClusterNode, ScheduledPod } from '../allocation.ts';
import { isSame } from '../../manifests/same.ts';
import { lastApplied } from '../lastApplied.ts';
import type { Network } from '../network.ts';
import { cniConfigurationOf, type CNIConfiguration } from './cniConfiguration.ts';
import { existingBlocks, type ExistingBlock } from './existingBlocks.ts';
import { IPAM } from './ipam.ts';
import { ipamSettingsOf, type IPAMSettings } from './ipamSettings.ts';
import { observedAddresses } from './observed.ts';
import { PodAssigner, type PodOutcome } from './podAssigner.ts';
import type { Pool } from './pool.ts';
import { poolsOf, type ClusterPools } from './pools.ts';
import { reservationsOf, reservedIn, type Reservations } from './reservations.ts';
import { observedTunnels, takeTunnels } from './tunnels.ts';

/**
 * Pod addresses as Calico's IPAM gives them: what a snapshot shows first, then the nodes' tunnel devices in name order, then the pods in the given order.
 * Pods without a node, and finished ones, have none; pods of a cluster without a known pool have none either, and are not pending.
 */
export function assignPodAddresses(input: AddressInput): Omit<PodAddresses, 'outcomes'> & { readonly pods: readonly AllocatedPod[] } {
  const { nodes, outcomes, ipPools } = podAddresses(input);
  return {
    nodes,
    pods: outcomes.flatMap((outcome, index) => {
      const pod = input.pods[index];
      return pod === undefined ? [] : [withOutcome(pod, outcome)];
    }),
    ipPools,
  };
}

export interface AddressInput {
  readonly cluster: Cluster;
  readonly network: Network;
  readonly nodes: readonly ClusterNode[];
  readonly pods: readonly ScheduledPod[];
}

export interface PodAddresses {
  readonly nodes: readonly AllocatedNode[];
  /** In the order of the pods. */
  readonly outcomes: readonly PodOutcome[];
  readonly ipPools: readonly AllocatedIPPool[];
}

/** Who gives pod addresses in a cluster, before any is given. */
export interface AddressSpace {
  readonly clusterPools: ClusterPools;
  readonly reservations: Reservations;
  readonly configuration: CNIConfiguration;
  readonly ipam: IPAM;
}

export function addressSpaceOf(cluster: Cluster, network: Network, nodes: readonly ClusterNode[]): AddressSpace {
  return spaceOn(addressGroundOf(cluster, network), nodes);
}

/** What a cluster says of pod addresses, apart from its nodes and pods. */
export interface AddressGround extends Omit<AddressSpace, 'ipam'> {
  readonly settings: IPAMSettings;
  readonly existing: readonly ExistingBlock[];
}

export function addressGroundOf(cluster: Cluster, network: Network): AddressGround {
  const clusterPools = poolsOf(cluster, network);
  return {
    clusterPools,
    reservations: reservationsOf(lastApplied(resourcesOf(cluster, 'IPReservation'))),
    configuration: cniConfigurationOf(cluster, network, clusterPools),
    settings: ipamSettingsOf(cluster),
    existing: existingBlocks(cluster),
  };
}

/** A space in which nothing is given yet. */
export function spaceOn(
  { clusterPools, reservations, configuration, settings }: AddressGround,
  nodes: readonly ClusterNode[],
): AddressSpace {
  return { clusterPools, reservations, configuration, ipam: new IPAM(clusterPools.pools, reservations, settings, nodes) };
}

/** The pools as they stand. `spare`: addresses that count as free, though they are taken. */
export function allocatedPools(
  { clusterPools, ipam, reservations }: AddressSpace,
  spare: ReadonlyMap<Pool, number> = new Map(),
): readonly AllocatedIPPool[] {
  return clusterPools.pools.map((pool) => allocatedPool(pool, ipam, reservations, spare.get(pool) ?? 0));
}

/** The same, apart from the pods. `space`: where the addresses come from, and are then taken; absent: a space of its own. `existing`: blocks that there are already. */
export function podAddresses(
  { cluster, network, nodes, pods }: AddressInput,
  space: AddressSpace = addressSpaceOf(cluster, network, nodes),
  existing: readonly ExistingBlock[] = existingBlocks(cluster),
): PodAddresses {
  const { clusterPools, configuration, ipam } = space;
  const observed = observedAddresses(pods);
  ipam.restore(existing);
  ipam.observe([
    ...nodes.flatMap((node) => observedTunnels(node).map((address) => ({ address, nodeName: node.name }))),
    ...[...observed].flatMap(([pod, addresses]) => addresses.map((address) => ({ address, nodeName: pod.node?.name }))),
  ]);
  const tunnels = new Map(nodes.toSorted(byName).map((node) => [node, takeTunnels(node, clusterPools.pools, configuration, ipam)]));
  const assigner = new PodAssigner(cluster, clusterPools, configuration, ipam, observed, pods);
  const outcomes = pods.map((pod) => assigner.assign(pod));
  return {
    nodes: nodes.map((node) => ({
      ...node,
      podBlocks: ipam.blocksOf(node.name).map(({ cidr }) => cidr),
      tunnelIPs: tunnels.get(node) ?? [],
    })),
    outcomes,
    ipPools: allocatedPools(space),
  };
}

/** In the order in which nodes take addresses for themselves. */
export function byName(one: ClusterNode, other: ClusterNode): number {
  return one.name < other.name ? -1 : one.name > other.name ? 1 : 0;
}

/** Field by field: an object spread that adds fields is some thirty times slower, and there are thousands of pods. */
export function withOutcome(pod: ScheduledPod, { ips, ipPool, pending, explanation }: PodOutcome): AllocatedPod {
  return {
    namespace: pod.namespace,
    name: pod.name,
    labels: pod.labels,
    annotations: pod.annotations,
    spec: pod.spec,
    origin: pod.origin,
    owner: pod.owner,
    ordinal: pod.ordinal,
    hostname: pod.hostname,
    terminating: pod.terminating,
    nameCertain: pod.nameCertain,
    // Without a node or an address no container starts.
    ready: pod.ready && pending === undefined,
    phase: pending === undefined ? pod.phase : 'Pending',
    node: pod.node,
    unschedulable: pod.unschedulable,
    placement: pod.placement,
    ips,
    ipPool,
    pending,
    explanation,
  };
}

/** Whether two say the same. */
export function isSameOutcome(one: PodOutcome, other: PodOutcome): boolean {
  return (
    one.ipPool === other.ipPool &&
    one.ips.length === other.ips.length &&
    one.ips.every(({ family, value }, index) => family === other.ips[index]?.family && value === other.ips[index].value) &&
    isSame(one.pending, other.pending) &&
    isSame(one.explanation, other.explanation)
  );
}

/** Counts end at the largest signed 64-bit number, as Calico's do. ipam.go GetUtilization */
const mostAddresses = 2n ** 63n - 1n;

function allocatedPool(pool: Pool, ipam: IPAM, reservations: Reservations, spare: number): AllocatedIPPool {
  const saturated = (count: bigint) => (count > mostAddresses ? mostAddresses : count);
  const { name, cidr, blockSize, disabled, resource, place } = pool;
  const size = sizeOf(pool.range);
  const reserved = reservedIn(reservations, pool.range).reduce((sum, range) => sum + sizeOf(range), 0n);
  return {
    name,
    cidr,
    blockSize,
    disabled,
    resource,
    place,
    refused: pool.refused,
    capacity: saturated(size),
    used: ipam.inUse(pool) - spare,
    reserved: saturated(reserved),
    available: saturated(ipam.available(pool, size - reserved) + BigInt(spare)),
  };
}
