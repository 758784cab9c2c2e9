import { bitsOf, formatCIDR, rangeOfCIDR, type CIDR, type Family, type IPAddress } from '../../base/ip.ts';
import type { ClusterNode } from '../allocation.ts';

/**
 * The CNI plugin `host-local` on the pod CIDRs of each node: addresses in order, from the second on, since the first is the gateway's; of IPv4 not the last.
 * containernetworking plugins plugins/ipam/host-local/backend/allocator
 */
export class HostLocalIPAM {
  readonly #next = new Map<CIDR, bigint>();
  readonly #taken: Readonly<Record<Family, Set<bigint>>> = { 4: new Set(), 6: new Set() };
  readonly #last: LastGiven;

  /** `last`: what was given last, since the plugin goes on behind it, and begins anew at the end. backend/allocator/allocator.go GetIter */
  constructor(last: LastGiven = new Map()) {
    this.#last = last;
  }

  /** Takes over an address that a snapshot shows. */
  observe({ family, value }: IPAddress): void {
    this.#taken[family].add(value);
  }

  /** The next address of the node's pod CIDR of a family, or why there is none. */
  assign(node: ClusterNode, family: Family): IPAddress | 'no-pod-cidr' | 'exhausted' {
    // Of several of one family the last counts. cni-plugin pkg/k8s/k8s.go getIPsByFamily
    const cidr = node.podCIDRs.findLast((candidate) => candidate.family === family);
    if (cidr === undefined) return 'no-pod-cidr';
    const { first, last } = rangeOfCIDR(cidr);
    if (bitsOf(family) - cidr.prefix < 2) return 'exhausted';
    const end = family === 4 ? last - 1n : last;
    const given = this.#last.get(formatCIDR(cidr));
    let value = this.#next.get(cidr) ?? (given === undefined ? first + 2n : given + 1n);
    while (value <= end && this.#taken[family].has(value)) value++;
    if (value > end && given !== undefined) {
      value = first + 2n;
      while (value <= end && this.#taken[family].has(value)) value++;
    }
    if (value > end) return 'exhausted';
    this.#taken[family].add(value);
    this.#next.set(cidr, value + 1n);
    return { family, value };
  }
}

/** By pod CIDR in canonical text: the address that was given last. */
export type LastGiven = ReadonlyMap<string, bigint>;
