import { message, type Message } from '../base/message.ts';
import type { StringMap } from '../manifests/metadata.ts';
import { isLabelKey, isLabelValue, labelOf } from './labels.ts';

/** One term of a selector in text form; `!=` is `notin` with one value. */
export interface LabelRequirement {
  readonly key: string;
  readonly operator: '=' | '!=' | 'in' | 'notin' | 'exists' | '!' | '>' | '<';
  /** One for `=`, `!=`, `>` and `<`, none for `exists` and `!`. */
  readonly values: readonly string[];
}

export type LabelSelectorText =
  | { readonly ok: true; /** Sorted by key, all of them must hold. */ readonly requirements: readonly LabelRequirement[] }
  | { readonly ok: false; readonly message: Message };

/**
 * A selector as `kubectl -l` takes it: `a=b, c notin (d,e), !f`. Empty text selects everything.
 * apimachinery pkg/labels/selector.go Parse
 */
export function parseLabelSelectorText(text: string): LabelSelectorText {
  const tokens = tokensOf(text);
  if (tokens === undefined) return { ok: false, message: message('"{0}" is not a label selector.', text) };
  const requirements: LabelRequirement[] = [];
  const reader = new TokenReader(tokens);
  while (!reader.atEnd) {
    if (requirements.length > 0 && !reader.take(',')) return refused(reader, text);
    const requirement = readRequirement(reader);
    if (requirement === undefined) return refused(reader, text);
    if (!isLabelKey(requirement.key)) return { ok: false, message: message('"{0}" is not a label key.', requirement.key) };
    const wrong = requirement.values.find((value) => !isLabelValue(value));
    if (wrong !== undefined) return { ok: false, message: message('"{0}" is not a label value.', wrong) };
    if (/[<>]/.test(requirement.operator) && integerOf(requirement.values[0]) === undefined)
      return { ok: false, message: message('"{0}" is not a whole number.', requirement.values[0] ?? '') };
    requirements.push(requirement);
  }
  return { ok: true, requirements: requirements.toSorted((one, other) => (one.key < other.key ? -1 : one.key > other.key ? 1 : 0)) };
}

/** Whether the labels meet every term. `!=`, `notin` and `!` are met by a missing label, `>` and `<` only by a whole number. */
export function meetsRequirements(requirements: readonly LabelRequirement[], labels: StringMap): boolean {
  return requirements.every(({ key, operator, values }) => {
    const value = labelOf(labels, key);
    switch (operator) {
      case '=':
      case 'in':
        return value !== undefined && values.includes(value);
      case '!=':
      case 'notin':
        return value === undefined || !values.includes(value);
      case 'exists':
        return value !== undefined;
      case '!':
        return value === undefined;
      case '>':
      case '<': {
        const left = integerOf(value);
        const right = integerOf(values[0]);
        return left !== undefined && right !== undefined && (operator === '>' ? left > right : left < right);
      }
    }
  });
}

function integerOf(text: string | undefined): bigint | undefined {
  if (text === undefined || !/^[-+]?[0-9]{1,19}$/.test(text)) return undefined;
  const value = BigInt(text.startsWith('+') ? text.slice(1) : text);
  return BigInt.asIntN(64, value) === value ? value : undefined;
}

function refused(reader: TokenReader, text: string): LabelSelectorText {
  return {
    ok: false,
    message:
      reader.peek() === undefined
        ? message('The label selector "{0}" ends too early.', text)
        : message('"{0}" is not expected in the label selector "{1}".', reader.peek() ?? '', text),
  };
}

const SPECIAL = /^(?:==|!=|[=,()!<>])/;

/** Words and operators; absent when a character can be neither. */
function tokensOf(text: string): readonly string[] | undefined {
  const tokens: string[] = [];
  for (let rest = text.trim(); rest !== ''; rest = rest.trimStart()) {
    const token = SPECIAL.exec(rest)?.[0] ?? /^[^\s=,()!<>]+/.exec(rest)?.[0];
    if (token === undefined) return undefined;
    tokens.push(token);
    rest = rest.slice(token.length);
  }
  return tokens;
}

class TokenReader {
  readonly #tokens: readonly string[];
  #at = 0;

  constructor(tokens: readonly string[]) {
    this.#tokens = tokens;
  }

  get atEnd(): boolean {
    return this.#at >= this.#tokens.length;
  }

  peek(): string | undefined {
    return this.#tokens[this.#at];
  }

  take(...wanted: readonly string[]): string | undefined {
    const token = this.peek();
    if (token === undefined || !wanted.includes(token)) return undefined;
    this.#at++;
    return token;
  }

  word(): string | undefined {
    const token = this.peek();
    if (token === undefined || SPECIAL.test(token)) return undefined;
    this.#at++;
    return token;
  }
}

function readRequirement(reader: TokenReader): LabelRequirement | undefined {
  const absent = reader.take('!') !== undefined;
  const key = reader.word();
  if (key === undefined) return undefined;
  if (absent) return { key, operator: '!', values: [] };
  const next = reader.peek();
  if (next === undefined || next === ',') return { key, operator: 'exists', values: [] };
  if (reader.take('in') !== undefined) return withValues(reader, key, 'in');
  if (reader.take('notin') !== undefined) return withValues(reader, key, 'notin');
  const operator = reader.take('=', '==', '!=', '>', '<');
  if (operator === undefined) return undefined;
  const value = reader.word() ?? '';
  if (/[<>]/.test(operator) && value === '') return undefined;
  return { key, operator: operator === '==' ? '=' : (operator as '=' | '!=' | '>' | '<'), values: [value] };
}

/** `(a,b)`; an empty list and an empty item mean the empty value. */
function withValues(reader: TokenReader, key: string, operator: 'in' | 'notin'): LabelRequirement | undefined {
  if (reader.take('(') === undefined) return undefined;
  const values = new Set([reader.word() ?? '']);
  while (reader.take(',') !== undefined) values.add(reader.word() ?? '');
  return reader.take(')') === undefined ? undefined : { key, operator, values: [...values] };
}
