import { failure, goFunction, variadicFunction } from '../function.ts';
import { escaped } from '../template/quote.ts';
import { bool, stringOf, type StringValue, type CallContext, type Failure, type GoFunction } from '../value.ts';
import { slicedPiece, type RopePiece } from '../../rope.ts';
import { isNothing, printedValue, stringValue, textsOf } from './stringValue.ts';
import { computed, cutter, joined, mapped, spendOn } from './text.ts';

/** Sprig's `indent`: spaces before each line, blank ones as well. The spaces are computed, the lines keep their places. */
function indented(context: CallContext, width: bigint, text: StringValue, before: string): StringValue | Failure {
  if (width < 0n) return failure('strings: negative Repeat count');
  const lines = text.text.split('\n').length;
  const size = Number(width);
  context.spend(size * lines + text.text.length);
  const spaces = ' '.repeat(size);
  const start = before + spaces;
  const rope: RopePiece[] = start === '' ? [] : [computed(start)];
  const between = size === 0 ? undefined : computed(spaces);
  for (const piece of text.rope) {
    let from = 0;
    for (let end = piece.text.indexOf('\n'); end >= 0; end = piece.text.indexOf('\n', from)) {
      rope.push(slicedPiece(piece, from, end + 1));
      if (between !== undefined) rope.push(between);
      from = end + 1;
    }
    if (from < piece.text.length || piece.text === '') rope.push(slicedPiece(piece, from, piece.text.length));
  }
  return stringOf(rope);
}

function replaced(context: CallContext, old: StringValue, by: StringValue, text: StringValue): StringValue {
  const places = occurrences(text.text, old.text);
  context.spend(text.text.length + places.length * (by.text.length + 1));
  const part = cutter(text);
  let from = 0;
  const parts: StringValue[] = [];
  for (const at of places) {
    parts.push(part(from, at), by);
    from = at + old.text.length;
  }
  return parts.length === 0 ? text : joined([...parts, part(from)]);
}

/** Where a text stands in another; the empty one before each character and at the end. */
function occurrences(text: string, part: string): readonly number[] {
  const places: number[] = [];
  if (part === '') {
    let at = 0;
    for (const character of text) {
      places.push(at);
      at += character.length;
    }
    return [...places, at];
  }
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + part.length)) places.push(at);
  return places;
}

export const joining: Readonly<Record<string, GoFunction>> = {
  cat: variadicFunction(
    [],
    'interface {}',
    (context, _, values) =>
      joined(
        spendOn(
          context,
          values.filter((value) => !isNothing(value)).map((value) => printedValue(value, context)),
        ),
        ' ',
      ),
    { tracksUnknown: true },
  ),
  join: goFunction(
    ['string', 'interface {}'],
    (context, separator, list) => withSeparator(spendOn(context, textsOf(list, context)), separator),
    { tracksUnknown: true },
  ),
  quote: variadicFunction(
    [],
    'interface {}',
    (context, _, values) =>
      joined(
        spendOn(
          context,
          values.filter((value) => !isNothing(value)).map((value) => stringValue(value, context)),
        ).map((text) => joined(['"', mapped(text, (part) => escaped(part, '"')), '"'])),
        ' ',
      ),
    { tracksUnknown: true },
  ),
  squote: variadicFunction(
    [],
    'interface {}',
    (context, _, values) =>
      joined(
        spendOn(
          context,
          values.filter((value) => !isNothing(value)).map((value) => printedValue(value, context)),
        ).map((text) => joined(["'", text, "'"])),
        ' ',
      ),
    { tracksUnknown: true },
  ),
  toString: goFunction(['interface {}'], (context, value) => stringValue(value, context), { tracksUnknown: true }),
  indent: goFunction(['int', 'string'], (context, width, text) => indented(context, width.value, text, ''), { tracksUnknown: true }),
  nindent: goFunction(['int', 'string'], (context, width, text) => indented(context, width.value, text, '\n'), { tracksUnknown: true }),
  replace: goFunction(['string', 'string', 'string'], replaced, { tracksUnknown: true }),
  repeat: goFunction(
    ['int', 'string'],
    (context, count, text) => {
      if (count.value < 0n) return failure('strings: negative Repeat count');
      if (text.text === '') return text;
      context.spend(Number(count.value) * (text.text.length + text.rope.length));
      const [only, ...more] = text.rope;
      if (only === undefined || more.length > 0) return stringOf(Array.from({ length: Number(count.value) }, () => text.rope).flat());
      return stringOf(count.value === 0n ? [] : [{ ...only, text: only.text.repeat(Number(count.value)) }]);
    },
    { tracksUnknown: true },
  ),
  plural: goFunction(['string', 'string', 'int'], (_, one, many, count) => (count.value === 1n ? one : many)),
  contains: goFunction(['string', 'string'], (_, part, text) => bool(text.text.includes(part.text))),
  hasPrefix: goFunction(['string', 'string'], (_, part, text) => bool(text.text.startsWith(part.text))),
  hasSuffix: goFunction(['string', 'string'], (_, part, text) => bool(text.text.endsWith(part.text))),
};

function withSeparator(texts: readonly StringValue[], separator: StringValue): StringValue {
  return joined(texts.flatMap((text, index) => (index === 0 ? [text] : [separator, text])));
}
