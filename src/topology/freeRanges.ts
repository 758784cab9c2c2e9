import { compareRanges, contains, type IPAddress, type IPRange } from '../base/ip.ts';

/** What is left of ranges without the addresses taken, ascending. Ranges may overlap; each address is in one of the results at most. */
export function freeRanges(ranges: readonly IPRange[], taken: readonly IPAddress[]): readonly IPRange[] {
  const free: IPRange[] = [];
  let last: IPRange | undefined;
  for (const range of ranges.toSorted(compareRanges)) {
    // What an earlier range holds has been dealt with.
    const first = last?.family === range.family && last.last >= range.first ? last.last + 1n : range.first;
    if (first > range.last) continue;
    last = { family: range.family, first, last: range.last };
    free.push(...gaps(last, taken));
  }
  return free;
}

/** The `.0` and `.255` of every /24 in these ranges, which some devices take for broadcasts; of ranges above 65536 addresses none. */
export function buggyAddresses(ranges: readonly IPRange[]): readonly IPAddress[] {
  const found: IPAddress[] = [];
  for (const { family, first, last } of ranges) {
    if (family === 6 || last - first > 0xffffn) continue;
    for (let value = first & ~255n; value <= last; value += 256n) {
      for (const edge of [value, value + 255n]) if (edge >= first && edge <= last) found.push({ family, value: edge });
    }
  }
  return found;
}

function gaps(range: IPRange, taken: readonly IPAddress[]): readonly IPRange[] {
  const { family } = range;
  const inside = taken.filter((address) => contains(range, address)).map(({ value }) => value).sort((one, other) => (one < other ? -1 : one > other ? 1 : 0));
  const free: IPRange[] = [];
  let first = range.first;
  for (const value of inside) {
    if (value > first) free.push({ family, first, last: value - 1n });
    if (value >= first) first = value + 1n;
  }
  if (first <= range.last) free.push({ family, first, last: range.last });
  return free;
}
