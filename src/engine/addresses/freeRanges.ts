import { compareRanges, intersection, type IPAddress, type IPRange } from '../../base/ip.ts';

/** What is left of ranges without what is taken, ascending. Ranges may overlap; each address is in one of the results at most. */
export function freeRanges(ranges: readonly IPRange[], taken: readonly IPRange[]): readonly IPRange[] {
  const free: IPRange[] = [];
  let last: IPRange | undefined;
  for (const range of ranges.toSorted(compareRanges)) {
    // What an earlier range holds has been dealt with.
    const first = last?.family === range.family && last.last >= range.first ? last.last + 1n : range.first;
    if (first > range.last) continue;
    last = { family: range.family, first, last: range.last };
    free.push(...freeRuns(last, taken));
  }
  return free;
}

/** The stretches of a range that none of `taken` covers, ascending. */
export function freeRuns(range: IPRange, taken: Iterable<IPRange>): readonly IPRange[] {
  const inside = [...taken]
    .flatMap((one) => intersection(one, range) ?? [])
    .sort((one, other) => (one.first < other.first ? -1 : one.first > other.first ? 1 : 0));
  const runs: IPRange[] = [];
  let next = range.first;
  for (const { first, last } of inside) {
    if (first > next) runs.push({ family: range.family, first: next, last: first - 1n });
    if (last >= next) next = last + 1n;
  }
  if (next <= range.last) runs.push({ family: range.family, first: next, last: range.last });
  return runs;
}

/** The `.0` and `.255` of every /24 in these ranges, which some devices take for broadcasts; of ranges above a million addresses none. */
export function buggyAddresses(ranges: readonly IPRange[]): readonly IPAddress[] {
  const found: IPAddress[] = [];
  for (const { family, first, last } of ranges) {
    if (family === 6 || last - first > 0xfffffn) continue;
    for (let value = first & ~255n; value <= last; value += 256n) {
      for (const edge of [value, value + 255n]) if (edge >= first && edge <= last) found.push({ family, value: edge });
    }
  }
  return found;
}
