import { formatCIDR, contains, rangeOfCIDR, type IPAddress } from '../../base/ip.ts';
import type { Message } from '../../base/message.ts';
import type { Cluster } from '../../manifests/cluster.ts';
import { namespaceOf } from '../../manifests/metadata.ts';
import type { Resource } from '../../manifests/resource.ts';
import type { ProfileName } from '../../manifests/resources/edgeNetwork.ts';
import type { Taint } from '../../manifests/resources/core.ts';
import type { WorkloadResource } from '../../manifests/resources/workloads.ts';
import type { AllocatedPod, Allocation, ClusterNode } from '../allocation.ts';
import { addressSpaceOf, type AddressSpace } from '../calico/assign.ts';
import type { ExistingBlock } from '../calico/existingBlocks.ts';
import { networkOf, type Network } from '../network.ts';
import { nodesOf } from '../nodes/nodes.ts';
import { ownershipOf } from '../workloads/ownership.ts';
import { workloadRefusal } from '../workloads/refusedWorkload.ts';
import { keyOf } from './begin.ts';
import type { ClusterState, HeldAddress, NodeCondition, RemovedPod, RolloutFigures, StandingPod } from './state.ts';

/** Taints that the node lifecycle controller puts on a node that it has lost. kubernetes pkg/controller/nodelifecycle/node_lifecycle_controller.go */
export const UNREACHABLE = 'node.kubernetes.io/unreachable';

const untouched: NodeCondition = {
  silentSince: undefined,
  unreachableSince: undefined,
  taintedSince: undefined,
  unschedulable: undefined,
  taints: undefined,
  taintTimes: new Map(),
  labels: undefined,
  deleted: false,
};

/** A pod while an event runs its course: the same as a `StandingPod`, but changing. */
export type WorkingPod = { -readonly [Key in keyof StandingPod]: StandingPod[Key] };

/** A state while an event runs its course. It never leaves this folder. */
export class World {
  readonly before: ClusterState;
  readonly profile: ProfileName;
  time: number;
  began: number | undefined;
  cluster: Cluster;
  network: Network;
  nodes: readonly ClusterNode[];
  space: AddressSpace;
  pods: WorkingPod[];
  held: HeldAddress[];
  readonly conditions: Map<string, NodeCondition>;
  readonly lastGiven: Map<string, bigint>;
  readonly emptySince: Map<string, number>;
  readonly revisions: Map<string, number>;
  readonly replicaSets: Map<string, Map<string, number>>;
  readonly failing: Set<string>;
  made: number;

  /** For the outcome. */
  readonly stuck: Message[] = [];
  readonly notes: Message[] = [];
  readonly removed: RemovedPod[] = [];
  readonly replaced: string[] = [];
  rollout: RolloutFigures | undefined;

  /** Blocks outside of every pool there is now: their pool may come back. */
  #stray: readonly ExistingBlock[] = [];
  #roots: readonly WorkloadResource[] | undefined;
  #next: number;

  constructor(state: ClusterState) {
    this.before = state;
    this.profile = state.profile;
    this.time = state.time;
    this.began = state.began;
    this.cluster = state.allocation.cluster;
    this.pods = state.standing.map((each) => ({ ...each }));
    this.#next = state.standing.reduce((most, { number }) => Math.max(most, number + 1), 0);
    this.held = [...state.held];
    this.conditions = new Map(state.nodes);
    this.lastGiven = new Map(state.lastGiven);
    this.emptySince = new Map(state.emptySince);
    this.revisions = new Map(state.revisions);
    this.replicaSets = new Map([...state.replicaSets].map(([key, counts]) => [key, new Map(counts)]));
    this.failing = new Set(state.failing);
    this.made = state.made;
    this.network = state.allocation.network;
    this.nodes = state.allocation.nodes;
    this.space = addressSpaceOf(this.cluster, this.network, this.nodes);
    this.#restore(state.blocks);
  }

  /** Milliseconds since 1970, or since the beginning. */
  get clock(): number {
    return (this.began ?? 0) + this.time * 1000;
  }

  /** Seconds since the beginning at a time of the clock. */
  secondsAt(clock: number): number {
    return (clock - (this.began ?? 0)) / 1000;
  }

  /** Says what time of day it is. Pods that were dated from the beginning are so anew. */
  setClock(now: number): void {
    const began = now - this.time * 1000;
    if (this.began === undefined) {
      for (const each of this.pods) {
        if (each.born !== undefined) each.born += began;
        if (each.readySince !== undefined) each.readySince += began;
      }
    }
    this.began = began;
  }

  /** Workloads that make pods, by namespace, kind and name. */
  get workloads(): readonly WorkloadResource[] {
    this.#roots ??= ownershipOf(this.cluster)
      .roots.filter((workload) => workloadRefusal(workload) === undefined)
      .toSorted((one, other) => compare(sortKey(one), sortKey(other)));
    return this.#roots;
  }

  workload(key: string): WorkloadResource | undefined {
    return this.workloads.find((workload) => keyOf(workload) === key);
  }

  conditionOf(node: string): NodeCondition {
    return this.conditions.get(node) ?? untouched;
  }

  setCondition(node: string, change: Partial<NodeCondition>): void {
    this.conditions.set(node, { ...this.conditionOf(node), ...change });
  }

  nodeNamed(name: string): ClusterNode | undefined {
    return this.nodes.find((node) => node.name === name);
  }

