import { cookedState } from './goRandomTable.ts';

/**
 * Go's `math/rand` source (an additive lagged Fibonacci generator), of which Calico's block order is a function. Go src/math/rand/rng.go.
 * 64-bit words are kept as two halves: BigInt would cost a hundred times as much.
 */
export interface GoRandom {
  /** The next 32 random bits, as a non-negative number. */
  next32(): number;
}

const length = 607;
const lag = 273;
const modulus = 2 ** 31 - 1;

/** `rand.New(rand.NewSource(seed))`. */
export function goRandom(seed: number): GoRandom {
  const cooked = cookedState();
  const high = new Uint32Array(length);
  const low = new Uint32Array(length);
  seedState(seed, (index, first, second, third) => {
    // first·2^40 ^ second·2^20 ^ third, each below 2^31.
    high[index] = (first << 8) ^ (second >>> 12) ^ word(cooked.high, index);
    low[index] = (second << 20) ^ third ^ word(cooked.low, index);
  });
  let tap = 0;
  let feed = length - lag;
  return {
    next32() {
      tap = tap === 0 ? length - 1 : tap - 1;
      feed = feed === 0 ? length - 1 : feed - 1;
      const sum = word(low, feed) + word(low, tap);
      low[feed] = sum;
      high[feed] = word(high, feed) + word(high, tap) + (sum > 0xffffffff ? 1 : 0);
      // Bits 62 to 31.
      return ((word(high, feed) << 1) | (word(low, feed) >>> 31)) >>> 0;
    },
  };
}

function word(words: Uint32Array, index: number): number {
  return words[index] ?? 0;
}

/** The 607 triples of the seeding generator (Lehmer, 48271), handed out in index order. */
function seedState(seed: number, store: (index: number, first: number, second: number, third: number) => void): void {
  let x = seed % modulus;
  if (x < 0) x += modulus;
  if (x === 0) x = 89482311;
  // Schrage's method of the original, but a product below 2^47 is exact in a double.
  const next = () => (x = (48271 * x) % modulus);
  for (let index = 0; index < 20; index++) next();
  for (let index = 0; index < length; index++) store(index, next(), next(), next());
}
