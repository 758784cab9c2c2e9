import { isPrintable } from './quote.ts';

/** Go's `%#U`: `U+002D '-'`; without the character where it cannot be seen. */
export function runeName(character: string): string {
  const point = character.codePointAt(0) ?? 0xfffd;
  const name = `U+${point.toString(16).toUpperCase().padStart(4, '0')}`;
  return isPrintable(point) ? `${name} '${character}'` : name;
}
