import { goJsonNumber } from '../../goYaml/number.ts';
import { ropeBuilder, type Rope, type RopeBuilder } from '../../rope.ts';
import { bytesOf } from '../goText.ts';
import { sortedKeys, typeOf, unknownOf, type GoValue, type ListValue, type StringValue, type CallContext } from '../value.ts';
import { costOfNode } from './cost.ts';
import { base64 } from './encoding.ts';
import { bytesText } from './stringValue.ts';
import { versionText, type Version } from './version.ts';
import { spendOn } from './text.ts';
import { timeText } from './timeValue.ts';
import { jsonFields } from '../exportedFields.ts';

export interface JsonForm {
  /** Whether `<`, `>` and `&` are escaped. */
  readonly escapesHtml: boolean;
  /** One entry a line, two spaces a level. */
  readonly indents: boolean;
}

/** What has no JSON. */
export class NoJson extends Error {}

/** A value as Go's encoding/json writes it: keys in byte order, each scalar's text with its place. The reason where it refuses. */
export function jsonText(context: CallContext, value: GoValue, form: JsonForm): Rope | { readonly error: string } {
  const out = ropeBuilder();
  try {
    write({ out, context, form }, value, 0);
  } catch (error) {
    if (error instanceof NoJson) return { error: error.message };
    throw error;
  }
  return out.rope();
}

interface Writing {
  readonly out: RopeBuilder;
  readonly context: CallContext;
  readonly form: JsonForm;
}

/** Go gives up on what holds itself; so deep nothing else is. */
const deepest = 2000;

function write(writing: Writing, given: GoValue, depth: number, within?: GoValue): void {
  const { out, context } = writing;
  const value = within?.unknown ? unknownOf(given) : given;
  context.spend(costOfNode);
  if (depth > deepest) throw new NoJson('json: unsupported value: encountered a cycle');
  const put = (text: string): void => {
    out.add(text, value.origins, value.unknown);
  };
  switch (value.kind) {
    case 'invalid':
    case 'nil':
      return put('null');
    case 'bool':
      return put(String(value.value));
    case 'int':
      return put(value.value.toString());
    case 'float': {
      const text = goJsonNumber(value.value);
      if (text === undefined) throw new NoJson(`json: unsupported value: ${value.value > 0 ? '+Inf' : value.value < 0 ? '-Inf' : 'NaN'}`);
      return put(text);
    }
    case 'string':
      spendOn(context, [value]);
      return writeString(writing, value);
    case 'list':
      if (value.isNil) return put('null');
      if (value.type === '[]uint8') return put(`"${base64(bytesOf(bytesText(value)))}"`);
      return writeList(writing, value, depth);
    case 'map': {
      if (value.isNil) return put('null');
      const entries = sortedKeys(value).map((key) => {
        const entry = value.entries.get(key);
        return { key: quoted(key, writing.form), origins: entry?.keyOrigins ?? [], value: entry?.value };
      });
      return writeEntries(writing, value, entries, depth);
    }
    case 'object': {
      if (value.type.endsWith('semver.Version')) return put(quoted(versionText(value.held as Version), writing.form));
      if (value.type.endsWith('time.Time')) return put(`"${timeText(value)}"`);
      const fields = jsonFields(value);
      return writeEntries(
        writing,
        value,
        fields.map(([name, field]) => ({ key: quoted(name, writing.form), origins: [], value: field })),
        depth,
      );
    }
    case 'complex':
    case 'function':
      throw new NoJson(`json: unsupported type: ${typeOf(value)}`);
  }
}

function writeString({ out, form }: Writing, value: StringValue): void {
  const [first] = value.rope;
  const last = value.rope.at(-1);
  out.add('"', first?.origins ?? value.origins, value.unknown);
  for (const { text, origins, unknown } of value.rope) out.add(escapedText(text, form), origins, unknown);
  out.add('"', last?.origins ?? value.origins, value.unknown);
}

function writeList(writing: Writing, list: ListValue, depth: number): void {
  writeAll(writing, list, ['[', ']'], list.items, depth, (item) => {
    write(writing, item, depth + 1, list);
  });
}

interface Entry {
  readonly key: string;
  readonly origins: GoValue['origins'];
  readonly value: GoValue | undefined;
}

function writeEntries(writing: Writing, of: GoValue, entries: readonly Entry[], depth: number): void {
  writeAll(writing, of, ['{', '}'], entries, depth, ({ key, origins, value }) => {
    writing.out.add(key, origins);
    writing.out.add(writing.form.indents ? ': ' : ':', of.origins);
    if (value !== undefined) write(writing, value, depth + 1, of);
  });
}

function writeAll<T>(
  { out, form }: Writing,
  of: GoValue,
  [open, close]: readonly [string, string],
  items: readonly T[],
  depth: number,
  each: (item: T) => void,
): void {
  const line = (level: number): string => (form.indents ? `\n${'  '.repeat(level)}` : '');
  out.add(open, of.origins, of.unknown);
  items.forEach((item, index) => {
    out.add(`${index > 0 ? ',' : ''}${line(depth + 1)}`, of.origins);
    each(item);
  });
  if (items.length > 0) out.add(line(depth), of.origins);
  out.add(close, of.origins, of.unknown);
}

function quoted(text: string, form: JsonForm): string {
  return `"${escapedText(text, form)}"`;
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

function escapedText(text: string, { escapesHtml }: JsonForm): string {
  const escape = (unit: string): string => named[unit] ?? `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return text
    .replace(escapesHtml ? /[\0-\x1f"\\<>&\u2028\u2029]/g : /[\0-\x1f"\\\u2028\u2029]/g, escape)
    .replace(/[\ud800-\udfff]/gu, String.raw`\ufffd`);
}
