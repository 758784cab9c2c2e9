import { goRegexp } from '../../../base/goRegexp.ts';
import { quoted } from './pathMatch.ts';

/**
 * Whether a chart's files match a pattern of `.Files.Glob`, as gobwas/glob reads it with `/` between names: `*` and `?` inside a name, `**` over folders,
 * `[abc]`, `[!abc]`, `[a-z]`, `{a,b}`, `\x`. A pattern that it refuses matches every file, as in Helm. Takes linear time. gobwas/glob v0.2.3 syntax/lexer, helm/pkg/engine/files.go
 */
export function fileGlob(pattern: string): (path: string) => boolean {
  const expression = expressionOf(Array.from(pattern));
  const compiled = expression === undefined ? 'invalid' : goRegexp(`^(?s:${expression})$`);
  return typeof compiled === 'string' ? () => true : (path) => compiled.compiled.test(path);
}

function expressionOf(characters: readonly string[]): string | undefined {
  let expression = '';
  let groups = 0;
  for (let at = 0; at < characters.length; at++) {
    const character = characters[at] ?? '';
    if (character === '{') {
      expression += '(?:';
      groups++;
    } else if (character === ',' && groups > 0) expression += '|';
    else if (character === '}' && groups > 0) {
      expression += ')';
      groups--;
    } else if (character === '[') {
      const set = setAt(characters, at + 1);
      if (set === undefined) return undefined;
      expression += set.expression;
      at = set.end - 1;
    } else if (character === '?') expression += '[^/]';
    else if (character === '*') {
      const folders = characters[at + 1] === '*';
      expression += folders ? '.*' : '[^/]*';
      if (folders) at++;
    } else {
      // A backslash at the very end stands for nothing.
      if (character === '\\') at++;
      expression += quoted(characters[at] ?? '');
    }
  }
  // A group that is never closed ends with the pattern.
  return expression + ')'.repeat(groups);
}

/** The set behind its bracket: either one range or a list of characters, never both; `end` is behind the closing bracket. */
function setAt(characters: readonly string[], start: number): { readonly expression: string; readonly end: number } | undefined {
  let at = start;
  const negated = characters[at] === '!';
  if (negated) at++;
  const open = negated ? '[^' : '[';
  const low = characters[at];
  if (low === undefined) return undefined;
  if (characters[at + 1] === '-') {
    const high = characters[at + 2];
    if (high === undefined || characters[at + 3] !== ']' || high < low) return undefined;
    return { expression: `${open}${hex(low)}-${hex(high)}]`, end: at + 4 };
  }
  let members = '';
  for (; characters[at] !== ']'; at++) {
    if (characters[at] === '\\') at++;
    const member = characters[at];
    if (member === undefined) return undefined;
    members += hex(member);
  }
  return members === '' ? undefined : { expression: `${open}${members}]`, end: at + 1 };
}

function hex(character: string): string {
  return `\\x{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}
