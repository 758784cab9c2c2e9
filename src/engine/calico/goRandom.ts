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

const cookedSteps = 7_800_000_000_000n;

interface CookedState {
  readonly high: Uint32Array;
  readonly low: Uint32Array;
}

let cooked: CookedState | undefined;

/** Go's table `rngCooked`, derived at first use (some 20 ms) instead of shipped: it would be a twentieth of the bundle. */
export function cookedState(): CookedState {
  return (cooked ??= deriveCookedState());
}

/**
 * Go src/math/rand/gen_cooked.go: the generator y(m) = y(m−607) + y(m−273), seeded with 1, after 7.8·10^12 steps.
 * The jump is x^N modulo x^607 = x^334 + 1 over the integers modulo 2^64. A polynomial is one BigInt with a slot for each coefficient,
 * wide enough that the sums of a product do not touch the next slot; so the engine's fast multiplication does all the work.
 */
function deriveCookedState(): CookedState {
  const slot = 144n;
  const lengthBits = BigInt(length) * slot;
  const shift = BigInt(length - lag) * slot;
  const lowHalf = (1n << lengthBits) - 1n;
  const mask = pack(
    Array.from({ length: 2 * length }, () => 0xffff_ffff_ffff_ffffn),
    slot,
  );
  const reduce = (polynomial: bigint) => {
    let rest = polynomial & mask;
    for (let over = rest >> lengthBits; over > 0n; over = rest >> lengthBits) rest = ((rest & lowHalf) + over + (over << shift)) & mask;
    return rest;
  };
  let jump = 1n;
  for (const bit of cookedSteps.toString(2)) {
    jump = reduce(jump * jump);
    if (bit === '1') jump = reduce(jump << slot);
  }

  const initial: bigint[] = [];
  seedState(1, (index, first, second, third) => {
    // Step m writes element (334 − m) mod 607; the seeded state is the steps −606 to 0, in `sequence` from 0.
    initial[(2 * length - lag - index + 606) % length] = (BigInt(first) << 20n) ^ (BigInt(second) << 10n) ^ BigInt(third);
  });
  const sequence = initial;
  for (let index = length; index < 2 * length - 1; index++)
    sequence.push(BigInt.asUintN(64, (sequence[index - length] ?? 0n) + (sequence[index - lag] ?? 0n)));

  // Element k of the result is the sum of jump[i]·sequence[i + k]: coefficient k + 606 of the product with the jump reversed.
  const reversed = pack(unpack(jump, slot, 0, length).reverse(), slot);
  const product = unpack(reversed * pack(sequence, slot), slot, length - 1, length);
  const high = new Uint32Array(length);
  const low = new Uint32Array(length);
  product.forEach((value, index) => {
    const element = (2 * length - lag - index + 606 + length - Number(cookedSteps % BigInt(length))) % length;
    high[element] = Number((value >> 32n) & 0xffffffffn);
    low[element] = Number(value & 0xffffffffn);
  });
  return { high, low };
}

/** Coefficients, lowest first, into one number. */
function pack(coefficients: readonly bigint[], slot: bigint): bigint {
  const digits = Number(slot) / 4;
  return BigInt(
    `0x${coefficients
      .map((value) => value.toString(16).padStart(digits, '0'))
      .reverse()
      .join('')}`,
  );
}

/** `count` coefficients from number `first`, modulo 2^64. */
function unpack(packed: bigint, slot: bigint, first: number, count: number): bigint[] {
  const digits = Number(slot) / 4;
  const text = packed.toString(16).padStart((first + count) * digits, '0');
  return Array.from({ length: count }, (_, index) =>
    BigInt(`0x${text.slice(text.length - (first + index) * digits - 16, text.length - (first + index) * digits)}`),
  );
}
