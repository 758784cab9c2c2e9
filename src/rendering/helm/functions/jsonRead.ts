import type { Origins } from '../../origin.ts';
import { bool, float, list, map, nil, string, typeOf, type GoValue, type MapEntry, type StringValue } from '../value.ts';
import { originsOf } from './text.ts';
import { indexedRope, slicedRope } from '../../rope.ts';

/** What a text of JSON holds, each value from where it is written; or Go's complaint (encoding/json, scanner.go). */
export function readJson(source: StringValue): GoValue | { readonly error: string } {
  const rope = indexedRope(source.rope);
  const reader: Reader = {
    text: source.text,
    at: 0,
    depth: 0,
    origins: (start, end) => {
      const pieces = slicedRope(rope, start, end);
      return { origins: originsOf(pieces), unknown: pieces.some(({ unknown }) => unknown) };
    },
  };
  try {
    const value = valueAt(reader);
    skipBlanks(reader);
    if (reader.at < reader.text.length) refuse(reader, 'after top-level value');
    return value;
  } catch (error) {
    if (error instanceof NotJson) return { error: error.message };
    throw error;
  }
}

/** The type that Go names when a text holds something else than is asked for. */
export function jsonKind(value: GoValue): string {
  switch (value.kind) {
    case 'map':
      return 'object';
    case 'list':
      return 'array';
    case 'float':
      return 'number';
    default:
      return typeOf(value);
  }
}

class NotJson extends Error {}

interface Reader {
  readonly text: string;
  at: number;
  depth: number;
  readonly origins: (start: number, end: number) => { readonly origins: Origins; readonly unknown: boolean };
}

/** encoding/json's own limit. */
const deepest = 10000;
/** What a JavaScript stack surely carries. */
const deepestHere = 2000;

/** At the end Go looks whether a blank might follow; where it may, it is the end that is unexpected. */
function refuse({ text, at }: Reader, where: string, mayBeBlank = false): never {
  const character = text.codePointAt(at);
  if (character === undefined && mayBeBlank) throw new NotJson('unexpected end of JSON input');
  throw new NotJson(`invalid character ${quotedCharacter(character ?? 0x20)} ${where}`);
}

