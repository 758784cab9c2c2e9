import { variadicFunction } from '../../function.ts';
import { bytesOf } from '../../goText.ts';
import { string, type GoValue, type CallContext } from '../../value.ts';
import { printable, sprint } from '../format.ts';
import { isPrintable } from '../quote.ts';

const htmlEscapes: ReadonlyMap<string, string> = new Map([
  ['"', '&#34;'],
  ["'", '&#39;'],
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['\0', '\uFFFD'],
]);

const scriptEscapes: ReadonlyMap<string, string> = new Map([
  ['\\', '\\\\'],
  ["'", "\\'"],
  ['"', '\\"'],
  ['<', '\\u003C'],
  ['>', '\\u003E'],
  ['&', '\\u0026'],
  ['=', '\\u003D'],
]);

/** The three escapers of text/template/funcs.go; each takes what `print` would print. */
export const html = escaper((text) => text.replaceAll(/["'&<>\0]/g, (character) => htmlEscapes.get(character) ?? character));
export const js = escaper((text) => Array.from(text, scriptEscaped).join(''));
export const urlquery = escaper((text) => Array.from(bytesOf(text), queryEscaped).join(''));

function escaper(escape: (text: string) => string): ReturnType<typeof variadicFunction> {
  return variadicFunction([], 'interface {}', (context: CallContext, _fixed, values: readonly GoValue[]) => {
    const { text, origins } = sprint(values.map(printable), context);
    context.spend(2 * text.length);
    return string(escape(text), origins);
  });
}

function scriptEscaped(character: string): string {
  const escape = scriptEscapes.get(character);
  if (escape !== undefined) return escape;
  const point = character.codePointAt(0) ?? 0;
  // A byte that is part of no character stays as it is.
  const isByte = point >= 0xdc80 && point <= 0xdcff;
  return isByte || isPrintable(point) ? character : `\\u${point.toString(16).toUpperCase().padStart(4, '0')}`;
}

function queryEscaped(byte: number): string {
  const character = String.fromCharCode(byte);
  if (/[A-Za-z0-9\-_.~]/.test(character)) return character;
  return character === ' ' ? '+' : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
}
