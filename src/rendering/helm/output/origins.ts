import type { Origins, Span } from '../../origin.ts';
import { type Rope, type RopePiece, indexedRope, slicedRope, type IndexedRope } from '../../rope.ts';
import type { YamlNode } from '../../yaml/node.ts';

/** More places than these help nobody. */
const mostOrigins = 16;

/**
 * Where what stands in a stretch of a rendered text comes from. One value: its places. Text of a template and values mixed (`{{ a }}-{{ b }}`): the text first,
 * then the values in their order. Of a map or a list the place where it begins counts.
 */
export function placesIn(rope: Rope, fallback: Span): (node: YamlNode | undefined, within: Origins) => Origins {
  const indexed = indexedRope(rope);
  return (node, [whole]) => {
    if (whole === undefined) return [fallback];
    const { start, end } =
      node === undefined || node.type === 'scalar' ? content(indexed, whole, node) : { start: whole.start, end: whole.start + 1 };
    return originsOf(slicedRope(indexed, start, Math.max(end, start + 1)), fallback);
  };
}

/** The same for a place of its own. */
export function rooted(rope: Rope, within: Origins, fallback: Span): Origins {
  return placesIn(rope, fallback)(undefined, within);
}

/** Whether anything of a stretch stands for what is not known here. */
export function unknownIn(rope: Rope): (within: Origins) => boolean {
  // As a rule nothing does.
  if (!rope.some(({ unknown }) => unknown)) return () => false;
  const indexed = indexedRope(rope);
  return ([whole]) => whole !== undefined && slicedRope(indexed, whole.start, whole.end).some(({ unknown }) => unknown);
}

/** Without the quotes around it. */
function content({ text }: IndexedRope, whole: Span, node: YamlNode | undefined): { readonly start: number; readonly end: number } {
  const quote = text[whole.start];
  const isQuoted = (quote === '"' || quote === "'") && whole.end - whole.start > 2 && text[whole.end - 1] === quote;
  if (isQuoted) return { start: whole.start + 1, end: whole.end - 1 };
  if (node?.type !== 'scalar' || (node.style !== 'literal' && node.style !== 'folded')) return whole;
  const line = text.indexOf('\n', whole.start);
  return line < 0 || line >= whole.end ? whole : { start: line + 1, end: whole.end };
}

function originsOf(pieces: Rope, fallback: Span): Origins {
  const [only] = pieces;
  if (only !== undefined && pieces.length === 1 && only.origins.length === 1) return only.origins;
  const speaking = pieces.length === 1 ? pieces : pieces.filter(({ text }) => text.trim() !== '');
  const chosen = speaking.length > 0 ? speaking : pieces;
  const ordered = chosen.length === 1 ? chosen : [...chosen.filter(isSpelled), ...chosen.filter((piece) => !isSpelled(piece))];
  const found: Span[] = [];
  const add = (span: Span): void => {
    if (found.length < mostOrigins && !found.some((other) => isSameSpan(span, other))) found.push(span);
  };
  // What each piece is comes before the actions that led to it.
  for (const { origins } of ordered) if (origins[0] !== undefined) add(origins[0]);
  for (const { origins } of ordered) for (let index = 1; index < origins.length; index++) add(origins[index] as Span);
  return found.length === 0 ? [fallback] : found;
}

function isSameSpan(one: Span, other: Span): boolean {
  return one.start === other.start && one.end === other.end && one.file === other.file;
}

/** Whether a template spells the text: it stands there, character for character. */
function isSpelled({ text, origins: [first] }: RopePiece): boolean {
  return first !== undefined && first.end - first.start === text.length && /(?:^|\/)templates\//.test(first.file);
}
