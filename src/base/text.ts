/** A stretch of text: UTF-16 offsets, `end` exclusive. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
}

/** A place in a text as people and editors count it, both from 0. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

/** Offsets to lines, computed when first asked: most texts never have a finding. Line ends are `\n`, `\r\n` and `\r`. */
export class LineIndex {
  readonly #text: string;
  #starts: readonly number[] | undefined;

  constructor(text: string) {
    this.#text = text;
  }

  /** Offsets outside the text are moved to its nearest end. */
  positionAt(offset: number): Position {
    const starts = (this.#starts ??= lineStarts(this.#text));
    const inside = Math.max(0, Math.min(offset, this.#text.length));
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= inside) low = middle;
      else high = middle - 1;
    }
    return { line: low, character: inside - (starts[low] ?? 0) };
  }

  /** Lines and characters outside the text are moved to its nearest end. */
  offsetAt({ line, character }: Position): number {
    const starts = (this.#starts ??= lineStarts(this.#text));
    if (line < 0) return 0;
    const start = starts[line];
    if (start === undefined) return this.#text.length;
    return Math.min(start + Math.max(0, character), starts[line + 1] ?? this.#text.length);
  }
}

function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === 10 || (code === 13 && text.charCodeAt(index + 1) !== 10)) starts.push(index + 1);
  }
  return starts;
}

const unprintable = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;

/** A text that does nothing to the terminal or program that shows it: control characters, escapes and marks of direction among them, are written as `\u001b`. */
export function printable(text: string): string {
  return text.replace(unprintable, escaped);
}

/** A value as JSON for people and programs, in lines; what a terminal might obey is escaped, which changes nothing for a program. */
export function printableJson(value: unknown): string {
  // The line ends are those between the values: inside of texts JSON escapes them itself.
  return `${JSON.stringify(value, undefined, 2).replace(unprintable, (character) => (character === '\n' ? character : escaped(character)))}\n`;
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
