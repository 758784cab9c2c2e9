import { bitsOf, encloses, intersection, rangeOfCIDR, type CIDR, type IPRange } from '../../base/ip.ts';
import type { NetworkRange } from '../network.ts';

/** What node IPAM needs to know of a node. */
interface Recorded {
  readonly name: string;
  readonly podCIDRs: readonly CIDR[];
}

/**
 * The blocks that the node IPAM controller gives to nodes without `spec.podCIDRs`, one from each pod subnet, in name order behind those that are recorded.
 * Empty unless some node records one or the cluster is of a kind that `runs` the controller. The size of a block is that of the recorded ones, else what `prefixOf` says of the family.
 * kubernetes pkg/controller/nodeipam/ipam/range_allocator.go, cidrset/cidr_set.go.
 */
export function nodePodCIDRs<N extends Recorded>(
  nodes: readonly N[],
  podSubnets: readonly NetworkRange[],
  serviceSubnets: readonly NetworkRange[],
  runs: boolean,
  prefixOf: (family: 4 | 6) => number,
): ReadonlyMap<N, readonly CIDR[]> {
  const recorded = nodes.filter(({ podCIDRs }) => podCIDRs.length > 0);
  const subnets = podSubnets.map(({ cidr }) => cidr).filter((cidr) => cidr !== undefined);
  if ((recorded.length === 0 && !runs) || subnets.length === 0) return new Map();
  const sets = subnets.map((subnet, index) =>
    cidrSet(subnet, recorded.find(({ podCIDRs }) => podCIDRs[index] !== undefined)?.podCIDRs[index]?.prefix ?? prefixOf(subnet.family)),
  );
  for (const { range } of serviceSubnets) {
    for (const set of sets) set?.mark(range);
  }
  for (const { podCIDRs } of recorded) {
    for (const [index, cidr] of podCIDRs.entries()) {
      // More blocks than subnets, or a block outside its subnet: the controller refuses to start, and nobody gets a block.
      if (sets[index]?.mark(rangeOfCIDR(cidr)) !== true) return new Map();
    }
  }
  const assigned = new Map<N, readonly CIDR[]>();
  const waiting = nodes
    .filter(({ name, podCIDRs }) => name !== '' && podCIDRs.length === 0)
    .sort((one, other) => (one.name < other.name ? -1 : 1));
  for (const node of waiting) {
    const blocks = sets.map((set) => set?.next());
    if (blocks.every((block) => block !== undefined)) assigned.set(node, blocks);
  }
  return assigned;
}

interface CIDRSet {
  /** Marks every block that the range touches; false when it touches none. */
  mark(range: IPRange): boolean;
  /** The next free block behind the last one handed out, wrapping once; absent when all are used. */
  next(): CIDR | undefined;
}

/** Absent when the controller refuses the sizes. */
function cidrSet(subnet: CIDR, prefix: number): CIDRSet | undefined {
  const { family } = subnet;
  if (prefix < subnet.prefix || (family === 6 && prefix - subnet.prefix > 16)) return undefined;
  const count = 2 ** (prefix - subnet.prefix);
  const hostBits = BigInt(bitsOf(family) - prefix);
  const whole = rangeOfCIDR(subnet);
  const single = new Set<number>();
  const wide: { readonly first: number; readonly last: number }[] = [];
  let candidate = 0;
  const indexOf = (value: bigint) => Number((value - whole.first) >> hostBits);
  return {
    mark(range) {
      const common = intersection(range, whole);
      if (common === undefined) return false;
      const [first, last] = encloses(range, whole) ? [0, count - 1] : [indexOf(common.first), indexOf(common.last)];
      if (first === last) single.add(first);
      else wide.push({ first, last });
      return true;
    },
    next() {
      for (let passed = 0; passed < count;) {
        const index = candidate;
        const run = wide.find(({ first, last }) => first <= index && index <= last);
        const step = run === undefined ? 1 : run.last - index + 1;
        candidate = (index + step) % count;
        passed += step;
        if (run === undefined && !single.has(index)) {
          single.add(index);
          const network = whole.first + (BigInt(index) << hostBits);
          return { family, network, address: network, prefix };
        }
      }
      return undefined;
    },
  };
}
