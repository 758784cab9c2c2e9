import { goRegexp, type GoRegexp } from '../../../base/goRegexp.ts';

/**
 * Whether paths match a pattern as Go's `path/filepath.Match` reads it: `*` and `?` inside a name, `[a-z]`, `[^a-z]`, `\x`; a set may hold a slash.
 * Absent for a pattern that it refuses. Takes linear time. go/src/path/filepath/match.go
 */
export function pathMatcher(pattern: string): ((path: string) => boolean) | undefined {
  // As most are: a name, or one star between two parts of it.
  const [, before, after] = /^([^*?[\\]*)(?:\*([^*?[\\]*))?$/.exec(pattern) ?? [];
  if (before !== undefined) return after === undefined ? (path) => path === before : (path) => isBetween(path, before, after);
  const expression = expressionOf(Array.from(pattern));
  if (expression === undefined) return undefined;
  const compiled = goRegexp(`^(?s:${expression})$`);
  // One that is larger than any that a person writes matches nothing.
  return typeof compiled === 'string' ? () => false : (path) => matches(compiled, path);
}

function isBetween(path: string, before: string, after: string): boolean {
  if (path.length < before.length + after.length || !path.startsWith(before) || !path.endsWith(after)) return false;
  return !path.slice(before.length, path.length - after.length).includes('/');
}

/** Whether the whole of a text matches: the expression is anchored. */
function matches({ compiled }: GoRegexp, text: string): boolean {
  return compiled.test(text);
}

function expressionOf(characters: readonly string[]): string | undefined {
  let expression = '';
  for (let at = 0; at < characters.length; at++) {
    const character = characters[at] ?? '';
    if (character === '*') {
      if (!expression.endsWith('[^/]*')) expression += '[^/]*';
    } else if (character === '?') expression += '[^/]';
    else if (character === '\\') {
      at++;
      if (at === characters.length) return undefined;
      expression += quoted(characters[at] ?? '');
    } else if (character === '[') {
      const set = setAt(characters, at + 1);
      if (set === undefined) return undefined;
      expression += set.expression;
      at = set.end - 1;
    } else expression += quoted(character);
  }
  return expression;
}

/** The set behind its bracket; `end` is behind the closing one. */
function setAt(characters: readonly string[], start: number): { readonly expression: string; readonly end: number } | undefined {
  let at = start;
  const negated = characters[at] === '^';
  if (negated) at++;
  let members = '';
  for (;;) {
    if (characters[at] === ']' && members !== '') return { expression: `[${negated ? '^' : ''}${members}]`, end: at + 1 };
    const low = memberAt(characters, at);
    if (low === undefined) return undefined;
    at = low.end;
    let high = low;
    if (characters[at] === '-') {
      const read = memberAt(characters, at + 1);
      if (read === undefined) return undefined;
      high = read;
      at = high.end;
    }
    // A range that runs backwards holds nothing.
    members += codeOf(low.member) <= codeOf(high.member) ? range(low.member, high.member) : nothing;
    if (at >= characters.length) return undefined;
  }
}

/** Go's getEsc: the end of the pattern, `-` and `]` are no members unless escaped. */
function memberAt(characters: readonly string[], start: number): { readonly member: string; readonly end: number } | undefined {
  const first = characters[start];
  if (first === undefined || first === '-' || first === ']') return undefined;
  const at = first === '\\' ? start + 1 : start;
  const member = characters[at];
  return member === undefined || at + 1 >= characters.length ? undefined : { member, end: at + 1 };
}

/** A member of a set that no text has. */
const nothing = String.raw`\x{10FFFF}`;

function range(low: string, high: string): string {
  return low === high ? hex(low) : `${hex(low)}-${hex(high)}`;
}

function hex(character: string): string {
  return `\\x{${codeOf(character).toString(16)}}`;
}

function codeOf(character: string): number {
  return character.codePointAt(0) ?? 0;
}

/** A text as a regular expression that matches nothing else. */
export function quoted(text: string): string {
  return text.replaceAll(/[\\.+*?()|[\]{}^$]/g, String.raw`\$&`);
}
