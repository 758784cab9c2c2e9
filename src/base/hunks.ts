import { changeOf } from './listChange.ts';

/** One place at which a list was changed. */
export interface Hunk<T> {
  /** Index in the list before. */
  readonly at: number;
  /** How many from there on are gone. */
  readonly removed: number;
  /** What stands there instead. */
  readonly added: readonly T[];
}

/**
 * What makes one list of distinct things from another, in their order; between any two of these places something stays.
 * What has changed places is gone at the one and new at the other.
 */
export function hunksOf<T>(before: readonly T[], after: readonly T[]): readonly Hunk<T>[] {
  const { head, removed, added } = changeOf(before, after);
  if (removed.length === 0 && added.length === 0) return [];
  if (removed.length === 0 || added.length === 0) return [{ at: head, removed: removed.length, added }];
  const later = new Set(added);
  const earlier = new Set(removed);
  const hunks: Hunk<T>[] = [];
  let next = 0;
  for (let index = 0; index < removed.length || next < added.length;) {
    const first = index;
    const fresh: T[] = [];
    while (index < removed.length || next < added.length) {
      const [old, one] = [removed[index] as T, added[next] as T];
      if (next < added.length && (index === removed.length || !earlier.has(one))) {
        fresh.push(one);
        next++;
      } else if (old === one) break;
      else {
        // It may come again at another place: there it is new.
        if (next === added.length || later.has(old)) earlier.delete(old);
        index++;
      }
    }
    if (index > first || fresh.length > 0) hunks.push({ at: head + first, removed: index - first, added: fresh });
    while (index < removed.length && next < added.length && removed[index] === added[next]) {
      index++;
      next++;
    }
  }
  return hunks;
}
