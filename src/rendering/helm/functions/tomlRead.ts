import { bool, float, int, list, map, string, type GoValue, type MapEntry, type MapValue } from '../value.ts';
import { parseTime } from './timeLayout.ts';
import { timeValue } from './timeValue.ts';
import { utc } from './instant.ts';
import { quoteRune } from '../template/quote.ts';

/** What a text of TOML 1.0 holds, as BurntSushi/toml decodes it into a map; or that it is none. */
export function readToml(text: string): MapValue | { readonly error: string } {
  const root = map();
  const reader: Reader = { text: text.replaceAll('\r\n', '\n'), at: 0, lastKey: undefined, closed: new WeakSet() };
  try {
    readDocument(reader, root);
    const control = /(?![\t\n])[\0-\x1f\x7f]/.exec(reader.text);
    if (control !== null) {
      reader.at = control.index;
      const hex = control[0].charCodeAt(0).toString(16).padStart(2, '0');
      refuse(reader, `TOML files cannot contain control characters: '0x${hex}'`);
    }
    return root;
  } catch (error) {
    if (error instanceof NotToml) return { error: error.message };
    throw error;
  }
}

class NotToml extends Error {}

interface Reader {
  readonly text: string;
  at: number;
  /** The last key that stands complete with its sign. */
  lastKey: string | undefined;
  /** Maps that are complete: inline ones, and tables that have been opened by their name. */
  readonly closed: WeakSet<Map<string, MapEntry>>;
}

function refuse({ text, at, lastKey }: Reader, words: string): never {
  const line = text.slice(0, at).split('\n').length;
  throw new NotToml(`toml: line ${line}${lastKey === undefined ? '' : ` (last key ${JSON.stringify(lastKey)})`}: ${words}`);
}

function peek({ text, at }: Reader): string {
  return text.charAt(at);
}

/** The character that stands here as Go's `%q` writes it; NUL at the end. */
function here({ text, at }: Reader): string {
  return quoteRune(text.codePointAt(at) ?? 0);
}

function hereOrEnd(reader: Reader): string {
  return reader.at < reader.text.length ? here(reader) : 'end of file';
}

function taken(reader: Reader, pattern: RegExp): string | undefined {
  pattern.lastIndex = reader.at;
  const found = pattern.exec(reader.text)?.[0];
  if (found !== undefined) reader.at += found.length;
  return found;
}

