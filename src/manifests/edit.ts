import type { TextRange } from '../base/text.ts';
import type { ManifestDocument } from './document.ts';
import { locate, scalarAt } from './locate.ts';
import { doubleQuoted, isPlain } from './newValue.ts';
import type { Place } from './place.ts';
import { typedScalar } from './scalars.ts';
import type { ScalarNode } from './syntax.ts';

/** A change of a document's text; offsets count from its start, `end` exclusive. */
export interface TextEdit extends TextRange {
  readonly document: ManifestDocument;
  readonly text: string;
}

/** A text to be put in the place of another. */
export interface TextReplacement {
  readonly place: Place;
  /** What stands there now (content, without quotes). */
  readonly replaces: string;
  readonly text: string;
}

/**
 * The edit that puts a text where another one stands: a scalar (or a part of it) keeps its quotes, and gets some where the text would otherwise be read as something else;
 * at a key place the key is renamed. Undefined where `replaces` does not stand: the field is not written, or not so, or in a form that has no place of its own (a block scalar).
 */
export function editOf({ place, replaces, text }: TextReplacement): TextEdit | undefined {
  const { document } = place;
  const range = locate(place);
  const source = document.text.slice(range.start, range.end);
  if (place.path === undefined) return source === replaces ? { document, ...range, text } : undefined;
  if (place.part === 'key')
    return place.path.at(-1) === replaces && unquoted(source) === replaces
      ? { document, ...range, text: requoted(source, text) }
      : undefined;
  const scalar = scalarAt(place);
  if (scalar === undefined || scalar.style === 'literal' || scalar.style === 'folded') return undefined;
  if (place.span !== undefined) {
    // Where a part is written with escapes, or is the whole scalar since lines are folded, nothing can be replaced safely.
    const part = scalar.text.slice(place.span.start, place.span.end);
    return part === replaces && source === part ? { document, ...range, text: insideQuotes(scalar, text) } : undefined;
  }
  return scalar.text === replaces && source !== ''
    ? { document, ...range, text: scalar.style === 'plain' ? plain(scalar, text) : requoted(source, text) }
    : undefined;
}

function unquoted(source: string): string {
  return /^(["']).*\1$/s.test(source) ? source.slice(1, -1) : source;
}

function insideQuotes({ style }: ScalarNode, text: string): string {
  return style === 'single' ? text.replaceAll("'", "''") : style === 'double' ? text.replace(/["\\]/g, '\\$&') : text;
}

function requoted(source: string, text: string): string {
  if (source.startsWith("'")) return `'${text.replaceAll("'", "''")}'`;
  return source.startsWith('"') ? doubleQuoted(text) : text;
}

/** A text that was a text stays one. */
function plain({ value }: ScalarNode, text: string): string {
  return typeof value === 'string' && (typeof typedScalar(text) !== 'string' || !isPlain(text)) ? doubleQuoted(text) : text;
}
