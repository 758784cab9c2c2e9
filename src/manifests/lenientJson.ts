import type { TextRange } from '../base/text.ts';
import type { MapEntry, ScalarNode, SyntaxNode } from './syntax.ts';

/** A text read as Newtonsoft's reader does it; with a fault nothing is read. */
export type LenientJson =
  | { readonly root: SyntaxNode | undefined; readonly fault?: undefined }
  | { readonly root?: undefined; readonly fault: TextRange & { readonly text: string } };

/**
 * JSON with what Newtonsoft.Json takes besides: comments, single quotes, keys without quotes, a comma too many. Ranges of keys are those of their content, without
 * quotes. An empty text has no root. Newtonsoft.Json src/Newtonsoft.Json/JsonTextReader.cs
 */
export function readLenientJson(text: string): LenientJson {
  try {
    return { root: new Reader(text).whole() };
  } catch (error) {
    if (error instanceof Fault) return { fault: { start: error.at, end: Math.min(error.at + 1, text.length), text: error.message } };
    throw error;
  }
}

/** What the reader refuses, inside this file alone. */
class Fault extends Error {
  readonly at: number;

  constructor(at: number, what: string) {
    super(what);
    this.at = at;
  }
}

const mostLevels = 64;
const identifier = /[\p{L}\p{N}_$]+/uy;
const word = /[-+.\w]+/y;

class Reader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  whole(): SyntaxNode | undefined {
    this.#blank();
    if (this.#at === this.#text.length) return undefined;
    const root = this.#value(0);
    this.#blank();
    if (this.#at < this.#text.length) throw new Fault(this.#at, 'text behind the end');
    return root;
  }

  #value(depth: number): SyntaxNode {
    if (depth > mostLevels) throw new Fault(this.#at, 'nested too deeply');
    switch (this.#text[this.#at]) {
      case '{':
        return this.#object(depth);
      case '[':
        return this.#array(depth);
      case '"':
      case "'":
        return this.#quoted();
      case undefined:
        throw new Fault(this.#at, 'the text ends too early');
      default:
        return this.#plain();
    }
  }

  #object(depth: number): SyntaxNode {
    const start = this.#at++;
    const entries: MapEntry[] = [];
    for (;;) {
      this.#blank();
      if (this.#take('}')) return { type: 'map', start, end: this.#at, entries };
      const { key, keyRange } = this.#key();
      this.#blank();
      if (!this.#take(':')) throw this.#unexpected('":"');
      this.#blank();
      entries.push({ key, keyRange, value: this.#value(depth + 1) });
      this.#blank();
      if (this.#take(',') || this.#text[this.#at] === '}') continue;
      throw this.#unexpected('"," or "}"');
    }
  }

  #array(depth: number): SyntaxNode {
    const start = this.#at++;
    const items: SyntaxNode[] = [];
    for (;;) {
      this.#blank();
      if (this.#take(']')) return { type: 'sequence', start, end: this.#at, items };
      if (this.#take(',')) {
        items.push({ type: 'scalar', start: this.#at - 1, end: this.#at, value: null, text: '', style: 'plain' });
        continue;
      }
      items.push(this.#value(depth + 1));
      this.#blank();
      if (this.#take(',') || this.#text[this.#at] === ']') continue;
      throw this.#unexpected('"," or "]"');
    }
  }

  #key(): Pick<MapEntry, 'key' | 'keyRange'> {
    const next = this.#text[this.#at];
    if (next === '"' || next === "'") {
      const { text, start, end } = this.#quoted();
      return { key: text, keyRange: { start: start + 1, end: end - 1 } };
    }
    const start = this.#at;
    const key = this.#match(identifier);
    if (key === undefined) throw this.#unexpected('a key');
    return { key, keyRange: { start, end: this.#at } };
  }

  #quoted(): ScalarNode {
    const start = this.#at;
    const quote = this.#text[this.#at++];
    let text = '';
    for (;;) {
      const next = this.#text[this.#at];
      if (next === undefined) throw new Fault(this.#text.length, 'the text ends inside a string');
      this.#at++;
      if (next === quote) break;
      text += next === '\\' ? this.#escape() : next;
    }
    return { type: 'scalar', start, end: this.#at, value: text, text, style: quote === '"' ? 'double' : 'single' };
  }

  #escape(): string {
    const letter = this.#text[this.#at++];
    if (letter === 'u') {
      const digits = this.#text.slice(this.#at, this.#at + 4);
      if (!/^[0-9a-fA-F]{4}$/.test(digits)) throw new Fault(this.#at, 'four digits of a character are missing');
      this.#at += 4;
      return String.fromCharCode(parseInt(digits, 16));
    }
    const meant = letter === undefined ? undefined : escapes.get(letter);
    if (meant === undefined) throw new Fault(this.#at - 1, 'an escape that JSON does not have');
    return meant;
  }

  #plain(): ScalarNode {
    const start = this.#at;
    const text = this.#match(word);
    const value = text === undefined ? undefined : literal(text);
    if (text === undefined || value === undefined) {
      this.#at = start;
      throw this.#unexpected('a value');
    }
    return { type: 'scalar', start, end: this.#at, value, text: value === null ? '' : text, style: 'plain' };
  }

  #blank(): void {
    for (;;) {
      while (/\s/.test(this.#text[this.#at] ?? '')) this.#at++;
      if (this.#text.startsWith('//', this.#at)) {
        const end = this.#text.indexOf('\n', this.#at);
        this.#at = end < 0 ? this.#text.length : end;
      } else if (this.#text.startsWith('/*', this.#at)) {
        const end = this.#text.indexOf('*/', this.#at + 2);
        if (end < 0) throw new Fault(this.#at, 'a comment without an end');
        this.#at = end + 2;
      } else return;
    }
  }

  #take(character: string): boolean {
    if (this.#text[this.#at] !== character) return false;
    this.#at++;
    return true;
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0];
    if (found !== undefined) this.#at += found.length;
    return found;
  }

  #unexpected(wanted: string): Fault {
    return this.#at >= this.#text.length
      ? new Fault(this.#text.length, `the text ends where ${wanted} must stand`)
      : new Fault(this.#at, `${wanted} must stand here`);
  }
}

const escapes: ReadonlyMap<string, string> = new Map([
  ['b', '\b'],
  ['t', '\t'],
  ['n', '\n'],
  ['f', '\f'],
  ['r', '\r'],
  ['\\', '\\'],
  ['"', '"'],
  ["'", "'"],
  ['/', '/'],
]);

/** Undefined for a word that is none. */
function literal(text: string): ScalarNode['value'] | undefined {
  switch (text) {
    case 'true':
      return true;
    case 'false':
      return false;
    case 'null':
    case 'undefined':
      return null;
    case 'NaN':
    case 'Infinity':
    case '-Infinity':
      return Number(text);
    default:
      return /^[-+]?(0x[0-9a-f]+|([0-9]+(\.[0-9]*)?|\.[0-9]+)(e[-+]?[0-9]+)?)$/i.test(text) ? Number(text) : undefined;
  }
}
