import type { Cluster } from '../../manifests/cluster.ts';
import type { AllocatedNode, ClusterNode, ScheduledPod } from '../allocation.ts';
import type { Network } from '../network.ts';
import { allocatedPools, byName, podAddresses, spaceOn, type AddressGround, type AddressSpace, type PodAddresses } from './assign.ts';
import { isWindows } from './ipam.ts';
import { isFinished, statusAddresses } from './observed.ts';
import { PodAssigner, type Given, type PodOutcome } from './podAssigner.ts';
import type { Pool } from './pool.ts';
import { selectsAll } from './selector.ts';
import { observedTunnels, takeTunnels } from './tunnels.ts';

/**
 * Calico's addresses, from one list of pods to the next. Where all pods leave the choice to it, a node gives its addresses in an order of its own: what the third pod of a
 * node gets, only this node's earlier pods decide. So that is written down once, and each list of pods reads it off. Where nodes come near each other's blocks, it counts
 * as well which of them claimed a block first: they must have done so in the same order.
 * What comes out is what `podAddresses` says; it does the work wherever that is not enough.
 */
export class AddressWalk {
  #known: Known | undefined;
  /** Where something was not plain: that is not tried again at once. */
  #awkward: { readonly ground: AddressGround; readonly nodes: readonly ClusterNode[]; readonly times: number } | undefined;
  #asked = 0;

  /** How many pods asked Calico for an address since the start: what the work amounts to. */
  get asked(): number {
    return this.#asked;
  }

  podAddresses(input: WalkInput): PodAddresses {
    const { ground, nodes } = input;
    const known = this.#known?.ground === ground && this.#known.nodes === nodes && this.#known.renewals > 0 ? this.#known : undefined;
    this.#known = undefined;
    const first = known === undefined ? undefined : this.#follow(known, input);
    if (first !== undefined) return first;
    const awkward = this.#awkward;
    if (awkward?.ground === ground && awkward.nodes === nodes && awkward.times > 0)
      this.#awkward = { ...awkward, times: awkward.times - 1 };
    else {
      const begun = mayBePlain(input) ? this.#follow(begin(input), input) : undefined;
      if (begun !== undefined) return begun;
      this.#awkward = { ground, nodes, times: mostAwkward };
    }
    this.#asked += input.pods.length;
    return podAddresses(input, spaceOn(ground, nodes), ground.existing);
  }

  /** Absent where something is not plain. */
  #follow(known: Known, { pods, nodes }: WalkInput): PodAddresses | undefined {
    const { assigner, space, isNew } = known;
    const rows = [...known.rows.values()];
    for (const row of rows) row.count = 0;
    const places: (NodeRow | undefined)[] = [];
    for (const pod of pods) {
      let row: NodeRow | undefined;
      if (pod.node !== undefined && !pod.spec.hostNetwork && !isFinished(pod)) {
        row = known.rows.get(pod.node);
        if (row === undefined || !assigner.isPlain(pod) || (pod.origin.type === 'Pod' && statusAddresses(pod).length > 0)) return undefined;
        row.count++;
      }
      places.push(row);
    }
    const claims: NodeRow[] = [];
    const taken = new Map<NodeRow, number>();
    const outcomes: PodOutcome[] = [];
    let grown = false;
    for (const [index, pod] of pods.entries()) {
      const row = places[index];
      if (row === undefined) {
        outcomes.push(otherOutcome(known, pod));
        continue;
      }
      const rank = taken.get(row) ?? 0;
      taken.set(row, rank + 1);
      let entry = row.entries[rank];
      if (entry === undefined) {
        this.#asked++;
        const given = assigner.takePlain(pod, row.node);
        if (given === undefined || given.some(({ borrowed }) => borrowed)) return undefined;
        grown = true;
        row.entries.push((entry = { given, blocks: space.ipam.blocksOf(row.node.name).length, outcome: undefined }));
      }
      if (entry.blocks > (row.entries[rank - 1]?.blocks ?? row.tunnelBlocks)) claims.push(row);
      outcomes.push(
        row.count === 1
          ? assigner.outcomeOf(pod, row.node, entry.given, true)
          : (entry.outcome ??= assigner.outcomeOf(pod, row.node, entry.given, false)),
      );
    }
    if (grown) {
      const entangled = entangledIn(rows, space);
      if (entangled === undefined || (!isNew && [...entangled].some((row) => !known.entangled.has(row)))) return undefined;
      known.entangled = entangled;
    }
    const order = claims.filter((row) => known.entangled.has(row));
    if (isNew) known.claims = order;
    else if (order.length !== known.claims.length || order.some((row, index) => row !== known.claims[index])) return undefined;
    this.#known = { ...known, isNew: false, renewals: known.renewals - 1 };
    return { nodes: nodes.map((node) => allocatedNode(known, node)), outcomes, ipPools: allocatedPools(space, spareIn(rows)) };
  }
}

export interface WalkInput {
  readonly cluster: Cluster;
  readonly network: Network;
  readonly ground: AddressGround;
  readonly nodes: readonly ClusterNode[];
  readonly pods: readonly ScheduledPod[];
}

/** After so many changes all is written down anew, so that nothing is kept of what has long been gone. */
const mostRenewals = 500;
const mostAwkward = 20;

