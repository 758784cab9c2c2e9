import { cut, runeAt, runeCount, runesFrom, writtenLength, type ByteText, type Rune } from './bytes.ts';

/** Where a matcher matches first in a text, and where, counted from there and rising, it may end. */
export interface Found {
  readonly at: number;
  readonly ends: readonly number[];
}

/** What gobwas/glob v0.2.3 match makes of parts of a pattern, its slips with them: it looks for the first place only, and mixes up bytes and characters. */
export interface Matcher {
  readonly kind: 'super' | 'any' | 'text' | 'prefix' | 'suffix' | 'single' | 'notInList' | 'tree' | 'other';
  /** In characters; -1 where it differs. */
  readonly length: number;
  /** The bytes of a text, a prefix or a suffix. */
  readonly text?: ByteText;
  /** The characters that a list excludes. */
  readonly points?: readonly number[];
  readonly parts?: TreeParts;
  matches(text: ByteText): boolean;
  find(text: ByteText): Found | undefined;
}

export interface TreeParts {
  readonly value: Matcher;
  readonly left: Matcher | undefined;
  readonly right: Matcher | undefined;
  /** In characters, of each part as it was when the tree was built; 0 where there is none. */
  readonly lengths: { readonly value: number; readonly left: number; readonly right: number };
}

const separator = '/';

function hasSeparator(text: ByteText): boolean {
  return text.includes(separator);
}

/** Each place between characters, the beginning and the end with them. */
function places(text: ByteText, from = 0): readonly number[] {
  return [...Array.from(runesFrom(text), ({ at }) => from + at), from + text.length];
}

/** Behind each character of a text, counted as if each were whole. */
function behindEach(text: ByteText, from: number): readonly number[] {
  return Array.from(runesFrom(text), (rune) => from + rune.at + writtenLength(rune));
}

function untilSeparator(text: ByteText): ByteText {
  const at = text.indexOf(separator);
  return at < 0 ? text : text.slice(0, at);
}

export const nothing: Matcher = { kind: 'other', length: 0, matches: (text) => text === '', find: () => ({ at: 0, ends: [0] }) };

export const everything: Matcher = { kind: 'super', length: -1, matches: () => true, find: (text) => ({ at: 0, ends: places(text) }) };

export const any: Matcher = {
  kind: 'any',
  length: -1,
  matches: (text) => !hasSeparator(text),
  find: (text) => ({ at: 0, ends: text.startsWith(separator) ? [0] : places(untilSeparator(text)) }),
};

export function text(content: ByteText): Matcher {
  return {
    kind: 'text',
    length: runeCount(content),
    text: content,
    matches: (whole) => whole === content,
    find: (whole) => foundAt(whole.indexOf(content), [content.length]),
  };
}

function foundAt(at: number, ends: readonly number[]): Found | undefined {
  return at < 0 ? undefined : { at, ends };
}

/** One character that is as it should be. */
export function one(accepts: (point: number) => boolean, of: Pick<Matcher, 'kind' | 'points'>): Matcher {
  const fits = ({ point }: Rune): boolean => accepts(point);
  return {
    ...of,
    length: 1,
    matches(whole) {
      const rune = runeAt(whole, 0) ?? { at: 0, point: 0xfffd, width: 0 };
      return whole.length <= rune.width && fits(rune);
    },
    find(whole) {
      for (const rune of runesFrom(whole)) if (fits(rune)) return { at: rune.at, ends: [writtenLength(rune)] };
      return undefined;
    },
  };
}

export function prefix(start: ByteText): Matcher {
  return {
    kind: 'prefix',
    length: -1,
    text: start,
    matches: (whole) => whole.startsWith(start),
    find(whole) {
      const at = whole.indexOf(start);
      return foundAt(at, at < 0 ? [] : [start.length, ...behindEach(whole.slice(at + start.length), start.length)]);
    },
  };
}

export function prefixAny(start: ByteText): Matcher {
  return {
    kind: 'other',
    length: -1,
    matches: (whole) => whole.startsWith(start) && !hasSeparator(whole.slice(start.length)),
    find(whole) {
      const at = whole.indexOf(start);
      return foundAt(at, at < 0 ? [] : [start.length, ...behindEach(untilSeparator(whole.slice(at + start.length)), start.length)]);
    },
  };
}

export function suffix(end: ByteText): Matcher {
  return {
    kind: 'suffix',
    length: -1,
    text: end,
    matches: (whole) => whole.endsWith(end),
    find(whole) {
      const at = whole.indexOf(end);
      return at < 0 ? undefined : { at: 0, ends: [at + end.length] };
    },
  };
}

export function suffixAny(end: ByteText): Matcher {
  return {
    kind: 'other',
    length: -1,
    matches: (whole) => whole.endsWith(end) && !hasSeparator(whole.slice(0, whole.length - end.length)),
    find(whole) {
      const at = whole.indexOf(end);
      const start = whole.slice(0, Math.max(at, 0)).lastIndexOf(separator) + 1;
      return foundAt(at < 0 ? -1 : start, [at + end.length - start]);
    },
  };
}

