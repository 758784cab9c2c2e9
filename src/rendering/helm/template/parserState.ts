import { quote } from './quote.ts';
import type { TemplateSource } from './node.ts';
import { isKeyword, type Token, type TokenKind } from './token.ts';
import type { TokenStream } from './tokenStream.ts';

/** Where the parser of one text stands. */
export interface ParserState {
  readonly source: TemplateSource;
  readonly tokens: TokenStream;
  /** Whether a name is a function's. */
  readonly isFunction: (name: string) => boolean;
  /** The variables in scope; a definition begins anew. */
  variables: string[];
  /** `range`s around. */
  ranges: number;
  /** Lists and pipelines within each other. */
  depth: number;
  /** The line of the action under way; 0 between actions. */
  actionLine: number;
}

/** Ends the parsing; never leaves the parser. */
export class ParseFailure extends Error {}

/** Deeper nesting than this is no template that somebody wrote. */
const deepest = 1000;

export function fail(message: string): never {
  throw new ParseFailure(message);
}

export function unexpected({ source, actionLine }: ParserState, token: Token, context: string): never {
  if (token.kind !== 'error') return fail(`unexpected ${tokenText(token)} in ${context}`);
  const started = actionLine !== 0 && actionLine !== token.line ? ` in action started at ${source.name}:${String(actionLine)}` : '';
  return fail(token.text + (token.text.endsWith(' action') ? started.replace(' in action', '') : started));
}

export function expect(state: ParserState, kind: TokenKind, context: string): Token {
  const token = state.tokens.nextNonSpace();
  return token.kind === kind ? token : unexpected(state, token, context);
}

export function nested<T>(state: ParserState, read: () => T): T {
  state.depth += 1;
  if (state.depth > deepest) fail('max expression depth exceeded');
  const result = read();
  state.depth -= 1;
  return result;
}

/** A token as Go's errors show it. */
function tokenText({ kind, text }: Token): string {
  if (kind === 'eof') return 'EOF';
  if (kind === 'error') return text;
  if (isKeyword(kind)) return `<${text}>`;
  return text.length > 10 ? `${quote(Array.from(text).slice(0, 10).join(''))}...` : quote(text);
}
