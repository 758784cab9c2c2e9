import { rangeOfCIDR, type CIDR, type Family, type IPAddress } from '../../base/ip.ts';
import { isBuggy } from './capacity.ts';
import type { ServiceClaim } from './claim.ts';

/** An address that services use, with what they have in common. */
export interface AddressUse {
  readonly address: IPAddress;
  readonly sharingKey: string;
  readonly backendKey: string;
  readonly users: Map<string, ServiceClaim>;
  /** Port to its user's id. */
  readonly ports: Map<string, string>;
}

interface Block {
  readonly first: bigint;
  readonly last: bigint;
}

/** Addresses in use under one sharing and backend key, in the order in which the pool is searched. */
interface Group {
  readonly members: { readonly position: number; readonly use: AddressUse }[];
  /** By ports: how many of the first members are known to clash. */
  readonly clashing: Map<string, number>;
}

/**
 * The addresses of one family in one pool: finds the first one that a service may have, from the first block's network address to its broadcast address, then in the next block.
 * Nothing is ever listed: free addresses are found with a pointer that only moves on (and back when an address is given up), shared ones among those in use under the same key.
 * metallb internal/allocator/allocator.go getIPFromCIDR
 */
export class PoolSpace {
  readonly used = new Map<bigint, AddressUse>();
  readonly #family: Family;
  readonly #blocks: readonly Block[];
  readonly #avoidBuggyIPs: boolean;
  readonly #groups = new Map<string, Group>();
  /** Everything before is in use or left out. */
  #block = 0;
  #next: bigint;

  constructor(family: Family, cidrs: readonly CIDR[], avoidBuggyIPs: boolean) {
    this.#family = family;
    this.#blocks = cidrs.map(rangeOfCIDR);
    this.#avoidBuggyIPs = avoidBuggyIPs;
    this.#next = this.#blocks[0]?.first ?? 0n;
  }

  /** Whether the pool has addresses of the family at all. */
  get hasAny(): boolean {
    return this.#blocks.length > 0;
  }

  /** The first address that is free, or that the service may share; undefined when there is none. */
  first(claim: ServiceClaim): IPAddress | undefined {
    const free = this.firstFree();
    if (claim.sharingKey === '') return free;
    const shared = this.#firstShared(claim);
    if (shared === undefined || (free !== undefined && this.#isBefore(free, shared))) return free;
    return shared.use.address;
  }

  /** Takes the address for the service; that it may have it is the caller's to know. */
  add(address: IPAddress, claim: ServiceClaim): void {
    let use = this.used.get(address.value);
    if (use === undefined) {
      use = { address, sharingKey: claim.sharingKey, backendKey: claim.backendKey, users: new Map(), ports: new Map() };
      this.used.set(address.value, use);
      this.#insert(use);
    }
    use.users.set(claim.id, claim);
    for (const port of claim.ports) use.ports.set(port, claim.id);
  }

  remove(address: IPAddress, claim: ServiceClaim): void {
    const use = this.used.get(address.value);
    if (use === undefined || !use.users.delete(claim.id)) return;
    for (const port of claim.ports) if (use.ports.get(port) === claim.id) use.ports.delete(port);
    const group = this.#groups.get(groupKey(use));
    group?.clashing.clear();
    if (use.users.size > 0) return;
    this.used.delete(address.value);
    group?.members.splice(
      group.members.findIndex((member) => member.use === use),
      1,
    );
    const position = this.#positionOf(address);
    if (position < this.#block || (position === this.#block && address.value < this.#next)) {
      this.#block = position;
      this.#next = address.value;
    }
  }

  /** The first address that nobody has; undefined when there is none. */
  firstFree(): IPAddress | undefined {
    for (let block = this.#blocks[this.#block]; block !== undefined; block = this.#blocks[this.#block]) {
      while (this.#next <= block.last && this.#isLeftOut(this.#next)) this.#next++;
      if (this.#next <= block.last) return { family: this.#family, value: this.#next };
      this.#block++;
      this.#next = this.#blocks[this.#block]?.first ?? 0n;
    }
    return undefined;
  }

  #isLeftOut(value: bigint): boolean {
    return this.used.has(value) || (this.#avoidBuggyIPs && isBuggy({ family: this.#family, value }));
  }

  #firstShared(claim: ServiceClaim): Group['members'][number] | undefined {
    const group = this.#groups.get(groupKey(claim));
    if (group === undefined) return undefined;
    let index = group.clashing.get(claim.portsKey) ?? 0;
    while (clashes(claim, group.members[index]?.use)) index++;
    group.clashing.set(claim.portsKey, index);
    return group.members[index];
  }

  #isBefore(free: IPAddress, { position, use }: Group['members'][number]): boolean {
    return this.#block < position || (this.#block === position && free.value < use.address.value);
  }

  #insert(use: AddressUse): void {
    if (use.sharingKey === '') return;
    const key = groupKey(use);
    let group = this.#groups.get(key);
    if (group === undefined) {
      group = { members: [], clashing: new Map() };
      this.#groups.set(key, group);
    }
    const position = this.#positionOf(use.address);
    let index = group.members.length;
    const comesAfter = (member: Group['members'][number] | undefined) =>
      member !== undefined &&
      (member.position > position || (member.position === position && member.use.address.value > use.address.value));
    while (comesAfter(group.members[index - 1])) index--;
    if (index < group.members.length) group.clashing.clear();
    group.members.splice(index, 0, { position, use });
  }

  /** Index of the block that holds the address. */
  #positionOf({ value }: IPAddress): number {
    return this.#blocks.findIndex(({ first, last }) => first <= value && value <= last);
  }
}

function clashes(claim: ServiceClaim, use: AddressUse | undefined): boolean {
  return use !== undefined && claim.ports.some((port) => use.ports.has(port));
}

function groupKey({ sharingKey, backendKey }: { readonly sharingKey: string; readonly backendKey: string }): string {
  return `${sharingKey}\n${backendKey}`;
}
