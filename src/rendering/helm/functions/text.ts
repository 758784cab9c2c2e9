import type { Origins, Span } from '../../origin.ts';
import { indexedRope, slicedRope, sliceRope, type Rope, type RopePiece } from '../../rope.ts';
import { byteSlice, bytesOf, textOfBytes } from '../goText.ts';
import { string, stringOf, type StringValue, type CallContext } from '../value.ts';

/** Part of a text in UTF-16 units; each piece keeps its place. */
export function cut(text: StringValue, start: number, end: number = text.text.length): StringValue {
  if (start <= 0 && end >= text.text.length) return text;
  return stringOf(sliceRope(text.rope, start, end));
}

/** `cut` for many parts of one text: each in the time that it takes itself. */
export function cutter(text: StringValue): (start: number, end?: number) => StringValue {
  const indexed = indexedRope(text.rope);
  return (start, end = text.text.length) => (start <= 0 && end >= text.text.length ? text : stringOf(slicedRope(indexed, start, end)));
}

const ascii = /^[\0-\x7f]*$/;

/** Part of a text in bytes, as Go's slices; both ends have to lie within. */
export function cutBytes(text: StringValue, start: number, end: number): StringValue {
  if (ascii.test(text.text)) return cut(text, start, end);
  const before = byteSlice(text.text, 0, start);
  const part = byteSlice(text.text, start, end);
  // A cut within a character makes other characters.
  return text.text.startsWith(before + part) ? cut(text, before.length, before.length + part.length) : like(part, text);
}

/** Texts in a row. */
export function joined(parts: readonly (StringValue | string)[], separator = ''): StringValue {
  const between = separator === '' ? [] : [computed(separator)];
  const ropes = parts.flatMap((part, index): readonly Rope[] => [
    ...(index > 0 ? [between] : []),
    typeof part === 'string' ? (part === '' ? [] : [computed(part)]) : part.rope,
  ]);
  return stringOf(ropes.flat());
}

/** Pays for a text that is about to be made of others. */
export function spendOn(context: CallContext, texts: readonly StringValue[]): readonly StringValue[] {
  for (const { text, rope } of texts) context.spend(text.length + rope.length + 1);
  return texts;
}

/** A text that was made of another as a whole: it is from where that is. */
export function like(text: string, source: StringValue): StringValue {
  return string(text, originsOf(source.rope));
}

/** The same pieces with another text each: for what is done character by character. */
export function mapped(text: StringValue, change: (text: string) => string): StringValue {
  return stringOf(text.rope.map((piece) => ({ ...piece, text: change(piece.text) })).filter(({ text: changed }) => changed !== ''));
}

export function computed(text: string): RopePiece {
  return { text, origins: [] };
}

const mostOrigins = 16;

/** Who wrote the parts of a text, each once, in order; the first of many. */
export function originsOf(rope: Rope): Origins {
  const [first] = rope;
  if (rope.length <= 1) return first?.origins ?? [];
  const found: Span[] = [];
  let looked = 0;
  for (const { origins } of rope)
    for (const origin of origins) {
      if (++looked > 4 * mostOrigins || found.length === mostOrigins) return found;
      if (!found.includes(origin)) found.push(origin);
    }
  return found;
}

/** A text whose units are the bytes of another, for what Go does byte by byte. */
export function byteText(text: string): string {
  if (ascii.test(text)) return text;
  return Array.from(bytesOf(text), (byte) => String.fromCharCode(byte)).join('');
}

/** The reverse of `byteText`. */
export function textOfByteText(bytes: string): string {
  if (ascii.test(bytes)) return bytes;
  return textOfBytes(Uint8Array.from(bytes, (unit) => unit.charCodeAt(0)));
}
