/** Longest expression that CoreDNS takes. coredns plugin/rewrite, maxRegexpLen */
const MAX_LENGTH = 10000;

/**
 * A Go regular expression as JavaScript's: what people write in a Corefile means the same in both, named groups and leading flags are spelled anew.
 * `invalid` is refused by CoreDNS too. `unfollowed` may be right, but is left alone: syntax that JavaScript has not, or a repetition of what repeats already,
 * which Go matches in linear time and JavaScript might never end.
 */
export function goExpression(text: string): RegExp | 'invalid' | 'unfollowed' {
  if (text.length > MAX_LENGTH || !isBalanced(text)) return 'invalid';
  const flagged = /^\(\?([a-z]+)\)/.exec(text);
  const [prefix = '', flags = ''] = flagged ?? [];
  const source = text
    .slice(prefix.length)
    .replaceAll('(?P<', '(?<')
    .replaceAll(String.raw`\z`, '$')
    .replaceAll(String.raw`\A`, '^');
  if (
    !/^[ims]*$/.test(flags) ||
    /\(\?[^:<]|\(\?<[=!]|\[\[:|\\[pPQECabG1-9]|[*+?}]\+/.test(withoutSafe(source)) ||
    repeatsRepetition(source)
  )
    return 'unfollowed';
  try {
    return new RegExp(source, flags);
  } catch {
    return 'invalid';
  }
}

/** `\b` and escaped backslashes mean the same in both. */
function withoutSafe(source: string): string {
  return source.replaceAll(/\\[\\b]/g, '');
}

/** Parentheses outside of brackets and escapes close each other. */
function isBalanced(text: string): boolean {
  let depth = 0;
  for (const { kind } of partsOf(text)) {
    if (kind === 'open') depth++;
    if (kind === 'close' && --depth < 0) return false;
  }
  return depth === 0;
}

interface Part {
  readonly kind: 'open' | 'close' | 'repeat' | 'choice' | 'other';
}

function* partsOf(text: string): Generator<Part> {
  let inClass = false;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === '\\') {
      at++;
      yield { kind: 'other' };
    } else if (inClass) {
      inClass = character !== ']';
    } else if (character === '[') {
      inClass = true;
      // A bracket that closes right away is a member.
      if (text[at + 1] === ']') at++;
      else if (text[at + 1] === '^' && text[at + 2] === ']') at += 2;
      yield { kind: 'other' };
    } else {
      yield {
        kind:
          character === '('
            ? 'open'
            : character === ')'
              ? 'close'
              : character === '*' || character === '+' || character === '{'
                ? 'repeat'
                : character === '|'
                  ? 'choice'
                  : 'other',
      };
    }
  }
}

/** Whether a group that repeats holds something that repeats or has alternatives. */
function repeatsRepetition(text: string): boolean {
  const groups: boolean[] = [false];
  let closed = false;
  for (const { kind } of partsOf(text)) {
    if (kind === 'repeat' && closed) return true;
    closed = false;
    if (kind === 'open') groups.push(false);
    if (kind === 'repeat' || kind === 'choice') groups[groups.length - 1] = true;
    if (kind !== 'close') continue;
    closed = groups.pop() ?? false;
    if (closed) groups[groups.length - 1] = true;
  }
  return false;
}

/** Capturing groups of an expression. */
export function groupsIn(expression: RegExp): number {
  return (new RegExp(`${expression.source}|`).exec('')?.length ?? 1) - 1;
}
