import type { TextRange } from '../base/text.ts';
import { limits } from './limits.ts';
import type { FieldPath } from './place.ts';

/**
 * Where a cursor stands in YAML (or JSON) that need not be whole: read by lines and their indentation, as somebody sees it who types. Nothing is refused; what makes no sense is passed over.
 * Linear in the document. For what the text means there is `read.ts`.
 */
export interface CursorContext {
  /** `key`: one is being typed, in the map at `path`. `value`: what stands at `path`; of a list its item. */
  readonly part: 'key' | 'value';
  readonly path: FieldPath;
  /** A value may be meant as a key as well: behind the dash of a list. */
  readonly mayBeKey: boolean;
  /** What stands there: offsets in the text, quotes left out. */
  readonly word: TextRange;
  /** From the word's start to the cursor. */
  readonly typed: string;
  readonly quote: '"' | "'" | undefined;
  /** In braces or brackets, where a comma ends a value. */
  readonly flow: boolean;
  /** A colon stands behind the key, so that none is to be added. */
  readonly hasColon: boolean;
  /** In the text of a block scalar, whose field is at `path`. */
  readonly block: boolean;
  /** The column of the line's first word. */
  readonly indent: number;
  readonly root: HalfTypedNode;
}

/** A map, a list, a scalar or nothing yet. */
export interface HalfTypedNode {
  readonly step: string | number;
  /** Of a key: where its word begins. */
  readonly start?: number;
  /** Of a scalar: without quotes. */
  text: string | undefined;
  readonly children: HalfTypedNode[];
}

/** The node at a path; undefined where there is none. */
export function nodeAt(root: HalfTypedNode, path: FieldPath): HalfTypedNode | undefined {
  let node: HalfTypedNode | undefined = root;
  for (const step of path) node = node?.children.findLast((child) => child.step === step);
  return node;
}

/** The scalar at a path. */
export function textAt(root: HalfTypedNode, ...path: FieldPath): string | undefined {
  return nodeAt(root, path)?.text;
}

/** The keys of a map with their scalars, where these are. */
export function pairsAt(root: HalfTypedNode, ...path: FieldPath): ReadonlyMap<string, string | undefined> {
  return new Map((nodeAt(root, path)?.children ?? []).map(({ step, text }) => [String(step), text]));
}

/** The keys of a map but the one that is being typed. */
export function otherKeysAt({ root, word }: CursorContext, ...path: FieldPath): ReadonlySet<string> {
  const others = (nodeAt(root, path)?.children ?? []).filter(({ start }) => start !== word.start);
  return new Set(others.map(({ step }) => String(step)));
}

/** Undefined in comments, on the marks between documents, and in documents that are too large. */
export function cursorContext(text: string, offset: number): CursorContext | undefined {
  const start = documentStart(text, offset);
  const next = text.indexOf('\n---', Math.max(start, offset - 1));
  const end = next < 0 ? text.length : next + 1;
  if (end - start > limits.document || offset < start || offset > end) return undefined;
  const reader = new HalfTypedReader(text, end, offset);
  reader.readLines(start);
  return reader.context;
}

/** Behind the line of the mark before the cursor. */
function documentStart(text: string, offset: number): number {
  let mark = offset < 3 ? -1 : text.lastIndexOf('\n---', offset - 1);
  if (mark < 0 && text.startsWith('---')) mark = -1;
  else if (mark < 0) return text.charCodeAt(0) === 0xfeff ? 1 : 0;
  const line = text.indexOf('\n', mark + 1);
  return line < 0 ? text.length + 1 : line + 1;
}

/** A key or a dash that what is deeper belongs to. */
interface Level {
  readonly node: HalfTypedNode;
  readonly path: FieldPath;
  /** Column of the key or of the dash. */
  readonly column: number;
  readonly dash: boolean;
}

type Found = Pick<CursorContext, 'part' | 'path' | 'word'> & Partial<CursorContext>;

