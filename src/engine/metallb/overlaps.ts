import { rangeOfCIDR, type CIDR } from '../../base/ip.ts';

/** Two CIDRs with common addresses: `later` comes after `earlier` in the order of the list. */
export interface Overlap<T> {
  readonly earlier: T;
  readonly later: T;
}

/** For every item that overlaps an earlier one, the first such pair that is met. CIDRs nest or are apart, so one pass over them in address order with the open ones on a stack finds all. */
export function overlapsOf<T extends { readonly cidr: CIDR }>(items: readonly T[]): readonly Overlap<T>[] {
  const sorted = items
    .map((item, order) => ({ item, order, range: rangeOfCIDR(item.cidr) }))
    .sort(
      (one, other) =>
        one.range.family - other.range.family ||
        compare(one.range.first, other.range.first) ||
        compare(other.range.last, one.range.last) ||
        one.order - other.order,
    );
  const found = new Map<number, Overlap<T> & { readonly order: number }>();
  const open: typeof sorted = [];
  for (const current of sorted) {
    for (
      let top = open.at(-1);
      top !== undefined && (top.range.family !== current.range.family || top.range.last < current.range.first);
      top = open.at(-1)
    )
      open.pop();
    for (const outer of open) {
      const [earlier, later] = outer.order < current.order ? [outer, current] : [current, outer];
      if (!found.has(later.order)) found.set(later.order, { earlier: earlier.item, later: later.item, order: later.order });
    }
    // An equal one adds nothing: whatever overlaps it overlaps its earlier twin.
    const top = open.at(-1);
    if (top === undefined || top.range.first !== current.range.first || top.range.last !== current.range.last) open.push(current);
  }
  return [...found.values()].sort((one, other) => one.order - other.order);
}

function compare(one: bigint, other: bigint): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
