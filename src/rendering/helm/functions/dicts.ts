import { failure, goFunction, variadicFunction } from '../function.ts';
import {
  bool,
  list,
  map,
  mapType,
  nil,
  sortedKeys,
  string,
  strings,
  typeOf,
  type GoValue,
  type MapEntry,
  type MapValue,
  unknownOf,
  type CallContext,
  type Failure,
  type GoFunction,
} from '../value.ts';
import { deepCopied } from './copy.ts';
import { inRandomOrder } from './lists.ts';
import { asMap, merged } from './merge.ts';
import { isNothing, stringValue } from './stringValue.ts';

/** What is taken out of a map that is not known is not known either. */
function from(source: MapValue, value: GoValue): GoValue {
  return source.unknown && !value.unknown ? unknownOf(value) : value;
}

const nilMap = failure('assignment to entry in nil map');

function dig(values: readonly GoValue[]): GoValue | Failure {
  if (values.length < 3) return failure('dig needs at least three arguments');
  const fallback = values.at(-2) ?? nil;
  let step = values.at(-1) ?? nil;
  for (const key of values.slice(0, -2)) if (key.kind !== 'string') return conversion(key, 'string');
  for (const key of values.slice(0, -2)) {
    if (step.kind !== 'map' || step.type !== mapType) return conversion(step, mapType);
    const entry = step.entries.get(key.kind === 'string' ? key.text : '');
    if (entry === undefined) return from(step, fallback);
    step = from(step, entry.value);
  }
  return step;
}

function conversion(value: GoValue, type: string): Failure {
  const is = value.kind === 'nil' || value.kind === 'invalid' ? 'nil' : typeOf(value);
  return failure(`interface conversion: interface {} is ${is}, not ${type}`);
}

/** Everything about a key whose name is in the set, or is not. */
function filtered(context: CallContext, source: MapValue, keep: (key: string) => boolean): MapValue {
  context.spend(source.entries.size);
  const result: MapValue = map(
    [...source.entries].filter(([key]) => keep(key)),
    source.origins,
  );
  return source.unknown ? unknownOf(result) : result;
}

function merging(overwrites: boolean): GoFunction {
  return variadicFunction([mapType], mapType, (context, [target], sources) => merged(context, target, sources, overwrites), {
    tracksUnknown: true,
  });
}

const copy = goFunction(
  ['interface {}'],
  (context, value) => (isNothing(value) ? failure('reflect: call of reflect.Value.Type on zero Value') : deepCopied(context, value)),
  { tracksUnknown: true },
);

export const dicts: Readonly<Record<string, GoFunction>> = {
  dict: variadicFunction(
    [],
    'interface {}',
    (context, _, values) => {
      const entries = new Map<string, MapEntry>();
      for (let at = 0; at < values.length; at += 2) {
        const key = stringValue(values[at] ?? nil, context);
        entries.set(key.text, { value: values[at + 1] ?? string(''), keyOrigins: key.origins });
      }
      return { ...map(), entries };
    },
    { tracksUnknown: true },
  ),
  get: goFunction([mapType, 'string'], (_, source, key) => from(source, source.entries.get(key.text)?.value ?? string('')), {
    tracksUnknown: true,
  }),
  set: goFunction(
    [mapType, 'string', 'interface {}'],
    (_, target, key, value) => {
      if (target.isNil) return nilMap;
      target.entries.set(key.text, { value, keyOrigins: key.origins });
      return asMap(target);
    },
    { tracksUnknown: true },
  ),
  unset: goFunction(
    [mapType, 'string'],
    (_, target, key) => {
      target.entries.delete(key.text);
      return asMap(target);
    },
    { tracksUnknown: true },
  ),
  hasKey: goFunction([mapType, 'string'], (_, source, key) => from(source, bool(source.entries.has(key.text))), { tracksUnknown: true }),
  pluck: variadicFunction(
    ['string'],
    mapType,
    (_, [key], sources) =>
      list(
        sources.flatMap((source) => {
          const entry = source.entries.get(key.text);
          return entry === undefined ? [] : [from(source, entry.value)];
        }),
      ),
    { tracksUnknown: true },
  ),
  keys: variadicFunction(
    [],
    mapType,
    (context, _, sources) => {
      for (const { entries } of sources) context.spend(entries.size);
      const names = sources.flatMap((source) => sortedKeys(source).map((key) => string(key, source.entries.get(key)?.keyOrigins)));
      const keys = inRandomOrder(strings(names));
      return sources.some(({ unknown }) => unknown) ? { ...keys, items: [...keys.items], unknown: true } : keys;
    },
    { tracksUnknown: true },
  ),
  values: goFunction(
    [mapType],
    (context, source) => {
      context.spend(source.entries.size);
      const values = inRandomOrder(list(sortedKeys(source).map((key) => source.entries.get(key)?.value ?? nil)));
      return source.unknown ? { ...values, items: [...values.items], unknown: true } : values;
    },
    { tracksUnknown: true },
  ),
  pick: variadicFunction(
    [mapType],
    'string',
    (context, [source], names) => {
      const kept = new Set(names.map(({ text }) => text));
      return filtered(context, source, (key) => kept.has(key));
    },
    { tracksUnknown: true },
  ),
  omit: variadicFunction(
    [mapType],
    'string',
    (context, [source], names) => {
      const gone = new Set(names.map(({ text }) => text));
      return filtered(context, source, (key) => !gone.has(key));
    },
    { tracksUnknown: true },
  ),
  merge: merging(false),
  mustMerge: merging(false),
  mergeOverwrite: merging(true),
  mustMergeOverwrite: merging(true),
  deepCopy: copy,
  mustDeepCopy: copy,
  dig: variadicFunction([], 'interface {}', (_, __, values) => dig(values), { tracksUnknown: true }),
};
