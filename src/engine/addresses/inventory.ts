import { Derived, perObject } from '../../base/derived.ts';
import { intersection, rangeOfAddress, sizeOf, type IPAddress, type IPRange } from '../../base/ip.ts';
import { isSame } from '../../manifests/same.ts';
import type { Allocation } from '../allocation.ts';
import { claimsOf, type Claim, type ClaimKind } from './claims.ts';
import { freeRanges } from './freeRanges.ts';
import { holdersOf, inside, type AddressHolder } from './holders.ts';
import { promisedIn, setAsideOf, type SetAside } from './setAside.ts';

/**
 * The one inventory of a cluster's addresses: who claims which range, who has which address, what is set aside. Whoever shows or judges addresses asks here.
 *
 * The words, for every kind of range: an address is *used* when somebody of the cluster has it (a node or its tunnel, a pod, a service by cluster IP or from outside);
 * else *held* when it is set aside (gateway, device, DHCP, reserved, left out by its pool, ends of a subnet; in a LAN also what a narrower range keeps for nodes or services);
 * else *free*. So used, held and free make up the size.
 */
export interface Inventory {
  readonly claims: readonly Claim[];
  /** Ascending. */
  readonly holders: readonly AddressHolder[];
  /** Ascending; they may overlap. */
  readonly setAside: readonly SetAside[];
}

/** Each part is made when first asked for. */
export const inventoryOf: (allocation: Allocation) => Inventory = perObject((allocation: Allocation) => new LazyInventory(allocation));

class LazyInventory implements Inventory {
  readonly #claims: Derived<readonly Claim[]>;
  readonly #holders: Derived<readonly AddressHolder[]>;
  readonly #setAside: Derived<readonly SetAside[]>;

  constructor(allocation: Allocation) {
    this.#claims = new Derived(() => claimsOf(allocation), isSame);
    this.#holders = new Derived(() => holdersOf(allocation, this.claims));
    this.#setAside = new Derived(() => setAsideOf(allocation, this.claims));
  }

  get claims(): readonly Claim[] {
    return this.#claims.get();
  }

  get holders(): readonly AddressHolder[] {
    return this.#holders.get();
  }

  get setAside(): readonly SetAside[] {
    return this.#setAside.get();
  }
}

/** What becomes of the addresses of one or more ranges that belong together, as the entries of a pool. Each address counts once, also where ranges overlap or services share it. */
export interface RangeUse {
  readonly size: bigint;
  readonly used: bigint;
  readonly held: bigint;
  readonly free: bigint;
  /** Ascending. */
  readonly holders: readonly AddressHolder[];
  /** What is set aside in the ranges, cut to nothing; ascending. Somebody may have some of it all the same. */
  readonly setAside: readonly SetAside[];
  /** Ascending, apart from each other. */
  readonly freeRanges: readonly IPRange[];
}

/** Never lists addresses that nobody has: the ranges may be as large as they come. */
export function useOf(allocation: Allocation, kind: ClaimKind, ranges: readonly IPRange[]): RangeUse {
  const { claims, holders, setAside } = inventoryOf(allocation);
  const apart = freeRanges(ranges, []);
  const own = apart.flatMap((range) => inside(holders, range));
  const aside = [...(kind === 'lan-subnet' ? apart.flatMap((range) => promisedIn(range, claims)) : []), ...setAside].filter(({ range }) =>
    apart.some((one) => intersection(one, range) !== undefined),
  );
  const taken = distinct(own).map(rangeOfAddress);
  const free = freeRanges(apart, [...aside.map(({ range }) => range), ...taken]);
  const size = total(apart);
  const used = BigInt(taken.length);
  const freeCount = total(free);
  return { size, used, held: size - used - freeCount, free: freeCount, holders: own, setAside: aside, freeRanges: free };
}

/** Whether somebody is given addresses out of such a range, so that it says something what is free in it. */
export function givesAddresses(kind: ClaimKind): boolean {
  return givers.has(kind);
}

const givers: ReadonlySet<ClaimKind> = new Set<ClaimKind>([
  'lan-subnet',
  'node-ips',
  'service-ips',
  'pod-subnet',
  'service-subnet',
  'load-balancer-pool',
  'ip-pool',
  'calico-external-pool',
]);

/** Who has an address, and for what it is set aside. */
export function holdersAt(
  allocation: Allocation,
  address: IPAddress,
): { readonly holders: readonly AddressHolder[]; readonly setAside: readonly SetAside[] } {
  const { holders, setAside } = inventoryOf(allocation);
  const single = rangeOfAddress(address);
  return { holders: inside(holders, single), setAside: setAside.filter(({ range }) => intersection(range, single) !== undefined) };
}

/** Of holders in ascending order. */
function distinct(holders: readonly AddressHolder[]): readonly IPAddress[] {
  const addresses: IPAddress[] = [];
  for (const { address } of holders) {
    const last = addresses.at(-1);
    if (last?.value !== address.value || last.family !== address.family) addresses.push(address);
  }
  return addresses;
}

function total(ranges: readonly IPRange[]): bigint {
  return ranges.reduce((sum, range) => sum + sizeOf(range), 0n);
}
