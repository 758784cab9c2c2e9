/** A stretch of a text: `end` exclusive. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

/**
 * The documents in what a template printed, each without white space around it: split where a line begins with `---`, whatever follows, be it inside of a quoted text.
 * White space around the mark belongs to it, so that of two marks in a row the second is text. helm/pkg/release/v1/util/manifest.go (SplitManifests)
 */
export function documentStretches(text: string): readonly Stretch[] {
  const [start, end] = trimmed(text, 0, text.length);
  const found: Stretch[] = [];
  let from = start;
  const add = (to: number): void => {
    if (to === from) return;
    const [first, last] = trimmed(text, from, to);
    found.push({ start: first, end: last });
  };
  for (let at = text.indexOf('---', start); at >= 0 && at < end; at = text.indexOf('---', at)) {
    const isMark = at === start || (text[at - 1] === '\n' && at - 1 >= from);
    if (!isMark) {
      at++;
      continue;
    }
    let before = at;
    while (before > from && isBlank(text.charCodeAt(before - 1))) before--;
    // At the very beginning there is nothing before the mark.
    if (at > start) add(before);
    from = at + 3;
    while (from < end && isBlank(text.charCodeAt(from))) from++;
    at = from;
  }
  add(end);
  return found;
}

/** White space as Go's expressions have it. */
function isBlank(unit: number): boolean {
  return unit === 9 || unit === 10 || unit === 12 || unit === 13 || unit === 32;
}

/** Without white space at both ends, as Go's TrimSpace has it. */
export function trimmed(text: string, start: number, end: number): readonly [start: number, end: number] {
  let first = start;
  let last = end;
  while (first < last && space.test(text[first] ?? '')) first++;
  while (last > first && space.test(text[last - 1] ?? '')) last--;
  return [first, last];
}

const space = /[\t\n\v\f\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/;
