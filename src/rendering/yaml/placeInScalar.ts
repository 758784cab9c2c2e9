import type { YamlScalar } from './node.ts';
import type { Placing } from './read.ts';

/**
 * Where the text of a scalar stands in its file, for a scalar that is read as YAML once more (an inline patch): character for character
 * in a literal block and in what is written as it is read, the whole scalar in what is folded or escaped.
 * `fileText` is the text of the file of the scalar's first origin.
 */
export function placeInScalar(scalar: YamlScalar, fileText: string): Placing {
  const [whole] = scalar.origins;
  if (whole === undefined) return () => ({ file: '', start: 0, end: 0 });
  const { file, start: from, end: to } = whole;
  const written = fileText.slice(from, to);
  if (scalar.style === 'literal') {
    const starts = literalLines(scalar.text, written);
    if (starts !== undefined) {
      const lines = lineStarts(scalar.text);
      const at = (offset: number): number => {
        const line = lineOf(lines, offset);
        return from + Math.min((starts[line] ?? written.length) + offset - (lines[line] ?? 0), written.length);
      };
      return (start, end) => ({ file, start: at(start), end: Math.max(at(end), at(start)) });
    }
  }
  const inside = written === scalar.text ? 0 : written.slice(1, -1) === scalar.text ? 1 : undefined;
  if (inside !== undefined) return (start, end) => ({ file, start: from + inside + start, end: from + inside + end });
  return () => whole;
}

/** Offsets in the written block at which the lines of its text begin. */
function literalLines(text: string, written: string): readonly number[] | undefined {
  const header = /^\|[^\n]*\n/.exec(written)?.[0];
  if (header === undefined) return undefined;
  const lines = text.split('\n');
  const rows = lineStarts(written).slice(1);
  const first = lines.findIndex((line) => line.trim() !== '');
  const row = rows[first];
  const line = lines[first];
  if (row === undefined || line === undefined) return undefined;
  const indent = written.indexOf(line, row) - row;
  if (indent < 0) return undefined;
  return lines.map((_, index) => {
    const start = rows[index] ?? written.length;
    // A blank line may be shorter than the indentation.
    const end = written.indexOf('\n', start);
    return Math.min(start + indent, end < 0 ? written.length : end);
  });
}

function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

function lineOf(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}
