import { goFunction } from '../function.ts';
import { strings, type ListValue, type MapValue, type StringValue, type CallContext, type GoFunction } from '../value.ts';
import { textsOf } from './stringValue.ts';
import { cutter } from './text.ts';

/** Go's `strings.SplitN`: fewer than 0 parts means all of them; an empty separator parts the characters. */
export function parts(context: CallContext, text: StringValue, separator: string, most: number): readonly StringValue[] {
  if (most === 0) return [];
  context.spend(text.text.length + 1);
  const part = cutter(text);
  const result: StringValue[] = [];
  let from = 0;
  if (separator === '') {
    for (const character of text.text) {
      if (result.length === most - 1) break;
      result.push(part(from, from + character.length));
      from += character.length;
    }
    return from < text.text.length ? [...result, part(from)] : result;
  }
  for (let at = text.text.indexOf(separator); at >= 0 && result.length !== most - 1; at = text.text.indexOf(separator, from)) {
    result.push(part(from, at));
    from = at + separator.length;
  }
  return [...result, part(from)];
}

/** A `map[string]string` of `_0`, `_1`… */
function numbered(texts: readonly StringValue[]): MapValue {
  return {
    kind: 'map',
    type: 'map[string]string',
    element: 'string',
    entries: new Map(texts.map((value, index) => [`_${index}`, { value, keyOrigins: [] }])),
    origins: [],
  };
}

function listOf(texts: readonly StringValue[]): ListValue {
  return strings(texts);
}

export const splitting: Readonly<Record<string, GoFunction>> = {
  split: goFunction(['string', 'string'], (context, separator, text) => numbered(parts(context, text, separator.text, -1)), {
    tracksUnknown: true,
  }),
  splitn: goFunction(
    ['string', 'int', 'string'],
    (context, separator, most, text) => numbered(parts(context, text, separator.text, Number(most.value))),
    { tracksUnknown: true },
  ),
  splitList: goFunction(['string', 'string'], (context, separator, text) => listOf(parts(context, text, separator.text, -1)), {
    tracksUnknown: true,
  }),
  toStrings: goFunction(['interface {}'], (context, list) => listOf(textsOf(list, context)), { tracksUnknown: true }),
};