class HalfTypedReader {
  readonly #text: string;
  readonly #end: number;
  readonly #cursor: number;
  readonly #root: HalfTypedNode = { step: '', text: undefined, children: [] };
  #levels: Level[] = [{ node: this.#root, path: [], column: -1, dash: false }];
  #found: Found | undefined;
  #indent = 0;
  /** Lines deeper than this column belong to a block scalar at the path. */
  #block: { readonly column: number; readonly path: FieldPath } | undefined;

  constructor(text: string, end: number, cursor: number) {
    this.#text = text;
    this.#end = end;
    this.#cursor = cursor;
  }

  get context(): CursorContext | undefined {
    const found = this.#found;
    return found === undefined
      ? undefined
      : {
          mayBeKey: false,
          quote: undefined,
          flow: false,
          hasColon: false,
          block: false,
          ...found,
          // Blanks before a colon belong to what is being typed.
          word: { start: Math.min(found.word.start, this.#cursor), end: Math.max(found.word.end, this.#cursor) },
          typed: this.#text.slice(Math.min(found.word.start, this.#cursor), this.#cursor),
          indent: this.#indent,
          root: this.#root,
        };
  }

  readLines(start: number): void {
    let line = start;
    while (line <= this.#end) {
      const next = this.#readLine(line, this.#lineEnd(line));
      // At the end of the text one line is empty.
      line = Math.max(next, line + 1);
    }
  }

  /** Without the line break. */
  #lineEnd(from: number): number {
    const at = this.#text.indexOf('\n', from);
    const end = at < 0 || at > this.#end ? this.#end : at;
    return end > from && this.#text[end - 1] === '\r' ? end - 1 : end;
  }

  #nextLine(end: number): number {
    const at = this.#text.indexOf('\n', end);
    return at < 0 ? this.#end + 1 : at + 1;
  }