  isSilent(node: ClusterNode | undefined): boolean {
    return node !== undefined && this.conditionOf(node.name).silentSince !== undefined;
  }

  /** Whether there is a control plane that answers. Where no node is known to be it, there is. */
  get isControlled(): boolean {
    const masters = this.nodes.filter(({ role }) => role === 'control-plane');
    return masters.length === 0 || masters.some((node) => !this.isSilent(node));
  }

  setResources(resources: readonly Resource[]): void {
    this.cluster = { ...this.cluster, resources };
    this.#roots = undefined;
  }

  /** Computes anew what follows from manifests and the conditions of nodes. */
  refresh(): void {
    const blocks = this.blocks;
    this.network = networkOf(this.cluster, this.profile);
    const named = new Map(this.nodes.map((node) => [node.name, node]));
    this.nodes = nodesOf(this.cluster, this.network)
      .filter(({ name }) => !this.conditionOf(name).deleted)
      .map((node) => this.#conditioned(node, named.get(node.name)));
    this.space = addressSpaceOf(this.cluster, this.network, this.nodes);
    this.#restore(blocks);
    const byName = new Map(this.nodes.map((node) => [node.name, node]));
    for (const each of this.pods) {
      const { node } = each.pod;
      if (node === undefined) continue;
      const now = byName.get(node.name) ?? (node.resource === undefined ? node : { ...node, resource: undefined });
      if (now !== node) this.change(each, { node: now });
    }
  }

  /** The node with what events have made of it; one that nothing has changed stays the object that it is. */
  #conditioned(node: ClusterNode, before: ClusterNode | undefined): ClusterNode {
    const condition = this.conditions.get(node.name);
    if (condition === undefined) return node;
    const { silentSince, unreachableSince, taintedSince, unschedulable, taints, labels } = condition;
    const lost: Taint[] = [];
    if (unreachableSince !== undefined) lost.push({ key: UNREACHABLE, value: '', effect: 'NoSchedule' });
    if (taintedSince !== undefined) lost.push({ key: UNREACHABLE, value: '', effect: 'NoExecute' });
    return {
      ...node,
      // An address that was given from a range stays, whoever comes and goes.
      ips: before?.ips ?? node.ips,
      labels: labels ?? node.labels,
      taints: [...(taints ?? node.taints), ...lost],
      unschedulable: unschedulable ?? node.unschedulable,
      ...(silentSince === undefined ? {} : { silent: true as const }),
    };
  }

  #restore(blocks: readonly ExistingBlock[]): void {
    const { ipam } = this.space;
    ipam.restore(blocks);
    const known = new Set(ipam.blocks.map(({ cidr }) => formatCIDR(cidr)));
    this.#stray = blocks.filter(({ cidr }) => !known.has(formatCIDR(cidr)));
  }

  get blocks(): readonly ExistingBlock[] {
    return [...this.space.ipam.blocks, ...this.#stray];
  }

  /** Takes the affinity of blocks away, or blocks altogether. */
  setBlocks(blocks: readonly ExistingBlock[]): void {
    this.space = addressSpaceOf(this.cluster, this.network, this.nodes);
    this.#restore(blocks);
  }

  change(each: WorkingPod, change: Partial<AllocatedPod>): void {
    each.pod = { ...each.pod, ...change };
  }

  add(each: Omit<StandingPod, 'number'>): void {
    this.pods.push({ ...each, number: this.#next++ });
  }

  remove(gone: ReadonlySet<WorkingPod>): void {
    this.pods = this.pods.filter((each) => !gone.has(each));
    const written = new Set<Resource>([...gone].flatMap(({ pod: { origin } }) => (origin.type === 'Pod' ? [origin] : [])));
    if (written.size > 0) this.setResources(this.cluster.resources.filter((resource) => !written.has(resource)));
  }

  /** Gives addresses back. */
  release(addresses: readonly IPAddress[]): void {
    const { ipam } = this.space;
    for (const address of addresses) {
      const block = ipam.blockOf(address);
      if (block?.isTaken(address) === true) ipam.release(block, address);
    }
    // A block outside of every pool is only remembered.
    if (this.#stray.length > 0) this.#stray = this.#stray.map((block) => withoutAddresses(block, addresses));
  }

  finished(allocation: Allocation, accepted: Cluster): ClusterState {
    return {
      allocation,
      profile: this.profile,
      time: this.time,
      began: this.began,
      standing: this.pods,
      nodes: this.conditions,
      blocks: this.blocks,
      held: this.held,
      lastGiven: this.lastGiven,
      emptySince: this.emptySince,
      revisions: this.revisions,
      replicaSets: this.replicaSets,
      failing: this.failing,
      accepted,
      made: this.made,
    };
  }
}

function withoutAddresses(block: ExistingBlock, addresses: readonly IPAddress[]): ExistingBlock {
  const range = rangeOfCIDR(block.cidr);
  const freed = addresses.filter((address) => contains(range, address)).map(({ value }) => Number(value - range.first));
  const given = freed.filter((ordinal) => block.allocated.includes(ordinal));
  if (given.length === 0) return block;
  return {
    ...block,
    allocated: block.allocated.filter((ordinal) => !given.includes(ordinal)),
    unallocated: [...block.unallocated, ...given],
  };
}

function sortKey(workload: WorkloadResource): string {
  return `${namespaceOf(workload)}\n${workload.kind}\n${workload.metadata.name}`;
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
