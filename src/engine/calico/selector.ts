import { message } from '../../base/message.ts';
import type { StringMap } from '../../manifests/metadata.ts';
import { labelOf } from '../labels.ts';
import { tokensOf, type SelectorFault, type Token } from './selectorTokens.ts';

/** Calico's own selector language, as in the `nodeSelector` of an IPPool. libcalico-go lib/selector/parser */
export type Selector =
  | { readonly kind: 'all' | 'global' }
  | { readonly kind: 'has'; readonly label: string }
  | { readonly kind: '==' | '!=' | 'contains' | 'starts with' | 'ends with'; readonly label: string; readonly value: string }
  /** Values sorted, each once. */
  | { readonly kind: 'in' | 'not in'; readonly label: string; readonly values: readonly string[] }
  | { readonly kind: '!'; readonly operand: Selector }
  /** Two or more. */
  | { readonly kind: '&&' | '||'; readonly operands: readonly Selector[] };

export type ParsedSelector = { readonly ok: true; readonly selector: Selector } | { readonly ok: false; readonly fault: SelectorFault };

/** More than the 1024 characters of a node selector can open; it keeps a hostile text from exhausting the stack. */
const maxDepth = 512;

/** Empty or blank text selects everything. */
export function parseSelector(text: string): ParsedSelector {
  const tokens = tokensOf(text);
  if ('message' in tokens) return { ok: false, fault: tokens };
  if (tokens[0]?.kind === 'end') return { ok: true, selector: { kind: 'all' } };
  const parser = new Parser(tokens);
  const selector = parser.disjunction(0);
  if ('message' in selector) return { ok: false, fault: selector };
  const rest = parser.next();
  return rest.kind === 'end'
    ? { ok: true, selector }
    : { ok: false, fault: { message: message('Nothing more is expected here.'), start: rest.start, end: rest.end } };
}

class Parser {
  readonly #tokens: readonly Token[];
  #position = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  next(): Token {
    const token = this.#peek();
    this.#position++;
    return token;
  }

  /** The last token, `end`, is never passed. */
  #peek(): Token {
    return this.#tokens[Math.min(this.#position, this.#tokens.length - 1)] ?? { kind: 'end', text: '', start: 0, end: 0 };
  }

  disjunction(depth: number): Selector | SelectorFault {
    return this.#chain('||', () => this.#chain('&&', () => this.#negation(depth)));
  }

  #chain(sign: '&&' | '||', operand: () => Selector | SelectorFault): Selector | SelectorFault {
    const first = operand();
    if ('message' in first || this.#peek().kind !== sign) return first;
    const operands = [first];
    while (this.#peek().kind === sign) {
      this.next();
      const further = operand();
      if ('message' in further) return further;
      operands.push(further);
    }
    return { kind: sign, operands };
  }

  /** Several `!` in a row cancel out in pairs. */
  #negation(depth: number): Selector | SelectorFault {
    let negated = false;
    while (this.#peek().kind === '!') {
      this.next();
      negated = !negated;
    }
    const operand = this.#primary(depth);
    return negated && !('message' in operand) ? { kind: '!', operand } : operand;
  }

  #primary(depth: number): Selector | SelectorFault {
    const token = this.next();
    switch (token.kind) {
      case 'all':
      case 'global':
        return { kind: token.kind };
      case 'has':
        return { kind: 'has', label: token.text };
      case 'label':
        return this.#comparison(token.text);
      case '(': {
        if (depth >= maxDepth) return faultAt(token, message('Parentheses are nested too deeply.'));
        const inner = this.disjunction(depth + 1);
        if ('message' in inner) return inner;
        const close = this.next();
        return close.kind === ')' ? inner : faultAt(close, message('A closing parenthesis is missing here.'));
      }
      default:
        return faultAt(token, message('A label, has(), all(), global(), ! or a parenthesis is expected here.'));
    }
  }

  #comparison(label: string): Selector | SelectorFault {
    const operator = this.next();
    switch (operator.kind) {
      case '==':
      case '!=':
      case 'contains':
      case 'starts with':
      case 'ends with': {
        const value = this.next();
        return value.kind === 'string'
          ? { kind: operator.kind, label, value: value.text }
          : faultAt(value, message('A value in quotes is expected here.'));
      }
      case 'in':
      case 'not in': {
        const values = this.#set();
        return Array.isArray(values) ? { kind: operator.kind, label, values } : values;
      }
      default:
        return faultAt(operator, message('An operator must follow a label: ==, !=, in, not in, contains, starts with or ends with.'));
    }
  }

  /** A trailing comma is allowed, a leading one is not. */
  #set(): string[] | SelectorFault {
    const open = this.next();
    if (open.kind !== '{') return faultAt(open, message('A set of values in braces is expected here.'));
    const values = new Set<string>();
    while (this.#peek().kind === 'string') {
      values.add(this.next().text);
      if (this.#peek().kind !== ',') break;
      this.next();
    }
    const close = this.next();
    return close.kind === '}' ? [...values].sort() : faultAt(close, message('A value in quotes or a closing brace is expected here.'));
  }
}

function faultAt({ start, end }: Token, text: SelectorFault['message']): SelectorFault {
  return { message: text, start, end };
}

/** Whether an object with these labels is selected. A label that is missing meets `!=` and `not in` alone. libcalico-go lib/selector/parser/ast.go */
export function selects(selector: Selector, labels: StringMap): boolean {
  switch (selector.kind) {
    case 'all':
    case 'global':
      return true;
    case 'has':
      return labelOf(labels, selector.label) !== undefined;
    case '==':
      return labelOf(labels, selector.label) === selector.value;
    case '!=':
      return labelOf(labels, selector.label) !== selector.value;
    case 'contains':
      return labelOf(labels, selector.label)?.includes(selector.value) ?? false;
    case 'starts with':
      return labelOf(labels, selector.label)?.startsWith(selector.value) ?? false;
    case 'ends with':
      return labelOf(labels, selector.label)?.endsWith(selector.value) ?? false;
    case 'in':
    case 'not in': {
      const value = labelOf(labels, selector.label);
      return (value !== undefined && selector.values.includes(value)) === (selector.kind === 'in');
    }
    case '!':
      return !selects(selector.operand, labels);
    case '&&':
      return selector.operands.every((operand) => selects(operand, labels));
    case '||':
      return selector.operands.some((operand) => selects(operand, labels));
  }
}

/** Whether the selector selects an object whatever its labels: `all()`, `global()` or empty. */
export function selectsAll({ kind }: Selector): boolean {
  return kind === 'all' || kind === 'global';
}
