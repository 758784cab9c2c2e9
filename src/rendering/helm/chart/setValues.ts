import { message } from '../../../base/message.ts';
import type { Span } from '../../origin.ts';
import { bool, float, int, list, map, nil, string, type GoValue, type ListValue, type MapValue } from '../value.ts';
import { chartFault, type ChartFault } from './fault.ts';
import { jsonValueEnd } from './jsonPrefix.ts';
import { mergedMaps } from './valuesFile.ts';

/** The options of a command line that set values, in the order in which Helm applies them. */
export const settings = ['set-json', 'set', 'set-string', 'set-file', 'set-literal'] as const;
export type Setting = (typeof settings)[number];

/** Reads the file that `--set-file` names; undefined for what cannot be read. */
export type ReadFile = (name: string) => GoValue | undefined;

const mostIndex = 65536;
const mostLevels = 30;

/**
 * The values with what `--set a.b[0]=1,c=2` and its kin say. The first map may change. Throws a `ChartFault` of class `values-invalid` for what Helm refuses; the place is `at`,
 * without it in a file of the option's name (`--set`), counted in its text. helm/pkg/strvals/{parser,literal_parser}.go, helm/pkg/cli/values/options.go
 */
export function withSetting(values: MapValue, setting: Setting, text: string, readFile: ReadFile, at?: Span): MapValue {
  const trimmed = text.trim();
  if (setting === 'set-json' && trimmed.startsWith('{')) {
    const json = parsedJson(trimmed, at ?? { file: '--set-json', start: 0, end: text.length });
    if (json?.kind !== 'map') throw refused(message('This is no JSON: {0}.', text), setting, text, 0, at);
    return mergedMaps(values, json);
  }
  const ended = new Parser(setting, text, readFile, at).all(values);
  if (ended !== undefined) throw ended;
  return values;
}

function refused(text: ReturnType<typeof message>, setting: Setting, whole: string, start: number, at: Span | undefined): ChartFault {
  return chartFault('values-invalid', text, at ?? { file: `--${setting}`, start, end: whole.length });
}

/** How a step ended: at the end of the text, or by what is wrong; undefined when there may be more. */
type Ended = 'end' | ChartFault | undefined;

class Parser {
  readonly #setting: Setting;
  readonly #text: string;
  readonly #characters: readonly string[];
  readonly #readFile: ReadFile;
  readonly #place: Span | undefined;
  #at = 0;

  constructor(setting: Setting, text: string, readFile: ReadFile, place: Span | undefined) {
    this.#setting = setting;
    this.#text = text;
    this.#characters = Array.from(text);
    this.#readFile = readFile;
    this.#place = place;
  }

  all(values: MapValue): ChartFault | undefined {
    for (;;) {
      const ended = this.#key(values, 0);
      if (ended !== undefined) return ended === 'end' ? undefined : ended;
    }
  }

