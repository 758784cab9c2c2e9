import { bitsOf, formatCIDR, type CIDR, type IPAddress } from '../../base/ip.ts';
import type { Pool } from './pool.ts';
import { reservedIn, type Reservations } from './reservations.ts';

/** Of an ordinal: never handed out, in use, freed again, or freed and kept back by the cool-down. */
const unused = 0;
const used = 1;
const freed = 2;
const cooling = 3;

/** A block of a pool: its addresses by ordinal, and the node that serves itself from it. libcalico-go lib/ipam/ipam_block.go */
export class Block {
  readonly pool: Pool;
  readonly cidr: CIDR;
  /** Name of the node; absent when it cannot be known. */
  readonly owner: string | undefined;
  /** Affinities are visited in the order of this text. libcalico-go lib/names/cidr.go */
  readonly affinityText: string;
  readonly #states: Uint8Array;
  readonly #reserved: Uint8Array | undefined;
  /** No ordinal before it is both unused and unreserved. */
  #next = 0;
  /** The tail of the free list: ordinals freed, in the order of the calls. */
  #freed: number[] = [];
  #available: number;
  readonly #assignable: number;
  #inUse = 0;

  constructor(pool: Pool, index: bigint, owner: string | undefined, reservations: Reservations) {
    const { family, network } = pool.cidr;
    const size = 2 ** (bitsOf(family) - pool.blockSize);
    const first = network + index * BigInt(size);
    this.pool = pool;
    this.owner = owner;
    this.cidr = { family, network: first, address: first, prefix: pool.blockSize };
    this.affinityText = formatCIDR(this.cidr).replace(/[.:/]/g, '-');
    this.#states = new Uint8Array(size);
    this.#available = size;
    for (const run of reservedIn(reservations, { family, first, last: first + BigInt(size) - 1n })) {
      this.#reserved ??= new Uint8Array(size);
      this.#reserved.fill(1, Number(run.first - first), Number(run.last - first) + 1);
      this.#available -= Number(run.last - run.first) + 1;
    }
    this.#assignable = this.#available;
  }

  /** Addresses that automatic assignment can still hand out. */
  get available(): number {
    return this.#available;
  }

  /** Addresses that are not reserved. */
  get assignable(): number {
    return this.#assignable;
  }

  /** Addresses in use, those of explicit requests and of Windows included. */
  get inUse(): number {
    return this.#inUse;
  }

  /** The head of the free list, reserved addresses passed over. */
  take(): IPAddress | undefined {
    if (this.#available === 0) return undefined;
    const { length } = this.#states;
    while (this.#next < length && !(this.#states[this.#next] === unused && this.#isAssignable(this.#next))) this.#next++;
    const ordinal = this.#next < length ? this.#next : this.#freed.find((candidate) => this.#isAssignable(candidate));
    if (ordinal === undefined) return undefined;
    this.#mark(ordinal);
    return { family: this.cidr.family, value: this.cidr.network + BigInt(ordinal) };
  }

  /** Takes a certain address of the block, reserved or not; false when it is in use. */
  takeAddress(address: IPAddress): boolean {
    const ordinal = this.#ordinalOf(address);
    if (this.#states[ordinal] === used || this.#states[ordinal] === cooling) return false;
    this.#mark(ordinal);
    return true;
  }

  isTaken(address: IPAddress): boolean {
    return this.#states[this.#ordinalOf(address)] === used;
  }

  /** With a cool-down the address stays unavailable, since no time passes here. */
  release(address: IPAddress, hasCooldown: boolean): void {
    const ordinal = this.#ordinalOf(address);
    this.#inUse--;
    this.#states[ordinal] = hasCooldown ? cooling : freed;
    if (hasCooldown) return;
    this.#freed.push(ordinal);
    if (this.#isAssignable(ordinal)) this.#available++;
  }

  /** Puts a new block into the state that a snapshot shows: what is in use, and the rest in the order in which it will be given. Ordinals in neither cool down. */
  restore(allocated: readonly number[], unallocated: readonly number[]): void {
    const { length } = this.#states;
    const inside = (ordinal: number) => ordinal >= 0 && ordinal < length;
    this.#next = length;
    this.#states.fill(cooling);
    for (const ordinal of new Set(allocated.filter(inside))) {
      this.#states[ordinal] = used;
      this.#inUse++;
    }
    this.#freed = [...new Set(unallocated.filter(inside))].filter((ordinal) => this.#states[ordinal] === cooling);
    for (const ordinal of this.#freed) this.#states[ordinal] = freed;
    this.#available = this.#freed.filter((ordinal) => this.#isAssignable(ordinal)).length;
  }

  /** What is in use, ascending, and the rest in the order in which it will be given; for `restore`. Ordinals in neither cool down. */
  get ordinals(): { readonly allocated: readonly number[]; readonly unallocated: readonly number[] } {
    const allocated: number[] = [];
    const unallocated: number[] = [];
    for (const [ordinal, state] of this.#states.entries()) {
      if (state === used) allocated.push(ordinal);
      if (state === unused) unallocated.push(ordinal);
    }
    for (const ordinal of this.#freed) unallocated.push(ordinal);
    return { allocated, unallocated };
  }

  /** What Windows keeps of a block that it makes: three addresses at the start, one at the end. */
  reserveForWindows(): void {
    for (const ordinal of [0, 1, 2, this.#states.length - 1]) this.#mark(ordinal);
  }

  #mark(ordinal: number): void {
    if (this.#states[ordinal] === freed) this.#freed = this.#freed.filter((other) => other !== ordinal);
    this.#states[ordinal] = used;
    this.#inUse++;
    if (this.#isAssignable(ordinal)) this.#available--;
  }

  #isAssignable(ordinal: number): boolean {
    return this.#reserved?.[ordinal] !== 1;
  }

  #ordinalOf({ value }: IPAddress): number {
    return Number(value - this.cidr.network);
  }
}
