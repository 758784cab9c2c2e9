import type { Rope, RopePiece } from '../rope.ts';

/** Where text comes from while it is written. */
export type Source = Pick<RopePiece, 'origins' | 'unknown'>;

/** The text so far, and what the emitter's rules ask of it (`yaml_emitter_t`). */
export interface Output {
  readonly pieces: RopePiece[];
  /** Code points on the line. */
  column: number;
  /** Whether what was written last separates: nothing, a blank, an indentation. */
  blank: boolean;
  /** Whether the line holds nothing but indentation and `- `, `? `, `: `. */
  indented: boolean;
}

export function newOutput(): Output {
  return { pieces: [], column: 0, blank: true, indented: true };
}

/** Text of one line. */
export function write(output: Output, text: string, source: Source): void {
  append(output, text, source);
  output.column += codePoints(text);
}

export function breakLine(output: Output, source: Source, lineEnd = '\n'): void {
  append(output, lineEnd, source);
  output.column = 0;
  output.indented = true;
}

/** Goes to the given column of a line that holds nothing else yet. */
export function indentTo(output: Output, column: number, source: Source): void {
  if (!output.indented || output.column > column || (output.column === column && !output.blank)) breakLine(output, source);
  if (output.column < column) write(output, ' '.repeat(column - output.column), source);
  output.blank = true;
  output.indented = true;
}

/** Parts what follows from what stands there, unless something does already. */
export function separate(output: Output, source: Source): void {
  if (!output.blank) write(output, ' ', source);
}

/** A sign of the syntax, with a space before it where something stands there. */
export function writeSign(output: Output, sign: string, source: Source, after: 'separates' | 'joins' = 'joins'): void {
  separate(output, source);
  write(output, sign, source);
  output.blank = false;
  output.indented &&= after === 'separates';
}

/** A sign or a word that stands right behind what is there. */
export function writeClosing(output: Output, sign: string, source: Source): void {
  write(output, sign, source);
  output.blank = false;
  output.indented = false;
}

function append({ pieces }: Output, text: string, { origins, unknown }: Source): void {
  if (text === '') return;
  const last = pieces.at(-1);
  if (last?.origins === origins && last.unknown === unknown) pieces[pieces.length - 1] = { ...last, text: last.text + text };
  else pieces.push({ text, origins, ...(unknown && { unknown }) });
}

const surrogate = /[\ud800-\udbff]/g;

function codePoints(text: string): number {
  return text.length - (text.match(surrogate)?.length ?? 0);
}

/** The text without the line end that closes it, as `strings.TrimSuffix` leaves it. */
export function withoutLastLineEnd(pieces: Rope): Rope {
  const last = pieces.at(-1);
  if (last?.text.endsWith('\n') !== true) return pieces;
  const text = last.text.slice(0, -1);
  return [...pieces.slice(0, -1), ...(text === '' ? [] : [{ ...last, text }])];
}
