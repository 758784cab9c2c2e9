import { Input, sameItems, type Readable } from './derived.ts';

/** A list of distinct things set from outside, of which a computation may ask for the whole or for those under a key: then only a change there concerns it. */
export class Table<T extends object> implements Readable<readonly T[]> {
  readonly #items = new Input<readonly T[]>([], sameItems);
  readonly #indexes: { update(change: ListChange<T>): void }[] = [];
  readonly #ranks = new Ranks<T>();

  get(): readonly T[] {
    return this.#items.get();
  }

  /** A list with the same things in the same order changes nothing, and the old list stays. */
  set(items: readonly T[]): void {
    const before = this.#items.peek();
    this.#items.set(items);
    if (this.#items.peek() === before) return;
    for (const change of changesOf(before, items)) {
      this.#ranks.follow(change);
      for (const index of this.#indexes) index.update(change);
    }
  }

  /** The things by the keys that `keysOf` gives for each; kept up to date from here on. */
  by<K>(keysOf: KeysOf<T, K>): Index<T, K> {
    const index = new Index(keysOf, this.#ranks);
    index.update(changeOf([], this.#items.peek()));
    this.#indexes.push(index);
    return index;
  }
}

/** Where things went at one place and others came at another, what stands between is left alone. */
function changesOf<T>(before: readonly T[], after: readonly T[]): readonly ListChange<T>[] {
  const whole = changeOf(before, after);
  if (whole.removed.length <= mostOneByOne || whole.added.length <= mostOneByOne) return [whole];
  const staying = new Set(whole.added);
  const kept = before.filter((item, index) => index < whole.head || index >= whole.head + whole.removed.length || staying.has(item));
  return kept.length === before.length ? [whole] : [changeOf(before, kept), changeOf(kept, after)];
}

/** What a list became, but for what is the same at both ends. */
export interface ListChange<T> {
  readonly after: readonly T[];
  /** How many are the same at the start. */
  readonly head: number;
  readonly removed: readonly T[];
  readonly added: readonly T[];
}

export function changeOf<T>(before: readonly T[], after: readonly T[]): ListChange<T> {
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && before[head] === after[head]) head++;
  let tail = 0;
  while (tail < shorter - head && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail++;
  return { after, head, removed: before.slice(head, before.length - tail), added: after.slice(head, after.length - tail) };
}

/** The keys of a thing, distinct or not. */
export interface KeysOf<T, K> {
  (item: T): Iterable<K>;
  /** Whether two things surely have the same keys; absent: not known at a glance. */
  sameKeys?: (one: T, other: T) => boolean;
}

/** Beyond it changes are looked at together. */
const mostOneByOne = 16;

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

  /** @internal */
  update(change: ListChange<T>): void {
    const { removed, added } = change;
    this.#updateOneByOne(Math.min(removed.length, added.length) > mostOneByOne ? this.#withoutReplaced(change) : change);
  }

  /** What is left of a change when each thing at its ends that takes the place of one with the same keys has done so. */
  #withoutReplaced({ after, head, removed, added }: ListChange<T>): ListChange<T> {
    const { sameKeys } = this.#keysOf;
    if (sameKeys === undefined) return { after, head, removed, added };
    const shorter = Math.min(removed.length, added.length);
    let start = 0;
    while (start < shorter && sameKeys(removed[start] as T, added[start] as T)) start++;
    let end = 0;
    while (end < shorter - start && sameKeys(removed.at(-1 - end) as T, added.at(-1 - end) as T)) end++;
    this.#replace(
      [...removed.slice(0, start), ...removed.slice(removed.length - end)],
      [...added.slice(0, start), ...added.slice(added.length - end)],
    );
    return {
      after,
      head: head + start,
      removed: removed.slice(start, removed.length - end),
      added: added.slice(start, added.length - end),
    };
  }

  #updateOneByOne({ after, head, removed, added }: ListChange<T>): void {
    if (removed.length + added.length === 0) return;
    const touched = new Map<K, T[]>();
    const touch = (key: K) => {
      let group = touched.get(key);
      if (group === undefined) touched.set(key, (group = []));
      return group;
    };
    const gone = new Map<K, Set<T>>();
    for (const item of removed) {
      for (const key of this.#keysOf(item)) {
        touch(key);
        const items = gone.get(key);
        if (items === undefined) gone.set(key, new Set([item]));
        else items.add(item);
      }
    }
    for (const item of added)
      for (const key of this.#keysOf(item)) {
        const group = touch(key);
        if (group.at(-1) !== item) group.push(item);
      }
    let crowdChanged = false;
    const end = this.#ranks.of(after[head + added.length]) ?? Infinity;
    for (const [key, fresh] of touched) {
      const kept = without(this.peek(key), gone.get(key));
      const split = this.#firstFrom(kept, end);
      const group = fresh.length === 0 ? kept : split === kept.length ? [...kept, ...fresh] : kept.toSpliced(split, 0, ...fresh);
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

  /** Each thing takes the place of one with the same keys: groups only get other members. */
  #replace(removed: readonly T[], added: readonly T[]): void {
    const replacements = new Map(removed.map((item, index) => [item, added[index] as T]));
    const touched = new Set<K>();
    for (const item of removed) for (const key of this.#keysOf(item)) touched.add(key);
    for (const key of touched) {
      const group = this.peek(key).map((item) => replacements.get(item) ?? item);
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
