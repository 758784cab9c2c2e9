import { textOf, type Rope } from '../rope.ts';
import type { Form } from './form.ts';
import { breakLine, indentTo, separate, write, writeClosing, type Output, type Source } from './output.ts';
import { lineEnd, scalarStyle } from './scalarStyle.ts';

/** Where a text stands: lines that go on begin at `indent`; a key on one line with its value is never broken. */
export interface ScalarPlace {
  readonly indent: number;
  readonly mayFold: boolean;
  /** Of the signs around it. */
  readonly around: Source;
}

export function writeScalar(output: Output, rope: Rope, form: Form, place: ScalarPlace): void {
  const text = textOf(rope);
  const style = scalarStyle(text, form);
  // The signs of a text belong to it: they are there for what is in it.
  const own: Source = rope[0] ?? place.around;
  separate(output, place.around);
  switch (style) {
    case 'plain':
      writeFolded(output, rope, text, form, place, style);
      break;
    case 'single':
    case 'double': {
      const quote = style === 'single' ? "'" : '"';
      write(output, quote, own);
      writeFolded(output, rope, text, form, place, style);
      writeClosing(output, quote, own);
      break;
    }
    case 'literal':
      writeLines(output, rope, text, place, own);
      return;
  }
  output.blank = false;
  output.indented = false;
}

function writeLines(output: Output, rope: Rope, text: string, { indent, around }: ScalarPlace, own: Source): void {
  const hint = /^[ \n\u2028\u2029]/.test(text) ? '2' : '';
  const last = lineEnd.test(text.at(-1) ?? '');
  const chomp = !last ? '-' : text.length === 1 || lineEnd.test(text.at(-2) ?? '') ? '+' : '';
  write(output, `|${hint}${chomp}`, own);
  breakLine(output, around);
  output.blank = true;
  let atStart = true;
  for (const { text: part, source } of linesOf(rope)) {
    if (lineEnd.test(part)) {
      breakLine(output, source, part);
      atStart = true;
    } else {
      if (atStart) indentTo(output, indent, around);
      write(output, part, source);
      output.indented = false;
      atStart = false;
    }
  }
}

/** The text in stretches of one source: line ends by themselves, and what stands between. */
function* linesOf(rope: Rope): Generator<{ readonly text: string; readonly source: Source }> {
  for (const piece of rope)
    for (const text of piece.text.match(/[\n\u2028\u2029]|[^\n\u2028\u2029]+/g) ?? []) yield { text, source: piece };
}

const simple = /^[!-~]*$/;

/** A text between quotes or without, broken at spaces once the line is full. */
function writeFolded(output: Output, rope: Rope, text: string, form: Form, place: ScalarPlace, style: 'plain' | 'single' | 'double'): void {
  // A text that begins with a byte order mark is escaped to the last letter.
  const escaped = style !== 'double' ? undefined : text.startsWith('\ufeff') ? /^/ : escapedCharacter;
  const folds = place.mayFold && Number.isFinite(form.width);
  const only = rope.length === 1 ? rope[0] : undefined;
  if (only && (simple.test(text) || (!folds && style === 'plain')) && !/['"\\]/.test(text)) {
    write(output, text, only);
    return;
  }
  let offset = 0;
  let behindSpace = false;
  let behindBreak = false;
  for (const piece of rope) {
    for (const character of piece.text) {
      const next = text[offset + character.length];
      if (escaped?.test(character)) {
        write(output, escapeOf(character), piece);
        behindSpace = false;
      } else if (character === ' ') {
        const inside = style === 'plain' || (offset > 0 && next !== undefined);
        if (folds && !behindSpace && output.column > form.width && inside && (next !== ' ' || style === 'double')) {
          indentTo(output, place.indent, place.around);
          if (next === ' ') write(output, '\\', place.around);
        } else write(output, ' ', piece);
        behindSpace = true;
      } else if (lineEnd.test(character)) {
        breakLine(output, piece, character);
        behindBreak = true;
      } else {
        if (behindBreak) indentTo(output, place.indent, place.around);
        write(output, style === 'single' && character === "'" ? "''" : character, piece);
        output.indented = false;
        behindSpace = false;
        behindBreak = false;
      }
      offset += character.length;
    }
  }
}

/** Printed as an escape between double quotes. */
const escapedCharacter = /[^\x20-\x7e\u00a0-\u2027\u202a-\ufffd]|["\\\ufeff]|[\ud800-\udfff]/;

const namedEscapes: ReadonlyMap<string, string> = new Map([
  ['\0', '0'],
  ['\x07', 'a'],
  ['\b', 'b'],
  ['\t', 't'],
  ['\n', 'n'],
  ['\v', 'v'],
  ['\f', 'f'],
  ['\r', 'r'],
  ['\x1b', 'e'],
  ['"', '"'],
  ['\\', '\\'],
  ['\u0085', 'N'],
  ['\u00a0', '_'],
  ['\u2028', 'L'],
  ['\u2029', 'P'],
]);

function escapeOf(character: string): string {
  const named = namedEscapes.get(character);
  if (named !== undefined) return `\\${named}`;
  const point = character.codePointAt(0) ?? 0;
  const [letter, digits] = point <= 0xff ? ['x', 2] : point <= 0xffff ? ['u', 4] : ['U', 8];
  return `\\${letter}${point.toString(16).toUpperCase().padStart(digits, '0')}`;
}
