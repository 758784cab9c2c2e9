import { contains, formatCIDR, type CIDR, type Family, type IPAddress } from '../../base/ip.ts';
import type { StringMap } from '../../manifests/metadata.ts';
import type { ClusterNode } from '../allocation.ts';
import { labelOf } from '../labels.ts';
import type { Block } from './blocks.ts';
import { blockStart } from './blockStart.ts';
import type { ExistingBlock } from './existingBlocks.ts';
import type { IPAMSettings } from './ipamSettings.ts';
import { PoolBlocks } from './poolBlocks.ts';
import type { Pool, PoolUse } from './pool.ts';
import type { Reservations } from './reservations.ts';
import { selects, selectsAll } from './selector.ts';

/** What an automatic request says. */
export interface AddressQuery {
  readonly family: Family;
  readonly use: PoolUse;
  /** Pools asked for by CIDR, in order; absent or empty when none is. */
  readonly pools: readonly CIDR[] | undefined;
  readonly namespaceLabels: StringMap;
  /** The request comes from a Windows node's CNI plugin. */
  readonly windows: boolean;
}

export type Assignment =
  | { readonly ok: true; readonly address: IPAddress; readonly block: Block; readonly borrowed: boolean }
  | { readonly ok: false; readonly failure: AssignmentFailure; /** The pools that were tried. */ readonly pools: readonly Pool[] };

export type AssignmentFailure =
  /** No pool is enabled, none allows the use, or all blocks are too small. */
  | 'no-qualified-pool'
  /** No enabled pool selects the node and the namespace. */
  | 'no-configured-pool'
  /** A requested pool does not exist or is not enabled. */
  | 'unknown-pool'
  | 'windows-needs-strict-affinity'
  | 'block-limit'
  | 'blocks-not-allocated'
  | 'strict-affinity'
  | 'exhausted';

export type ExplicitFailure = 'not-in-pool' | 'use-not-allowed' | 'block-of-other-node' | 'in-use' | 'windows-needs-strict-affinity';

/** When neither the request nor the configuration limits a node's blocks. libcalico-go lib/ipam/ipam.go */
const defaultMaxBlocks = 20;

interface HostState {
  /** By affinity text. */
  readonly owned: Block[];
  readonly claimed: Block[];
  readonly starts: Map<bigint, bigint>;
}

/** A block that a node claimed. */
export interface Claim {
  readonly pool: Pool;
  readonly start: bigint;
  readonly index: bigint;
  /** How many blocks the pool has room for. */
  readonly count: bigint;
}

/** What one node has of a block in a snapshot. */
interface Holding {
  readonly count: number;
  readonly lowest: bigint;
}

/** The pools to use, in order, or why there are none. */
type Choice = readonly PoolBlocks[] | AssignmentFailure;

/** Calico's address management for one cluster. libcalico-go lib/ipam/ipam.go */
export class IPAM {
  readonly #settings: IPAMSettings;
  readonly #nodes: ReadonlyMap<string, ClusterNode>;
  readonly #states: ReadonlyMap<Pool, PoolBlocks>;
  /** Pools that may hand out addresses, in name order. */
  readonly #candidates: readonly Pool[];
  readonly #hosts = new Map<string, HostState>();
  /** Pools that a query chose, by what the choice depends on. */
  readonly #choices = new Map<ClusterNode, Map<StringMap, Map<string, Choice>>>();

  /** `pools` in name order. */
  constructor(pools: readonly Pool[], reservations: Reservations, settings: IPAMSettings, nodes: readonly ClusterNode[]) {
    this.#settings = settings;
    this.#nodes = new Map(nodes.map((node) => [node.name, node]));
    const existing = pools.filter(({ refused, allocatable }) => refused === undefined || allocatable === false);
    this.#states = new Map(existing.map((pool) => [pool, new PoolBlocks(pool, reservations)]));
    this.#candidates = existing.filter(({ deleting, disabled, allocatable }) => !deleting && !disabled && allocatable !== false);
  }

