import { Input, sameItems, type Readable } from './derived.ts';
import { hunksOf } from './hunks.ts';
import { changeOf, type ListChange } from './listChange.ts';

/** A list of distinct things set from outside, of which a computation may ask for the whole or for those under a key: then only a change there concerns it. */
export class Table<T extends object> implements Readable<readonly T[]> {
  readonly #items = new Input<readonly T[]>([]);
  readonly #indexes: { update(changes: readonly ListChange<T>[], moved: ReadonlySet<T>): void }[] = [];
  readonly #ranks = new Ranks<T>();

  get(): readonly T[] {
    return this.#items.get();
  }

  /** A list with the same things in the same order changes nothing, and the old list stays. */
  set(items: readonly T[]): void {
    const changes = changesOf(this.#items.peek(), items);
    if (changes.length === 0) return;
    this.#items.set(items);
    for (const change of changes) this.#ranks.follow(change);
    const moved = movedIn(changes);
    for (const index of this.#indexes) index.update(changes, moved);
  }

  /** The things by the keys that `keysOf` gives for each; kept up to date from here on. */
  by<K>(keysOf: KeysOf<T, K>): Index<T, K> {
    const index = new Index(keysOf, this.#ranks);
    index.update([changeOf([], this.#items.peek())], new Set());
    this.#indexes.push(index);
    return index;
  }
}

/** One for each place at which the list was changed. */
function changesOf<T>(before: readonly T[], after: readonly T[]): readonly ListChange<T>[] {
  let shift = 0;
  return hunksOf(before, after).map(({ at, removed, added }) => {
    const head = at + shift;
    shift += added.length - removed;
    return { after, head, removed: before.slice(at, at + removed), added };
  });
}

/** What is gone at one place and new at another. */
function movedIn<T>(changes: readonly ListChange<T>[]): ReadonlySet<T> {
  const moved = new Set<T>();
  if (changes.length < 2) return moved;
  const removed = new Set(changes.flatMap((change) => change.removed));
  for (const { added } of changes) for (const item of added) if (removed.has(item)) moved.add(item);
  return moved;
}

/** The keys of a thing, distinct or not. */
export type KeysOf<T, K> = (item: T) => Iterable<K>;

/** The things of a table by key, each list in the table's order. */
export class Index<T extends object, K = string> {
  readonly #keysOf: KeysOf<T, K>;
  /** Of many keys a single thing is all: it stands for itself. */
  readonly #groups = new Map<K, T | readonly T[]>();
  /** Of keys that somebody asked for. */
  readonly #asked = new Map<K, Input<readonly T[]>>();
  /** Of keys of which somebody asked whether there is anything under them. */
  readonly #askedAny = new Map<K, Input<boolean>>();
  readonly #askedFew = new Map<K, { readonly most: number; readonly input: Input<readonly T[] | undefined> }>();
  /** The keys with several things, and, once somebody asked, these things. */
  readonly #crowded = new Set<K>();
  #askedCrowded: Input<readonly (readonly T[])[]> | undefined;
  readonly #ranks: Ranks<T>;

  constructor(keysOf: KeysOf<T, K>, ranks: Ranks<T>) {
    this.#keysOf = keysOf;
    this.#ranks = ranks;
  }

  at(key: K): readonly T[] {
    let input = this.#asked.get(key);
    if (input === undefined) this.#asked.set(key, (input = new Input<readonly T[]>(this.peek(key), sameItems)));
    return input.get();
  }

  /** Whether there is anything under a key. */
  has(key: K): boolean {
    let input = this.#askedAny.get(key);
    if (input === undefined) this.#askedAny.set(key, (input = new Input<boolean>(this.#groups.has(key))));
    return input.get();
  }

  /** The things under a key unless there are more than so many; each key is always asked for with the same number. */
  few(key: K, most: number): readonly T[] | undefined {
    let asked = this.#askedFew.get(key);
    if (asked === undefined) this.#askedFew.set(key, (asked = { most, input: new Input(atMost(this.peek(key), most), sameFew) }));
    return asked.input.get();
  }

  /** All that share a key, in the order of their first ones. */
  get crowded(): readonly (readonly T[])[] {
    return (this.#askedCrowded ??= new Input(this.#listCrowded(), sameGroups)).get();
  }

  #listCrowded(): readonly (readonly T[])[] {
    const rankOf = ([first]: readonly T[]) => this.#ranks.of(first) ?? 0;
    return [...this.#crowded].map((key) => this.peek(key)).sort((one, other) => rankOf(one) - rankOf(other));
  }

  /** The same without its being noted: for what only decides how to get at an answer. */
  peek(key: K): readonly T[] {
    const group = this.#groups.get(key);
    return group === undefined ? none : isGroup(group) ? group : [group];
  }

  /** @internal In the order of the list, whose ranks are up to date. `moved`: what is gone at one place and new at another. */
  update(changes: readonly ListChange<T>[], moved: ReadonlySet<T>): void {
    const [gone, fresh]: [T[], T[]] = [[], []];
    const replaced = new Map<T, T>();
    const touched = new Set<K>();
    let noted: Iterable<K> | undefined;
    const isVersion = (one: T, other: T): boolean => {
      if (moved.size > 0 && (moved.has(one) || moved.has(other))) return false;
      const keys = this.#keysOf(one);
      const others = this.#keysOf(other);
      // As a rule neighbours and versions have one list of keys, and then nothing is to be compared.
      if (keys === others) {
        if (keys !== noted) for (const key of keys) touched.add(key);
        noted = keys;
      } else {
        const listed = [...keys];
        if (!sameItems(listed, [...others])) return false;
        for (const key of listed) touched.add(key);
      }
      replaced.set(one, other);
      return true;
    };
    for (const { removed, added } of changes) {
      // What stands at the place of another, counted from both ends, may only be its new version.
      const shorter = Math.min(removed.length, added.length);
      let start = 0;
      while (start < shorter && isVersion(removed[start] as T, added[start] as T)) start++;
      let end = 0;
      while (end < shorter - start && isVersion(removed.at(-1 - end) as T, added.at(-1 - end) as T)) end++;
      for (let index = start; index < removed.length - end; index++) gone.push(removed[index] as T);
      for (let index = start; index < added.length - end; index++) fresh.push(added[index] as T);
    }
    if (replaced.size > 0) this.#replace(replaced, touched);
    if (gone.length + fresh.length > 0) this.#exchange(gone, fresh);
  }

  /** `added` in the order of the list. */
  #exchange(removed: readonly T[], added: readonly T[]): void {
    const touched = new Map<K, { gone: Set<T> | undefined; readonly fresh: T[] }>();
    const touch = (key: K) => {
      let group = touched.get(key);
      if (group === undefined) touched.set(key, (group = { gone: undefined, fresh: [] }));
      return group;
    };
    for (const item of removed) for (const key of this.#keysOf(item)) (touch(key).gone ??= new Set<T>()).add(item);
    for (const item of added)
      for (const key of this.#keysOf(item)) {
        const { fresh } = touch(key);
        if (fresh.at(-1) !== item) fresh.push(item);
      }
    let crowdChanged = false;
    for (const [key, { gone, fresh }] of touched) {
      const group = this.#merged(without(this.peek(key), gone), fresh);
      if (group.length === 0) this.#groups.delete(key);
      else this.#groups.set(key, oneOrAll(group));
      if (group.length > 1 || this.#crowded.has(key)) {
        crowdChanged = true;
        if (group.length > 1) this.#crowded.add(key);
        else this.#crowded.delete(key);
      }
      this.#tell(key, group);
    }
    if (crowdChanged) this.#askedCrowded?.set(this.#listCrowded());
  }

  /** Both in the order of the list. */
  #merged(kept: readonly T[], fresh: readonly T[]): readonly T[] {
    if (fresh.length === 0) return kept;
    const rankOf = (item: T | undefined) => this.#ranks.of(item) ?? 0;
    const first = this.#firstFrom(kept, rankOf(fresh[0]));
    if (first === kept.length) return [...kept, ...fresh];
    if (first === this.#firstFrom(kept, rankOf(fresh.at(-1)))) return kept.toSpliced(first, 0, ...fresh);
    const merged = kept.slice(0, first);
    let next = first;
    for (const item of fresh) {
      for (const rank = rankOf(item); next < kept.length && rankOf(kept[next]) < rank; next++) merged.push(kept[next] as T);
      merged.push(item);
    }
    for (; next < kept.length; next++) merged.push(kept[next] as T);
    return merged;
  }

  /** Each thing takes the place of one with the same keys: groups only get other members. */
  #replace(replacements: ReadonlyMap<T, T>, touched: ReadonlySet<K>): void {
    for (const key of touched) {
      const group = withReplaced(this.peek(key), replacements);
      this.#groups.set(key, oneOrAll(group));
      this.#tell(key, group);
    }
    if ([...touched].some((key) => this.#crowded.has(key))) this.#askedCrowded?.set(this.#listCrowded());
  }

  /** Where in a group those begin that stand at a rank or behind it. */
  #firstFrom(group: readonly T[], rank: number): number {
    let low = 0;
    for (let high = group.length; low < high;) {
      const middle = (low + high) >> 1;
      if ((this.#ranks.of(group[middle]) ?? 0) >= rank) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  #tell(key: K, group: readonly T[]): void {
    const any = this.#askedAny.get(key);
    if (any?.askers === 0) this.#askedAny.delete(key);
    else any?.set(group.length > 0);
    const few = this.#askedFew.get(key);
    if (few?.input.askers === 0) this.#askedFew.delete(key);
    else few?.input.set(atMost(group, few.most));
    const input = this.#asked.get(key);
    if (input === undefined) return;
    if (input.askers === 0) this.#asked.delete(key);
    else input.set(group.length === 0 ? none : group);
  }
}

/** Where in a table each thing stands: numbers that grow along it; new things get room between their neighbours. */
class Ranks<T> {
  readonly #rank = new Map<T, number>();

  /** Absent for what is not on the table. */
  of(item: T | undefined): number | undefined {
    return item === undefined ? undefined : this.#rank.get(item);
  }

  follow({ after, head, removed, added }: ListChange<T>): void {
    for (const item of removed) this.#rank.delete(item);
    const first = head === 0 ? undefined : this.of(after[head - 1]);
    const last = this.of(after[head + added.length]);
    const start = first ?? (last ?? 0) - added.length - 1;
    const step = last === undefined ? 1 : (last - start) / (added.length + 1);
    // After very many insertions at one place there is no room between two neighbours.
    if (step < 1e-6) after.forEach((item, index) => this.#rank.set(item, index));
    else added.forEach((item, index) => this.#rank.set(item, start + step * (index + 1)));
  }
}

function isGroup<T extends object>(group: T | readonly T[]): group is readonly T[] {
  return Array.isArray(group);
}

function oneOrAll<T extends object>(group: readonly T[]): T | readonly T[] {
  const [first] = group;
  return group.length === 1 && first !== undefined ? first : group;
}

function atMost<T>(group: readonly T[], most: number): readonly T[] | undefined {
  return group.length > most ? undefined : group;
}

function sameFew<T>(before: readonly T[] | undefined, after: readonly T[] | undefined): boolean {
  return before === after || (before !== undefined && after !== undefined && sameItems(before, after));
}

function sameGroups<T>(before: readonly (readonly T[])[], after: readonly (readonly T[])[]): boolean {
  return before.length === after.length && before.every((group, index) => sameItems(group, after[index] ?? none));
}

/** A group with other things at the places of some; a few are sooner looked for than all are looked up. */
function withReplaced<T>(group: readonly T[], replacements: ReadonlyMap<T, T>): readonly T[] {
  if (replacements.size > 4) return group.map((item) => replacements.get(item) ?? item);
  const replaced = [...group];
  for (const [old, item] of replacements) {
    const index = group.indexOf(old);
    if (index >= 0) replaced[index] = item;
  }
  return replaced;
}

/** A group without some of its things, of which it has each once. */
function without<T>(group: readonly T[], gone: ReadonlySet<T> | undefined): readonly T[] {
  if (gone === undefined) return group;
  if (gone.size > 4) return group.filter((item) => !gone.has(item));
  const kept = [...group];
  for (const item of gone) {
    const index = kept.indexOf(item);
    if (index >= 0) kept.splice(index, 1);
  }
  return kept;
}

const none: readonly never[] = [];
