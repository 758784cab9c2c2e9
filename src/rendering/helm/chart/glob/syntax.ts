import { cutCharacter, runeAt, type ByteText } from './bytes.ts';

/** What a pattern says, before gobwas/glob makes anything of it. gobwas/glob v0.2.3 syntax/ast, syntax/lexer */
export type GlobNode =
  | { readonly kind: 'pattern' | 'anyOf'; readonly children: readonly GlobNode[] }
  | { readonly kind: 'any' | 'super' | 'single' | 'nothing' }
  | { readonly kind: 'text'; readonly text: ByteText }
  | { readonly kind: 'list'; readonly points: readonly number[]; readonly text: ByteText; readonly not: boolean }
  | { readonly kind: 'range'; readonly low: number; readonly high: number; readonly not: boolean };

interface Parent {
  readonly kind: 'pattern' | 'anyOf';
  readonly children: GlobNode[];
}

/** Undefined where the library refuses the pattern. */
export function globTree(pattern: ByteText): GlobNode | undefined {
  const root: Parent = { kind: 'pattern', children: [] };
  // Around the pattern that is read, from the outermost: its group, and the pattern around that.
  const around: Parent[] = [];
  const open = (parent: Parent, kind: Parent['kind']): Parent => {
    const node = { kind, children: [] };
    parent.children.push(node);
    return node;
  };
  let inside = root;
  let at = 0;
  for (;;) {
    const here = pointAt(pattern, at);
    if (here === undefined) return undefined;
    const { point, next } = here;
    const group = around.at(-1);
    const character = String.fromCharCode(point);
    if (point === 0) return root;
    if (character === '{') {
      const opened = open(inside, 'anyOf');
      around.push(inside, opened);
      inside = open(opened, 'pattern');
    } else if (character === ',' && group !== undefined) inside = open(group, 'pattern');
    else if (character === '}' && group !== undefined) inside = around.splice(-2)[0] ?? root;
    else if (character === '?') inside.children.push({ kind: 'single' });
    else if (character === '*') {
      const folders = pattern[next] === '*';
      inside.children.push({ kind: folders ? 'super' : 'any' });
      at = folders ? next + 1 : next;
      continue;
    } else if (character === '[') {
      const set = setAt(pattern, next);
      if (set === undefined) return undefined;
      inside.children.push(set.node);
      at = set.end;
      continue;
    } else {
      const text = textAt(pattern, at, group === undefined ? '?*[{' : '?*[{},');
      if (text === undefined) return undefined;
      if (text.points.length > 0) inside.children.push({ kind: 'text', text: text.text });
      at = text.end;
      continue;
    }
    at = next;
  }
}

/** The end, and a NUL, is 0; undefined where no character can be read, which is so for U+FFFD as well. */
function pointAt(pattern: ByteText, at: number): { readonly point: number; readonly next: number } | undefined {
  const rune = runeAt(pattern, at);
  if (rune?.point === cutCharacter) return undefined;
  return { point: rune?.point ?? 0, next: at + (rune?.width ?? 0) };
}

interface Text {
  readonly points: readonly number[];
  readonly text: ByteText;
  readonly end: number;
}

/** Up to one of the characters that end it, which a backslash makes ordinary. */
function textAt(pattern: ByteText, start: number, ends: string): Text | undefined {
  const points: number[] = [];
  let text = '';
  let escaped = false;
  let at = start;
  for (;;) {
    const here = pointAt(pattern, at);
    if (here === undefined) return undefined;
    const { point, next } = here;
    const character = pattern.slice(at, next);
    if (point === 0 || (!escaped && ends.includes(character))) return { points, text, end: at };
    at = next;
    escaped = !escaped && character === '\\';
    if (escaped) continue;
    points.push(point);
    text += character;
  }
}

/** Behind the bracket: either one range or a list of characters, never both. */
function setAt(pattern: ByteText, start: number): { readonly node: GlobNode; readonly end: number } | undefined {
  const not = pattern[start] === '!';
  const low = pointAt(pattern, not ? start + 1 : start);
  if (low === undefined || low.point === 0) return undefined;
  if (pattern[low.next] === '-') {
    const high = pointAt(pattern, low.next + 1);
    if (high === undefined || pattern[high.next] !== ']' || high.point < low.point || high.point === 0) return undefined;
    return { node: { kind: 'range', low: low.point, high: high.point, not }, end: high.next + 1 };
  }
  const list = textAt(pattern, not ? start + 1 : start, ']');
  if (list === undefined || list.points.length === 0 || pattern[list.end] !== ']') return undefined;
  return { node: { kind: 'list', points: list.points, text: list.text, not }, end: list.end + 1 };
}
