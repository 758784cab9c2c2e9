/**
 * Where each character of a double-quoted text of one line is written: offsets into what stands between the quotes, one for each UTF-16 unit of the content and one
 * for its end. Undefined where lines are folded or an escape is not understood. The escapes of YAML, which those of JSON are among.
 */
export function writtenOffsets(written: string): readonly number[] | undefined {
  if (written.includes('\n')) return undefined;
  const offsets: number[] = [];
  for (let at = 0; at < written.length;) {
    offsets.push(at);
    if (written[at] !== '\\') {
      at++;
      continue;
    }
    const digits = lengths.get(written[at + 1] ?? '');
    if (digits === undefined) {
      if (!simple.has(written[at + 1] ?? '')) return undefined;
      at += 2;
      continue;
    }
    const code = written.slice(at + 2, at + 2 + digits);
    if (code.length < digits || !/^[0-9a-fA-F]+$/.test(code)) return undefined;
    const value = parseInt(code, 16);
    // Beyond the first plane a character is two units, both of one escape.
    if (value > 0xffff) offsets.push(at);
    at += 2 + digits;
  }
  return [...offsets, written.length];
}

const lengths: ReadonlyMap<string, number> = new Map([
  ['x', 2],
  ['u', 4],
  ['U', 8],
]);
const simple: ReadonlySet<string> = new Set('0abt\tnvfre "/\\N_LP');
