import type { ScalarNode } from '../syntax.ts';
import { isBlank, isBlankOrEnd, isBreak, Refusal, type Cursor } from './cursor.ts';

export interface ScannedScalar {
  readonly text: string;
  readonly style: ScalarNode['style'];
  readonly end: number;
}

/** Blanks and line breaks between two pieces of a scalar, and what they fold to. */
class Fold {
  #blanks = '';
  #first = '';
  #further = '';
  isOverLines = false;

  blank(character: string): void {
    if (!this.isOverLines) this.#blanks += character;
  }

  break(character: string): void {
    if (this.isOverLines) this.#further += character;
    else this.#first = character;
    this.isOverLines = true;
  }

  /** A backslash at the end of a line: the break is none. */
  escapedBreak(): void {
    this.isOverLines = true;
  }

  take(): string {
    const folded = !this.isOverLines
      ? this.#blanks
      : this.#first === '\n'
        ? this.#further === ''
          ? ' '
          : this.#further
        : this.#first + this.#further;
    this.#blanks = this.#first = this.#further = '';
    this.isOverLines = false;
    return folded;
  }
}

/** A text in quotes. Its lines may begin anywhere, also left of its key. scannerc.go (yaml_parser_scan_flow_scalar) */
export function scanQuoted(cursor: Cursor, { json }: { readonly json: boolean }): ScannedScalar {
  const start = cursor.at;
  const quote = cursor.code;
  const single = quote === 39;
  const fold = new Fold();
  let text = '';
  cursor.at++;
  for (;;) {
    if (cursor.isAtDocumentMark('---') || cursor.isAtDocumentMark('...'))
      throw new Refusal(start, `a text in quotes that has no end before the next document`);
    if (cursor.isAtEnd) throw new Refusal(start, 'a text in quotes that has no end');
    let from = cursor.at;
    for (;;) {
      const { code } = cursor;
      if (isBlankOrEnd(code)) break;
      if (code === quote) {
        if (!single || cursor.codeAfter(1) !== quote) break;
        text += cursor.text.slice(from, cursor.at + 1);
        from = cursor.at += 2;
      } else if (code === 92 && !single) {
        text += cursor.text.slice(from, cursor.at);
        if (isBreak(cursor.codeAfter(1))) {
          cursor.at++;
          cursor.passBreak();
          fold.escapedBreak();
          from = cursor.at;
          break;
        }
        text += escaped(cursor, json);
        from = cursor.at;
      } else cursor.at++;
    }
    text += cursor.text.slice(from, cursor.at);
    if (cursor.code === quote) break;
    passBlanks(cursor, fold);
    text += fold.take();
  }
  cursor.at++;
  return { text, style: single ? 'single' : 'double', end: cursor.at };
}

function passBlanks(cursor: Cursor, fold: Fold): void {
  for (;;) {
    const { code } = cursor;
    if (isBlank(code)) {
      fold.blank(cursor.text.charAt(cursor.at));
      cursor.at++;
    } else if (isBreak(code)) fold.break(cursor.passBreak());
    else return;
  }
}

const escapes: Readonly<Record<string, string>> = {
  '0': '\0',
  a: '\x07',
  b: '\b',
  t: '\t',
  '\t': '\t',
  n: '\n',
  v: '\v',
  f: '\f',
  r: '\r',
  e: '\x1b',
  ' ': ' ',
  '"': '"',
  "'": "'",
  '\\': '\\',
  N: '\x85',
  _: '\xa0',
  L: '\u2028',
  P: '\u2029',
};

const hexadecimalDigits: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

/** JSON has two more: a slash, and the halves of a surrogate pair. */
function escaped(cursor: Cursor, json: boolean): string {
  const start = cursor.at;
  const letter = cursor.text.charAt(start + 1);
  const simple = Object.hasOwn(escapes, letter) ? escapes[letter] : json && letter === '/' ? '/' : undefined;
  if (simple !== undefined) {
    cursor.at += 2;
    return simple;
  }
  const length = Object.hasOwn(hexadecimalDigits, letter) ? hexadecimalDigits[letter] : undefined;
  if (length === undefined) throw new Refusal(start, `the escape \\${letter}, which there is not`);
  const digits = cursor.text.slice(start + 2, start + 2 + length);
  if (digits.length < length || !/^[0-9a-fA-F]+$/.test(digits))
    throw new Refusal(start, `the escape \\${letter} without ${length} hexadecimal digits`);
  const code = Number.parseInt(digits, 16);
  if ((code >= 0xd800 && code <= 0xdfff && !json) || code > 0x10ffff)
    throw new Refusal(start, `the escape \\${letter}${digits}, which is no character`);
  cursor.at += 2 + length;
  return String.fromCodePoint(code);
}

