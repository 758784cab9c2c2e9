import { message, type Message } from '../../base/message.ts';
import type { TextRange } from '../../base/text.ts';

/** Why a text is no selector, and where: offsets in the text. */
export interface SelectorFault extends TextRange {
  readonly message: Message;
}

export type TokenKind =
  | '('
  | ')'
  | '{'
  | '}'
  | ','
  | '!'
  | '=='
  | '!='
  | '&&'
  | '||'
  | 'in'
  | 'not in'
  | 'contains'
  | 'starts with'
  | 'ends with'
  | 'has'
  | 'all'
  | 'global'
  | 'label'
  | 'string'
  | 'end';

export interface Token extends TextRange {
  readonly kind: TokenKind;
  /** Of a string its content, of a label and of `has(…)` the label's name. */
  readonly text: string;
}

const label = '[A-Za-z0-9_./-]{1,512}';
const operators: readonly (readonly [TokenKind, RegExp])[] = [
  ['contains', /contains\b/y],
  ['starts with', /starts[ \t]*with\b/y],
  ['ends with', /ends[ \t]*with\b/y],
  ['not in', /not[ \t]*in\b/y],
  ['in', /in\b/y],
];
const calls: readonly (readonly [TokenKind, RegExp])[] = [
  ['has', new RegExp(`has\\([ \\t]*(${label})[ \\t]*\\)`, 'y')],
  ['all', /all\([ \t]*\)/y],
  ['global', /global\([ \t]*\)/y],
  ['label', new RegExp(`(${label})`, 'y')],
];
const signs: readonly TokenKind[] = ['==', '!=', '&&', '||', '(', ')', '{', '}', ',', '!'];

/** The tokens of a selector, the last of kind `end`, or the first fault. libcalico-go lib/selector/tokenizer/tokenizer.go */
export function tokensOf(text: string): readonly Token[] | SelectorFault {
  const tokens: Token[] = [];
  let position = 0;
  for (;;) {
    while (text[position] === ' ' || text[position] === '\t') position++;
    if (position >= text.length) return [...tokens, { kind: 'end', text: '', start: text.length, end: text.length }];
    const token = tokenAt(text, position, tokens.at(-1)?.kind === 'label');
    if ('message' in token) return token;
    tokens.push(token);
    position = token.end;
  }
}

/** Words are operators only directly behind a label; elsewhere the same words are labels. */
function tokenAt(text: string, start: number, behindLabel: boolean): Token | SelectorFault {
  const quote = text[start];
  if (quote === '"' || quote === "'") {
    const end = text.indexOf(quote, start + 1);
    if (end < 0) return { message: message('This string has no closing {0}.', quote), start, end: text.length };
    return { kind: 'string', text: text.slice(start + 1, end), start, end: end + 1 };
  }
  const sign = signs.find((candidate) => text.startsWith(candidate, start));
  if (sign !== undefined) return { kind: sign, text: '', start, end: start + sign.length };
  for (const [kind, pattern] of behindLabel ? operators : calls) {
    pattern.lastIndex = start;
    const match = pattern.exec(text);
    if (match !== null) return { kind, text: match[1] ?? '', start, end: pattern.lastIndex };
  }
  const character = String.fromCodePoint(text.codePointAt(start) ?? 32);
  return {
    message: behindLabel
      ? message('An operator must follow a label: ==, !=, in, not in, contains, starts with or ends with.')
      : message('"{0}" has no place in a selector.', character),
    start,
    end: start + character.length,
  };
}