const blanks = /[ \t]*/y;
const comment = /#[^\n]*/y;
const betweenItems = /(?:[ \t\n]|#[^\n]*)*/y;
const mostDepth = 500;

function endOfLine(reader: Reader): void {
  taken(reader, blanks);
  taken(reader, comment);
  if (reader.at < reader.text.length && peek(reader) !== '\n')
    refuse(reader, `expected a top-level item to end with a newline, comment, or EOF, but got ${here(reader)} instead`);
  reader.at += 1;
}

function readDocument(reader: Reader, root: MapValue): void {
  let table = root.entries;
  while (reader.at < reader.text.length) {
    taken(reader, blanks);
    const character = peek(reader);
    if (character === '[') {
      const isArray = reader.text.startsWith('[[', reader.at);
      reader.at += isArray ? 2 : 1;
      reader.lastKey = undefined;
      const key = tableNameAt(reader);
      reader.at += 1;
      if (isArray) {
        if (peek(reader) !== ']') refuse(reader, `expected end of table array name delimiter ']', but got ${here(reader)} instead`);
        reader.at += 1;
      }
      table = isArray ? arrayTable(reader, root.entries, key) : openTable(reader, root.entries, key);
    } else if (character !== '' && character !== '\n' && character !== '#') readEntry(reader, table, 0);
    endOfLine(reader);
  }
}

/** A part of a key; without quotes it may be empty, and what follows is complained of. */
function keyPartAt(reader: Reader): string {
  const quote = peek(reader);
  const part = quote === '"' || quote === "'" ? textAt(reader, false) : (taken(reader, /[A-Za-z0-9_-]+/y) ?? '');
  taken(reader, blanks);
  return part;
}

/** Up to its sign. */
function keyAt(reader: Reader): readonly string[] {
  const parts: string[] = [];
  for (;;) {
    taken(reader, blanks);
    const start = peek(reader);
    const isFirst = parts.length === 0;
    if (start === '=' || start === '') refuse(reader, isFirst ? "unexpected '=': key name appears blank" : "unexpected '='");
    if (start === '.') refuse(reader, isFirst ? "unexpected '.': keys cannot start with a '.'" : "unexpected '.'");
    parts.push(keyPartAt(reader));
    if (peek(reader) === '=') return parts;
    if (peek(reader) === '') refuse(reader, "unexpected EOF; expected key separator '='");
    if (peek(reader) !== '.') refuse(reader, `expected '.' or '=', but got ${here(reader)} instead`);
    reader.at += 1;
  }
}

/** Up to the bracket that closes it. */
function tableNameAt(reader: Reader): readonly string[] {
  const parts: string[] = [];
  for (;;) {
    taken(reader, blanks);
    const start = peek(reader);
    if (start === ']' || start === '') refuse(reader, 'unexpected end of table name (table names cannot be empty)');
    if (start === '.') refuse(reader, 'unexpected table separator (table names cannot be empty)');
    parts.push(keyPartAt(reader));
    if (peek(reader) === ']') return parts;
    if (peek(reader) !== '.') refuse(reader, `expected '.' or ']' to end table name, but got ${here(reader)} instead`);
    reader.at += 1;
  }
}

/** The map at a key, made where there is none; of an array of tables its last one. */
function stepInto(reader: Reader, from: Map<string, MapEntry>, part: string): Map<string, MapEntry> {
  const existing = from.get(part)?.value;
  if (existing === undefined) {
    const made = map();
    from.set(part, { value: made, keyOrigins: [] });
    return made.entries;
  }
  const inner = existing.kind === 'list' ? existing.items.at(-1) : existing;
  if (inner?.kind !== 'map') return refuse(reader, `Key '${part}' has already been defined.`);
  return inner.entries;
}

function openTable(reader: Reader, root: Map<string, MapEntry>, key: readonly string[]): Map<string, MapEntry> {
  const from = key.slice(0, -1).reduce((table, part) => stepInto(reader, table, part), root);
  const last = key.at(-1) ?? '';
  const isArray = from.get(last)?.value.kind === 'list';
  const table = isArray ? undefined : stepInto(reader, from, last);
  if (table === undefined || reader.closed.has(table)) refuse(reader, `Key '${key.join('.')}' has already been defined.`);
  reader.closed.add(table);
  return table;
}

function arrayTable(reader: Reader, root: Map<string, MapEntry>, key: readonly string[]): Map<string, MapEntry> {
  const from = key.slice(0, -1).reduce((table, part) => stepInto(reader, table, part), root);
  const last = key.at(-1) ?? '';
  const existing = from.get(last)?.value;
  if (existing !== undefined && (existing.kind !== 'list' || existing.type !== tablesType))
    refuse(reader, `Key '${key.join('.')}' was already created and cannot be used as an array.`);
  const table = map();
  const items = existing?.kind === 'list' ? [...existing.items, table] : [table];
  from.set(last, { value: { ...list(items), type: tablesType, element: 'map[string]interface {}' }, keyOrigins: [] });
  return table.entries;
}

const tablesType = '[]map[string]interface {}';

function readEntry(reader: Reader, table: Map<string, MapEntry>, depth: number): void {
  const outer = depth === 0 ? undefined : reader.lastKey;
  const key = keyAt(reader);
  reader.lastKey = [...(outer === undefined ? [] : [outer]), ...key].join('.');
  reader.at += 1;
  taken(reader, blanks);
  const into = key.slice(0, -1).reduce((from, part) => stepInto(reader, from, part), table);
  const last = key.at(-1) ?? '';
  if (into.has(last)) refuse(reader, `Key '${key.join('.')}' has already been defined.`);
  into.set(last, { value: valueAt(reader, depth), keyOrigins: [] });
  reader.lastKey = outer;
}

function valueAt(reader: Reader, depth: number): GoValue {
  if (depth > mostDepth) refuse(reader, 'too deep');
  const character = peek(reader);
  if (character === '') refuse(reader, 'unexpected EOF; expected value');
  if (character === '"' || character === "'") return string(textAt(reader, true));
  if (character === '[') return arrayAt(reader, depth);
  if (character === '{') return inlineTable(reader, depth);
  if (character === '.') refuse(reader, "floats must start with a digit, not '.'");
  if (!/[-+0-9]|\p{L}/u.test(character)) refuse(reader, `expected value but found ${here(reader)} instead`);
  const word = taken(reader, /[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[^\s,#\]}]*|[^\s,#\]}]+/y) ?? '';
  return wordValue(word) ?? refuse(reader, wordComplaint(word));
}

/** lex.go and parse.go of BurntSushi/toml, of the usual mistakes. */
function wordComplaint(word: string): string {
  const quoted = JSON.stringify(word);
  const [, digit] = /^[-+](?![0-9])(.?)/u.exec(word) ?? [];
  if (digit !== undefined) return `expected a digit but got ${quoteRune(digit.codePointAt(0) ?? 0)}`;
  if (/^[0-9]{2,4}[-:]/.test(word)) return `invalid datetime: ${quoted}`;
  if (/^[-+]?[0-9.eE_+-]+$/.test(word)) {
    const isFloat = /[.eE]/.test(word);
    if (/^[-+]?0[0-9]/.test(word)) return `Invalid ${isFloat ? 'float' : 'integer'} ${quoted}: cannot have leading zeroes`;
    if (/_(?![0-9])|(?<![0-9])_/.test(word))
      return `Invalid ${isFloat ? 'float' : 'integer'} ${quoted}: underscores must be surrounded by digits`;
    if (/\.(?![0-9])/.test(word)) return `Invalid float ${quoted}: '.' must be followed by one or more digits`;
    return isFloat ? `Invalid float value: ${quoted}` : `${word.replaceAll('_', '')} is out of range for int64`;
  }
  return `expected value but found ${quoted} instead`;
}

function arrayAt(reader: Reader, depth: number): GoValue {
  const items: GoValue[] = [];
  reader.at += 1;
  for (;;) {
    taken(reader, betweenItems);
    if (peek(reader) === ']') break;
    if (peek(reader) === ',') refuse(reader, 'unexpected comma');
    items.push(valueAt(reader, depth + 1));
    taken(reader, betweenItems);
    if (peek(reader) === ']') break;
    if (peek(reader) !== ',') refuse(reader, `expected a comma (',') or array terminator (']'), but got ${hereOrEnd(reader)}`);
    reader.at += 1;
  }
  reader.at += 1;
  return list(items);
}

/** Of TOML 1.1: lines and comments may stand between, and a comma behind the last. */
function inlineTable(reader: Reader, depth: number): GoValue {
  const table = map();
  reader.at += 1;
  for (;;) {
    taken(reader, betweenItems);
    if (peek(reader) === '}') break;
    if (peek(reader) === ',') refuse(reader, 'unexpected comma');
    readEntry(reader, table.entries, depth + 1);
    taken(reader, betweenItems);
    if (peek(reader) === '}') break;
    if (peek(reader) !== ',') refuse(reader, `expected a comma or an inline table terminator '}', but got ${hereOrEnd(reader)} instead`);
    reader.at += 1;
  }
  reader.at += 1;
  reader.closed.add(table.entries);
  return table;
}

const escapes: Readonly<Record<string, string>> = { '"': '"', '\\': '\\', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', e: '\x1b' };

function textAt(reader: Reader, mayHaveLines: boolean): string {
  const quote = peek(reader);
  const isLong = mayHaveLines && reader.text.startsWith(quote.repeat(3), reader.at);
  const end = isLong ? quote.repeat(3) : quote;
  reader.at += end.length;
  if (isLong && peek(reader) === '\n') reader.at += 1;
  let result = '';
  while (!reader.text.startsWith(end, reader.at)) {
    const character = peek(reader);
    if (character === '' || (character === '\n' && !isLong))
      refuse(
        reader,
        character === ''
          ? `unexpected EOF; expected ${end.includes("'") ? JSON.stringify(end) : `'${end}'`}`
          : 'strings cannot contain newlines',
      );
    reader.at += 1;
    result += character === '\\' && quote === '"' ? escapeAt(reader, isLong) : character;
  }
  reader.at += end.length;
  // Up to two more belong to the text.
  if (isLong) result += taken(reader, quote === '"' ? /"{1,2}/y : /'{1,2}/y) ?? '';
  return result;
}

function escapeAt(reader: Reader, isLong: boolean): string {
  if (isLong && taken(reader, /[ \t]*\n[ \t\n]*/y) !== undefined) return '';
  const kind = peek(reader);
  reader.at += 1;
  const simple = escapes[kind];
  if (simple !== undefined) return simple;
  const digits =
    kind === 'x'
      ? taken(reader, /[0-9a-fA-F]{2}/y)
      : kind === 'u'
        ? taken(reader, /[0-9a-fA-F]{4}/y)
        : kind === 'U'
          ? taken(reader, /[0-9a-fA-F]{8}/y)
          : undefined;
  const point = Number.parseInt(digits ?? '', 16);
  if (digits === undefined || point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff))
    return refuse(reader, `invalid escape in string '\\${kind}'`);
  return String.fromCodePoint(point);
}

const integer = /^[-+]?(?:0|[1-9](?:_?[0-9])*)$/;
const prefixedInteger = /^0(?:x[0-9a-fA-F](?:_?[0-9a-fA-F])*|o[0-7](?:_?[0-7])*|b[01](?:_?[01])*)$/;
const decimalNumber = /^[-+]?(?:0|[1-9](?:_?[0-9])*)(?:\.[0-9](?:_?[0-9])*)?(?:[eE][-+]?[0-9](?:_?[0-9])*)?$/;

/** Those without a zone are of none; BurntSushi gives each a name. */
const layouts = [
  ['2006-01-02T15:04:05.999999999Z07:00', utc],
  ['2006-01-02T15:04:05.999999999', { name: 'datetime-local', offset: 0 }],
  ['2006-01-02', { name: 'date-local', offset: 0 }],
  ['15:04:05.999999999', { name: 'time-local', offset: 0 }],
] as const;

function wordValue(word: string): GoValue | undefined {
  if (word === 'true' || word === 'false') return bool(word === 'true');
  const [, sign, special] = /^([-+]?)(inf|nan)$/.exec(word) ?? [];
  if (special !== undefined)
    return float(special === 'nan' ? Number.NaN : sign === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY);
  const digits = word.replaceAll('_', '');
  if (digits.length < 80 && (integer.test(word) || prefixedInteger.test(word))) {
    const value = digits.startsWith('-') ? -BigInt(digits.slice(1)) : BigInt(digits.replace('+', ''));
    return BigInt.asIntN(64, value) === value ? int(value, 'int64') : undefined;
  }
  if (decimalNumber.test(word)) return float(Number(digits));
  const written = word.replace(/^([0-9-]{10})[ t]/, '$1T').replace(/z$/, 'Z');
  for (const [layout, zone] of layouts) {
    const instant = parseTime(layout, written, zone);
    if (instant !== undefined) return timeValue(instant);
  }
  return undefined;
}
