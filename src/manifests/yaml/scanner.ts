import type { TextRange } from '../../base/text.ts';
import type { ScalarNode } from '../syntax.ts';
import { Cursor, isBlankOrEnd, isBreak, Refusal } from './cursor.ts';
import { scanBlock, scanPlain, scanQuoted } from './scanScalar.ts';

export type TokenType =
  | 'document-start'
  | 'document-end'
  | 'stream-end'
  | 'version-directive'
  | 'tag-directive'
  | 'block-sequence'
  | 'block-map'
  | 'block-end'
  | 'flow-sequence'
  | 'flow-sequence-end'
  | 'flow-map'
  | 'flow-map-end'
  | 'block-entry'
  | 'flow-entry'
  | 'key'
  | 'value'
  | 'alias'
  | 'anchor'
  | 'tag'
  | 'scalar';

export interface Token extends TextRange {
  readonly type: TokenType;
  /** Of a scalar its text, of an anchor or alias its name, of a tag what stands behind its handle, of a directive what it sets. */
  readonly text: string;
  readonly style: ScalarNode['style'];
  /** Of a tag: `!`, `!!`, `!name!`, or nothing for one that is written in full. */
  readonly handle: string;
}

/** A token that turns out to be a key when a `:` follows it: on the same line, and not far. */
interface PossibleKey {
  readonly token: number;
  readonly at: number;
  readonly line: number;
  readonly column: number;
  /** Nothing but a key can stand here. */
  readonly required: boolean;
}

const longestKey = 1024;
const deepestFlow = 10_000;

/**
 * Cuts a text into the tokens of YAML 1.1 as kubectl's reader does, with its leniency and its refusals: continuation lines of quoted texts at any indentation,
 * tabs between tokens, comments right behind a bracket. Throws `Refusal`. goyaml.v2/scannerc.go
 */
export class Scanner {
  readonly #cursor: Cursor;
  readonly #json: boolean;
  /** Those that have been made and not been taken yet begin at `#head`. */
  #tokens: Token[] = [];
  #head = 0;
  #taken = 0;
  #indent = -1;
  readonly #indents: number[] = [];
  #keyAllowed = true;
  /** One place for each level of brackets, the text's own first. */
  readonly #keys: (PossibleKey | undefined)[] = [undefined];
  readonly #keyOfToken = new Map<number, PossibleKey>();
  #ended = false;

  /** `json`: the text is JSON, which has escapes that YAML does not. */
  constructor(text: string, json: boolean) {
    this.#cursor = new Cursor(text);
    this.#json = json;
  }

  peek(): Token {
    while (!this.#ended && this.#needsMore()) this.#fetch();
    return this.#tokens[this.#head] as Token;
  }

  take(): Token {
    const token = this.peek();
    if (token.type === 'stream-end') return token;
    this.#taken++;
    this.#head++;
    if (this.#head > 1000) {
      this.#tokens = this.#tokens.slice(this.#head);
      this.#head = 0;
    }
    return token;
  }

  /** Whether the first token is not known yet: there is none, or it may still become a key. */
  #needsMore(): boolean {
    if (this.#head === this.#tokens.length) return true;
    const key = this.#keyOfToken.get(this.#taken);
    return key !== undefined && this.#isValid(key);
  }

  #isValid(key: PossibleKey): boolean {
    const { line, at } = this.#cursor;
    if (key.line === line && at - key.at <= longestKey) return true;
    if (key.required) throw new Refusal(key.at, 'a line without the ":" that makes it a key');
    this.#forget(key);
    return false;
  }

