import { limits } from '../limits.ts';
import { Refusal } from './cursor.ts';
import { Scanner, type Token, type TokenType } from './scanner.ts';
import type { WrittenMap, WrittenNode, WrittenPair, WrittenScalar, WrittenSequence } from './written.ts';

export type StrictReading =
  | {
      readonly result: 'read';
      /** Absent where there is nothing but comments. */
      readonly root: WrittenNode | undefined;
      /** Where the text goes on behind the end of the document; kubectl reads nothing of that. */
      readonly rest: number | undefined;
    }
  | { readonly result: 'refused'; readonly at: number; readonly text: string }
  /** Nested beyond the limit. */
  | { readonly result: 'too-deep' };

/**
 * Reads one document as kubectl's reader does: what it accepts is accepted, with the same meaning, what it refuses is refused. Never throws.
 * Of a refused text nothing is read; `composeDocument` is for those. goyaml.v2/parserc.go
 */
export function readStrictly(text: string): StrictReading {
  const parser = new Parser(text);
  try {
    return { result: 'read', ...parser.document() };
  } catch (error) {
    if (error instanceof Refusal) return { result: 'refused', at: error.at, text: error.message };
    if (error instanceof TooDeep) return { result: 'too-deep' };
    throw error;
  }
}

class TooDeep extends Error {}

interface Properties {
  anchor: string | undefined;
  tag: string | undefined;
  /** Where the last of them ends. */
  end: number;
}

