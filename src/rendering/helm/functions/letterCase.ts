import { runesOf } from '../goText.ts';

/** Go changes each character by itself: what would become two (`ß`) stays. */
export function upperOf(character: string): string {
  const upper = character.toUpperCase();
  return isOne(upper) ? upper : character;
}

export function lowerOf(character: string): string {
  if (character === '\u0130') return 'i';
  const lower = character.toLowerCase();
  return isOne(lower) ? lower : character;
}

/** Letters of two letters have a third case. */
const titles: ReadonlyMap<string, string> = new Map(
  [
    ['\u01c4', '\u01c5', '\u01c6'],
    ['\u01c7', '\u01c8', '\u01c9'],
    ['\u01ca', '\u01cb', '\u01cc'],
    ['\u01f1', '\u01f2', '\u01f3'],
  ].flatMap(([upper = '', title = '', lower = '']) => [upper, title, lower].map((letter) => [letter, title] as const)),
);

/** Go's `unicode.ToTitle`. */
export function titleOf(character: string): string {
  return titles.get(character) ?? upperOf(character);
}

function isOne(text: string): boolean {
  return text.length === 1 || (text.length === 2 && (text.codePointAt(0) ?? 0) > 0xffff);
}

const plain = /^[\0-\x7f]*$/;

export function upperText(text: string): string {
  return plain.test(text) ? text.toUpperCase() : characters(text).map(upperOf).join('');
}

export function lowerText(text: string): string {
  return plain.test(text) ? text.toLowerCase() : characters(text).map(lowerOf).join('');
}

/** Go's runes as texts. */
export function characters(text: string): readonly string[] {
  return runesOf(text).map((point) => String.fromCodePoint(point));
}
