import { goFloatText } from '../../goYaml/number.ts';
import { ropeBuilder, type Rope, type RopeBuilder } from '../../rope.ts';
import { sortedKeys, typeOf, type GoValue, type ListValue, type MapValue, type CallContext } from '../value.ts';
import { costOfNode } from './cost.ts';
import { spendOn } from './text.ts';
import { timeText } from './timeValue.ts';
import { versionText, type Version } from './version.ts';
import { exportedFields } from '../exportedFields.ts';

/** A value as BurntSushi/toml 1.6 writes it (encode.go); its complaint where it refuses. */
export function tomlText(context: CallContext, value: GoValue): Rope | { readonly error: string; readonly panics?: true } {
  // Go asks nothing for its type.
  if (value.kind === 'nil' || value.kind === 'invalid') return { error: 'reflect: call of reflect.Value.Type on zero Value', panics: true };
  const writing: Writing = { out: ropeBuilder(), context, written: false };
  try {
    encode(writing, [], value);
  } catch (error) {
    if (error instanceof NoToml) return { error: error.message };
    throw error;
  }
  return writing.out.rope();
}

class NoToml extends Error {}

interface Writing {
  readonly out: RopeBuilder;
  readonly context: CallContext;
  /** Whether something stands there already: tables are parted by a blank line. */
  written: boolean;
}

/** Go gives up on what holds itself; so deep nothing else is. */
const deepest = 2000;

function put(writing: Writing, text: string, from?: GoValue): void {
  writing.context.spend(costOfNode);
  writing.out.add(text, from?.origins ?? [], from?.unknown);
  writing.written = true;
}

function newLine(writing: Writing): void {
  if (writing.written) put(writing, '\n');
}

type TomlType = 'nil' | 'hash' | 'array' | 'tables' | 'other';

function typeOfToml(value: GoValue): TomlType {
  switch (value.kind) {
    case 'invalid':
    case 'nil':
      return 'nil';
    case 'map':
      return value.isNil ? 'nil' : 'hash';
    case 'list':
      return value.isNil ? 'nil' : isArrayOfTables(value) ? 'tables' : 'array';
    case 'object':
      return value.type.endsWith('time.Time') || value.type.endsWith('semver.Version') ? 'other' : 'hash';
    case 'complex':
    case 'function':
      throw new NoToml(`unsupported type: ${typeOf(value)}`);
    default:
      return 'other';
  }
}

function isArrayOfTables({ items }: ListValue): boolean {
  let all = items.length > 0;
  for (const item of items) {
    const type = typeOfToml(item);
    if (type === 'nil') throw new NoToml('toml: cannot encode array with nil element');
    if (type !== 'hash') all = false;
  }
  return all;
}

function encode(writing: Writing, key: readonly string[], value: GoValue): void {
  if (key.length > deepest) throw new NoToml('toml: value holds itself');
  switch (typeOfToml(value)) {
    case 'nil':
      return;
    case 'tables':
      if (key.length === 0) throw new NoToml('toml: top-level values must be Go maps or structs');
      for (const item of value.kind === 'list' ? value.items : []) {
        newLine(writing);
        put(writing, `${indentOf(key)}[[${keyText(key)}]]`);
        newLine(writing);
        writeEntries(writing, key, item);
      }
      return;
    case 'hash':
      if (key.length === 1) newLine(writing);
      if (key.length > 0) {
        put(writing, `${indentOf(key)}[${keyText(key)}]`);
        newLine(writing);
      }
      writeEntries(writing, key, value);
      return;
    case 'array':
    case 'other':
      writeKeyValue(writing, key, value);
      newLineBehind(writing, key);
  }
}

function newLineBehind(writing: Writing, key: readonly string[]): void {
  if (key.length > 0) newLine(writing);
}

function writeKeyValue(writing: Writing, key: readonly string[], value: GoValue): void {
  if (key.length > 0) put(writing, `${indentOf(key)}${partText(key.at(-1) ?? '')} = `);
  writeElement(writing, value);
}

interface Entry {
  readonly key: string;
  readonly value: GoValue;
}

function entriesOf(value: GoValue): readonly Entry[] {
  if (value.kind === 'map') return sortedKeys(value).flatMap((key) => valuesAt(value, key));
  return value.kind === 'object' ? exportedFields(value).map(([key, field]) => ({ key, value: field })) : [];
}

function valuesAt({ entries }: MapValue, key: string): readonly Entry[] {
  const entry = entries.get(key);
  return entry === undefined ? [] : [{ key, value: entry.value }];
}

/** Those that are no tables first; what is nil is left out. */
function ordered(value: GoValue): readonly (readonly Entry[])[] {
  const isTable = ({ value: entry }: Entry): boolean => ['hash', 'tables'].includes(typeOfToml(entry));
  const entries = entriesOf(value);
  return [entries.filter((entry) => !isTable(entry)), entries.filter(isTable)];
}

function writeEntries(writing: Writing, key: readonly string[], value: GoValue): void {
  for (const entry of ordered(value).flat()) encode(writing, [...key, entry.key], entry.value);
}

function writeInline(writing: Writing, value: GoValue): void {
  put(writing, '{');
  const [direct = [], tables = []] = ordered(value);
  const write = (entries: readonly Entry[], continues: boolean): void => {
    entries.forEach((entry, index) => {
      if (typeOfToml(entry.value) === 'nil') return;
      writeKeyValue(writing, [entry.key], entry.value);
      if (continues || index < entries.length - 1) put(writing, ', ');
    });
  };
  write(direct, tables.length > 0);
  write(tables, false);
  put(writing, '}');
}

function writeElement(writing: Writing, value: GoValue): void {
  switch (value.kind) {
    case 'string':
      spendOn(writing.context, [value]);
      put(writing, '"', value);
      for (const piece of value.rope) writing.out.add(escapedText(piece.text), piece.origins, piece.unknown);
      return put(writing, '"', value);
    case 'bool':
      return put(writing, String(value.value), value);
    case 'int':
      return put(writing, value.value.toString(), value);
    case 'float':
      return put(writing, floatText(value.value), value);
    case 'list':
      put(writing, '[');
      value.items.forEach((item, index) => {
        if (index > 0) put(writing, ', ');
        writeElement(writing, item);
      });
      return put(writing, ']');
    case 'map':
      return writeInline(writing, value);
    case 'object':
      if (value.type.endsWith('time.Time')) return put(writing, timeText(value), value);
      if (value.type.endsWith('semver.Version')) return put(writing, `"${escapedText(versionText(value.held as Version))}"`, value);
      return writeInline(writing, value);
    case 'invalid':
    case 'nil':
    case 'complex':
    case 'function':
      throw new NoToml(`unexpected type: ${typeOf(value)}`);
  }
}

function floatText(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  const text = goFloatText(value);
  return /[.e]/.test(text) ? text : `${text}.0`;
}

const named: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};

function escapedText(text: string): string {
  return text.replace(/["\\\0-\x1f\x7f]/g, (unit) => named[unit] ?? `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function indentOf(key: readonly string[]): string {
  return '  '.repeat(Math.max(key.length - 1, 0));
}

function keyText(key: readonly string[]): string {
  return key.map(partText).join('.');
}

/** A key of letters, digits, `-` and `_` stands without quotes. */
function partText(part: string): string {
  return /^[A-Za-z0-9_-]+$/.test(part) ? part : `"${escapedText(part)}"`;
}