export function prefixSuffix(start: ByteText, end: ByteText): Matcher {
  return {
    kind: 'other',
    length: -1,
    matches: (whole) => whole.startsWith(start) && whole.endsWith(end),
    find(whole) {
      const at = whole.indexOf(start);
      if (at < 0) return undefined;
      if (end === '') return { at, ends: [whole.length - at] };
      const ends: number[] = [];
      let rest = whole.slice(at);
      for (let last = rest.lastIndexOf(end); last >= 0; last = rest.lastIndexOf(end)) {
        ends.unshift(last + end.length);
        rest = rest.slice(0, last);
      }
      return ends.length === 0 ? undefined : { at, ends };
    },
  };
}

export function contains(needle: ByteText): Matcher {
  return {
    kind: 'other',
    length: -1,
    matches: (whole) => whole.includes(needle),
    find(whole) {
      const at = whole.indexOf(needle);
      if (at < 0) return undefined;
      const from = at + needle.length;
      return { at: 0, ends: places(whole.slice(from), from) };
    },
  };
}

export function without(needle: ByteText): Matcher {
  return {
    kind: 'other',
    length: -1,
    matches: (whole) => !whole.includes(needle),
    find(whole) {
      const at = whole.indexOf(needle);
      return { at: 0, ends: places(at < 0 ? whole : whole.slice(0, at)) };
    },
  };
}

export function atMost(limit: number): Matcher {
  return {
    kind: 'other',
    length: -1,
    matches: (whole) => runeCount(whole) <= limit,
    find: (whole) => ({ at: 0, ends: [0, ...behindEach(whole, 0).slice(0, limit)] }),
  };
}

export function atLeast(limit: number): Matcher {
  return {
    kind: 'other',
    length: -1,
    matches: (whole) => runeCount(whole) >= limit,
    find(whole) {
      if (whole.length < limit) return undefined;
      const ends = behindEach(whole, 0).slice(Math.max(limit - 1, 0));
      return ends.length === 0 ? undefined : { at: 0, ends };
    },
  };
}

/** Parts of fixed lengths, one behind the other. The last byte of a character of several is left out, as the library does. */
export function row(parts: readonly Matcher[]): Matcher {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const matchesAll = (whole: ByteText): boolean => {
    let at = 0;
    for (const part of parts) {
      let last = 0;
      let count = 0;
      for (const rune of runesFrom(whole, at)) {
        last = rune.at - at;
        count++;
        if (count === part.length) break;
      }
      if (count < part.length || !part.matches(cut(whole, at, at + last + 1))) return false;
      at += last + 1;
    }
    return true;
  };
  return {
    kind: 'other',
    length,
    matches: (whole) => runeCount(whole) === length && matchesAll(whole),
    find(whole) {
      for (const { at } of runesFrom(whole)) {
        if (whole.length - at < length) break;
        if (matchesAll(whole.slice(at))) return { at, ends: [length] };
      }
      return undefined;
    },
  };
}

export function anyOf(parts: readonly Matcher[]): Matcher {
  return {
    kind: 'other',
    length: commonLength(parts),
    matches: (whole) => parts.some((part) => part.matches(whole)),
    find(whole) {
      const all = parts.flatMap((part) => part.find(whole) ?? []);
      if (all.length === 0) return undefined;
      const at = Math.min(...all.map((found) => found.at));
      const ends = new Set(all.filter((found) => found.at === at).flatMap((found) => found.ends));
      return { at, ends: [...ends].sort((low, high) => low - high) };
    },
  };
}

/** As the library counts: what is before the first known length does not matter. */
function commonLength(parts: readonly Matcher[]): number {
  let common = -1;
  for (const { length } of parts) {
    if (common === -1) common = length;
    else if (length !== common) return -1;
  }
  return common;
}

export function everyOf(parts: readonly Matcher[]): Matcher {
  return {
    kind: 'other',
    length: -1,
    matches: (whole) => parts.every((part) => part.matches(whole)),
    find(whole) {
      let ends: readonly number[] | undefined;
      for (const part of parts) {
        const found = part.find(whole);
        if (found === undefined) return undefined;
        ends = ends === undefined ? found.ends : found.ends.filter((end) => ends?.includes(end));
        if (ends.length === 0) return undefined;
      }
      return ends === undefined ? undefined : { at: 0, ends };
    },
  };
}

/** Finds its value, and what is left and right of that; `spend` pays for each byte that is looked at, since trees in trees may look often. */
export function tree(parts: TreeParts, spend: (bytes: number) => void): Matcher {
  const { value, left, right, lengths } = parts;
  const known = lengths.value !== -1 && lengths.left !== -1 && lengths.right !== -1;
  const length = known ? lengths.value + lengths.left + lengths.right : -1;
  return {
    kind: 'tree',
    length,
    parts,
    matches(whole) {
      if (length > whole.length) return false;
      const limit = lengths.right >= 0 ? whole.length - lengths.right : whole.length;
      let start = Math.max(lengths.left, 0);
      while (start < limit) {
        spend(limit - start);
        const found = value.find(whole.slice(start, limit));
        if (found === undefined) return false;
        const at = start + found.at;
        const before = whole.slice(0, at);
        if (left === undefined ? before === '' : left.matches(before)) {
          for (const end of found.ends.toReversed()) {
            const behind = whole.slice(at + end);
            if (right === undefined ? behind === '' : right.matches(behind)) return true;
          }
        }
        start = at + (runeAt(whole, at)?.width ?? 0);
      }
      return false;
    },
    // The library has left this out: it finds no tree inside of anything.
    find: () => undefined,
  };
}
