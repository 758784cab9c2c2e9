import { goFunction } from '../function.ts';
import { bytesOf, textOfBytes } from '../goText.ts';
import { like } from './text.ts';
import type { GoFunction } from '../value.ts';

// Go's encoding/base64 and encoding/base32 in their standard alphabets.

const alphabet64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const alphabet32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** Groups of bits as characters, filled up with `=` to whole groups. */
function encoded(bytes: Uint8Array, alphabet: string, bits: number, group: number): string {
  let text = '';
  let held = 0;
  let count = 0;
  for (const byte of bytes) {
    held = (held << 8) | byte;
    count += 8;
    for (; count >= bits; count -= bits) text += alphabet.charAt((held >> (count - bits)) & ((1 << bits) - 1));
    held &= (1 << count) - 1;
  }
  if (count > 0) text += alphabet.charAt((held << (bits - count)) & ((1 << bits) - 1));
  return text.padEnd(Math.ceil(text.length / group) * group, '=');
}

function decoded(values: readonly number[], bits: number): Uint8Array {
  const bytes: number[] = [];
  let held = 0;
  let count = 0;
  for (const value of values) {
    held = (held << bits) | value;
    count += bits;
    if (count >= 8) {
      count -= 8;
      bytes.push((held >> count) & 0xff);
      held &= (1 << count) - 1;
    }
  }
  return Uint8Array.from(bytes);
}

/** The bytes, or where the text stops being base64. */
function decoded64(source: Uint8Array): Uint8Array | number {
  const values: number[] = [];
  const isLineEnd = (at: number): boolean => source[at] === 0x0a || source[at] === 0x0d;
  const behindLineEnds = (at: number): number => {
    let next = at;
    while (next < source.length && isLineEnd(next)) next += 1;
    return next;
  };
  let at = 0;
  for (;;) {
    let inGroup = 0;
    while (inGroup < 4) {
      const byte = source[at];
      // Go counts back by what it has of the group, whatever line ends lie between.
      if (byte === undefined) return inGroup === 0 ? decoded(values, 6) : at - inGroup;
      at += 1;
      if (byte === 0x0a || byte === 0x0d) continue;
      const value = alphabet64.indexOf(String.fromCharCode(byte));
      if (value >= 0) {
        values.push(value);
        inGroup += 1;
        continue;
      }
      if (byte !== 0x3d || inGroup < 2) return at - 1;
      if (inGroup === 2) {
        at = behindLineEnds(at);
        if (at === source.length) return source.length;
        if (source[at] !== 0x3d) return at - 1;
        at += 1;
      }
      at = behindLineEnds(at);
      return at < source.length ? at : decoded(values, 6);
    }
  }
}

function decoded32(text: Uint8Array): Uint8Array | number {
  const source = text.filter((byte) => byte !== 0x0a && byte !== 0x0d);
  const values: number[] = [];
  let at = 0;
  while (at < source.length) {
    for (let inGroup = 0; inGroup < 8; inGroup++) {
      const byte = source[at];
      if (byte === undefined) return source.length - inGroup;
      at += 1;
      const left = source.length - at;
      if (byte === 0x3d && inGroup >= 2 && left < 8) {
        if (left + inGroup < 7) return source.length;
        for (let next = 0; next < 7 - inGroup; next++) if (left > next && source[at + next] !== 0x3d) return at + next - 1;
        return inGroup === 3 || inGroup === 6 ? at - 1 : decoded(values, 5);
      }
      const value = alphabet32.indexOf(String.fromCharCode(byte));
      if (value < 0) return at - 1;
      values.push(value);
    }
  }
  return decoded(values, 5);
}

/** A text that is none is answered by Go's complaint. */
function decodedText(bytes: Uint8Array | number, name: string): string {
  return typeof bytes === 'number' ? `illegal ${name} data at input byte ${bytes}` : textOfBytes(bytes);
}

export const encoding: Readonly<Record<string, GoFunction>> = {
  b64enc: goFunction(['string'], (context, text) => {
    context.spend(text.text.length);
    return like(encoded(bytesOf(text.text), alphabet64, 6, 4), text);
  }),
  b64dec: goFunction(['string'], (context, text) => {
    context.spend(text.text.length);
    return like(decodedText(decoded64(bytesOf(text.text)), 'base64'), text);
  }),
  b32enc: goFunction(['string'], (context, text) => {
    context.spend(text.text.length);
    return like(encoded(bytesOf(text.text), alphabet32, 5, 8), text);
  }),
  b32dec: goFunction(['string'], (context, text) => {
    context.spend(text.text.length);
    return like(decodedText(decoded32(bytesOf(text.text)), 'base32'), text);
  }),
};

export function base64(bytes: Uint8Array): string {
  return encoded(bytes, alphabet64, 6, 4);
}
