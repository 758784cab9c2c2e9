import { bitsOf, type Family, type IPRange } from '../../base/ip.ts';

/** The whole of a family cut at the ends of ranges: inside of a piece all addresses are the same for all of them. Ascending, without gaps. */
export function piecesOf(family: Family, ranges: Iterable<IPRange>): readonly IPRange[] {
  const last = (1n << BigInt(bitsOf(family))) - 1n;
  const starts = new Set<bigint>([0n]);
  for (const range of ranges) {
    if (range.family !== family) continue;
    starts.add(range.first);
    if (range.last < last) starts.add(range.last + 1n);
  }
  const sorted = [...starts].sort((one, other) => (one < other ? -1 : one > other ? 1 : 0));
  return sorted.map((first, index) => ({ family, first, last: (sorted[index + 1] ?? last + 1n) - 1n }));
}
