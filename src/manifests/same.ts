/**
 * Whether two immutable values made from manifests say the same. Plain data is compared part by part, maps and sets in their order;
 * a document, and a manifest read from it, is itself only: an equal one elsewhere is another.
 */
export function isSame(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
  if (Array.isArray(one))
    return Array.isArray(other) && one.length === other.length && one.every((item, index) => isSame(item, other[index]));
  if (Array.isArray(other)) return false;
  if (one instanceof Map || one instanceof Set)
    return other instanceof one.constructor && one.size === (other as typeof one).size && isSame([...one], [...(other as typeof one)]);
  if (Object.getPrototypeOf(one) !== Object.prototype || Object.getPrototypeOf(other) !== Object.prototype) return false;
  if ('document' in one && 'metadata' in one) return false;
  return samePairs(one as Data, other as Data);
}

type Data = Readonly<Record<string, unknown>>;

function samePairs(one: Data, other: Data): boolean {
  const keys = Object.keys(one);
  if (keys.length !== Object.keys(other).length) return false;
  for (const key of keys) {
    const value = one[key];
    const counterpart = other[key];
    if (value === counterpart ? value === undefined && !(key in other) : key === 'document' || !isSame(value, counterpart)) return false;
  }
  return true;
}

/**
 * What was read anew of a document, in the words of what was read before: whatever part of it says the same, in the same order, is the old object, and the document is the one that is known.
 * `after` is nobody else's yet: its parts are put right in place.
 */
export function followed<T>(before: unknown, after: T, known: ReadonlyMap<unknown, unknown>): T {
  return follow(before, after, known) as T;
}

function follow(before: unknown, after: unknown, known: ReadonlyMap<unknown, unknown>): unknown {
  if (typeof after !== 'object' || after === null || before === after) return after;
  const document = known.get(after);
  if (document !== undefined) return document;
  if (Array.isArray(after)) {
    const old: readonly unknown[] = Array.isArray(before) ? before : [];
    let same = Array.isArray(before) && old.length === after.length;
    for (let index = 0; index < after.length; index++) {
      const item = follow(old[index], after[index], known);
      if (item !== after[index]) after[index] = item;
      same &&= Object.is(item, old[index]);
    }
    return same ? before : after;
  }
  if (after instanceof Map || after instanceof Set) return isSame(before, after) ? before : after;
  if (Object.getPrototypeOf(after) !== Object.prototype) return after;
  const data = after as Record<string, unknown>;
  const isData = typeof before === 'object' && before !== null && Object.getPrototypeOf(before) === Object.prototype;
  const old = isData ? (before as Data) : {};
  const keys = Object.keys(data);
  const oldKeys = Object.keys(old);
  let same = isData && keys.length === oldKeys.length;
  for (const [index, key] of keys.entries()) {
    const part = follow(old[key], data[key], known);
    if (part !== data[key]) data[key] = part;
    same &&= oldKeys[index] === key && Object.is(part, old[key]);
  }
  return same ? before : after;
}

/** A list with the old object wherever the new one says the same, counted from both ends; the old list where all do. */
export function withKept<T>(
  before: readonly T[] | undefined,
  after: readonly T[],
  same: (one: T, other: T) => boolean = isSame,
): readonly T[] {
  if (before === undefined || before === after) return after;
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && same(before[head] as T, after[head] as T)) head++;
  if (head === before.length && head === after.length) return before;
  let tail = 0;
  while (tail < shorter - head && same(before[before.length - 1 - tail] as T, after[after.length - 1 - tail] as T)) tail++;
  return [...before.slice(0, head), ...after.slice(head, after.length - tail), ...before.slice(before.length - tail)];
}