/** Go complains of bytes. */
function quotedCharacter(point: number): string {
  const byte = new TextEncoder().encode(String.fromCodePoint(point))[0] ?? 0;
  if (byte === 0x27) return String.raw`'\''`;
  if (byte === 0x22) return `'"'`;
  const named: Readonly<Record<number, string>> = { 7: 'a', 8: 'b', 9: 't', 10: 'n', 11: 'v', 12: 'f', 13: 'r', 92: '\\' };
  const escape = named[byte];
  if (escape !== undefined) return `'\\${escape}'`;
  if (byte < 0x20 || byte === 0x7f || (byte >= 0x80 && byte < 0xa1))
    return `'\\x${byte.toString(16).padStart(2, '0')}'`.replace(/x(8|9|a)(.)'/, "u00$1$2'");
  return `'${String.fromCharCode(byte)}'`;
}

function skipBlanks(reader: Reader): void {
  while (/[ \t\r\n]/.test(reader.text.charAt(reader.at))) reader.at += 1;
}

function valueAt(reader: Reader): GoValue {
  skipBlanks(reader);
  const start = reader.at;
  const character = reader.text.charAt(start);
  if (character === '{' || character === '[') {
    reader.depth += 1;
    if (reader.depth > Math.min(deepest, deepestHere)) throw new NotJson('exceeded max depth');
    const value = character === '{' ? objectAt(reader) : arrayAt(reader);
    reader.depth -= 1;
    return marked(reader, value, start);
  }
  if (character === '"') return marked(reader, string(textAt(reader)), start);
  if (character === '-' || /[0-9]/.test(character)) return marked(reader, numberAt(reader), start);
  for (const [word, value] of [
    ['true', bool(true)],
    ['false', bool(false)],
    ['null', nil],
  ] as const)
    if (character === word.charAt(0)) {
      for (let index = 1; index < word.length; index++) {
        reader.at = start + index;
        if (reader.text.charAt(reader.at) !== word.charAt(index)) refuse(reader, `in literal ${word} (expecting '${word.charAt(index)}')`);
      }
      reader.at = start + word.length;
      return marked(reader, value, start);
    }
  return refuse(reader, 'looking for beginning of value', true);
}

function marked(reader: Reader, value: GoValue, start: number): GoValue {
  const { origins, unknown } = reader.origins(start, reader.at);
  const placed = value.kind === 'string' ? string(value.text, origins) : { ...value, origins };
  if (!unknown) return placed;
  return placed.kind === 'string'
    ? { ...placed, unknown: true, rope: placed.rope.map((piece) => ({ ...piece, unknown: true as const })) }
    : placed.kind === 'map' || placed.kind === 'list'
      ? placed
      : { ...placed, unknown: true };
}

function objectAt(reader: Reader): GoValue {
  const entries = new Map<string, MapEntry>();
  reader.at += 1;
  skipBlanks(reader);
  if (reader.text.charAt(reader.at) === '}') {
    reader.at += 1;
    return map();
  }
  for (;;) {
    skipBlanks(reader);
    if (reader.text.charAt(reader.at) !== '"') refuse(reader, 'looking for beginning of object key string', true);
    const start = reader.at;
    const key = textAt(reader);
    const { origins } = reader.origins(start, reader.at);
    skipBlanks(reader);
    if (reader.text.charAt(reader.at) !== ':') refuse(reader, 'after object key', true);
    reader.at += 1;
    const value = valueAt(reader);
    entries.set(key, { value, keyOrigins: origins });
    skipBlanks(reader);
    const next = reader.text.charAt(reader.at);
    if (next !== ',' && next !== '}') refuse(reader, 'after object key:value pair', true);
    reader.at += 1;
    if (next === '}') return { ...map(), entries };
  }
}

function arrayAt(reader: Reader): GoValue {
  const items: GoValue[] = [];
  reader.at += 1;
  skipBlanks(reader);
  if (reader.text.charAt(reader.at) === ']') {
    reader.at += 1;
    return list([]);
  }
  for (;;) {
    items.push(valueAt(reader));
    skipBlanks(reader);
    const next = reader.text.charAt(reader.at);
    if (next !== ',' && next !== ']') refuse(reader, 'after array element', true);
    reader.at += 1;
    if (next === ']') return list(items);
  }
}

function numberAt(reader: Reader): GoValue {
  const start = reader.at;
  const digit = (where: string): void => {
    if (!/[0-9]/.test(reader.text.charAt(reader.at))) refuse(reader, where);
    while (/[0-9]/.test(reader.text.charAt(reader.at))) reader.at += 1;
  };
  if (reader.text.charAt(reader.at) === '-') reader.at += 1;
  if (reader.text.charAt(reader.at) === '0') reader.at += 1;
  else digit('in numeric literal');
  if (reader.text.charAt(reader.at) === '.') {
    reader.at += 1;
    digit('after decimal point in numeric literal');
  }
  if (/[eE]/.test(reader.text.charAt(reader.at))) {
    reader.at += 1;
    if (/[-+]/.test(reader.text.charAt(reader.at))) reader.at += 1;
    digit('in exponent of numeric literal');
  }
  const written = reader.text.slice(start, reader.at);
  const value = Number(written);
  if (!Number.isFinite(value)) throw new NotJson(`json: cannot unmarshal number ${written} into Go value of type float64`);
  return float(value);
}

const escapes: Readonly<Record<string, string>> = { '"': '"', '\\': '\\', '/': '/', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

/** A byte that is part of no character, and half a pair, become U+FFFD. */
function textAt(reader: Reader): string {
  let result = '';
  reader.at += 1;
  for (;;) {
    const stretch = /[^"\\\0-\x1f]*/y;
    stretch.lastIndex = reader.at;
    result += stretch.exec(reader.text)?.[0] ?? '';
    reader.at = stretch.lastIndex;
    const character = reader.text.charAt(reader.at);
    if (character !== '"' && character !== '\\') refuse(reader, 'in string literal', true);
    reader.at += 1;
    if (character === '"') return result.replace(/[\ud800-\udfff]/gu, '\ufffd');
    const kind = reader.text.charAt(reader.at);
    const escape = escapes[kind];
    if (escape === undefined && kind !== 'u') refuse(reader, 'in string escape code');
    reader.at += 1;
    if (escape !== undefined) result += escape;
    else {
      const digits = reader.at;
      for (; reader.at < digits + 4; reader.at++)
        if (!/[0-9a-fA-F]/.test(reader.text.charAt(reader.at))) refuse(reader, String.raw`in \u hexadecimal character escape`);
      result += String.fromCharCode(Number.parseInt(reader.text.slice(digits, reader.at), 16));
    }
  }
}
