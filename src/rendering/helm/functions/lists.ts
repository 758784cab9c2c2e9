import { failure, goFunction, variadicFunction } from '../function.ts';
import {
  bool,
  kindOf,
  list,
  listType,
  nil,
  strings,
  type GoValue,
  type ListValue,
  unknownOf,
  type CallContext,
  type Failure,
  type GoFunction,
} from '../value.ts';
import { toInt64 } from './cast.ts';
import { isEmpty } from './empty.ts';
import { deepEqual } from './equal.ts';
import { isNothing, stringValue, textsOf } from './stringValue.ts';
import { compareBytes } from '../byteOrder.ts';

/** Go's words when a function asks nil for its type. */
export const nilPointer = failure('runtime error: invalid memory address or nil pointer dereference');

/** The list, or why a function that wants one cannot work. */
function listOr(value: GoValue, complaint: (kind: string) => string): ListValue | Failure {
  if (value.kind === 'list') return value;
  return isNothing(value) ? nilPointer : failure(complaint(kindOf(value)));
}

/** A function of one list. */
function ofList(word: string, call: (list: ListValue, context: CallContext) => GoValue | Failure): GoFunction {
  return goFunction(
    ['interface {}'],
    (context, value) => {
      const items = listOr(value, (kind) => `Cannot ${word} on type ${kind}`);
      if (items.kind === 'failure') return items;
      context.spend(items.items.length);
      return inherited(items, call(items, context));
    },
    { tracksUnknown: true },
  );
}

/** What comes out of a list that is not known is not known either. */
function inherited(from: GoValue, result: GoValue | Failure): GoValue | Failure {
  return result.kind !== 'failure' && from.unknown && !result.unknown ? unknownOf(result) : result;
}

const nilList: ListValue = { kind: 'list', type: listType, element: 'interface {}', items: [], isNil: true, origins: [] };

const first = ofList('find first', ({ items }) => items[0] ?? nil);
const last = ofList('find last', ({ items }) => items.at(-1) ?? nil);
const rest = ofList('find rest', ({ items, origins }) => (items.length === 0 ? nilList : list(items.slice(1), origins)));
const initial = ofList('find initial', ({ items, origins }) => (items.length === 0 ? nilList : list(items.slice(0, -1), origins)));
const reverse = ofList('find reverse', ({ items, origins }) => list(items.toReversed(), origins));
const compact = ofList('compact', ({ items, origins }) =>
  list(
    items.filter((item) => !isEmpty(item)),
    origins,
  ),
);
const uniq = ofList('find uniq', ({ items, origins }, context) => {
  const unique: GoValue[] = [];
  for (const item of items) if (!unique.some((known) => deepEqual(item, known, context))) unique.push(item);
  return list(unique, origins);
});

function adding(word: string, add: (items: readonly GoValue[], item: GoValue) => readonly GoValue[]): GoFunction {
  return goFunction(
    ['interface {}', 'interface {}'],
    (context, value, item) => {
      const items = listOr(value, (kind) => `Cannot ${word} on type ${kind}`);
      if (items.kind === 'failure') return items;
      context.spend(items.items.length + 1);
      return inherited(items, list(add(items.items, item), items.origins));
    },
    { tracksUnknown: true },
  );
}

const push = adding('push', (items, item) => [...items, item]);
const prepend = adding('prepend', (items, item) => [item, ...items]);

const without = variadicFunction(['interface {}'], 'interface {}', (context, [value], omitted) => {
  const items = listOr(value, (kind) => `Cannot find without on type ${kind}`);
  if (items.kind === 'failure') return items;
  return list(
    items.items.filter((item) => !omitted.some((other) => deepEqual(item, other, context))),
    items.origins,
  );
});

const has = goFunction(
  ['interface {}', 'interface {}'],
  (context, needle, haystack) => {
    if (isNothing(haystack)) return bool(false);
    const items = listOr(haystack, (kind) => `Cannot find has on type ${kind}`);
    if (items.kind === 'failure') return items;
    const result = bool(items.items.some((item) => deepEqual(needle, item, context)));
    const guessed = needle.unknown ?? (items.unknown && !hasRandomOrder(items)) ?? items.items.some((item) => item.unknown);
    return guessed ? unknownOf(result) : result;
  },
  { tracksUnknown: true },
);