  get #isLiteral(): boolean {
    return this.#setting === 'set-literal';
  }

  #key(values: MapValue, level: number): Ended {
    const { text: key, stop } = this.#until(this.#isLiteral ? '=[.' : '=[,.');
    switch (stop) {
      case undefined:
        return key === '' ? 'end' : this.#refused(message('{0} has no value.', key));
      case '[':
        return this.#indexed(values, key, level);
      case '=':
        return this.#assigned((value) => put(values, key, value));
      case ',':
        put(values, key, this.#string(''));
        return this.#refused(message('{0} has no value.', key));
      default:
        return this.#nested(values, key, level + 1);
    }
  }

  #nested(values: MapValue, key: string, level: number): Ended {
    if (level > mostLevels) return this.#refused(message('Names may have {0} levels.', mostLevels));
    const found = values.entries.get(key)?.value;
    if (found !== undefined && found.kind !== 'map') return this.#refused(message('{0} is no map.', key));
    const inner = found ?? map([], [this.#span(0)]);
    const ended = this.#key(inner, level);
    if (ended === undefined && inner.entries.size === 0) return this.#refused(message('{0} has no value.', key));
    if (inner.entries.size > 0) put(values, key, inner);
    return ended;
  }

  #indexed(values: MapValue, key: string, level: number): Ended {
    const index = this.#index();
    if (typeof index !== 'number') return index;
    const found = values.entries.get(key)?.value;
    if (found !== undefined && found.kind !== 'list') return this.#refused(message('{0} is no list.', key));
    const [items, ended] = this.#item([...(found?.items ?? [])], index, level);
    put(values, key, this.#list(items));
    return ended;
  }

  /** The list with what is said of one of its items. */
  #item(items: GoValue[], index: number, level: number): readonly [items: GoValue[], ended: Ended] {
    if (index < 0) return [items, this.#refused(message('An index counts from 0.'))];
    const start = this.#at;
    const { text: odd, stop } = this.#until('[.=');
    if (odd !== '') return [items, this.#refused(message('After an index comes =, . or [.'), start)];
    if (stop === undefined) return [items, 'end'];
    if (stop === '=') {
      let result = items;
      let wrong: Ended;
      const ended = this.#assigned((value) => {
        [result, wrong] = this.#withItem(items, index, value);
      });
      // Behind an item the end of the text is nothing special: it is found by the next key.
      return [result, wrong ?? (ended === 'end' ? undefined : ended)];
    }
    if (stop === '[') {
      const next = this.#index();
      if (typeof next !== 'number') return [items, next];
      const found = items[index];
      if (found !== undefined && found.kind !== 'nil' && found.kind !== 'list')
        return [items, this.#refused(message('This item is no list.'))];
      const [inner, ended] = this.#item(found?.kind === 'list' ? [...found.items] : [], next, level);
      return ended === undefined ? this.#withItem(items, index, this.#list(inner)) : [items, ended];
    }
    const found = items[index];
    const inner = found?.kind === 'map' ? found : map([], [this.#span(0)]);
    // What is there and no map is replaced even if the rest comes to nothing.
    if (index < items.length) items[index] = inner;
    const ended = this.#key(inner, level);
    return ended === undefined ? this.#withItem(items, index, inner) : [items, ended];
  }

  #withItem(items: GoValue[], index: number, value: GoValue): readonly [items: GoValue[], ended: Ended] {
    if (index > mostIndex) return [items, this.#refused(message('An index goes up to {0}.', mostIndex))];
    while (items.length <= index) items.push({ ...nil, origins: [this.#span(0)] });
    items[index] = value;
    return [items, undefined];
  }

  /** What stands behind `=`. */
  #assigned(take: (value: GoValue) => void): Ended {
    if (this.#setting === 'set-json') return this.#assignedJson(take);
    if (this.#isLiteral) {
      const start = this.#at;
      take(this.#string(this.#characters.slice(start).join(''), start));
      this.#at = this.#characters.length;
      return undefined;
    }
    if (this.#at >= this.#characters.length) {
      take(this.#string(''));
      return 'end';
    }
    if (this.#characters[this.#at] === '{') return this.#braces(take);
    const start = this.#at;
    const { text } = this.#until(',');
    const value = this.#typed(text, start);
    if (value === undefined) return this.#refused(message('{0} cannot be read.', text), start);
    take(value);
    return undefined;
  }

  #assignedJson(take: (value: GoValue) => void): Ended {
    const start = this.#at;
    if (this.#skipBlank()) {
      take({ ...nil, origins: [this.#span(start)] });
      return undefined;
    }
    const rest = this.#characters.slice(this.#at).join('');
    const end = jsonValueEnd(rest);
    const value = end === undefined ? undefined : parsedJson(rest.slice(0, end), this.#span(this.#at));
    if (value === undefined || end === undefined) return this.#refused(message('This is no JSON: {0}.', rest));
    take(value);
    this.#at += Array.from(rest.slice(0, end)).length;
    this.#skipBlank();
    return undefined;
  }

  /** Over blanks and one comma; whether nothing else came. */
  #skipBlank(): boolean {
    for (; this.#at < this.#characters.length; this.#at++) {
      const character = this.#characters[this.#at] ?? '';
      if (character === ',') {
        this.#at++;
        return true;
      }
      if (!/\s/u.test(character)) return false;
    }
    return true;
  }

  /** `{a,b}` */
  #braces(take: (value: GoValue) => void): Ended {
    this.#at++;
    const items: GoValue[] = [];
    for (;;) {
      const start = this.#at;
      const { text, stop } = this.#until(',}');
      if (stop === undefined) return this.#refused(message('A list ends with a brace.'), start);
      const value = this.#typed(text, start);
      if (value === undefined) return this.#refused(message('{0} cannot be read.', text), start);
      items.push(value);
      if (stop === ',') continue;
      if (this.#characters[this.#at] === ',') this.#at++;
      take(this.#list(items));
      return undefined;
    }
  }

  #index(): number | Ended {
    const start = this.#at;
    const { text, stop } = this.#until(']');
    // Helm takes the end of the text for the end of all that is said.
    if (stop === undefined) return 'end';
    return /^[+-]?[0-9]{1,15}$/.test(text) ? Number(text) : this.#refused(message('{0} is no index.', text), start);
  }

  #typed(text: string, start: number): GoValue | undefined {
    const origins = [this.#span(start)];
    if (this.#setting === 'set-file') return this.#readFile(text);
    if (this.#setting === 'set-string') return string(text, origins);
    const word = text.toLowerCase();
    if (word === 'true' || word === 'false') return bool(word === 'true', origins);
    if (word === 'null') return { ...nil, origins };
    if (text === '0') return int(0, 'int64', origins);
    if (/^(?:[1-9]|[+-][0-9])[0-9]*$/.test(text) && text.length <= 40) {
      const value = BigInt(text.replace(/^\+/, ''));
      if (BigInt.asIntN(64, value) === value) return int(value, 'int64', origins);
    }
    return string(text, origins);
  }

  /** Up to one of these characters, which is passed; a backslash takes the next as it is. At the end of the text `stop` is undefined. */
  #until(stops: string): { readonly text: string; readonly stop: string | undefined } {
    const parts: string[] = [];
    while (this.#at < this.#characters.length) {
      const character = this.#characters[this.#at++] ?? '';
      if (stops.includes(character)) return { text: parts.join(''), stop: character };
      if (character === '\\' && !this.#isLiteral) parts.push(this.#characters[this.#at++] ?? '');
      else parts.push(character);
    }
    return { text: parts.join(''), stop: undefined };
  }

  #string(text: string, start = this.#at): GoValue {
    return string(text, [this.#span(start)]);
  }

  #list(items: readonly GoValue[]): ListValue {
    return list(items, [this.#span(0)]);
  }

  #refused(text: ReturnType<typeof message>, start = this.#at): ChartFault {
    return refused(text, this.#setting, this.#text, this.#units(start), this.#place);
  }

  #span(start: number): Span {
    return this.#place ?? { file: `--${this.#setting}`, start: this.#units(start), end: this.#units(Math.max(start, this.#at)) };
  }

  #units(characters: number): number {
    return this.#characters.slice(0, characters).join('').length;
  }
}

/** A name that is empty is not set. */
function put(values: MapValue, key: string, value: GoValue): void {
  if (key !== '') values.entries.set(key, { value, keyOrigins: value.origins });
}

function parsedJson(text: string, at: Span): GoValue | undefined {
  try {
    return valueOfJson(JSON.parse(text), at, 0);
  } catch {
    return undefined;
  }
}

function valueOfJson(json: unknown, at: Span, depth: number): GoValue {
  if (depth > 1000) throw new RangeError('JSON is nested too deep.');
  if (typeof json === 'string') return string(json, [at]);
  if (typeof json === 'number') return float(json, [at]);
  if (typeof json === 'boolean') return bool(json, [at]);
  if (Array.isArray(json))
    return list(
      json.map((item) => valueOfJson(item, at, depth + 1)),
      [at],
    );
  if (typeof json !== 'object' || json === null) return { ...nil, origins: [at] };
  return map(
    Object.entries(json).map(([key, value]) => [key, { value: valueOfJson(value, at, depth + 1), keyOrigins: [at] }] as const),
    [at],
  );
}
