import { bytesOf } from '../../goText.ts';

/** A text as Go has it: one character a byte, U+0000 to U+00FF. */
export type ByteText = string;

export function byteTextOf(text: string): ByteText {
  return Array.from(bytesOf(text), (byte) => String.fromCharCode(byte)).join('');
}

export interface Rune {
  /** In bytes, from the beginning of the text. */
  readonly at: number;
  readonly point: number;
  /** Bytes that it takes there: 1 where a character is cut. */
  readonly width: number;
}

export const cutCharacter = 0xfffd;

/** The character that begins there; undefined at the end. Go's utf8.DecodeRuneInString, of texts that are UTF-8 but for where they are cut. */
export function runeAt(text: ByteText, at: number): Rune | undefined {
  if (at >= text.length) return undefined;
  const first = text.charCodeAt(at);
  if (first < 0x80) return { at, point: first, width: 1 };
  const width = first < 0xc0 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  if (width === 0 || at + width > text.length) return { at, point: cutCharacter, width: 1 };
  let point = first & (0xff >> (width + 1));
  for (let next = at + 1; next < at + width; next++) {
    const byte = text.charCodeAt(next);
    if ((byte & 0xc0) !== 0x80) return { at, point: cutCharacter, width: 1 };
    point = (point << 6) | (byte & 0x3f);
  }
  return { at, point, width };
}

/** The characters of a text, as a `range` of Go goes over them. */
export function* runesFrom(text: ByteText, start = 0): Generator<Rune> {
  for (let rune = runeAt(text, start); rune !== undefined; rune = runeAt(text, rune.at + rune.width)) yield rune;
}

/** Bytes that a character takes when it is written: a cut one is written as U+FFFD. */
export function writtenLength({ point }: Rune): number {
  return point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
}

export function runeCount(text: ByteText): number {
  let count = 0;
  for (const { width } of runesFrom(text)) count += Math.sign(width);
  return count;
}

/** What Go says when it cuts a text behind its end. */
export class OutOfRange extends Error {}

export function cut(text: ByteText, start: number, end: number): ByteText {
  if (end > text.length) throw new OutOfRange(`runtime error: slice bounds out of range [:${end}] with length ${text.length}`);
  if (start > end) throw new OutOfRange(`runtime error: slice bounds out of range [${start}:${end}]`);
  return text.slice(start, end);
}
