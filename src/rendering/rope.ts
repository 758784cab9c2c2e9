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
  return rope.map(({ text }) => text).join('');
}
