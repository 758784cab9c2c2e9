import { goRegexp } from '../../../base/goRegexp.ts';
import { limits } from '../../../manifests/limits.ts';
import { byteLength, byteSlice } from '../../helm/goText.ts';
import { quoted } from '../../helm/chart/pathMatch.ts';
import type { Origins } from '../../origin.ts';
import { slicedRope, textOf, type IndexedRope, type Rope, type RopePiece } from '../../rope.ts';
import type { TemplatePart, VariablePart } from './template.ts';

/** The value of a variable with its places; `unknown`: there is or may be one, which is not known here; undefined: there is none. */
export type ValueOf = (name: string) => { readonly text: string; readonly origins: Origins } | 'unknown' | undefined;

/** What a text may grow to: a document that is larger is not read. */
const mostCharacters = limits.document;

/** The text with its variables filled in; one that is not known stays as `${NAME}`, and so `unknown` is set. Undefined when it grows beyond what is read. fluxcd/pkg envsubst/{template,funcs}.go */
export function expanded(parts: readonly TemplatePart[], text: IndexedRope, valueOf: ValueOf): Expanded | undefined {
  const expansion = new Expansion(text, valueOf);
  const made = expansion.all(parts);
  return expansion.isBeyond ? undefined : made;
}

export interface Expanded {
  readonly rope: Rope;
  /** It rests on what is not known. */
  readonly unknown: boolean;
}

class Expansion {
  readonly #text: IndexedRope;
  readonly #valueOf: ValueOf;
  #left = mostCharacters;

  constructor(text: IndexedRope, valueOf: ValueOf) {
    this.#text = text;
    this.#valueOf = valueOf;
  }

  get isBeyond(): boolean {
    return this.#left < 0;
  }

