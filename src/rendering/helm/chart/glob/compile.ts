import { costOfNode } from '../../functions/cost.ts';
import { byteTextOf } from './bytes.ts';
import {
  any,
  anyOf,
  atLeast,
  atMost,
  contains,
  everyOf,
  everything,
  nothing,
  one,
  prefix,
  prefixAny,
  prefixSuffix,
  row,
  suffix,
  suffixAny,
  text,
  tree,
  without,
  type Matcher,
} from './matchers.ts';
import type { GlobNode } from './syntax.ts';

/** Pays for bytes and parts that are looked at, which may be many more than the pattern has. */
type Spend = (bytes: number) => void;

const separator = 0x2f;

/** The matcher that gobwas/glob v0.2.3 compiler makes of a pattern with `/` between names: what it matches depends on how the library puts parts together. */
export function compiled(node: GlobNode, spend: Spend): Matcher {
  switch (node.kind) {
    case 'anyOf': {
      const shared = withoutShared(node.children);
      if (shared !== undefined) return compiled(shared, spend);
      const parts = node.children.map((child) => simplified(compiled(child, spend)));
      return parts.length === 1 && parts[0] !== undefined ? parts[0] : anyOf(parts);
    }
    case 'pattern':
      if (node.children.length === 0) return nothing;
      return simplified(
        joined(
          shortened(
            node.children.map((child) => simplified(compiled(child, spend))),
            spend,
          ),
          spend,
        ),
      );
    case 'any':
      return any;
    case 'super':
      return everything;
    case 'single':
      return one((point) => point !== separator, { kind: 'single' });
    case 'nothing':
      return nothing;
    case 'list': {
      const { points, not } = node;
      if (!not && points.length === 1) return text(node.text);
      return one((point) => points.includes(point) !== not, not ? { kind: 'notInList', points } : { kind: 'other' });
    }
    case 'range':
      return one((point) => (point >= node.low && point <= node.high) !== node.not, { kind: 'other' });
    case 'text':
      return text(node.text);
  }
}

/** A tree around a text that comes to something simpler. */
function simplified(matcher: Matcher): Matcher {
  const { parts } = matcher;
  if (parts?.value.kind !== 'text') return matcher;
  const content = parts.value.text ?? '';
  const { left, right } = parts;
  if (left === undefined && right === undefined) return text(content);
  if (left?.kind === 'super' && right?.kind === 'super') return contains(content);
  if (right === undefined) {
    if (left?.kind === 'super') return suffix(content);
    if (left?.kind === 'prefix') return prefixSuffix(left.text ?? '', content);
    if (left?.kind === 'any') return suffixAny(content);
  }
  if (left === undefined) {
    if (right?.kind === 'super') return prefix(content);
    if (right?.kind === 'suffix') return prefixSuffix(content, right.text ?? '');
    if (right?.kind === 'any') return prefixAny(content);
  }
  return matcher;
}

/** Around the longest part of a fixed length. */
function joined(parts: readonly Matcher[], spend: Spend): Matcher {
  const [first, ...rest] = parts;
  if (first === undefined) return nothing;
  if (rest.length === 0) return first;
  const glued = asOne(parts);
  if (glued !== undefined) return glued;
  let longest = -1;
  for (const [at, { length }] of parts.entries()) if (length !== -1 && length >= (parts[longest]?.length ?? -1)) longest = at;
  const around = Math.max(longest, 0);
  const some = (side: readonly Matcher[]): Matcher | undefined => (side.length === 0 ? undefined : joined(side, spend));
  const value = parts[around] ?? first;
  const left = some(parts.slice(0, around));
  const right = some(parts.slice(around + 1));
  const lengths = { value: value.length, left: left?.length ?? 0, right: right?.length ?? 0 };
  const simple = (side: Matcher | undefined): Matcher | undefined => (side === undefined ? undefined : simplified(side));
  return tree({ value, left: simple(left), right: simple(right), lengths }, spend);
}

