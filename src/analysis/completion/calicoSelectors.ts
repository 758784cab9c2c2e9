import { tokensOf, type Token, type TokenKind } from '../../engine/calico/selectorTokens.ts';
import { byRank, type Candidate, type Completions, type TypedPlace } from './candidate.ts';
import { keysOf, valuesOf, type Labels } from './labels.ts';

/** What a half-typed selector asks for at its end. */
type Wanted =
  /** `typed`: how many characters of it stand there. `closing`: what has to follow it. */
  | { readonly sort: 'label'; readonly typed: number; readonly closing: '' | ')' }
  /** `quote`: the one that is open. */
  | { readonly sort: 'value'; readonly label: string; readonly typed: number; readonly quote: string | undefined }
  /** Behind a label: nothing of an operator, or half of `==`. */
  | { readonly sort: 'comparison'; readonly label: string; readonly typed: number };

const quotedValue: ReadonlySet<TokenKind> = new Set(['==', '!=', 'contains', 'starts with', 'ends with']);
const beforeOperand: ReadonlySet<TokenKind> = new Set(['&&', '||', '!', '(']);

/** In a text of Calico's selector language: labels that exist and their values. `after`: what stands behind the cursor. */
export function selectorCompletions(labels: Labels, place: TypedPlace, after: string): Completions | undefined {
  const { typed, quote: outer, word } = place.context;
  const wanted = wantedAfter(typed);
  if (wanted === undefined) return undefined;
  const cursor = word.start + typed.length;
  const start = cursor - wanted.typed;
  const ordered = (candidates: Iterable<Candidate>, text: (label: string) => string): Completions['candidates'] =>
    [...candidates].sort(byRank).map((candidate) => ({ ...candidate, text: text(candidate.label) }));
  // What YAML writes in the one quotes has the other ones inside.
  const quote = outer === '"' ? "'" : '"';
  switch (wanted.sort) {
    case 'label': {
      const rest = /^[A-Za-z0-9_./-]*/.exec(after)?.[0].length ?? 0;
      const closing = after.slice(rest).trimStart().startsWith(')') ? '' : wanted.closing;
      return some(
        { start, end: cursor + rest },
        ordered(keysOf(labels, place), (label) => `${label}${closing}`),
      );
    }
    case 'value': {
      const { quote: open } = wanted;
      const close = open === undefined ? -1 : after.indexOf(open);
      const values = valuesOf(labels, place, wanted.label);
      const text = (label: string): string => (open === undefined ? `${quote}${label}${quote}` : close < 0 ? `${label}${open}` : label);
      return some({ start, end: cursor + Math.max(0, close) }, ordered(values, text));
    }
    case 'comparison': {
      const values = [...valuesOf(labels, place, wanted.label)].map((value) => ({ ...value, label: `== ${quote}${value.label}${quote}` }));
      return some(
        { start, end: cursor },
        ordered(values, (label) => label),
      );
    }
  }
}

function some(word: Completions['word'], candidates: Completions['candidates']): Completions | undefined {
  return candidates.length === 0 ? undefined : { word, candidates };
}

/** Undefined where a word of the language is expected, or nothing. */
function wantedAfter(typed: string): Wanted | undefined {
  const inHas = /(?:^|[^A-Za-z0-9_./-])has\([ \t]*([A-Za-z0-9_./-]*)$/.exec(typed);
  if (inHas !== null) return { sort: 'label', typed: inHas[1]?.length ?? 0, closing: ')' };
  let text = typed;
  let tokens = tokensOf(text);
  let open: { readonly quote: string; readonly typed: number } | undefined;
  let operator = 0;
  if ('message' in tokens) {
    // It may be half a string, or half of `==`.
    const { start } = tokens;
    const first = text.charAt(start);
    if (first === '"' || first === "'") open = { quote: first, typed: text.length - start - 1 };
    else if (first === '=' && start === text.length - 1) operator = 1;
    else return undefined;
    text = text.slice(0, start);
    tokens = tokensOf(text);
    if ('message' in tokens) return undefined;
  }
  const before = tokens.filter(({ kind }) => kind !== 'end');
  const last = before.at(-1);
  const label = comparedLabel(before);
  if (label !== undefined) return { sort: 'value', label, typed: open?.typed ?? 0, quote: open?.quote };
  if (open !== undefined) return undefined;
  if (last?.kind === 'label' && (operator > 0 || last.end < text.length)) return { sort: 'comparison', label: last.text, typed: operator };
  if (operator > 0) return undefined;
  if (last?.kind === 'label')
    return expectsOperand(before.at(-2)) ? { sort: 'label', typed: last.end - last.start, closing: '' } : undefined;
  return expectsOperand(last) ? { sort: 'label', typed: 0, closing: '' } : undefined;
}

function expectsOperand(last: Token | undefined): boolean {
  return last === undefined || beforeOperand.has(last.kind);
}

/** The label that a value is expected for: behind an operator, or in the braces of `in`. */
function comparedLabel(tokens: readonly Token[]): string | undefined {
  const last = tokens.at(-1);
  if (last === undefined) return undefined;
  if (quotedValue.has(last.kind)) return labelBefore(tokens, tokens.length - 1);
  if (last.kind !== '{' && last.kind !== ',') return undefined;
  const brace = tokens.findLastIndex(({ kind }) => kind === '{');
  const operator = tokens[brace - 1]?.kind;
  return operator === 'in' || operator === 'not in' ? labelBefore(tokens, brace - 1) : undefined;
}

function labelBefore(tokens: readonly Token[], index: number): string | undefined {
  const token = tokens[index - 1];
  return token?.kind === 'label' ? token.text : undefined;
}