class Parser {
  readonly #scanner: Scanner;
  readonly #handles = new Map([
    ['!', '!'],
    ['!!', 'tag:yaml.org,2002:'],
    ['', ''],
  ]);

  constructor(text: string) {
    this.#scanner = new Scanner(text, isJson(text));
  }

  document(): { readonly root: WrittenNode | undefined; readonly rest: number | undefined } {
    if (this.#is('stream-end')) return { root: undefined, rest: undefined };
    if (this.#is('document-end')) this.#refuse('the end of a document that has not begun');
    this.#directives();
    const root = this.#is('document-start', 'document-end', 'stream-end', 'version-directive', 'tag-directive')
      ? undefined
      : this.#node(0, true, false);
    const last = this.#peek();
    if (last.type === 'document-end') this.#scanner.take();
    return { root, rest: this.#rest(last.type === 'document-end') };
  }

  /** What stands behind the document is not read, so that its faults are none. */
  #rest(ended: boolean): number | undefined {
    try {
      const { type, start } = this.#peek();
      return type === 'stream-end' ? undefined : start;
    } catch (error) {
      if (error instanceof Refusal && ended) return error.at;
      throw error;
    }
  }

  #directives(): void {
    let any = false;
    while (this.#is('version-directive', 'tag-directive')) {
      const { type, handle, text, start } = this.#scanner.take();
      if (type === 'tag-directive') this.#handles.set(handle, text);
      else if (text !== '1.1') throw new Refusal(start, `the directive %YAML ${text}, while kubectl reads YAML 1.1`);
      any = true;
    }
    if (this.#is('document-start')) this.#scanner.take();
    else if (any) this.#refuse('a directive without the "---" that must follow');
  }

  #peek(): Token {
    return this.#scanner.peek();
  }

  #is(...types: readonly TokenType[]): boolean {
    return types.includes(this.#scanner.peek().type);
  }

  #refuse(text: string): never {
    throw new Refusal(this.#peek().start, text);
  }

  #node(depth: number, block: boolean, indentless: boolean): WrittenNode {
    if (this.#is('alias')) {
      const { text, start, end } = this.#scanner.take();
      return { type: 'alias', name: text, start, end };
    }
    const properties = this.#properties();
    const token = this.#peek();
    switch (token.type) {
      case 'scalar':
        this.#scanner.take();
        return scalarOf(token, properties);
      case 'flow-sequence':
        return this.#flowSequence(deeper(depth), properties);
      case 'flow-map':
        return this.#flowMap(deeper(depth), properties);
      case 'block-entry':
        if (indentless) return this.#blockSequence(deeper(depth), properties, false);
        break;
      case 'block-sequence':
        if (block) return this.#blockSequence(deeper(depth), properties, true);
        break;
      case 'block-map':
        if (block) return this.#blockMap(deeper(depth), properties);
        break;
      default:
    }
    if (properties !== undefined) return emptyAt(properties.end, properties);
    return this.#refuse(nothingHere(token));
  }

  #properties(): Properties | undefined {
    let found: Properties | undefined;
    for (;;) {
      const { type } = this.#peek();
      if (type === 'anchor' && found?.anchor === undefined) {
        const { text, end } = this.#scanner.take();
        found = { anchor: text, tag: found?.tag, end };
      } else if (type === 'tag' && found?.tag === undefined) {
        const { handle, text, end, start } = this.#scanner.take();
        const prefix = this.#handles.get(handle);
        if (prefix === undefined) throw new Refusal(start, `the tag handle ${handle}, which nothing defines`);
        found = { anchor: found?.anchor, tag: prefix + text, end };
      } else return found;
    }
  }

  /** Without `-START` the items stand at the indentation of the key that holds them. */
  #blockSequence(depth: number, properties: Properties | undefined, started: boolean): WrittenSequence {
    const { start } = started ? this.#scanner.take() : this.#peek();
    const items: WrittenNode[] = [];
    let end = start;
    while (this.#is('block-entry')) {
      const entry = this.#scanner.take();
      const empty = started ? this.#is('block-entry', 'block-end') : this.#is('block-entry', 'key', 'value', 'block-end');
      const item = empty ? emptyAt(entry.end) : this.#node(depth, true, false);
      items.push(item);
      end = item.end;
    }
    if (started) this.#end('block-end', 'something else than an item in a list');
    return { type: 'sequence', items, start, end, anchor: properties?.anchor };
  }

  #end(type: TokenType, text: string): Token {
    if (!this.#is(type)) this.#refuse(text);
    return this.#scanner.take();
  }

  #blockMap(depth: number, properties: Properties | undefined): WrittenMap {
    const { start } = this.#scanner.take();
    const pairs: WrittenPair[] = [];
    let end = start;
    while (this.#is('key')) {
      const mark = this.#scanner.take();
      const key = this.#is('key', 'value', 'block-end') ? emptyAt(mark.end) : this.#node(depth, true, true);
      let value: WrittenNode = emptyAt(key.end);
      if (this.#is('value')) {
        const colon = this.#scanner.take();
        value = this.#is('key', 'value', 'block-end') ? emptyAt(colon.end) : this.#node(depth, true, true);
      }
      pairs.push({ key, value });
      end = value.end;
    }
    this.#end('block-end', 'something that is neither a key nor the end of the map');
    return { type: 'map', pairs, start, end, anchor: properties?.anchor };
  }

  #flowSequence(depth: number, properties: Properties | undefined): WrittenSequence {
    const { start } = this.#scanner.take();
    const items: WrittenNode[] = [];
    while (!this.#is('flow-sequence-end')) {
      if (items.length > 0 && this.#nextItem('flow-sequence-end', ']')) break;
      items.push(this.#is('key') ? this.#pairInSequence(depth) : this.#node(depth, false, false));
    }
    const { end } = this.#scanner.take();
    return { type: 'sequence', items, start, end, anchor: properties?.anchor };
  }

  /** Moves past a comma; true where the bracket closes behind it. */
  #nextItem(end: TokenType, bracket: string): boolean {
    if (!this.#is('flow-entry')) this.#refuse(`neither "," nor "${bracket}" behind what stands in brackets`);
    this.#scanner.take();
    return this.#is(end);
  }

  /** `[a: b]` */
  #pairInSequence(depth: number): WrittenMap {
    const pair = this.#flowPair(depth, 'flow-sequence-end');
    return { type: 'map', pairs: [pair], start: pair.key.start, end: pair.value.end, anchor: undefined };
  }

  #flowMap(depth: number, properties: Properties | undefined): WrittenMap {
    const { start } = this.#scanner.take();
    const pairs: WrittenPair[] = [];
    while (!this.#is('flow-map-end')) {
      if (pairs.length > 0 && this.#nextItem('flow-map-end', '}')) break;
      if (this.#is('key')) pairs.push(this.#flowPair(depth, 'flow-map-end'));
      else {
        const key = this.#node(depth, false, false);
        pairs.push({ key, value: emptyAt(key.end) });
      }
    }
    const { end } = this.#scanner.take();
    return { type: 'map', pairs, start, end, anchor: properties?.anchor };
  }

  #flowPair(depth: number, end: TokenType): WrittenPair {
    const mark = this.#scanner.take();
    const key = this.#is('value', 'flow-entry', end) ? emptyAt(mark.end) : this.#node(depth, false, false);
    if (!this.#is('value')) return { key, value: emptyAt(key.end) };
    const colon = this.#scanner.take();
    return { key, value: this.#is('flow-entry', end) ? emptyAt(colon.end) : this.#node(depth, false, false) };
  }
}

function deeper(depth: number): number {
  if (depth >= limits.depth) throw new TooDeep();
  return depth + 1;
}

function scalarOf({ text, style, start, end }: Token, properties: Properties | undefined): WrittenScalar {
  return { type: 'scalar', text, style, start, end, anchor: properties?.anchor, tag: properties?.tag };
}

function emptyAt(at: number, properties?: Properties): WrittenScalar {
  return { type: 'scalar', text: '', style: 'plain', start: at, end: at, anchor: properties?.anchor, tag: properties?.tag };
}

function nothingHere({ type }: Token): string {
  switch (type) {
    case 'flow-entry':
      return 'a "," with nothing before it';
    case 'flow-sequence-end':
    case 'flow-map-end':
      return 'a bracket that nothing opens';
    case 'stream-end':
      return 'a text that ends before its brackets are closed';
    default:
      return 'something that cannot stand here';
  }
}

/** kubectl gives what begins with a brace to a reader of JSON first. */
function isJson(text: string): boolean {
  if (!/^\uFEFF?\s*\{/.test(text)) return false;
  try {
    JSON.parse(text.replace(/^\uFEFF/, ''));
    return true;
  } catch {
    return false;
  }
}