  #forget(key: PossibleKey): void {
    this.#keyOfToken.delete(key.token);
    const level = this.#keys.lastIndexOf(key);
    if (level >= 0) this.#keys[level] = undefined;
  }

  get #inFlow(): boolean {
    return this.#keys.length > 1;
  }

  #fetch(): void {
    const cursor = this.#cursor;
    this.#toNextToken();
    this.#unrollIndent(cursor.column);
    if (cursor.isAtEnd) {
      this.#unrollIndent(-1);
      this.#removeKey();
      this.#ended = true;
      this.#push('stream-end', cursor.at, cursor.at);
      return;
    }
    const { code } = cursor;
    if (cursor.column === 0) {
      if (code === 37) return this.#directive();
      if (cursor.isAtDocumentMark('---')) return this.#documentMark('document-start');
      if (cursor.isAtDocumentMark('...')) return this.#documentMark('document-end');
    }
    const endsHere = isBlankOrEnd(cursor.codeAfter(1));
    switch (code) {
      case 91:
        return this.#openFlow('flow-sequence');
      case 123:
        return this.#openFlow('flow-map');
      case 93:
        return this.#closeFlow('flow-sequence-end');
      case 125:
        return this.#closeFlow('flow-map-end');
      case 44:
        this.#removeKey();
        this.#keyAllowed = true;
        return this.#indicator('flow-entry');
      case 45:
        if (endsHere) return this.#blockEntry();
        break;
      case 63:
        if (this.#inFlow || endsHere) return this.#explicitKey();
        break;
      case 58:
        if (this.#inFlow || endsHere) return this.#value();
        break;
      case 42:
      case 38:
        return this.#anchor(code === 42 ? 'alias' : 'anchor');
      case 33:
        return this.#tag();
      case 124:
      case 62:
        if (!this.#inFlow) return this.#blockScalar();
        break;
      case 39:
      case 34: {
        this.#saveKey();
        this.#keyAllowed = false;
        const start = cursor.at;
        const { text, style, end } = scanQuoted(cursor, { json: this.#json });
        return this.#push('scalar', start, end, text, style);
      }
      default:
    }
    if (!this.#mayBeginPlain(code)) throw new Refusal(cursor.at, refusedStart(cursor));
    this.#saveKey();
    this.#keyAllowed = false;
    const start = cursor.at;
    const { text, end, endsLine } = scanPlain(cursor, this.#indent, this.#inFlow);
    if (endsLine) this.#keyAllowed = true;
    this.#push('scalar', start, end, text);
  }

  #mayBeginPlain(code: number): boolean {
    if (code === 45) return !isBlankOrEnd(this.#cursor.codeAfter(1));
    if (code === 63 || code === 58) return !this.#inFlow && !isBlankOrEnd(this.#cursor.codeAfter(1));
    return !reserved.has(code) && !isBlankOrEnd(code);
  }

  /** Tabs may stand between tokens, but not where a key may begin. */
  #toNextToken(): void {
    const cursor = this.#cursor;
    for (;;) {
      if (cursor.column === 0 && cursor.code === 0xfeff) cursor.at++;
      while (cursor.code === 32 || (cursor.code === 9 && (this.#inFlow || !this.#keyAllowed))) cursor.at++;
      if (cursor.code === 35) cursor.skipToBreak();
      if (!isBreak(cursor.code)) return;
      cursor.passBreak();
      if (!this.#inFlow) this.#keyAllowed = true;
    }
  }

  #push(type: TokenType, start: number, end: number, text = '', style: ScalarNode['style'] = 'plain', handle = ''): void {
    this.#tokens.push({ type, start, end, text, style, handle });
  }

  #indicator(type: TokenType): void {
    const { at } = this.#cursor;
    this.#cursor.at++;
    this.#push(type, at, at + 1);
  }

  /** Number of the token that is made next. */
  get #next(): number {
    return this.#taken + this.#tokens.length - this.#head;
  }

  #saveKey(): void {
    if (!this.#keyAllowed) return;
    const { at, line, column } = this.#cursor;
    this.#removeKey();
    const key = { token: this.#next, at, line, column, required: !this.#inFlow && this.#indent === column };
    this.#keys[this.#keys.length - 1] = key;
    this.#keyOfToken.set(key.token, key);
  }

  #removeKey(): void {
    const key = this.#keys.at(-1);
    if (key === undefined) return;
    if (key.required) throw new Refusal(key.at, 'a line without the ":" that makes it a key');
    this.#keyOfToken.delete(key.token);
    this.#keys[this.#keys.length - 1] = undefined;
  }

  #rollIndent(column: number, type: 'block-sequence' | 'block-map', at: number, before?: number): void {
    if (this.#inFlow || this.#indent >= column) return;
    this.#indents.push(this.#indent);
    this.#indent = column;
    if (before === undefined) this.#push(type, at, at);
    else this.#insert(before, type, at);
  }

  #insert(number: number, type: TokenType, at: number): void {
    this.#tokens.splice(this.#head + number - this.#taken, 0, { type, start: at, end: at, text: '', style: 'plain', handle: '' });
  }

  #unrollIndent(column: number): void {
    if (this.#inFlow) return;
    while (this.#indent > column) {
      this.#push('block-end', this.#cursor.at, this.#cursor.at);
      this.#indent = this.#indents.pop() ?? -1;
    }
  }

  #directive(): void {
    this.#unrollIndent(-1);
    this.#removeKey();
    this.#keyAllowed = false;
    const cursor = this.#cursor;
    const start = cursor.at;
    cursor.skipToBreak();
    const line = cursor.text.slice(start, cursor.at);
    const version = /^%YAML[ \t]+(\d{1,9}\.\d{1,9})[ \t]*(#.*)?$/.exec(line);
    if (version !== null) return this.#push('version-directive', start, cursor.at, version[1]);
    const tag = /^%TAG[ \t]+(!(?:[\w-]*!)?)[ \t]+([\w\-;/?:@&=+$,.!~*'()[\]%]+)[ \t]*(#.*)?$/.exec(line);
    if (tag === null) throw new Refusal(start, 'a directive that is not known');
    this.#push('tag-directive', start, cursor.at, tag[2] ?? '', 'plain', tag[1] ?? '');
  }

  #documentMark(type: 'document-start' | 'document-end'): void {
    this.#unrollIndent(-1);
    this.#removeKey();
    this.#keyAllowed = false;
    const { at } = this.#cursor;
    this.#cursor.at += 3;
    this.#push(type, at, at + 3);
  }

  #openFlow(type: 'flow-sequence' | 'flow-map'): void {
    this.#saveKey();
    this.#keys.push(undefined);
    if (this.#keys.length > deepestFlow) throw new Refusal(this.#cursor.at, 'too many brackets inside one another');
    this.#keyAllowed = true;
    this.#indicator(type);
  }

  #closeFlow(type: 'flow-sequence-end' | 'flow-map-end'): void {
    this.#removeKey();
    if (this.#inFlow) this.#keys.pop();
    this.#keyAllowed = false;
    this.#indicator(type);
  }

  #blockEntry(): void {
    if (!this.#inFlow) {
      if (!this.#keyAllowed) throw new Refusal(this.#cursor.at, 'an item of a list where none can stand');
      this.#rollIndent(this.#cursor.column, 'block-sequence', this.#cursor.at);
    }
    this.#removeKey();
    this.#keyAllowed = true;
    this.#indicator('block-entry');
  }

  #explicitKey(): void {
    if (!this.#inFlow) {
      if (!this.#keyAllowed) throw new Refusal(this.#cursor.at, 'a key where none can stand');
      this.#rollIndent(this.#cursor.column, 'block-map', this.#cursor.at);
    }
    this.#removeKey();
    this.#keyAllowed = !this.#inFlow;
    this.#indicator('key');
  }

  #value(): void {
    const key = this.#keys.at(-1);
    if (key !== undefined && this.#isValid(key)) {
      this.#insert(key.token, 'key', key.at);
      this.#rollIndent(key.column, 'block-map', key.at, key.token);
      this.#forget(key);
      this.#keyAllowed = false;
    } else {
      if (!this.#inFlow) {
        if (!this.#keyAllowed) throw new Refusal(this.#cursor.at, 'a ":" where no value can stand');
        this.#rollIndent(this.#cursor.column, 'block-map', this.#cursor.at);
      }
      this.#keyAllowed = !this.#inFlow;
    }
    this.#indicator('value');
  }

  #blockScalar(): void {
    this.#removeKey();
    this.#keyAllowed = true;
    const start = this.#cursor.at;
    const { text, style, end } = scanBlock(this.#cursor, this.#indent);
    this.#push('scalar', start, end, text, style);
  }

  #anchor(type: 'anchor' | 'alias'): void {
    this.#saveKey();
    this.#keyAllowed = false;
    const cursor = this.#cursor;
    const start = cursor.at++;
    while (isWord(cursor.code)) cursor.at++;
    const { code } = cursor;
    if (cursor.at === start + 1 || !(isBlankOrEnd(code) || '?:,]}%@`'.includes(String.fromCharCode(code))))
      throw new Refusal(start, type === 'alias' ? 'an alias with a name that is none' : 'an anchor with a name that is none');
    this.#push(type, start, cursor.at, cursor.text.slice(start + 1, cursor.at));
  }

  #tag(): void {
    this.#saveKey();
    this.#keyAllowed = false;
    const cursor = this.#cursor;
    const start = cursor.at;
    const rest = cursor.text.slice(start, start + longestKey);
    const verbatim = /^!<([\w\-;/?:@&=+$,.!~*'()[\]%]+)>/.exec(rest);
    const [, handle = '!', suffix = ''] =
      verbatim === null ? (/^(!(?:[\w-]*!)?)([\w\-;/?:@&=+$,.!~*'()[\]%]*)/.exec(rest) ?? []) : ['', '', verbatim[1] ?? ''];
    cursor.at += verbatim === null ? handle.length + suffix.length : verbatim[0].length;
    if (!isBlankOrEnd(cursor.code) || (handle.length > 1 && suffix === '')) throw new Refusal(start, 'a tag that is none');
    this.#push('tag', start, cursor.at, suffix, 'plain', handle);
  }
}

/** Characters with which no plain text begins. */
const reserved: ReadonlySet<number> = new Set(Array.from('-?:,[]{}#&*!|>\'"%@`', (character) => character.charCodeAt(0)));

function isWord(code: number): boolean {
  return (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || code === 95 || (code >= 97 && code <= 122) || code === 45;
}

function refusedStart(cursor: Cursor): string {
  return cursor.code === 9
    ? 'a tab where blanks must set the line in'
    : `${cursor.text.charAt(cursor.at)} at the beginning of a text without quotes`;
}
