import { RE2JS, RE2JSSyntaxException } from 're2js';

/**
 * A regular expression of a program written in Go, as its package `regexp` reads it. It comes from a manifest, so it is matched by automata:
 * the time goes with size times text, whatever the expression.
 */
export interface GoRegexp {
  readonly text: string;
  /** Capturing groups, the whole match not counted. */
  readonly groups: number;
  /** What `sizeOf` says of it. */
  readonly size: number;
  readonly compiled: RE2JS;
}

export interface GoMatch {
  /** The whole match, then the groups; empty for one that took no part. */
  readonly groups: readonly string[];
  readonly named: ReadonlyMap<string, string>;
}

/** Upper bound of what is compiled here. An expression that somebody wrote by hand has a size of some dozens. */
const mostSteps = 2000;
/** Each step of a match carries the ends of all groups. */
const mostGroups = 100;

/** Compiling takes longer than most matches, and the same few expressions come again and again. */
const known = new Map<string, GoRegexp | 'invalid' | 'too-large'>();
const mostKnown = 200;
const longestKnown = 500;

/** `invalid`: Go refuses it. `too-large`: Go may take it, but matching would cost more than any name is worth. */
export function goRegexp(text: string): GoRegexp | 'invalid' | 'too-large' {
  let read = known.get(text);
  if (read === undefined) {
    if (text.length > longestKnown) return compile(text);
    if (known.size >= mostKnown) known.clear();
    known.set(text, (read = compile(text)));
  }
  return read;
}

function compile(text: string): GoRegexp | 'invalid' | 'too-large' {
  const size = sizeOf(text);
  if (size > mostSteps) return 'too-large';
  try {
    const compiled = RE2JS.compile(text);
    const groups = compiled.groupCount();
    return groups > mostGroups || compiled.programSize() > mostSteps ? 'too-large' : { text, groups, size, compiled };
  } catch (error) {
    return error instanceof RE2JSSyntaxException ? 'invalid' : 'too-large';
  }
}

/** The leftmost match, as `FindStringSubmatch` gives it. */
export function findIn({ compiled, groups }: GoRegexp, text: string): GoMatch | undefined {
  // Whether there is one is told without groups, which costs a small part of the time.
  if (!compiled.test(text)) return undefined;
  const matcher = compiled.matcher(text);
  if (!matcher.find()) return undefined;
  return {
    groups: Array.from({ length: groups + 1 }, (_, group) => matcher.group(group) ?? ''),
    named: new Map(Object.entries(matcher.getNamedGroups()).map(([name, value]) => [name, value ?? ''])),
  };
}

/** Weight of a Unicode class: a table of hundreds of ranges. */
const unicodeClass = 20;

/**
 * Steps of the compiled expression, or more: what `{n,m}` repeats counts as often as it may repeat.
 * Known from the text alone, so that an expression which is small to write and huge to compile is never compiled. An expression that Go refuses has a size, too.
 */
export function sizeOf(text: string): number {
  const open: number[] = [];
  let sum = 0;
  let last = 0;
  for (let at = 0; at < text.length;) {
    const { kind, length, times, weight } = partAt(text, at);
    at += length;
    switch (kind) {
      case 'open':
        open.push(sum);
        sum = 0;
        break;
      case 'close':
        last = sum + 2;
        sum = (open.pop() ?? 0) + last;
        break;
      case 'repetition':
        // One step more: the fork of what may be repeated without end.
        sum += last * (times - 1) + 1;
        last = last * times + 1;
        break;
      case 'flags':
        break;
      case 'other':
        last = weight;
        sum += weight;
    }
  }
  // What a group that is never closed holds counts as well.
  return open.reduce((all, part) => all + part, sum);
}

interface Part {
  /** `flags`: they stand between a part and its repetition without being the part that is repeated. */
  readonly kind: 'open' | 'close' | 'repetition' | 'flags' | 'other';
  readonly length: number;
  readonly times: number;
  readonly weight: number;
}

const flags = /\(\?[a-zA-Z-]*\)/y;
const repetition = /\{([0-9]{1,4})(?:,([0-9]{0,4}))?\}/y;

function partAt(text: string, at: number): Part {
  const part = (length: number, rest: Partial<Part> = {}): Part => ({ kind: 'other', length, times: 1, weight: 1, ...rest });
  switch (text[at]) {
    case '(': {
      flags.lastIndex = at;
      const [whole] = flags.exec(text) ?? [];
      return whole === undefined ? part(1, { kind: 'open' }) : part(whole.length, { kind: 'flags' });
    }
    case ')':
      return part(1, { kind: 'close' });
    case '\\':
      if (text[at + 1] === 'Q') {
        const end = text.indexOf(String.raw`\E`, at + 2);
        const length = (end < 0 ? text.length : end + 2) - at;
        return part(length, { weight: length });
      }
      return part(2, { weight: /[pP]/.test(text[at + 1] ?? '') ? unicodeClass : 1 });
    case '[': {
      const length = classEnd(text, at) - at;
      const unicode = text.slice(at, at + length).match(/\\[pP]/g)?.length ?? 0;
      return part(length, { weight: length + unicode * unicodeClass });
    }
    case '*':
    case '+':
    case '?':
      return part(1, { kind: 'repetition' });
    case '{': {
      repetition.lastIndex = at;
      const [whole, least, most] = repetition.exec(text) ?? [];
      if (whole === undefined) return part(1);
      return part(whole.length, { kind: 'repetition', times: Math.max(Number(least), Number(most ?? 0), 1) });
    }
    default:
      return part(1);
  }
}

/** Behind the bracket that closes a class; one that closes right away is a member, and `[:alpha:]` has brackets of its own. */
function classEnd(text: string, start: number): number {
  let at = text[start + 1] === '^' ? start + 2 : start + 1;
  for (let first = true; at < text.length; first = false) {
    if (text[at] === ']' && !first) return at + 1;
    const named = text.startsWith('[:', at) ? text.indexOf(':]', at + 2) : -1;
    at = named >= 0 ? named + 2 : text[at] === '\\' ? at + 2 : at + 1;
  }
  return text.length;
}