  /** One address; the caller decides what a failure means. */
  assign(node: ClusterNode, query: AddressQuery): Assignment {
    const pools = this.#chosen(node, query);
    if (typeof pools === 'string')
      return { ok: false, failure: pools, pools: this.#candidates.filter(({ cidr }) => cidr.family === query.family) };
    const failed = (failure: AssignmentFailure): Assignment => ({ ok: false, failure, pools: pools.map(({ pool }) => pool) });
    const { strictAffinity, autoAllocateBlocks, maxBlocksPerHost } = this.#settings;
    if (query.windows && !strictAffinity) return failed('windows-needs-strict-affinity');
    const host = this.#hostOf(node.name);
    let owned = 0;
    for (const block of host.owned) {
      if (!pools.some(({ pool }) => pool === block.pool)) continue;
      owned++;
      const address = block.take();
      if (address !== undefined) return { ok: true, address, block, borrowed: false };
    }
    const limit = maxBlocksPerHost > 0 ? maxBlocksPerHost : defaultMaxBlocks;
    if (owned >= limit) return failed('block-limit');
    if (!autoAllocateBlocks) return failed('blocks-not-allocated');
    const block = this.#claimNext(node.name, host, pools);
    if (block === undefined)
      return strictAffinity ? failed('strict-affinity') : (this.#borrow(node.name, host, pools) ?? failed('exhausted'));
    if (query.windows && query.family === 4) block.reserveForWindows();
    const address = block.take();
    // Reservations may leave nothing of a block for which they leave something before Windows takes its part: the request then fails.
    return address === undefined ? failed('exhausted') : { ok: true, address, block, borrowed: false };
  }

  #claimNext(nodeName: string, host: HostState, pools: readonly PoolBlocks[]): Block | undefined {
    for (const state of pools) {
      const index = state.unclaimed(this.#start(nodeName, host, state));
      if (index !== undefined) return this.#own(host, state.claim(index, nodeName));
    }
    return undefined;
  }

  #own(host: HostState, block: Block): Block {
    const at = host.owned.findIndex(({ affinityText }) => affinityText > block.affinityText);
    host.owned.splice(at < 0 ? host.owned.length : at, 0, block);
    host.claimed.push(block);
    return block;
  }

  #borrow(nodeName: string, host: HostState, pools: readonly PoolBlocks[]): Assignment | undefined {
    for (const state of pools) {
      const block = state.available(this.#start(nodeName, host, state));
      const address = block?.take();
      if (block !== undefined && address !== undefined) return { ok: true, address, block, borrowed: true };
    }
    return undefined;
  }

  /** An unnamed node has no hash: it begins at the pool's start. */
  #start(nodeName: string, { starts }: HostState, { count }: PoolBlocks): bigint {
    let start = starts.get(count);
    if (start === undefined) {
      start = nodeName === '' ? 0n : blockStart(nodeName, count);
      starts.set(count, start);
    }
    return start;
  }