/** `indent`: that of the collection around it; lines that go on stand further right. `endsLine`: nothing stands behind it on its last line. scannerc.go (yaml_parser_scan_plain_scalar) */
export function scanPlain(cursor: Cursor, indent: number, inFlow: boolean): ScannedScalar & { readonly endsLine: boolean } {
  const fold = new Fold();
  let text = '';
  let end = cursor.at;
  for (;;) {
    if (cursor.isAtDocumentMark('---') || cursor.isAtDocumentMark('...') || cursor.code === 35) break;
    const from = cursor.at;
    while (!endsPlain(cursor, inFlow)) cursor.at++;
    if (cursor.at > from) {
      text += fold.take() + cursor.text.slice(from, cursor.at);
      end = cursor.at;
    }
    if (!isBlank(cursor.code) && !isBreak(cursor.code)) break;
    for (;;) {
      const { code } = cursor;
      if (isBlank(code)) {
        if (code === 9 && fold.isOverLines && cursor.column <= indent)
          throw new Refusal(cursor.at, 'a tab where blanks must set the line in');
        fold.blank(cursor.text.charAt(cursor.at));
        cursor.at++;
      } else if (isBreak(code)) fold.break(cursor.passBreak());
      else break;
    }
    if (!inFlow && cursor.column <= indent) break;
  }
  return { text, style: 'plain', end, endsLine: fold.isOverLines };
}

function endsPlain(cursor: Cursor, inFlow: boolean): boolean {
  const { code } = cursor;
  if (isBlankOrEnd(code)) return true;
  if (code === 58) return isBlankOrEnd(cursor.codeAfter(1));
  return inFlow && isFlowMark(code);
}

/** `,` `[` `]` `{` `}` and, for this reader, `?`. */
function isFlowMark(code: number): boolean {
  return code === 44 || code === 63 || code === 91 || code === 93 || code === 123 || code === 125;
}

/** A block of text, `|` or `>`. scannerc.go (yaml_parser_scan_block_scalar) */
export function scanBlock(cursor: Cursor, parentIndent: number): ScannedScalar {
  const literal = cursor.code === 124;
  cursor.at++;
  let chomping: '+' | '-' | undefined;
  let increment: number | undefined;
  for (let count = 0; count < 2; count++) {
    const { code } = cursor;
    if ((code === 43 || code === 45) && chomping === undefined) chomping = code === 43 ? '+' : '-';
    else if (code >= 48 && code <= 57 && increment === undefined) {
      if (code === 48) throw new Refusal(cursor.at, 'a block of text that is set in by 0');
      increment = code - 48;
    } else break;
    cursor.at++;
  }
  while (isBlank(cursor.code)) cursor.at++;
  if (cursor.code === 35) cursor.skipToBreak();
  if (!cursor.isAtEnd && !isBreak(cursor.code)) throw new Refusal(cursor.at, `something else than a comment behind ${literal ? '|' : '>'}`);
  if (!cursor.isAtEnd) cursor.passBreak();

  let end = cursor.at;
  const lines = new BlockLines(cursor, parentIndent, increment);
  let text = '';
  let lineBreak = '';
  let wasBlank = false;
  let further = lines.passEmpty();
  while (cursor.column === lines.indent && !cursor.isAtEnd) {
    const isIndented = isBlank(cursor.code);
    if (!literal && lineBreak === '\n' && !wasBlank && !isIndented) {
      if (further === '') text += ' ';
    } else text += lineBreak;
    text += further;
    wasBlank = isIndented;
    const from = cursor.at;
    cursor.skipToBreak();
    text += cursor.text.slice(from, cursor.at);
    lineBreak = isBreak(cursor.code) ? cursor.passBreak() : '';
    end = cursor.at;
    further = lines.passEmpty();
  }
  if (chomping !== '-') text += lineBreak;
  if (chomping === '+') {
    text += further;
    end = cursor.at;
  }
  return { text, style: literal ? 'literal' : 'folded', end };
}

/** How far the lines of a block are set in: as said in its head, or as its first line that is not empty is. */
class BlockLines {
  readonly #cursor: Cursor;
  readonly #least: number;
  indent: number;

  constructor(cursor: Cursor, parentIndent: number, increment: number | undefined) {
    this.#cursor = cursor;
    this.#least = Math.max(parentIndent + 1, 1);
    this.indent = increment === undefined ? 0 : Math.max(parentIndent, 0) + increment;
  }

  /** Moves past empty lines and to where the next line begins; gives the breaks. */
  passEmpty(): string {
    const cursor = this.#cursor;
    let breaks = '';
    let widest = 0;
    for (;;) {
      while ((this.indent === 0 || cursor.column < this.indent) && cursor.code === 32) cursor.at++;
      widest = Math.max(widest, cursor.column);
      if ((this.indent === 0 || cursor.column < this.indent) && cursor.code === 9)
        throw new Refusal(cursor.at, 'a tab where blanks must set the line in');
      if (!isBreak(cursor.code)) break;
      breaks += cursor.passBreak();
    }
    if (this.indent === 0) this.indent = Math.max(widest, this.#least);
    return breaks;
  }
}
