import { message, type Message } from '../../base/message.ts';

/** What is wrong in a Corefile or not known here; `line` counts from 0. */
export interface CorefileProblem {
  readonly line: number;
  readonly message: Message;
  /** `refused`: CoreDNS does not start with it. `unknown`: it starts, but what it makes of this is not followed here. */
  readonly kind: 'refused' | 'unknown';
  /** The first word of the line, and what it is a slip of. */
  readonly slip?: { readonly written: string; readonly meant: string };
}

/** A word of a Corefile. `line` counts from 0. */
export interface Token {
  readonly text: string;
  readonly line: number;
  /** Words in one line of one text have one row; rows of several texts differ. */
  readonly row: number;
  /** It stood in quotes, so a brace in it is no brace. */
  readonly quoted: boolean;
}

/** The sign is looked for from the start of each variable, so it stands for one name and for no longer text. */
const VARIABLE = /\{\$([^{}]+)\}|\{%([^{%]+)%\}/g;

/**
 * The words: parted by white space, or in double quotes, in which only `\"` is an escape; `#` outside of quotes starts a comment.
 * The value of an environment variable (`{$NAME}`, `{%NAME%}`) is not known, so it is empty as when it is not set, and a problem.
 * Rows count from `firstRow`. coredns/caddy caddyfile/lexer.go, parse.go replaceEnvVars
 */
export function corefileTokens(
  text: string,
  firstRow: number,
): { readonly tokens: readonly Token[]; readonly problems: readonly CorefileProblem[]; readonly rows: number } {
  const tokens: Token[] = [];
  const problems: CorefileProblem[] = [];
  let word = '';
  let line = 0;
  let start = 0;
  let state: 'plain' | 'quoted' | 'escaped' | 'comment' = 'plain';

  const push = (quoted: boolean) => {
    const expanded = word.replace(VARIABLE, (_, unix: string | undefined, windows: string | undefined) => {
      problems.push({
        line: start,
        message: message('The environment variable {0} is not known here.', unix ?? windows ?? ''),
        kind: 'unknown',
      });
      return '';
    });
    tokens.push({ text: expanded, line: start, row: firstRow + start, quoted });
    word = '';
  };

  for (const character of text) {
    if (state === 'quoted' || state === 'escaped') {
      if (character === '\n') line++;
      if (state === 'escaped') {
        word += character === '"' ? '"' : `\\${character}`;
        state = 'quoted';
      } else if (character === '\\') {
        state = 'escaped';
      } else if (character === '"') {
        push(true);
        state = 'plain';
      } else {
        word += character;
      }
      continue;
    }
    if (/\s/.test(character)) {
      if (word !== '') push(false);
      if (character === '\n') {
        line++;
        state = 'plain';
      }
      continue;
    }
    if (character === '#') state = 'comment';
    if (state === 'comment') continue;
    if (word === '') {
      start = line;
      if (character === '"') {
        state = 'quoted';
        continue;
      }
    }
    word += character;
  }
  if (state === 'quoted' || state === 'escaped')
    problems.push({ line: start, message: message('A closing quote is missing.'), kind: 'refused' });
  if (word !== '') push(state === 'quoted' || state === 'escaped');
  return { tokens, problems, rows: line + 1 };
}
