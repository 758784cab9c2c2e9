import { goRegexp } from '../../../base/goRegexp.ts';
import { quoted } from '../../helm/chart/pathMatch.ts';

/**
 * Whether texts match a pattern as gobwas/glob reads it without separators: `*` and `?` stand for a slash, too; `[a-z]`, `[!a-z]`, `{a,b}`. One that it cannot read matches
 * nothing. Takes linear time.
 */
export function globOfArgo(pattern: string): (text: string) => boolean {
  const characters = Array.from(pattern);
  const whole = compiledOf(characters);
  if (typeof whole !== 'string') return (text) => whole.compiled.test(text);
  // A long list of files is as many short patterns.
  const alternatives = whole === 'too-large' ? alternativesOf(characters).slice(0, mostAlternatives) : [];
  const each = alternatives.map((alternative) => compiledOf(Array.from(alternative))).filter((one) => typeof one !== 'string');
  return (text) => each.some(({ compiled }) => compiled.test(text));
}

function compiledOf(characters: readonly string[]): ReturnType<typeof goRegexp> {
  const expression = expressionOf(characters);
  return expression === undefined ? 'invalid' : goRegexp(`^(?s:${expression})$`);
}

const mostAlternatives = 1000;

/** The patterns that a pattern stands for, by its first braces; none where it has none. */
function alternativesOf(characters: readonly string[]): readonly string[] {
  const [before, inside, behind]: [string[], string[], string[]] = [[], [''], []];
  let depth = 0;
  let isBehind = false;
  for (let at = 0; at < characters.length; at++) {
    const character = characters[at] ?? '';
    const close = character === '[' ? characters.indexOf(']', at + 2) : -1;
    const end = character === '\\' ? at + 2 : close < 0 ? at + 1 : close + 1;
    const part = characters.slice(at, end).join('');
    at = end - 1;
    if (isBehind) behind.push(part);
    else if (part === '{' && depth++ === 0) continue;
    else if (part === '}' && depth > 0 && --depth === 0) isBehind = true;
    else if (depth === 0) before.push(part);
    else if (part === ',' && depth === 1) inside.push('');
    else inside.push(`${inside.pop() ?? ''}${part}`);
  }
  return isBehind ? inside.map((text) => `${before.join('')}${text}${behind.join('')}`) : [];
}

function expressionOf(characters: readonly string[]): string | undefined {
  const parts: string[] = [];
  let open = 0;
  for (let at = 0; at < characters.length; at++) {
    const character = characters[at] ?? '';
    if (character === '*') {
      if (parts.at(-1) !== '.*') parts.push('.*');
    } else if (character === '?') parts.push('.');
    else if (character === '\\') {
      const next = characters[++at];
      if (next === undefined) return undefined;
      parts.push(quoted(next));
    } else if (character === '[') {
      const close = characters.indexOf(']', at + 2);
      const set = close < 0 ? undefined : setOf(characters.slice(at + 1, close));
      if (set === undefined) return undefined;
      parts.push(set);
      at = close;
    } else if (character === '{') {
      open++;
      parts.push('(?:');
    } else if (character === '}' && open > 0) {
      open--;
      parts.push(')');
    } else if (character === ',' && open > 0) parts.push('|');
    else parts.push(quoted(character));
  }
  return open === 0 ? parts.join('') : undefined;
}

/** A range, or a list of characters. */
function setOf(members: readonly string[]): string | undefined {
  const isOther = members[0] === '!';
  const rest = isOther ? members.slice(1) : members;
  if (rest.length === 0) return undefined;
  const isRange = rest.length === 3 && rest[1] === '-';
  const hex = (character: string) => `\\x{${(character.codePointAt(0) ?? 0).toString(16)}}`;
  if (isRange && (rest[0] ?? '') > (rest[2] ?? '')) return undefined;
  const inside = isRange ? `${hex(rest[0] ?? '')}-${hex(rest[2] ?? '')}` : rest.map(hex).join('');
  return `[${isOther ? '^' : ''}${inside}]`;
}
