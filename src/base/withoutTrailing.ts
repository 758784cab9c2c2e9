/** The text without all of one character (a UTF-16 unit) at its end. By hand: a pattern that ends in `$` begins anew at each of them. */
export function withoutTrailing(text: string, character: string): string {
  let end = text.length;
  while (end > 0 && text.charAt(end - 1) === character) end -= 1;
  return text.slice(0, end);
}
