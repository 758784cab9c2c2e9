import { tokensOf } from './lexer.ts';
import type { Token } from './token.ts';

/** The parser's look ahead of up to three tokens. */
export interface TokenStream {
  readonly next: () => Token;
  readonly nextNonSpace: () => Token;
  readonly peek: () => Token;
  readonly peekNonSpace: () => Token;
  /** Goes back before a token that `next` gave, and all after it. */
  readonly rewind: (token: Token) => void;
  /** The furthest token that has been looked at: its line is the one that Go's parse errors name. */
  readonly furthest: () => Token;
}

export function tokenStream(text: string): TokenStream {
  const tokens = tokensOf(text);
  const last = tokens.at(-1);
  const end: Token = { kind: 'eof', text: 'EOF', start: text.length, end: text.length, line: last?.line ?? 1 };
  let at = 0;
  let furthest = 0;
  const next = (): Token => {
    const token = tokens[at] ?? end;
    furthest = Math.max(furthest, Math.min(at, tokens.length - 1));
    at += 1;
    return token;
  };
  const nextNonSpace = (): Token => {
    for (;;) {
      const token = next();
      if (token.kind !== 'space') return token;
    }
  };
  const rewind = (token: Token): void => {
    // Never more than a few back; what is behind the last token gives `end` again and again.
    if (token === end) at = Math.min(at, tokens.length);
    else while (at > 0 && tokens[at] !== token) at -= 1;
  };
  const looking = (read: () => Token): Token => {
    const token = read();
    rewind(token);
    return token;
  };
  return {
    next,
    nextNonSpace,
    // What Go looked at is a token of its own: spaces before it are behind.
    peek: () => looking(next),
    peekNonSpace: () => looking(nextNonSpace),
    rewind,
    furthest: () => tokens[furthest] ?? end,
  };
}
