import { bitsOf, type IPAddress } from '../../base/ip.ts';
import { Block } from './blocks.ts';
import type { Pool } from './pool.ts';
import { reservedIn, type Reservations } from './reservations.ts';

/**
 * The blocks of one pool, numbered from its base. A pool may have more blocks than could ever be walked, so what exists is kept by number, and what cannot be
 * claimed is leapt over.
 */
export class PoolBlocks {
  readonly pool: Pool;
  /** How many blocks the pool has room for. */
  readonly count: bigint;
  readonly #reservations: Reservations;
  readonly #blocks = new Map<bigint, Block>();
  /** In block order; absent when a block came since. */
  #ordered: { readonly index: bigint; readonly block: Block }[] | undefined;
  /** From a block that cannot be claimed to a later one that perhaps can. */
  readonly #leaps = new Map<bigint, bigint>();
  /** Runs of blocks that are reserved as a whole, ascending. */
  readonly #reservedRuns: readonly { readonly first: bigint; readonly last: bigint }[];

  constructor(pool: Pool, reservations: Reservations) {
    this.pool = pool;
    this.#reservations = reservations;
    this.count = 1n << BigInt(Math.max(0, pool.blockSize - pool.cidr.prefix));
    const size = 1n << BigInt(bitsOf(pool.cidr.family) - pool.blockSize);
    this.#reservedRuns = reservedIn(reservations, pool.range)
      .map(({ first, last }) => ({
        first: (first - pool.range.first + size - 1n) / size,
        last: (last + 1n - pool.range.first) / size - 1n,
      }))
      .filter(({ first, last }) => first <= last);
  }

  /** How many blocks exist. */
  get size(): number {
    return this.#blocks.size;
  }

  get all(): Iterable<Block> {
    return this.#blocks.values();
  }

  indexOf({ value }: IPAddress): bigint {
    return (value - this.pool.range.first) >> BigInt(bitsOf(this.pool.cidr.family) - this.pool.blockSize);
  }

  at(index: bigint): Block | undefined {
    return this.#blocks.get(index);
  }

  claim(index: bigint, owner: string | undefined): Block {
    const block = new Block(this.pool, index, owner, this.#reservations);
    this.#blocks.set(index, block);
    this.#leaps.set(index, index + 1n);
    this.#ordered = undefined;
    return block;
  }

  remove(block: Block): void {
    this.#blocks.delete(this.indexOf({ family: block.cidr.family, value: block.cidr.network }));
    // Longer leaps may have led over it.
    this.#leaps.clear();
    for (const index of this.#blocks.keys()) this.#leaps.set(index, index + 1n);
    this.#ordered = undefined;
  }

  /** The first block at or behind `start`, wrapping once, that does not exist and is not reserved as a whole. */
  unclaimed(start: bigint): bigint | undefined {
    const ahead = this.#leap(start);
    if (ahead < this.count) return ahead;
    const wrapped = this.#leap(0n);
    return wrapped < start ? wrapped : undefined;
  }

  #leap(start: bigint): bigint {
    const passed: bigint[] = [];
    let index = start;
    for (;;) {
      const leap = this.#leaps.get(index) ?? this.#behindReserved(index);
      if (leap === undefined) break;
      passed.push(index);
      index = leap;
    }
    for (const from of passed) this.#leaps.set(from, index);
    return index;
  }

  #behindReserved(index: bigint): bigint | undefined {
    let low = 0;
    let high = this.#reservedRuns.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#reservedRuns[middle]?.last ?? 0n) < index) low = middle + 1;
      else high = middle;
    }
    const run = this.#reservedRuns[low];
    return run !== undefined && run.first <= index ? run.last + 1n : undefined;
  }

  /** The first existing block at or behind `start`, wrapping once, that can hand out an address. */
  available(start: bigint): Block | undefined {
    this.#ordered ??= [...this.#blocks]
      .map(([index, block]) => ({ index, block }))
      .sort((one, other) => (one.index < other.index ? -1 : 1));
    let wrapped: Block | undefined;
    for (const { index, block } of this.#ordered) {
      if (block.available === 0) continue;
      if (index >= start) return block;
      wrapped ??= block;
    }
    return wrapped;
  }
}
