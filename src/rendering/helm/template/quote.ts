import { textOfBytes } from '../goText.ts';

// Go's tables of what can be printed follow Unicode: letters, marks, numbers, punctuation, symbols and the ASCII space (strconv/quote.go).
const printable = /^[\p{L}\p{M}\p{N}\p{P}\p{S} ]$/u;

/** Go's `strconv.IsPrint`. */
export function isPrintable(point: number): boolean {
  if (point < 0x7f) return point >= 0x20;
  return printable.test(String.fromCodePoint(point));
}

const escapes: ReadonlyMap<number, string> = new Map([
  [0x07, '\\a'],
  [0x08, '\\b'],
  [0x0c, '\\f'],
  [0x0a, '\\n'],
  [0x0d, '\\r'],
  [0x09, '\\t'],
  [0x0b, '\\v'],
]);

/** Go's `strconv.Quote`: in double quotes, as `%q` prints it. With `ascii`, as `%+q`. */
export function quote(text: string, ascii = false): string {
  return `"${escaped(text, '"', ascii)}"`;
}

/** Go's `strconv.QuoteRune`. */
export function quoteRune(point: number, ascii = false): string {
  const valid = point >= 0 && point <= 0x10ffff && !(point >= 0xd800 && point <= 0xdfff);
  return `'${escaped(String.fromCodePoint(valid ? point : 0xfffd), "'", ascii)}'`;
}

/** Between the quotes of `quote`. */
export function escaped(text: string, quotation: string, ascii = false): string {
  let result = '';
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0;
    if (character === quotation || character === '\\') result += `\\${character}`;
    else if (point >= 0xdc80 && point <= 0xdcff) result += `\\x${(point & 0xff).toString(16)}`;
    else if (point >= 0xd800 && point <= 0xdfff) result += '\\ufffd';
    else if (isPrintable(point) && (point < 0x80 || !ascii)) result += character;
    else result += escapes.get(point) ?? hexEscape(point);
  }
  return result;
}

function hexEscape(point: number): string {
  const hex = point.toString(16);
  if (point < 0x20 || point === 0x7f) return `\\x${hex.padStart(2, '0')}`;
  return point > 0xffff ? `\\U${hex.padStart(8, '0')}` : `\\u${hex.padStart(4, '0')}`;
}

/** Go's `strconv.CanBackquote`: whether the text can stand in back quotes, as `%#q` does where it can. */
export function canBackquote(text: string): boolean {
  return !/[\p{Cc}`\p{Surrogate}\u{FEFF}]/u.test(text.replaceAll('\t', ''));
}

const escapeBytes: ReadonlyMap<string, number> = new Map([
  ['a', 7],
  ['b', 8],
  ['f', 12],
  ['n', 10],
  ['r', 13],
  ['t', 9],
  ['v', 11],
  ['\\', 92],
]);

/** Go's `strconv.Unquote` of a token of the lexer: its content, undefined where an escape is wrong. */
export function unquote(quoted: string): string | undefined {
  const content = quoted.slice(1, -1);
  if (quoted.startsWith('`')) return content.replaceAll('\r', '');
  if (!content.includes('\\')) return content;
  const parts: string[] = [];
  let bytes: number[] = [];
  const flush = (): void => {
    if (bytes.length > 0) parts.push(textOfBytes(Uint8Array.from(bytes)));
    bytes = [];
  };
  for (let at = 0; at < content.length;) {
    const read = unquoteCharacter(content, at, quoted.charAt(0));
    if (read === undefined) return undefined;
    if (read.byte) bytes.push(read.value);
    else {
      flush();
      parts.push(String.fromCodePoint(read.value));
    }
    at = read.end;
  }
  flush();
  return parts.join('');
}

/** Go's `strconv.UnquoteChar`: the character or escape at an offset; `byte` for `\x80` and `\377`, which stand for a byte. */
export function unquoteCharacter(
  text: string,
  at: number,
  quotation: string,
): { readonly value: number; readonly end: number; readonly byte: boolean } | undefined {
  const point = text.codePointAt(at);
  if (point === undefined) return undefined;
  const character = String.fromCodePoint(point);
  if (character === quotation) return undefined;
  if (character !== '\\') return { value: point, end: at + character.length, byte: false };
  const kind = text.charAt(at + 1);
  if (kind === quotation) return { value: quotation.charCodeAt(0), end: at + 2, byte: false };
  const simple = escapeBytes.get(kind);
  if (simple !== undefined) return { value: simple, end: at + 2, byte: false };
  const length = { x: 2, u: 4, U: 8 }[kind];
  const octal = length === undefined;
  const end = octal ? at + 4 : at + 2 + length;
  const digits = text.slice(octal ? at + 1 : at + 2, end);
  if (!(octal ? /^[0-7]{3}$/ : /^[0-9a-fA-F]+$/).test(digits) || digits.length !== (length ?? 3)) return undefined;
  const value = Number.parseInt(digits, octal ? 8 : 16);
  const byte = octal || kind === 'x';
  if (byte ? value > 0xff : value > 0x10ffff || (value >= 0xd800 && value <= 0xdfff)) return undefined;
  return { value, end, byte };
}
