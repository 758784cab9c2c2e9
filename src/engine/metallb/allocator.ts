import { rangeOfCIDR, type Family, type IPAddress } from '../../base/ip.ts';
import { isBuggy } from './capacity.ts';
import type { ServiceClaim } from './claim.ts';
import { cidrsOf, compareNames, type LoadBalancerPool } from './pool.ts';
import { PoolSpace, type AddressUse } from './poolSpace.ts';
import { admits } from './scope.ts';

/** A pool with what is used of it. */
export interface OpenPool {
  readonly pool: LoadBalancerPool;
  readonly spaces: Readonly<Record<Family, PoolSpace>>;
}

export type Assignment =
  | { readonly ok: true; readonly ips: readonly IPAddress[]; readonly pool: OpenPool }
  | { readonly ok: false; readonly failure: AssignmentFailure };

export type AssignmentFailure =
  | { readonly reason: 'not-in-pool' }
  | { readonly reason: 'pool-not-allowed'; readonly pool: LoadBalancerPool }
  | { readonly reason: 'sharing-conflict'; readonly address: IPAddress; readonly others: readonly ServiceClaim[] }
  | { readonly reason: 'port-conflict'; readonly address: IPAddress; readonly port: string; readonly other: ServiceClaim | undefined }
  | { readonly reason: 'unknown-pool' }
  /** `tried`: pools that could be used but have no address left for this service. */
  | { readonly reason: 'exhausted'; readonly tried: readonly LoadBalancerPool[] };

export type Allocation =
  | (Extract<Assignment, { readonly ok: true }> & {
      /** Pools that MetalLB may take just as well, this one included. */ readonly equals: readonly LoadBalancerPool[];
    })
  | Extract<Assignment, { readonly ok: false }>;

/**
 * Which service has which addresses. Pools are tried in name order where the real allocator goes by the order of a Go map.
 * metallb internal/allocator/allocator.go
 */
export class Allocator {
  readonly pools: readonly OpenPool[];
  readonly #byName: ReadonlyMap<string, OpenPool>;
  readonly #owners: Readonly<Record<Family, readonly OwnedBlock[]>>;
  readonly #unscoped: readonly OpenPool[];
  readonly #byNamespace: ReadonlyMap<string, readonly OpenPool[]>;
  readonly #byService: readonly OpenPool[];
  /** Pools that a service drew from among equals: what is free in them depends on that draw. */
  readonly #drawn = new Set<OpenPool>();
  readonly #assigned = new Map<string, { readonly claim: ServiceClaim; readonly ips: readonly IPAddress[]; readonly pool: OpenPool }>();

  constructor(pools: readonly LoadBalancerPool[]) {
    this.pools = pools.map(openPool);
    const ordered = [...this.pools].sort(
      (one, other) => priorityRank(one.pool) - priorityRank(other.pool) || compareNames(one.pool.name, other.pool.name),
    );
    this.#byName = new Map(ordered.map((open) => [open.pool.name, open]));
    this.#owners = { 4: ownedBlocks(ordered, 4), 6: ownedBlocks(ordered, 6) };
    const automatic = ordered.filter(({ pool }) => pool.autoAssign);
    this.#unscoped = automatic.filter(({ pool }) => pool.scope === undefined);
    const byNamespace = new Map<string, OpenPool[]>();
    for (const open of automatic) {
      for (const namespace of open.pool.scope?.namespaces ?? []) {
        const list = byNamespace.get(namespace);
        if (list === undefined) byNamespace.set(namespace, [open]);
        else list.push(open);
      }
    }
    this.#byNamespace = byNamespace;
    this.#byService = automatic.filter(({ pool }) => (pool.scope?.serviceSelectors.length ?? 0) > 0);
  }

  get(claim: ServiceClaim): { readonly ips: readonly IPAddress[]; readonly pool: OpenPool } | undefined {
    return this.#assigned.get(claim.id);
  }

  poolNamed(name: string): OpenPool | undefined {
    return this.#byName.get(name);
  }

  /** Who uses an address; undefined when nobody does. */
  useOf(address: IPAddress): AddressUse | undefined {
    return this.#ownerOf(address)?.spaces[address.family].used.get(address.value);
  }

