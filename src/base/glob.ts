/**
 * Whether paths match a glob: `*` and `?` inside a name, `**` over folders, `[a-z]`, `[!a-z]`, `{a,b}`.
 * Written here because patterns come from manifests: matching takes time proportional to pattern times path on any input, which matchers that go by regular expressions cannot promise.
 */
export function globMatcher(pattern: string): (path: string) => boolean {
  const alternatives = expandBraces(pattern).map((text) =>
    text
      .split('/')
      .filter((segment) => segment !== '' && segment !== '.')
      .map(parseSegment),
  );
  return (path) => {
    const names = path.split('/').filter((name) => name !== '');
    return alternatives.some((segments) =>
      matchesInOrder(
        segments,
        names,
        (segment) => segment === anyFolders,
        (segment, name) => matchesName(segment, name),
      ),
    );
  };
}

/** Whether names of files match a pattern without a slash, as Go's `filepath.Match` reads it without its sets: `*`, `?`, `\\x`. Absent for one that it refuses. */
export function fileNameMatcher(pattern: string): ((name: string) => boolean) | undefined {
  const pieces: Piece[] = [];
  const characters = Array.from(pattern);
  for (let at = 0; at < characters.length; at++) {
    const character = characters[at] ?? '';
    if (character === '[' || (character === '\\' && at + 1 === characters.length)) return undefined;
    if (character === '*') pieces.push({ type: 'many' });
    else if (character === '?') pieces.push({ type: 'one' });
    else pieces.push({ type: 'text', text: character === '\\' ? (characters[++at] ?? '') : character });
  }
  return (name) => matchesName(pieces, name);
}

/** The folder at the front of a pattern that holds no wildcard: `apps` of `apps/x*.yaml`, empty when the first name has one. */
export function globBase(pattern: string): { readonly base: string; readonly rest: string } {
  const names = pattern.split('/');
  const wild = names.findIndex((name) => /[*?[{]/.test(name));
  return wild < 0 ? { base: pattern, rest: '' } : { base: names.slice(0, wild).join('/'), rest: names.slice(wild).join('/') };
}

type Segment = typeof anyFolders | readonly Piece[];
type Piece =
  | { readonly type: 'many' }
  | { readonly type: 'one' }
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'set'; readonly inside: boolean; readonly ranges: readonly (readonly [string, string])[] };

const anyFolders = '**';
const mostAlternatives = 64;

function parseSegment(text: string): Segment {
  if (text === anyFolders) return anyFolders;
  const pieces: Piece[] = [];
  for (let at = 0; at < text.length; at++) {
    const character = text[at] ?? '';
    const close = character === '[' ? text.indexOf(']', at + 2) : -1;
    if (character === '*') {
      if (pieces.at(-1)?.type !== 'many') pieces.push({ type: 'many' });
    } else if (character === '?') {
      pieces.push({ type: 'one' });
    } else if (close > 0) {
      pieces.push(parseSet(text.slice(at + 1, close)));
      at = close;
    } else {
      pieces.push({ type: 'text', text: character });
    }
  }
  return pieces;
}

function parseSet(content: string): Piece {
  const inside = !/^[!^]/.test(content);
  const ranges = [...content.slice(inside ? 0 : 1).matchAll(/(.)-(.)|(.)/gs)].map(([, from, to, single]): readonly [string, string] => [
    from ?? single ?? '',
    to ?? single ?? '',
  ]);
  return { type: 'set', inside, ranges };
}

function matchesName(segment: Segment, name: string): boolean {
  if (segment === anyFolders) return true;
  return matchesInOrder(segment, Array.from(name), (piece) => piece.type === 'many', matchesCharacter);
}

function matchesCharacter(piece: Piece, character: string): boolean {
  switch (piece.type) {
    case 'text':
      return piece.text === character;
    case 'set':
      return piece.ranges.some(([from, to]) => from <= character && character <= to) === piece.inside;
    default:
      return true;
  }
}

/** Whether the items meet the pattern, where a wildcard stands for any number of them. Going back to the last wildcard alone is enough. */
export function matchesInOrder<P, T>(
  pattern: readonly P[],
  items: readonly T[],
  isMany: (part: P) => boolean,
  matches: (part: P, item: T) => boolean,
): boolean {
  let at = 0;
  let many = -1;
  let retry = 0;
  for (let index = 0; index < items.length;) {
    const part = pattern[at];
    if (part !== undefined && isMany(part)) {
      many = at++;
      retry = index;
    } else if (part !== undefined && matches(part, items[index] as T)) {
      at++;
      index++;
    } else if (many >= 0) {
      at = many + 1;
      index = ++retry;
    } else {
      return false;
    }
  }
  return pattern.slice(at).every(isMany);
}

/** `a{b,c}` as `ab` and `ac`. Braces without a comma or an end stay text; past the limit the pattern is cut to the first alternatives. */
function expandBraces(pattern: string): readonly string[] {
  let done: string[] = [];
  let open = [pattern];
  while (open.length > 0 && done.length + open.length <= mostAlternatives) {
    const next: string[] = [];
    for (const text of open) {
      const match = firstChoice(text);
      if (match === undefined) done.push(text);
      else
        next.push(
          ...match.choices
            .split(',')
            .slice(0, mostAlternatives)
            .map((choice) => text.slice(0, match.start) + choice + text.slice(match.end)),
        );
    }
    open = next;
  }
  done = done.slice(0, mostAlternatives);
  return done;
}

/** The first `{b,c}` without another brace inside. */
function firstChoice(text: string): { readonly start: number; readonly end: number; readonly choices: string } | undefined {
  for (const { 0: whole, 1: choices = '', index } of text.matchAll(/\{([^{}]*)\}/g)) {
    if (choices.includes(',')) return { start: index, end: index + whole.length, choices };
  }
  return undefined;
}
