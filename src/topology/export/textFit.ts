/**
 * How wide a text is likely to be, in pixels, without a font at hand: the widths of Helvetica and its kin, a little on the safe side. A monospaced text has 0.6 of its size a character.
 */
export function widthOf(text: string, size: number, font: 'sans' | 'bold' | 'mono' = 'sans'): number {
  let units = 0;
  for (const character of text) units += font === 'mono' && (character.codePointAt(0) ?? 0) < 0x300 ? 0.6 : unitsOf(character);
  return units * size * (font === 'bold' ? 1.1 : font === 'mono' ? 1 : 1.04);
}

function unitsOf(character: string): number {
  if ("iljtfI.,:;'|!/\\()[]{}` ".includes(character)) return 0.31;
  if ('r-"°*'.includes(character)) return 0.38;
  if ('mwMW%@→…'.includes(character)) return 0.9;
  const code = character.codePointAt(0) ?? 0;
  // Ideographs, syllables, emoji: a full square, some a little more.
  if (code >= 0x1100) return code >= 0x2e80 ? 1.2 : 1;
  // Marks that sit on the character before.
  if (code >= 0x300 && code < 0x370) return 0;
  return /[A-Z0-9]/.test(character) ? (character <= '9' ? 0.56 : 0.7) : 0.56;
}

/**
 * A text cut to a width, with an ellipsis where something is missing. `tail` characters at its end are kept: the end of a pod's name tells it from its siblings.
 * Characters as people see them stay whole. Empty when not even the ellipsis has room.
 */
export function fit(text: string, width: number, size: number, font: 'sans' | 'bold' | 'mono' = 'sans', tail = 0): string {
  // No room holds so many characters: do not look at the rest of a text of megabytes.
  const characters = text.length > 2000 ? [...clusters(text.slice(0, 1000)), ...clusters(text.slice(-tail - 40))] : undefined;
  if (characters === undefined && widthOf(text, size, font) <= width) return text;
  const all = characters ?? clusters(text);
  const end = all.length > 3 * tail ? all.slice(all.length - tail).join('') : '';
  let rest = width - widthOf(`…${end}`, size, font);
  if (rest < 0) return end === '' ? '' : fit(text, width, size, font);
  let head = '';
  for (const character of all.slice(0, end === '' ? all.length : all.length - tail)) {
    rest -= widthOf(character, size, font);
    if (rest < 0) break;
    head += character;
  }
  return `${head}…${end}`;
}

function clusters(text: string): readonly string[] {
  return [...segmenter.segment(text)].map(({ segment }) => segment);
}

const segmenter = new Intl.Segmenter();