  /** Gives exactly these addresses, if one pool has them all, admits the service, and nobody else on them stands in the way. Anything held before is given up on success alone. */
  assign(claim: ServiceClaim, ips: readonly IPAddress[]): Assignment {
    const pool = this.#poolFor(ips);
    if (pool === undefined) return failed({ reason: 'not-in-pool' });
    if (!admits(pool.pool.scope, claim)) return failed({ reason: 'pool-not-allowed', pool: pool.pool });
    for (const address of ips) {
      const conflict = this.#conflict(claim, address, pool.spaces[address.family].used.get(address.value));
      if (conflict !== undefined) return failed(conflict);
    }
    this.unassign(claim);
    for (const address of ips) pool.spaces[address.family].add(address, claim);
    this.#assigned.set(claim.id, { claim, ips, pool });
    return { ok: true, ips, pool };
  }

  unassign(claim: ServiceClaim): void {
    const held = this.#assigned.get(claim.id);
    if (held === undefined) return;
    for (const address of held.ips) held.pool.spaces[address.family].remove(address, held.claim);
    this.#assigned.delete(claim.id);
  }

  /** From the pool of that name and no other, whether or not it is assigned from automatically. */
  allocateFrom(claim: ServiceClaim, name: string): Assignment {
    const open = this.#byName.get(name);
    if (open === undefined) return failed({ reason: 'unknown-pool' });
    const ips = selected(claim, offerOf(open, claim));
    return ips === undefined ? failed({ reason: 'exhausted', tried: [open.pool] }) : this.assign(claim, ips);
  }