  #has(start: number, end: number): boolean {
    return start <= this.#cursor && this.#cursor <= end;
  }

  /** Returns where the next line begins. */
  #readLine(start: number, end: number): number {
    const text = this.#text;
    let at = start;
    while (at < end && (text[at] === ' ' || text[at] === '\t')) at++;
    const here = this.#has(start, end);
    if (this.#block !== undefined) {
      if (at === end ? !here || this.#cursor - start > this.#block.column : at - start > this.#block.column) {
        if (here) this.#take({ part: 'value', path: this.#block.path, word: this.#wordIn(at, end), block: true }, at - start);
        return this.#nextLine(end);
      }
      this.#block = undefined;
    }
    if (at === end) {
      if (here) this.#takeBlank(this.#cursor - start);
      return this.#nextLine(end);
    }
    if (text[at] === '#' || (text.startsWith('{{', at) && !text.startsWith('{{}', at))) return this.#nextLine(end);
    const first = at - start;
    while (text[at] === '-' && (at + 1 >= end || text[at + 1] === ' ')) {
      this.#openItem(at - start);
      at++;
      if (this.#cursor === at && at === end) return this.#nextLine(end);
      while (at < end && text[at] === ' ') at++;
    }
    return this.#readField(start, at, end, first);
  }

  /** Begins an item of the list that a dash in a column belongs to. */
  #openItem(column: number): void {
    this.#close((level) => level.column > column || (level.dash && level.column === column));
    const parent = this.#top;
    const index = parent.node.children.filter(({ step }) => typeof step === 'number').length;
    this.#open(parent, index, column, true);
  }

  get #top(): Level {
    return this.#levels.at(-1) as Level;
  }

  #close(isPast: (level: Level) => boolean): void {
    while (this.#levels.length > 1 && isPast(this.#top)) this.#levels.pop();
  }

  #open(parent: Level, step: string | number, column: number, dash: boolean, start?: number): Level {
    const node: HalfTypedNode = { step, ...(start !== undefined && { start }), text: undefined, children: [] };
    parent.node.children.push(node);
    const level = { node, path: [...parent.path, step], column, dash };
    if (this.#levels.length < limits.depth) this.#levels.push(level);
    return level;
  }

  /** A key with its value, an item that is a scalar, or the beginning of a key. */
  #readField(start: number, at: number, end: number, indent: number): number {
    const text = this.#text;
    const column = at - start;
    const key = text[at] === '{' || text[at] === '[' ? undefined : this.#keyAt(at, end);
    if (key !== undefined) {
      this.#close((level) => level.column >= column && !(level.dash && level.column < column));
      const parent = this.#top;
      if (this.#has(at, key.colon))
        this.#take({ part: 'key', path: parent.path, word: key.word, quote: key.quote, hasColon: true }, indent);
      const level = this.#open(parent, key.name, column, false, key.word.start);
      return this.#readValue(level, key.colon + 1, end, column, indent);
    }
    this.#close((level) => level.column >= column);
    const level = this.#top;
    const isItem = level.dash && level.node.children.length === 0 && level.node.text === undefined;
    if (isItem || text[at] === '{' || text[at] === '[') return this.#readValue(level, at, end, level.column, indent, isItem);
    if (this.#has(at, end) && level.node.text === undefined)
      this.#take({ part: 'key', path: level.path, word: this.#wordIn(at, end) }, indent);
    return this.#nextLine(end);
  }

  #keyAt(
    at: number,
    end: number,
  ): { readonly name: string; readonly word: TextRange; readonly quote: CursorContext['quote']; readonly colon: number } | undefined {
    const text = this.#text;
    const quote = text[at] === '"' || text[at] === "'" ? text[at] : undefined;
    if (quote !== undefined) {
      const close = text.indexOf(quote, at + 1);
      if (close < 0 || close >= end) return undefined;
      let colon = close + 1;
      while (colon < end && text[colon] === ' ') colon++;
      if (text[colon] !== ':') return undefined;
      return { name: text.slice(at + 1, close), word: { start: at + 1, end: close }, quote, colon };
    }
    for (let colon = at; colon < end; colon++) {
      if (text[colon] === '#' && text[colon - 1] === ' ') return undefined;
      if (text[colon] !== ':' || (colon + 1 < end && text[colon + 1] !== ' ' && text[colon + 1] !== '\t')) continue;
      const name = text.slice(at, colon).trimEnd();
      return name === '' ? undefined : { name, word: { start: at, end: at + name.length }, quote: undefined, colon };
    }
    return undefined;
  }

  /** What stands behind a colon or a dash. */
  #readValue(level: Level, from: number, end: number, column: number, indent: number, mayBeKey = false): number {
    const text = this.#text;
    let at = from;
    while (at < end && (text[at] === ' ' || text[at] === '\t')) at++;
    // Anchors and tags.
    while ((text[at] === '&' || text[at] === '!') && at < end) {
      while (at < end && text[at] !== ' ') at++;
      while (at < end && text[at] === ' ') at++;
    }
    const first = text[at];
    const value = { part: 'value', path: level.path, mayBeKey } as const;
    if (at >= end || first === '#') {
      const isBehindColon = this.#cursor === from && text[from - 1] === ':';
      if (this.#has(from, at) && !isBehindColon) this.#take({ ...value, word: { start: this.#cursor, end: this.#cursor } }, indent);
      return this.#nextLine(end);
    }
    if (this.#has(from, at - 1) && !(this.#cursor === from && text[from - 1] === ':'))
      this.#take({ ...value, word: { start: at, end: at } }, indent);
    if (first === '|' || first === '>') {
      this.#block = { column, path: level.path };
      return this.#nextLine(end);
    }
    if (first === '[' || (first === '{' && text[at + 1] !== '{')) return this.#readFlow(level, at, column, indent);
    if (first === '"' || first === "'") {
      const close = this.#closingQuote(at, end);
      const word = { start: at + 1, end: close };
      level.node.text = text.slice(word.start, word.end);
      if (this.#has(word.start, word.end)) this.#take({ ...value, word, quote: first }, indent);
      return this.#nextLine(end);
    }
    const comment = text.indexOf(' #', at);
    const last = comment < 0 || comment > end ? end : comment;
    const word = { start: at, end: at + text.slice(at, last).trimEnd().length };
    level.node.text = text.slice(word.start, word.end);
    if (this.#has(at, last)) this.#take({ ...value, word: { start: at, end: Math.max(word.end, this.#cursor) } }, indent);
    return this.#nextLine(end);
  }

  /** Where a quoted text ends; at the end of the line where nothing closes it. */
  #closingQuote(open: number, end: number): number {
    const text = this.#text;
    const quote = text[open];
    for (let at = open + 1; at < end; at++) {
      if (quote === '"' && text[at] === '\\') at++;
      else if (text[at] === quote && quote === "'" && text[at + 1] === "'") at++;
      else if (text[at] === quote) return at;
    }
    return end;
  }

  /** Braces and brackets, over lines; they end early where a line stands as far left as what they belong to. */
  #readFlow(owner: Level, from: number, column: number, indent: number): number {
    const text = this.#text;
    /** `key`: of a map the one whose value comes. */
    const open: { readonly node: HalfTypedNode; readonly path: FieldPath; readonly list: boolean; key: HalfTypedNode | undefined }[] = [];
    let at = from;
    const here = (): Found | undefined => {
      const inner = open.at(-1);
      if (inner === undefined) return undefined;
      const word = { start: this.#cursor, end: this.#cursor };
      if (inner.list) return { part: 'value', path: [...inner.path, inner.node.children.length], word, flow: true };
      return inner.key === undefined
        ? { part: 'key', path: inner.path, word, flow: true }
        : { part: 'value', path: [...inner.path, inner.key.step], word, flow: true };
    };
    while (at <= this.#end) {
      const character = text[at];
      if (at === this.#end || character === undefined) {
        if (this.#cursor === at) this.#takeFound(here(), indent);
        return this.#end + 1;
      }
      if (character === '\n') {
        if (this.#cursor === at) this.#takeFound(here(), indent);
        const line = at + 1;
        let word = line;
        while (text[word] === ' ') word++;
        const first = text[word];
        if (column >= 0 && word - line <= column && first !== undefined && !'\r\n]},#'.includes(first)) return line;
        at = line;
        continue;
      }
      if (character === ' ' || character === '\t' || character === '\r') {
        if (this.#cursor === at) this.#takeFound(here(), indent);
        at++;
        continue;
      }
      if (character === '#' && /\s/.test(text[at - 1] ?? '')) {
        at = this.#lineEnd(at);
        continue;
      }
      const inner = open.at(-1);
      if (character === '{' || character === '[') {
        if (this.#cursor === at) this.#takeFound(here(), indent);
        if (open.length >= limits.depth) return this.#nextLine(this.#lineEnd(at));
        const container = inner === undefined ? owner : this.#flowChild(inner);
        open.push({ node: container.node, path: container.path, list: character === '[', key: undefined });
        at++;
        if (this.#cursor === at && !/\s/.test(text[at] ?? '\n') && '}],'.includes(text[at] ?? '')) this.#takeFound(here(), indent);
        continue;
      }
      if (character === '}' || character === ']') {
        if (this.#cursor === at) this.#takeFound(here(), indent);
        open.pop();
        at++;
        if (open.length === 0) return this.#nextLine(this.#lineEnd(at));
        const outer = open.at(-1);
        if (outer !== undefined) outer.key = undefined;
        continue;
      }
      if (character === ',' || character === ':') {
        if (this.#cursor === at) this.#takeFound(here(), indent);
        if (character === ',' && inner !== undefined) inner.key = undefined;
        at++;
        continue;
      }
      if (inner === undefined) return this.#nextLine(this.#lineEnd(at));
      at = this.#readFlowWord(inner, at, here, indent);
    }
    return this.#end + 1;
  }

  #flowChild(inner: { readonly node: HalfTypedNode; readonly path: FieldPath; readonly list: boolean; key: HalfTypedNode | undefined }): {
    readonly node: HalfTypedNode;
    readonly path: FieldPath;
  } {
    if (!inner.list && inner.key !== undefined) return { node: inner.key, path: [...inner.path, inner.key.step] };
    const node: HalfTypedNode = { step: inner.list ? inner.node.children.length : '', text: undefined, children: [] };
    inner.node.children.push(node);
    return { node, path: [...inner.path, node.step] };
  }

  /** A scalar in braces or brackets: a key, or a value. */
  #readFlowWord(
    inner: { readonly node: HalfTypedNode; readonly path: FieldPath; readonly list: boolean; key: HalfTypedNode | undefined },
    from: number,
    here: () => Found | undefined,
    indent: number,
  ): number {
    const text = this.#text;
    const lineEnd = this.#lineEnd(from);
    const quote = text[from] === '"' || text[from] === "'" ? text[from] : undefined;
    let end = from;
    let word: TextRange;
    if (quote !== undefined) {
      const close = this.#closingQuote(from, lineEnd);
      word = { start: from + 1, end: close };
      end = Math.min(close + 1, lineEnd);
    } else {
      while (end < lineEnd && !isFlowEnd(text, end)) end++;
      word = { start: from, end: from + text.slice(from, end).trimEnd().length };
      end = Math.max(word.end, from + 1);
    }
    let colon = end;
    while (colon < lineEnd && text[colon] === ' ') colon++;
    const hasColon = text[colon] === ':';
    const found = this.#has(word.start, word.end) ? here() : undefined;
    if (found !== undefined) this.#take({ ...found, word, quote, hasColon: hasColon && found.part === 'key' }, indent);
    const content = text.slice(word.start, word.end);
    if (!inner.list && inner.key === undefined) {
      const node: HalfTypedNode = { step: content, start: word.start, text: undefined, children: [] };
      if (hasColon) {
        inner.node.children.push(node);
        inner.key = node;
        return colon + 1;
      }
      return end;
    }
    if (inner.key !== undefined) inner.key.text = content;
    else if (inner.list) inner.node.children.push({ step: inner.node.children.length, text: content, children: [] });
    return end;
  }

  #takeFound(found: Found | undefined, indent: number): void {
    if (found !== undefined) this.#take(found, indent);
  }

  /** On an empty line: the map whose keys stand in the column of the cursor. */
  #takeBlank(column: number): void {
    const levels = [...this.#levels];
    while (levels.length > 1 && (levels.at(-1)?.column ?? 0) >= column) levels.pop();
    const level = levels.at(-1) as Level;
    if (level.node.text !== undefined) return;
    this.#take({ part: 'key', path: level.path, word: { start: this.#cursor, end: this.#cursor } }, column);
  }

  #take(found: Found, indent: number): void {
    if (this.#found !== undefined) return;
    this.#found = found;
    this.#indent = indent;
  }

  /** The word around the cursor, between blanks. */
  #wordIn(start: number, end: number): TextRange {
    const text = this.#text;
    let from = Math.max(start, Math.min(this.#cursor, end));
    let to = from;
    while (from > start && text[from - 1] !== ' ') from--;
    while (to < end && text[to] !== ' ') to++;
    return { start: from, end: Math.max(to, this.#cursor) };
  }
}

function isFlowEnd(text: string, at: number): boolean {
  const character = text[at];
  return (
    character === ',' ||
    character === ']' ||
    character === '}' ||
    (character === ':' && /[\s,[\]{}]/.test(text[at + 1] ?? ' ')) ||
    (character === '#' && text[at - 1] === ' ')
  );
}
