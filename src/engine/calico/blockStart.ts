import { goRandom } from './goRandom.ts';

/**
 * The number of the block at which a node begins to look for a free one, in a pool of `blocks` blocks (a power of two).
 * Calico libcalico-go/lib/ipam/ipam_block_reader_writer.go randomBlockGenerator, determineSeed.
 * Of pools whose blocks hold one address Calico seeds by the clock; the same formula then stands for it.
 */
export function blockStart(nodeName: string, blocks: bigint): bigint {
  const key = `${blocks} ${nodeName}`;
  let start = known.get(key);
  if (start === undefined) {
    start = drawStart(nodeName, blocks);
    if (known.size >= mostKnown) known.clear();
    known.set(key, start);
  }
  return start;
}

/** Seeding Go's generator takes two thousand steps, and every keystroke asks for the same few nodes again. */
const known = new Map<string, bigint>();
const mostKnown = 4096;

function drawStart(nodeName: string, blocks: bigint): bigint {
  const random = goRandom(fnv1(nodeName));
  // math/big Int.Rand: one more bit than the largest result has, so about half of the draws are thrown away.
  const bits = blocks.toString(2).length;
  const words = Math.ceil(bits / 64);
  for (;;) {
    let value = 0n;
    for (let index = 0; index < words; index++) {
      const low = random.next32();
      const high = random.next32();
      value |= ((BigInt(high) << 32n) | BigInt(low)) << BigInt(64 * index);
    }
    value = BigInt.asUintN(bits, value);
    if (value < blocks) return value;
  }
}

/** FNV-1 (not 1a), 32 bits, of the UTF-8 bytes. */
export function fnv1(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash, 0x01000193) ^ byte;
  return hash >>> 0;
}