  /** From the pools meant for the service, else from those meant for all. */
  allocate(claim: ServiceClaim): Allocation {
    const pinned = this.#pinned(claim);
    for (const pools of [pinned, this.#unscoped]) {
      const best = bestOffer(pools, claim);
      if (best === undefined) continue;
      const assignment = this.assign(claim, best.ips);
      if (!assignment.ok) return assignment;
      const equals = this.#drawn.size === 0 ? best.equals : this.#withDrawn(best, pools, claim);
      if (equals.length > 1) for (const open of equals) this.#drawn.add(open);
      return { ...assignment, equals: equals.map(({ pool }) => pool) };
    }
    return failed({ reason: 'exhausted', tried: [...pinned, ...this.#unscoped].map(({ pool }) => pool) });
  }

  /** Adds an address of the other family from the pool of the one held. Undefined, and nothing changed, when there is none. */
  addOtherFamily(claim: ServiceClaim, held: IPAddress): readonly IPAddress[] | undefined {
    const open = this.#assigned.get(claim.id)?.pool;
    const other = open?.spaces[held.family === 4 ? 6 : 4].first(claim);
    if (other === undefined) return undefined;
    return this.assign(claim, [held, other]).ok ? [held, other] : undefined;
  }

  /** Equal pools that offer nothing now might have, had an earlier service drawn another of them. */
  #withDrawn({ equals }: Best, pools: readonly OpenPool[], { families }: ServiceClaim): readonly OpenPool[] {
    const [first] = equals;
    if (first === undefined) return equals;
    const rank = priorityRank(first.pool);
    const offering = new Set(equals);
    const has = ({ spaces }: OpenPool) => (families === 'dual' ? spaces[4].hasAny || spaces[6].hasAny : spaces[families].hasAny);
    return pools.filter((open) => offering.has(open) || (this.#drawn.has(open) && priorityRank(open.pool) === rank && has(open)));
  }

  #pinned(claim: ServiceClaim): readonly OpenPool[] {
    const byNamespace = this.#byNamespace.get(claim.namespace) ?? [];
    const byService = this.#byService.filter((open) => !byNamespace.includes(open));
    const pools = byService.length === 0 ? byNamespace : [...byNamespace, ...byService];
    const admitted = pools.filter(({ pool }) => admits(pool.scope, claim));
    if (byNamespace.length === 0 || byService.length === 0) return admitted;
    return admitted.sort((one, other) => priorityRank(one.pool) - priorityRank(other.pool) || compareNames(one.pool.name, other.pool.name));
  }

  #poolFor(ips: readonly IPAddress[]): OpenPool | undefined {
    const [first, ...others] = ips;
    const pool = first === undefined ? undefined : this.#ownerOf(first);
    return others.every((address) => this.#ownerOf(address) === pool) ? pool : undefined;
  }

  #ownerOf(address: IPAddress): OpenPool | undefined {
    const blocks = this.#owners[address.family];
    let low = 0;
    let high = blocks.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((blocks[middle]?.first ?? 0n) <= address.value) low = middle + 1;
      else high = middle;
    }
    const block = blocks[low - 1];
    if (block === undefined || block.last < address.value) return undefined;
    return block.open.pool.avoidBuggyIPs && isBuggy(address) ? undefined : block.open;
  }

  #conflict(claim: ServiceClaim, address: IPAddress, use: AddressUse | undefined): AssignmentFailure | undefined {
    if (use === undefined) return undefined;
    const compatible = use.sharingKey !== '' && use.sharingKey === claim.sharingKey && use.backendKey === claim.backendKey;
    if (!compatible) {
      const others = [...use.users.values()].filter(({ id }) => id !== claim.id);
      if (others.length > 0) return { reason: 'sharing-conflict', address, others };
    }
    for (const port of claim.ports) {
      const user = use.ports.get(port);
      if (user !== undefined && user !== claim.id) return { reason: 'port-conflict', address, port, other: use.users.get(user) };
    }
    return undefined;
  }
}

interface OwnedBlock {
  readonly first: bigint;
  readonly last: bigint;
  readonly open: OpenPool;
}

function openPool(pool: LoadBalancerPool): OpenPool {
  const cidrs = cidrsOf(pool);
  const space = (family: Family) =>
    new PoolSpace(
      family,
      cidrs.filter((cidr) => cidr.family === family),
      pool.avoidBuggyIPs,
    );
  return { pool, spaces: { 4: space(4), 6: space(6) } };
}

function ownedBlocks(pools: readonly OpenPool[], family: Family): readonly OwnedBlock[] {
  return pools
    .flatMap((open) =>
      cidrsOf(open.pool)
        .filter((cidr) => cidr.family === family)
        .map((cidr) => ({ ...rangeOfCIDR(cidr), open })),
    )
    .sort((one, other) => (one.first < other.first ? -1 : one.first > other.first ? 1 : 0));
}

/** Smaller first; 0 is unset and so last. A negative priority is not one either. */
function priorityRank({ scope }: LoadBalancerPool): number {
  return scope === undefined || scope.priority <= 0 ? Number.POSITIVE_INFINITY : scope.priority;
}

type Offer = Readonly<Record<Family, IPAddress | undefined>>;

function offerOf(open: OpenPool, claim: ServiceClaim): Offer {
  const { families } = claim;
  return { 4: families === 6 ? undefined : open.spaces[4].first(claim), 6: families === 4 ? undefined : open.spaces[6].first(claim) };
}

/** What the service takes of an offer: IPv4 first. */
function selected({ families, prefersDualStack }: ServiceClaim, { 4: four, 6: six }: Offer): readonly IPAddress[] | undefined {
  if (four !== undefined && six !== undefined) return [four, six];
  const only = four ?? six;
  return only === undefined || (families === 'dual' && !prefersDualStack) ? undefined : [only];
}

/** The first pool that has all that the service wants; under PreferDualStack else the first with the primary family, else the first with the other. metallb findBestPoolForService */
function bestOffer(pools: readonly OpenPool[], claim: ServiceClaim): Best | undefined {
  const complete = new Ranked();
  const primary = new Ranked();
  const secondary = new Ranked();
  for (const open of pools) {
    if (complete.isBeyond(open)) break;
    const offer = offerOf(open, claim);
    const ips = selected(claim, offer);
    if (ips === undefined) continue;
    if (claim.families !== 'dual' || ips.length === 2) complete.add(open, ips);
    else if (offer[claim.primary] !== undefined) primary.add(open, ips);
    else secondary.add(open, ips);
  }
  return complete.best() ?? primary.best() ?? secondary.best();
}

interface Best {
  readonly ips: readonly IPAddress[];
  /** Pools that MetalLB may take just as well, the one taken first. */
  readonly equals: readonly OpenPool[];
}

/** The first of a list of pools in order of priority, and those of equal priority. */
class Ranked {
  readonly #equals: OpenPool[] = [];
  #ips: readonly IPAddress[] | undefined;
  #rank = 0;

  isBeyond({ pool }: OpenPool): boolean {
    return this.#ips !== undefined && priorityRank(pool) !== this.#rank;
  }

  add(open: OpenPool, ips: readonly IPAddress[]): void {
    if (this.isBeyond(open)) return;
    this.#ips ??= ips;
    this.#rank = priorityRank(open.pool);
    this.#equals.push(open);
  }

  best(): Best | undefined {
    return this.#ips === undefined ? undefined : { ips: this.#ips, equals: this.#equals };
  }
}

function failed(failure: AssignmentFailure): Extract<Assignment, { readonly ok: false }> {
  return { ok: false, failure };
}