interface Known {
  readonly ground: AddressGround;
  readonly nodes: readonly ClusterNode[];
  readonly space: AddressSpace;
  readonly assigner: PodAssigner;
  readonly rows: ReadonlyMap<ClusterNode, NodeRow>;
  /** Nodes that come near each other's blocks. */
  entangled: ReadonlySet<NodeRow>;
  /** Of those, which claimed a block for a pod, in the order of time. */
  claims: readonly NodeRow[];
  /** Of pods that ask for nothing. */
  readonly others: WeakMap<ScheduledPod, PodOutcome>;
  /** Nothing is written down yet. */
  readonly isNew: boolean;
  readonly renewals: number;
}

interface NodeRow {
  readonly node: ClusterNode;
  readonly tunnels: AllocatedNode['tunnelIPs'];
  /** How many blocks it had before any pod asked. */
  readonly tunnelBlocks: number;
  /** What its pods get, in the order in which they ask. */
  readonly entries: Entry[];
  /** How many ask now. */
  count: number;
  allocated: { readonly blocks: number; readonly node: AllocatedNode } | undefined;
}

interface Entry {
  readonly given: readonly Given[];
  /** How many blocks the node has then. */
  readonly blocks: number;
  outcome: PodOutcome | undefined;
}

/** Whether nothing but the pods decides, and of these only how many each node has. */
function mayBePlain({ ground: { clusterPools, configuration, existing }, nodes }: WalkInput): boolean {
  return (
    configuration.ipam === 'calico' &&
    existing.length === 0 &&
    clusterPools.pools.every(({ namespaceSelector }) => selectsAll(namespaceSelector)) &&
    new Set(nodes.map(({ name }) => name)).size === nodes.length &&
    !nodes.some((node) => isWindows(node) || observedTunnels(node).length > 0)
  );
}

function begin({ cluster, ground, nodes }: WalkInput): Known {
  const space = spaceOn(ground, nodes);
  const { clusterPools, configuration, ipam } = space;
  const rows = new Map<ClusterNode, NodeRow>();
  for (const node of nodes.toSorted(byName)) {
    const tunnels = takeTunnels(node, clusterPools.pools, configuration, ipam);
    const tunnelBlocks = ipam.blocksOf(node.name).length;
    rows.set(node, { node, tunnels, tunnelBlocks, entries: [], count: 0, allocated: undefined });
  }
  return {
    ground,
    nodes,
    space,
    assigner: new PodAssigner(cluster, clusterPools, configuration, ipam, new Map(), []),
    rows,
    entangled: new Set(),
    claims: [],
    others: new WeakMap(),
    isNew: true,
    renewals: mostRenewals,
  };
}

/** Of a pod that asks for no address: nothing but itself decides. */
function otherOutcome({ others, assigner }: Known, pod: ScheduledPod): PodOutcome {
  let outcome = others.get(pod);
  if (outcome === undefined) others.set(pod, (outcome = assigner.assign(pod)));
  return outcome;
}

/** Absent where a pool comes to its end, so that all its nodes are near each other. */
function entangledIn(rows: readonly NodeRow[], { ipam }: AddressSpace): ReadonlySet<NodeRow> | undefined {
  const stretches = new Map<Pool, { readonly row: NodeRow; readonly first: bigint; last: bigint }[]>();
  for (const row of rows) {
    const own = new Map<Pool, { readonly row: NodeRow; readonly first: bigint; last: bigint }>();
    for (const { pool, start, index, count } of ipam.claimsOf(row.node.name)) {
      // The next one that it would take belongs to it as well.
      if (index < start || index + 1n >= count) return undefined;
      const stretch = own.get(pool) ?? { row, first: start, last: start };
      if (index + 1n > stretch.last) stretch.last = index + 1n;
      own.set(pool, stretch);
    }
    for (const [pool, stretch] of own) {
      const all = stretches.get(pool);
      if (all === undefined) stretches.set(pool, [stretch]);
      else all.push(stretch);
    }
  }
  const entangled = new Set<NodeRow>();
  for (const all of stretches.values()) {
    all.sort((one, other) => (one.first < other.first ? -1 : one.first > other.first ? 1 : 0));
    let farthest = all[0];
    for (const stretch of all.slice(1)) {
      if (farthest !== undefined && stretch.first <= farthest.last) {
        entangled.add(stretch.row);
        entangled.add(farthest.row);
      }
      if (farthest === undefined || stretch.last > farthest.last) farthest = stretch;
    }
  }
  return entangled;
}

function allocatedNode({ rows, space: { ipam } }: Known, node: ClusterNode): AllocatedNode {
  const row = rows.get(node);
  if (row === undefined) throw new Error('Every node has a row.');
  const blocks = row.entries[row.count - 1]?.blocks ?? row.tunnelBlocks;
  if (row.allocated?.blocks !== blocks) {
    const podBlocks = ipam
      .blocksOf(node.name)
      .slice(0, blocks)
      .map(({ cidr }) => cidr);
    row.allocated = { blocks, node: { ...node, podBlocks, tunnelIPs: row.tunnels } };
  }
  return row.allocated.node;
}

/** What was written down for more pods than there are. */
function spareIn(rows: readonly NodeRow[]): ReadonlyMap<Pool, number> {
  const spare = new Map<Pool, number>();
  for (const { entries, count } of rows)
    for (let rank = count; rank < entries.length; rank++)
      for (const { block } of entries[rank]?.given ?? []) spare.set(block.pool, (spare.get(block.pool) ?? 0) + 1);
  return spare;
}
