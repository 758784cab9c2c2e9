import { quote } from './quote.ts';
import { runeName } from './runeName.ts';
import { keywordOf, type Token, type TokenKind } from './token.ts';

/** Trimming takes these four alone (text/template/parse/lex.go, spaceChars). */
const spaces = ' \t\r\n';
const alphanumeric = /[\p{L}\p{Nd}_]/u;
const word = /[\p{L}\p{Nd}_]*/uy;

/** All tokens of a template's text. Ends with `eof`, or with the first `error`. Linear in the text. */
export function tokensOf(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  let start = 0;
  let parens = 0;
  let line = 1;
  let lineEnd = endOfLine(text, 0);

  /** Offsets come in order. */
  const lineAt = (offset: number): number => {
    while (lineEnd < offset) {
      line += 1;
      lineEnd = endOfLine(text, lineEnd + 1);
    }
    return line;
  };
  const emit = (kind: TokenKind, end = at): void => {
    tokens.push({ kind, text: text.slice(start, end), start, end, line: lineAt(start) });
    start = at;
  };
  const fail = (words: string): false => {
    tokens.push({ kind: 'error', text: words, start, end: at, line: lineAt(start) });
    return false;
  };
  const peek = (): string => {
    const unit = text.charCodeAt(at);
    return unit >= 0xd800 && unit <= 0xdbff ? String.fromCodePoint(text.codePointAt(at) ?? 0) : text.charAt(at);
  };
  const next = (): string => {
    const character = peek();
    at += character.length;
    return character;
  };
  const isOneOf = (character: string, set: string): boolean => character !== '' && set.includes(character);
  const accept = (set: string): boolean => {
    if (!isOneOf(peek(), set)) return false;
    at += 1;
    return true;
  };
  const acceptRun = (set: string): void => {
    while (accept(set));
  };
  const skipSpaces = (): void => {
    acceptRun(spaces);
    start = at;
  };
  /** At `}}`, or at a space with `-}}`: whether what follows is trimmed. */
  const rightDelimiter = (offset: number): 'plain' | 'trimming' | undefined => {
    if (text.startsWith('}}', offset)) return 'plain';
    return isOneOf(text.charAt(offset), spaces) && text.startsWith('-}}', offset + 1) ? 'trimming' : undefined;
  };

  /** Up to the next action. Each of these says whether to go on. */
  const readText = (): boolean => {
    const open = text.indexOf('{{', at);
    if (open === -1) {
      at = text.length;
      if (at > start) emit('text');
      emit('eof');
      return false;
    }
    at = open;
    const trims = text.charAt(open + 2) === '-' && isOneOf(text.charAt(open + 3), spaces);
    let end = open;
    if (trims) while (end > start && isOneOf(text.charAt(end - 1), spaces)) end -= 1;
    if (end > start) emit('text', end);
    start = open;
    at = open + 2;
    const content = trims ? at + 2 : at;
    if (text.startsWith('/*', content)) {
      at = content;
      start = at;
      return readComment();
    }
    emit('leftDelim');
    at = content;
    start = at;
    parens = 0;
    return readAction();
  };

  const readComment = (): boolean => {
    const close = text.indexOf('*/', at + 2);
    if (close === -1) return fail('unclosed comment');
    at = close + 2;
    const delimiter = rightDelimiter(at);
    if (delimiter === undefined) return fail('comment ends before closing delimiter');
    at += delimiter === 'trimming' ? 4 : 2;
    start = at;
    if (delimiter === 'trimming') skipSpaces();
    return true;
  };

  const readAction = (): boolean => {
    for (;;) {
      const delimiter = rightDelimiter(at);
      if (delimiter !== undefined) {
        if (parens > 0) return fail('unclosed left paren');
        if (delimiter === 'trimming') at += 2;
        start = at;
        at += 2;
        emit('rightDelim');
        if (delimiter === 'trimming') skipSpaces();
        return true;
      }
      if (!readItem()) return false;
    }
  };

  const readItem = (): boolean => {
    const character = next();
    switch (character) {
      case '':
        return fail('unclosed action');
      case ' ':
      case '\t':
      case '\r':
      case '\n':
        while (isOneOf(peek(), spaces) && rightDelimiter(at) === undefined) at += 1;
        emit('space');
        return true;
      case '=':
        emit('assign');
        return true;
      case ':':
        if (next() !== '=') return fail('expected :=');
        emit('declare');
        return true;
      case '|':
        emit('pipe');
        return true;
      case '"':
        return readQuoted('"', 'string', 'unterminated quoted string');
      case "'":
        return readQuoted("'", 'charConstant', 'unterminated character constant');
      case '`': {
        const close = text.indexOf('`', at);
        at = close === -1 ? text.length : close + 1;
        if (close === -1) return fail('unterminated raw quoted string');
        emit('rawString');
        return true;
      }
      case '$':
        return readName('variable');
      case '(':
        emit('leftParen');
        parens += 1;
        return true;
      case ')':
        parens -= 1;
        if (parens < 0) return fail('unexpected right paren');
        emit('rightParen');
        return true;
      default:
        return readWord(character);
    }
  };

  const readWord = (character: string): boolean => {
    if (character === '.' && at < text.length && !/[0-9]/.test(text.charAt(at))) return readName('field');
    if (/[.+\-0-9]/.test(character)) {
      at = start;
      return readNumber();
    }
    if (alphanumeric.test(character)) return readIdentifier();
    if (character >= ' ' && character <= '~') {
      emit('char');
      return true;
    }
    return fail(`unrecognized character in action: ${runeName(character)}`);
  };

  const readQuoted = (closing: string, kind: TokenKind, unterminated: string): boolean => {
    for (;;) {
      let character = next();
      if (character === closing) break;
      if (character === '\\') character = next() === '\n' || at >= text.length ? '' : 'escaped';
      if (character === '' || character === '\n') return fail(unterminated);
    }
    emit(kind);
    return true;
  };

  const skipAlphanumeric = (): void => {
    word.lastIndex = at;
    word.test(text);
    at = word.lastIndex;
  };
  const atTerminator = (): boolean => {
    const character = peek();
    return character === '' || isOneOf(character, ` \t\r\n.,|:)(`) || text.startsWith('}}', at);
  };

  const readIdentifier = (): boolean => {
    skipAlphanumeric();
    const word = text.slice(start, at);
    if (!atTerminator()) return fail(`bad character ${runeName(peek())}`);
    emit(keywordOf(word) ?? (word === 'true' || word === 'false' ? 'bool' : 'identifier'));
    return true;
  };

  /** After the `.` or `$`. */
  const readName = (kind: 'field' | 'variable'): boolean => {
    if (atTerminator()) {
      emit(kind === 'field' ? 'dot' : 'variable');
      return true;
    }
    skipAlphanumeric();
    if (!atTerminator()) return fail(`bad character ${runeName(peek())}`);
    emit(kind);
    return true;
  };

  const readNumber = (): boolean => {
    const scanned = scanNumber();
    const bad = (): false => fail(`bad number syntax: ${quote(text.slice(start, at))}`);
    if (!scanned) return bad();
    if (!isOneOf(peek(), '+-')) {
      emit('number');
      return true;
    }
    if (!scanNumber() || text.charAt(at - 1) !== 'i') return bad();
    emit('complex');
    return true;
  };

  const scanNumber = (): boolean => {
    accept('+-');
    let base = 10;
    if (accept('0')) base = accept('xX') ? 16 : accept('oO') ? 8 : accept('bB') ? 2 : 10;
    const digits = { 10: '0123456789_', 16: '0123456789abcdefABCDEF_', 8: '01234567_', 2: '01_' }[base] ?? '';
    acceptRun(digits);
    if (accept('.')) acceptRun(digits);
    if (base === 10 ? accept('eE') : base === 16 && accept('pP')) {
      accept('+-');
      acceptRun('0123456789_');
    }
    accept('i');
    if (!alphanumeric.test(peek())) return true;
    next();
    return false;
  };

  while (readText());
  return tokens;
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end === -1 ? text.length : end;
}