  #hostOf(nodeName: string): HostState {
    let host = this.#hosts.get(nodeName);
    if (host === undefined) {
      host = { owned: [], claimed: [], starts: new Map() };
      this.#hosts.set(nodeName, host);
    }
    return host;
  }

  /** The pools of a query in the order of their use. ipam.go determinePools, prepareAffinityBlocksForHost */
  #chosen(node: ClusterNode, query: AddressQuery): Choice {
    const byLabels = this.#choices.get(node) ?? new Map<StringMap, Map<string, Choice>>();
    this.#choices.set(node, byLabels);
    const byQuery = byLabels.get(query.namespaceLabels) ?? new Map<string, Choice>();
    byLabels.set(query.namespaceLabels, byQuery);
    const key = `${query.family}${query.use}${query.windows ? 'w' : ''}${query.pools === undefined ? '' : query.pools.map(formatCIDR).join()}`;
    const choice = byQuery.get(key) ?? this.#choose(node, query);
    byQuery.set(key, choice);
    return choice;
  }

  #choose(node: ClusterNode, { family, use, pools: requested, namespaceLabels, windows }: AddressQuery): Choice {
    // Windows keeps four addresses of each IPv4 block, so smaller ones are of no use.
    const candidates = this.#candidates.filter(
      ({ cidr, blockSize }) => cidr.family === family && (!windows || family === 6 || 32 - blockSize >= 3),
    );
    if (candidates.length === 0) return 'no-qualified-pool';
    let chosen: readonly Pool[];
    if (requested !== undefined && requested.length > 0) {
      const found = requested.map((cidr) =>
        candidates.find((pool) => pool.cidr.network === cidr.network && pool.cidr.prefix === cidr.prefix),
      );
      if (found.includes(undefined)) return 'unknown-pool';
      chosen = found.filter((pool) => pool !== undefined);
    } else {
      const open = candidates.filter(({ automatic, namespaceSelector }) => automatic && selects(namespaceSelector, namespaceLabels));
      chosen = open.filter(({ nodeSelector }) => (node.name === '' ? selectsAll(nodeSelector) : selects(nodeSelector, node.labels)));
      // Of an unnamed node the labels are unknown: a pool that asks for some may or may not serve it.
      if (node.name === '' && !chosen.some(({ uses }) => uses.includes(use))) chosen = open;
      if (chosen.length === 0) return 'no-configured-pool';
    }
    const usable = chosen.filter(({ uses }) => uses.includes(use));
    return usable.length === 0 ? 'no-qualified-pool' : usable.map((pool) => this.#states.get(pool)).filter((state) => state !== undefined);
  }

  /** Gives the node a certain address. Selectors, assignment mode, reservations and block limits do not count. ipam.go AssignIP */
  assignExplicit(
    node: ClusterNode,
    address: IPAddress,
    use: PoolUse,
  ): { readonly ok: true; readonly block: Block } | { readonly ok: false; readonly failure: ExplicitFailure } {
    const pool = this.#candidates.find(({ range }) => contains(range, address));
    const state = pool === undefined ? undefined : this.#states.get(pool);
    if (pool === undefined || state === undefined) return { ok: false, failure: 'not-in-pool' };
    if (!pool.uses.includes(use)) return { ok: false, failure: 'use-not-allowed' };
    if (isWindows(node) && !this.#settings.strictAffinity) return { ok: false, failure: 'windows-needs-strict-affinity' };
    const index = state.indexOf(address);
    const block = state.at(index) ?? this.#own(this.#hostOf(node.name), state.claim(index, node.name));
    if (this.#settings.strictAffinity && block.owner !== undefined && block.owner !== node.name)
      return { ok: false, failure: 'block-of-other-node' };
    return block.takeAddress(address) ? { ok: true, block } : { ok: false, failure: 'in-use' };
  }

  /** Takes over the blocks that a snapshot shows. Those outside every pool, or of another size than its pool's, are passed over. */
  restore(blocks: readonly ExistingBlock[]): void {
    for (const { cidr, owner, allocated, unallocated } of blocks) {
      const address = { family: cidr.family, value: cidr.network };
      const state = this.#stateOf(address);
      if (state === undefined || state.pool.blockSize !== cidr.prefix || state.at(state.indexOf(address)) !== undefined) continue;
      const block = state.claim(state.indexOf(address), owner);
      block.restore(allocated, unallocated);
      if (owner !== undefined) this.#own(this.#hostOf(owner), block);
    }
  }

  /**
   * Takes over what a snapshot shows: addresses in use, with the node that uses each where it is known. A block that is not known yet belongs to the node with the
   * most addresses in it; in a pool that has no block left, where nodes borrow, and of several such nodes, to that with the lowest address, since the owner was
   * first. Addresses outside every pool are passed over.
   */
  observe(seen: readonly { readonly address: IPAddress; readonly nodeName: string | undefined }[]): void {
    const holders = new Map<PoolBlocks, Map<bigint, Map<string, Holding>>>();
    const placed: { readonly state: PoolBlocks; readonly index: bigint; readonly address: IPAddress }[] = [];
    for (const { address, nodeName } of seen) {
      const state = this.#stateOf(address);
      if (state === undefined) continue;
      const index = state.indexOf(address);
      placed.push({ state, index, address });
      if (state.at(index) !== undefined) continue;
      const blocks = holders.get(state) ?? new Map<bigint, Map<string, Holding>>();
      holders.set(state, blocks);
      const byNode = blocks.get(index) ?? new Map<string, Holding>();
      blocks.set(index, byNode);
      if (nodeName === undefined) continue;
      const holding = byNode.get(nodeName);
      byNode.set(nodeName, {
        count: (holding?.count ?? 0) + 1,
        lowest: holding === undefined || address.value < holding.lowest ? address.value : holding.lowest,
      });
    }
    for (const [state, blocks] of holders) {
      const isFull = BigInt(blocks.size) + BigInt(state.size) >= state.count;
      for (const [index, byNode] of blocks) {
        const [owner] =
          [...byNode].sort(([, one], [, other]) => (isFull ? 0 : other.count - one.count) || (one.lowest < other.lowest ? -1 : 1))[0] ?? [];
        const block = state.claim(index, owner);
        if (owner === undefined) continue;
        this.#own(this.#hostOf(owner), block);
        const node = this.#nodes.get(owner);
        if (node !== undefined && isWindows(node) && block.cidr.family === 4) block.reserveForWindows();
      }
    }
    for (const { state, index, address } of placed) state.at(index)?.takeAddress(address);
    for (const [name, host] of this.#hosts) this.#sortClaims(name, host);
  }

  /** Into the order in which the node would have come by its blocks: pool by pool, in each from its start on. */
  #sortClaims(nodeName: string, host: HostState): void {
    const places = new Map(
      host.claimed.map((block) => {
        const state = this.#states.get(block.pool);
        const distance =
          state === undefined
            ? 0n
            : (state.indexOf({ family: block.cidr.family, value: block.cidr.network }) - this.#start(nodeName, host, state) + state.count) %
              state.count;
        return [block, distance] as const;
      }),
    );
    const order = [...this.#states.keys()];
    host.claimed.sort(
      (one, other) => order.indexOf(one.pool) - order.indexOf(other.pool) || ((places.get(one) ?? 0n) < (places.get(other) ?? 0n) ? -1 : 1),
    );
  }

  /** The pool that holds an address, one in use before others. */
  #stateOf(address: IPAddress): PoolBlocks | undefined {
    const pool =
      this.#candidates.find(({ range }) => contains(range, address)) ??
      [...this.#states.keys()].find(({ range }) => contains(range, address));
    return pool === undefined ? undefined : this.#states.get(pool);
  }

  poolOf(address: IPAddress): Pool | undefined {
    return this.#stateOf(address)?.pool;
  }

  /** A block that becomes empty is given up when nobody owns it, or when its pool does not select the owner. ipam.go releaseIPsFromBlock, ensureConsistentAffinity */
  release(block: Block, address: IPAddress): void {
    block.release(address, this.#settings.hasCooldown);
    if (block.inUse > 0 || this.#settings.hasCooldown) return;
    const node = block.owner === undefined ? undefined : this.#nodes.get(block.owner);
    if (block.owner !== undefined && (node === undefined || node.name === '' || selects(block.pool.nodeSelector, node.labels))) return;
    this.#states.get(block.pool)?.remove(block);
    const host = block.owner === undefined ? undefined : this.#hosts.get(block.owner);
    for (const list of host === undefined ? [] : [host.owned, host.claimed]) list.splice(list.indexOf(block), 1);
  }

  /** Blocks of a node, in the order in which it claimed them. */
  blocksOf(nodeName: string): readonly Block[] {
    return this.#hosts.get(nodeName)?.claimed ?? [];
  }

  /** Where a node began to look for its blocks, and which it came to, by their numbers in the pool; in the order in which it claimed them. */
  claimsOf(nodeName: string): readonly Claim[] {
    const host = this.#hosts.get(nodeName);
    if (host === undefined) return [];
    return host.claimed.flatMap((block) => {
      const state = this.#states.get(block.pool);
      if (state === undefined) return [];
      const index = state.indexOf({ family: block.cidr.family, value: block.cidr.network });
      return [{ pool: block.pool, start: this.#start(nodeName, host, state), index, count: state.count }];
    });
  }

  /** All blocks, those of each node in the order in which it claimed them, for `restore`. */
  get blocks(): readonly ExistingBlock[] {
    const owned = [...this.#hosts.values()].flatMap(({ claimed }) => claimed);
    const known = new Set(owned);
    const others = [...this.#states.values()].flatMap(({ all }) => [...all].filter((block) => !known.has(block)));
    return [...owned, ...others].map((block) => ({ cidr: block.cidr, owner: block.owner, ...block.ordinals }));
  }

  /** The block that an address lies in; absent when there is none. */
  blockOf(address: IPAddress): Block | undefined {
    const state = this.#stateOf(address);
    return state?.at(state.indexOf(address));
  }

  inUse(pool: Pool): number {
    let sum = 0;
    for (const block of this.#states.get(pool)?.all ?? []) sum += block.inUse;
    return sum;
  }

  /** Addresses that are neither in use nor reserved, of `unreserved` that the pool has, be they in blocks or not; none in a pool that does not exist. ipam.go GetUtilization */
  available(pool: Pool, unreserved: bigint): bigint {
    const state = this.#states.get(pool);
    if (state === undefined) return 0n;
    let unavailable = 0;
    for (const block of state.all) unavailable += block.assignable - block.available;
    return unreserved - BigInt(unavailable);
  }
}

/** Label of a node that runs Windows. */
export function isWindows({ labels }: ClusterNode): boolean {
  return labelOf(labels, 'kubernetes.io/os') === 'windows';
}