const slice = variadicFunction(
  ['interface {}'],
  'interface {}',
  (_, [value], indices) => {
    const items = listOr(value, (kind) => `list should be type of slice or array but ${kind}`);
    if (items.kind === 'failure') return items;
    const { length } = items.items;
    if (length === 0) return inherited(items, nil);
    const [from, to] = indices;
    const start = from === undefined ? 0 : Number(toInt64(from));
    const end = to === undefined ? length : Number(toInt64(to));
    if (start < 0 || start > end || end > length) return failure('reflect.Value.Slice: slice index out of bounds');
    return { ...items, items: items.items.slice(start, end) };
  },
  { tracksUnknown: true },
);

const concat = variadicFunction(
  [],
  'interface {}',
  (context, _, values) => {
    const parts: (readonly GoValue[])[] = [];
    for (const value of values) {
      const items = listOr(value, (kind) => `Cannot concat type ${kind} as list`);
      if (items.kind === 'failure') return items;
      context.spend(items.items.length);
      parts.push(items.items);
    }
    const all = parts.flat();
    const result = all.length === 0 ? nilList : list(all);
    return values.some(({ unknown }) => unknown) ? unknownOf(result) : result;
  },
  { tracksUnknown: true },
);

const mostChunks = 1_000_000n;

const chunk = goFunction(
  ['int', 'interface {}'],
  (context, size, value) => {
    const items = listOr(value, (kind) => `Cannot chunk type ${kind}`);
    if (items.kind === 'failure') return items;
    const { length } = items.items;
    const result = (chunks: readonly GoValue[]): GoValue =>
      inheritedValue(items, { ...list(chunks), type: '[][]interface {}', element: listType });
    if (size.value <= 0n) {
      // Sprig counts the chunks in floats: of a negative size there are none, or less than none.
      const chunks = size.value === 0n ? Number.NaN : Math.floor((length - 1) / Number(size.value)) + 1;
      return chunks === 0 ? result([]) : failure('runtime error: makeslice: len out of range');
    }
    const step = Number(size.value < mostChunks ? size.value : mostChunks);
    context.spend(length);
    return result(
      Array.from({ length: Math.ceil(length / step) }, (_, index) => list(items.items.slice(index * step, (index + 1) * step))),
    );
  },
  { tracksUnknown: true },
);

function inheritedValue<V extends GoValue>(from: GoValue, result: V): V {
  return from.unknown ? unknownOf(result) : result;
}

/** Lists that Go gives in another order each time; here they are sorted, and marked as unknown. */
const randomOrder = new WeakSet<readonly GoValue[]>();

export function inRandomOrder(value: ListValue): ListValue {
  if (value.items.length < 2) return value;
  randomOrder.add(value.items);
  return unknownOf(value);
}

function hasRandomOrder({ items }: ListValue): boolean {
  return randomOrder.has(items);
}

const sortAlpha = goFunction(
  ['interface {}'],
  (context, value) => {
    if (value.kind !== 'list') return strings([stringValue(value, context)]);
    context.spend(value.items.length);
    const sorted = strings(
      textsOf(list(value.items), context).toSorted((a, b) => compareBytes(a.text, b.text)),
      value.origins,
    );
    const guessed = value.unknown && !hasRandomOrder(value);
    return guessed || value.items.some(({ unknown }) => unknown) ? unknownOf(sorted) : sorted;
  },
  { tracksUnknown: true },
);

const makeList = variadicFunction([], 'interface {}', (_, __, values) => list(values), { tracksUnknown: true });

export const lists: Readonly<Record<string, GoFunction>> = {
  list: makeList,
  tuple: makeList,
  first,
  mustFirst: first,
  last,
  mustLast: last,
  rest,
  mustRest: rest,
  initial,
  mustInitial: initial,
  reverse,
  mustReverse: reverse,
  compact,
  mustCompact: compact,
  uniq,
  mustUniq: uniq,
  append: push,
  push,
  mustAppend: push,
  mustPush: push,
  prepend,
  mustPrepend: prepend,
  without,
  mustWithout: without,
  has,
  mustHas: has,
  slice,
  mustSlice: slice,
  concat,
  chunk,
  mustChunk: chunk,
  sortAlpha,
};
