import type { Origins } from './origin.ts';

/** A text that knows where each part of it came from: the pieces in order. Immutable. */
export type Rope = readonly RopePiece[];

export interface RopePiece {
  readonly text: string;
  /**
   * Of text that a template spells: its stretch there, character for character. Of a value: its place in the values file first, the action that printed it behind.
   * Of what was computed (a hash, an indentation): the action that did.
   */
  readonly origins: Origins;
  /** The text stands for one that is not known here: what a cluster holds, a random value, a certificate, the time. */
  readonly unknown?: true;
}

export function textOf(rope: Rope): string {
  let result = '';
  for (const { text } of rope) result += text;
  return result;
}

/** The part from `start` to before `end`, in UTF-16 units. What was copied character for character keeps the exact place of what is left of it. */
export function sliceRope(rope: Rope, start: number, end: number = Number.POSITIVE_INFINITY): Rope {
  return slicedFrom(rope, 0, 0, start, end);
}

/** A rope that can be asked for any stretch of its text without walking all of it. */
export interface IndexedRope {
  readonly text: string;
  readonly pieces: Rope;
  /** Where each piece begins. */
  readonly starts: readonly number[];
}

export function indexedRope(pieces: Rope): IndexedRope {
  const starts: number[] = [];
  let length = 0;
  for (const { text } of pieces) {
    starts.push(length);
    length += text.length;
  }
  return { text: textOf(pieces), pieces, starts };
}

/** As `sliceRope`, in the time that the stretch takes. `mostPieces`: where it is enough to know how the stretch begins. */
export function slicedRope({ pieces, starts }: IndexedRope, start: number, end: number, mostPieces?: number): Rope {
  const first = pieceAt(starts, start);
  return slicedFrom(pieces, first, starts[first] ?? 0, start, end, mostPieces);
}

/** The last piece that begins at or before an offset. */
function pieceAt(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** `offset` is where the piece `first` begins; what lies before it is not wanted. */
function slicedFrom(rope: Rope, first: number, offset: number, start: number, end: number, mostPieces = rope.length): Rope {
  const result: RopePiece[] = [];
  let at = offset;
  for (let index = first; index < rope.length && at < end && result.length < mostPieces; index++) {
    const piece = rope[index];
    if (piece === undefined) break;
    const from = Math.max(start - at, 0);
    const to = Math.min(end - at, piece.text.length);
    if (from < to || piece.text === '') result.push(slicedPiece(piece, from, to));
    at += piece.text.length;
  }
  return result;
}

/** Part of a piece; the whole of it is itself. */
export function slicedPiece(piece: RopePiece, from: number, to: number): RopePiece {
  const { length } = piece.text;
  if (from === 0 && to === length) return piece;
  // Only the text that was copied has as many characters as its place; the others keep theirs whole.
  const [first, ...rest] = piece.origins;
  const origins =
    first !== undefined && first.end - first.start === length
      ? [{ file: first.file, start: first.start + from, end: first.start + to }, ...rest]
      : piece.origins;
  return { ...piece, text: piece.text.slice(from, to), origins };
}

/** The same text, with who else had a hand in it behind the origins of each piece. */
export function withOrigins(rope: Rope, further: Origins): Rope {
  if (further.length === 0) return rope;
  return rope.map(({ text, origins, unknown }) => {
    const all = followedBy(origins, further);
    return unknown === undefined ? { text, origins: all } : { text, origins: all, unknown };
  });
}

/** So many that a hand-over-hand recursion cannot fill the memory; the first and the last writers are the ones that matter. */
const mostOrigins = 16;

function followedBy(origins: Origins, further: Origins): Origins {
  if (origins.length === 0) return further;
  return origins.length >= mostOrigins ? [...origins.slice(0, mostOrigins - 1), ...further.slice(-1)] : [...origins, ...further];
}

/** A text under construction: what is added in one go and what comes from the same place stays one piece. */
export interface RopeBuilder {
  readonly add: (text: string, origins?: Origins, unknown?: boolean) => void;
  readonly addRope: (rope: Rope) => void;
  readonly rope: () => Rope;
}

export function ropeBuilder(): RopeBuilder {
  const pieces: RopePiece[] = [];
  const push = (piece: RopePiece): void => {
    if (piece.text === '') return;
    const last = pieces.at(-1);
    if (last !== undefined && last.origins.length === 0 && piece.origins.length === 0 && last.unknown === piece.unknown)
      pieces[pieces.length - 1] = { ...last, text: last.text + piece.text };
    else pieces.push(piece);
  };
  return {
    add: (text, origins = [], unknown = false) => {
      push({ text, origins, ...(unknown && { unknown: true }) });
    },
    addRope: (rope) => {
      for (const piece of rope) push(piece);
    },
    rope: () => pieces,
  };
}
