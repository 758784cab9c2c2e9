/**
 * Go's strings are bytes: here a byte that is part of no character stands as a lone low surrogate, U+DC00 + byte (0x80 to 0xFF).
 * What is cut or joined by bytes goes through these functions.
 */

/** How many bytes Go counts: `len`. */
export function byteLength(text: string): number {
  let length = 0;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit < 0x80) length += 1;
    else if (unit < 0x800) length += 2;
    else if (isEscapedByte(text, at)) length += 1;
    else if (isPair(text, at)) {
      length += 4;
      at += 1;
    } else length += 3;
  }
  return length;
}

export function bytesOf(text: string): Uint8Array {
  const bytes = new Uint8Array(byteLength(text));
  let end = 0;
  const put = (...content: readonly number[]): void => {
    for (const byte of content) bytes[end++] = byte;
  };
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit < 0x80) put(unit);
    else if (unit < 0x800) put(0xc0 | (unit >> 6), 0x80 | (unit & 0x3f));
    else if (isEscapedByte(text, at)) put(unit & 0xff);
    else if (isPair(text, at)) {
      const point = text.codePointAt(at) ?? 0;
      put(0xf0 | (point >> 18), 0x80 | ((point >> 12) & 0x3f), 0x80 | ((point >> 6) & 0x3f), 0x80 | (point & 0x3f));
      at += 1;
    } else put(0xe0 | (unit >> 12), 0x80 | ((unit >> 6) & 0x3f), 0x80 | (unit & 0x3f));
  }
  return bytes;
}

/** The text of bytes; each byte that Go would not read as part of a character keeps a unit of its own. */
export function textOfBytes(bytes: Uint8Array): string {
  const parts: string[] = [];
  let plain = 0;
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  for (let at = 0; at < bytes.length;) {
    const length = characterLength(bytes, at);
    if (length > 0) {
      at += length;
      continue;
    }
    parts.push(decoder.decode(bytes.subarray(plain, at)), String.fromCharCode(0xdc00 | (bytes[at] ?? 0)));
    at += 1;
    plain = at;
  }
  parts.push(decoder.decode(bytes.subarray(plain)));
  return parts.join('');
}

/** The bytes from `start` to before `end`, within the text. */
export function byteSlice(text: string, start: number, end?: number): string {
  return textOfBytes(bytesOf(text).subarray(start, end));
}

/** Go's runes: code points, and U+FFFD for each byte that is part of no character. */
export function runesOf(text: string): readonly number[] {
  return Array.from(text, (character) => {
    const point = character.codePointAt(0) ?? 0;
    return point >= 0xd800 && point <= 0xdfff ? 0xfffd : point;
  });
}

/** What a reader of UTF-8 gets to see: U+FFFD in place of each byte that is part of no character. */
export function readableText(text: string): string {
  return text.replaceAll(/\p{Surrogate}/gu, '\uFFFD');
}

/** Bytes of the character that begins here; 0 where none does. */
function characterLength(bytes: Uint8Array, at: number): number {
  const first = bytes[at] ?? 0;
  if (first < 0x80) return 1;
  const length = first >= 0xc2 && first <= 0xdf ? 2 : first >= 0xe0 && first <= 0xef ? 3 : first >= 0xf0 && first <= 0xf4 ? 4 : 0;
  if (length === 0 || at + length > bytes.length) return 0;
  const second = bytes[at + 1] ?? 0;
  // Overlong forms, surrogates, and what is above U+10FFFF.
  const low = first === 0xe0 ? 0xa0 : first === 0xf0 ? 0x90 : 0x80;
  const high = first === 0xed ? 0x9f : first === 0xf4 ? 0x8f : 0xbf;
  if (second < low || second > high) return 0;
  for (let next = at + 2; next < at + length; next++) if (((bytes[next] ?? 0) & 0xc0) !== 0x80) return 0;
  return length;
}

function isPair(text: string, at: number): boolean {
  const unit = text.charCodeAt(at);
  const next = text.charCodeAt(at + 1);
  return unit >= 0xd800 && unit <= 0xdbff && next >= 0xdc00 && next <= 0xdfff;
}

function isEscapedByte(text: string, at: number): boolean {
  const unit = text.charCodeAt(at);
  return unit >= 0xdc80 && unit <= 0xdcff;
}
