/** What a list became, but for what is the same at both ends. */
export interface ListChange<T> {
  readonly after: readonly T[];
  /** How many are the same at the start. */
  readonly head: number;
  readonly removed: readonly T[];
  readonly added: readonly T[];
}

export function changeOf<T>(before: readonly T[], after: readonly T[]): ListChange<T> {
  if (before === after) return { after, head: after.length, removed: [], added: [] };
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && before[head] === after[head]) head++;
  let tail = 0;
  while (tail < shorter - head && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail++;
  return { after, head, removed: before.slice(head, before.length - tail), added: after.slice(head, after.length - tail) };
}