  all(parts: readonly TemplatePart[]): Expanded {
    const pieces: RopePiece[] = [];
    let unknown = false;
    for (const part of parts) {
      if (this.isBeyond) break;
      const made = part.type === 'text' ? { rope: slicedRope(this.#text, part.start, part.end), unknown: false } : this.#variable(part);
      unknown ||= made.unknown;
      for (const piece of made.rope) {
        this.#left -= piece.text.length;
        pieces.push(piece);
      }
    }
    return { rope: pieces, unknown };
  }

  #variable(part: VariablePart): Expanded {
    const at = slicedRope(this.#text, part.start, part.end)
      .flatMap(({ origins }) => origins.slice(0, 1))
      .slice(0, 2);
    const value = this.#valueOf(part.name);
    const hidden = { rope: [{ text: `\${${part.name}}`, origins: at }], unknown: true };
    if (value === 'unknown') return hidden;
    const text = value?.text ?? '';
    const origins = [...(value?.origins ?? []), ...at];
    if (part.operator === '' || isDefault(part.operator)) {
      if (text !== '') return { rope: [{ text, origins }], unknown: false };
      const otherwise = this.all(part.arguments.flat());
      return { ...otherwise, rope: otherwise.rope.map((piece) => ({ ...piece, origins: [...piece.origins, ...at] })) };
    }
    const given = part.arguments.map((each) => this.all(each));
    if (given.some(({ unknown }) => unknown)) return hidden;
    const changed = changedText(
      text,
      part.operator,
      given.map(({ rope }) => textOf(rope)),
    );
    return changed === undefined ? hidden : { rope: changed === '' ? [] : [{ text: changed, origins }], unknown: false };
  }
}

function isDefault(operator: string): boolean {
  return operator === '=' || /^:[=?+-]$/.test(operator);
}

/** Undefined for what costs too much to find out. */
function changedText(text: string, operator: string, [first, second]: readonly string[]): string | undefined {
  switch (operator) {
    case ',,':
      return text.toLowerCase();
    case '^^':
      return text.toUpperCase();
    case ',':
    case '^': {
      const head = String.fromCodePoint(...(text === '' ? [] : [text.codePointAt(0) ?? 0]));
      return (operator === ',' ? head.toLowerCase() : head.toUpperCase()) + text.slice(head.length);
    }
    case '#':
      return first === undefined ? String(byteLength(text)) : trimmed(text, first, false, false);
    case '##':
      return trimmed(text, first ?? '', true, false);
    case '%':
      return trimmed(text, first ?? '', false, true);
    case '%%':
      return trimmed(text, first ?? '', true, true);
    case ':':
      return part(text, first ?? '', second);
    case '/':
      return text.replace(first ?? '', () => second ?? '');
    case '//':
      return replacedEverywhere(text, first ?? '', second ?? '');
    case '/#':
      return second !== undefined && text.startsWith(first ?? '') ? second + text.slice((first ?? '').length) : text;
    case '/%':
      return second !== undefined && text.endsWith(first ?? '') ? text.slice(0, text.length - (first ?? '').length) + second : text;
    default:
      return text;
  }
}

function replacedEverywhere(text: string, pattern: string, by: string): string | undefined {
  const count = pattern === '' ? text.length + 1 : text.split(pattern).length - 1;
  if (count * by.length > mostCharacters) return undefined;
  // Between all characters, as Go counts them.
  if (pattern === '') return by + Array.from(text, (character) => character + by).join('');
  return text.replaceAll(pattern, () => by);
}

const integer = /^[+-]?[0-9]{1,15}$/;

/** In bytes, as Go counts. */
function part(text: string, position: string, length: string | undefined): string {
  if (!integer.test(position)) return text;
  const size = byteLength(text);
  const start = Number(position) < 0 ? Math.max(0, size + Number(position)) : Number(position);
  if (length === undefined) return start < size ? byteSlice(text, start) : '';
  if (!integer.test(length)) return text;
  const end = Number(length) < 0 ? size + Number(length) : start + Number(length);
  return start >= size || end < start ? '' : byteSlice(text, start, Math.min(end, size));
}

/** Each candidate is matched by itself. */
const longestTrimmed = 2000;

/** Without the longest or shortest beginning (or end) that matches a pattern in which `*` stands for anything. */
function trimmed(text: string, pattern: string, longest: boolean, atEnd: boolean): string | undefined {
  if (text.length > longestTrimmed) return undefined;
  const turn = (each: string): string => (atEnd ? Array.from(each).reverse().join('') : each);
  const matches = anyMatcher(turn(pattern));
  if (matches === undefined) return text;
  const turned = turn(text);
  // The empty text is never tried.
  for (let step = 1; step <= turned.length; step++) {
    const length = longest ? turned.length - step + 1 : step;
    if (matches(turned.slice(0, length))) return turn(turned.slice(length));
  }
  return text;
}

/** As Go's `path.Match`, but `*` and `?` stand for a slash, too. */
function anyMatcher(pattern: string): ((text: string) => boolean) | undefined {
  const characters = Array.from(pattern);
  let expression = '';
  for (let at = 0; at < characters.length; at++) {
    const character = characters[at] ?? '';
    if (character === '*') expression += expression.endsWith('.*') ? '' : '.*';
    else if (character === '?') expression += '.';
    else if (character === '\\') {
      const next = characters[++at];
      if (next === undefined) return undefined;
      expression += quoted(next);
    } else if (character === '[') {
      const close = characters.indexOf(']', at + 2);
      if (close < 0) return undefined;
      const [sign = '', ...rest] = characters.slice(at + 1, close);
      const members = (sign === '^' ? rest : [sign, ...rest]).map((member) => (/[[\]^&]/.test(member) ? `\\${member}` : member)).join('');
      expression += `[${sign === '^' ? '^' : ''}${members}]`;
      at = close;
    } else expression += quoted(character);
  }
  const compiled = goRegexp(`^(?s:${expression})$`);
  return typeof compiled === 'string' ? undefined : (text) => compiled.compiled.test(text);
}