/** Parts beside each other that one matcher does the work of; undefined where none does. */
function asOne(parts: readonly Matcher[]): Matcher | undefined {
  if (parts.length <= 1) return undefined;
  return asEvery(parts) ?? (parts.some(({ length }) => length === -1) ? undefined : row(parts));
}

/** Of parts that exclude the same characters. */
function asEvery(parts: readonly Matcher[]): Matcher | undefined {
  const excluded = parts.map(({ kind, points }) =>
    kind === 'super' ? [] : kind === 'any' || kind === 'single' ? [separator] : kind === 'notInList' ? (points ?? []) : undefined,
  );
  const [separators] = excluded;
  if (separators === undefined || excluded.some((other) => other?.join() !== separators.join())) return undefined;
  const endless = parts.some(({ kind }) => kind === 'super' || kind === 'any');
  const least = parts.filter(({ kind }) => kind === 'single' || kind === 'notInList').length;
  if (least === 0) return separators.length === 0 ? everything : any;
  const bounds = endless ? [atLeast(least)] : [atLeast(least), atMost(least)];
  return everyOf([...bounds, without(byteTextOf(String.fromCodePoint(...separators)))]);
}

/** The parts with their largest run of parts that can be one made into one, again and again. */
function shortened(parts: readonly Matcher[], spend: Spend): readonly Matcher[] {
  let best: { readonly matcher: Matcher; readonly start: number; readonly end: number } | undefined;
  for (let start = 0; start < parts.length; start++)
    for (let end = parts.length; end > start; end--) {
      spend(costOfNode * (end - start));
      const matcher = asOne(parts.slice(start, end));
      if (matcher === undefined) continue;
      const longer = best !== undefined && best.matcher.length > -1 && matcher.length > best.matcher.length;
      if (best === undefined || longer || best.end - best.start < end - start) best = { matcher, start, end };
    }
  if (best === undefined) return parts;
  return shortened([...parts.slice(0, best.start), best.matcher, ...parts.slice(best.end)], spend);
}

/** Alternatives that begin or end alike, with what they share written once before and behind them; undefined where they share nothing. */
function withoutShared(alternatives: readonly GlobNode[]): GlobNode | undefined {
  const lists = alternatives.map((node) => ('children' in node ? node.children : []));
  if (lists.length <= 1) return undefined;
  const texts = lists.map((list) => list.map((node) => JSON.stringify(node)));
  const { before, behind } = shared(texts);
  if (before + behind === 0) return undefined;
  const [first] = lists;
  if (first === undefined) return undefined;
  const between = new Map<string, GlobNode>();
  for (const list of lists) {
    const children = list.slice(before, list.length - behind);
    const node: GlobNode = children.length === 0 ? { kind: 'nothing' } : { kind: 'pattern', children };
    if (!between.has(JSON.stringify(node))) between.set(JSON.stringify(node), node);
  }
  const different = [...between.values()];
  const [only] = different;
  const middle: readonly GlobNode[] =
    different.length > 1 ? [{ kind: 'anyOf', children: different }] : only === undefined || only.kind === 'nothing' ? [] : [only];
  return {
    kind: 'pattern',
    children: [
      ...(before === 0 ? [] : [{ kind: 'pattern', children: first.slice(0, before) } as const]),
      ...middle,
      ...(behind === 0 ? [] : [{ kind: 'pattern', children: first.slice(first.length - behind) } as const]),
    ],
  };
}

/** How many parts are the same in all at the beginning and at the end, without counting one twice. */
function shared(texts: readonly (readonly string[])[]): { readonly before: number; readonly behind: number } {
  const least = texts.reduce((short, list) => (list.length < short.length ? list : short));
  let before = 0;
  let behind = 0;
  const same = { left: true, right: true };
  for (let at = 0; before + behind < least.length && at < least.length && (same.left || same.right); at++) {
    const last = least.length - 1 - at;
    for (const list of texts) {
      if (list === least) continue;
      same.left &&= list[at] === least[at];
      same.right &&= !(same.left && last <= at) && list[list.length - 1 - at] === least[last];
      if (!same.left && !same.right) break;
    }
    if (same.left) before++;
    if (same.right) behind++;
  }
  return { before, behind };
}
