import type { Origins } from './origin.ts';
import type { Rope, RopePiece } from './rope.ts';

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
  return { text: pieces.map(({ text }) => text).join(''), pieces, starts };
}

/** The pieces from `start` to before `end`, those at the ends cut. A piece whose first origin is as long as its text keeps only the part of that origin that is left of it. */
export function slicedRope({ pieces, starts }: IndexedRope, start: number, end: number): Rope {
  const found: RopePiece[] = [];
  for (let index = pieceAt(starts, start); index < pieces.length; index++) {
    const piece = pieces[index];
    const at = starts[index] ?? 0;
    if (piece === undefined || at >= end) break;
    const from = Math.max(0, start - at);
    const to = Math.min(piece.text.length, end - at);
    if (from < to) found.push(cutPiece(piece, from, to));
  }
  return found;
}

function cutPiece(piece: RopePiece, from: number, to: number): RopePiece {
  const { text, origins } = piece;
  if (from === 0 && to === text.length) return piece;
  return { ...piece, text: text.slice(from, to), origins: cutOrigins(origins, text.length, from, to) };
}

function cutOrigins(origins: Origins, length: number, from: number, to: number): Origins {
  const [first, ...others] = origins;
  if (first === undefined || first.end - first.start !== length) return origins;
  return [{ file: first.file, start: first.start + from, end: first.start + to }, ...others];
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
  return Math.max(0, low);
}
