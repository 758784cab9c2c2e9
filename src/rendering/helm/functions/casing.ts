import { goFunction } from '../function.ts';
import { byteText, like, mapped } from './text.ts';
import { characters, lowerOf, lowerText, titleOf, upperOf, upperText } from './letterCase.ts';
import { space } from './trimming.ts';
import { camelCase, connected } from './words.ts';
import type { CallContext, GoFunction, StringValue } from '../value.ts';

/** What stands between words for `strings.Title`. */
function separates(character: string): boolean {
  return character <= '\x7f' ? !/[0-9A-Za-z_]/.test(character) : !/[\p{L}\p{Nd}]/u.test(character) && space.test(character);
}

/** Changes a text character by character; `change` sees what stands before. */
function withMemory(
  context: CallContext,
  text: StringValue,
  start: boolean,
  change: (character: string, memory: boolean) => readonly [string, boolean],
): StringValue {
  context.spend(text.text.length);
  let memory = start;
  return mapped(text, (part) =>
    characters(part)
      .map((character) => {
        const [changed, next] = change(character, memory);
        memory = next;
        return changed;
      })
      .join(''),
  );
}

/** The first letter of each word that spaces part; by bytes, as goutils does it. */
function initials(text: string): string {
  let result = '';
  let gap = true;
  for (const byte of byteText(text)) {
    const isSpace = space.test(byte);
    if (gap && !isSpace) result += byte;
    gap = isSpace;
  }
  return result;
}

function withoutSpaces(text: string): string {
  const bytes = byteText(text);
  const rest = Array.from(bytes).filter((byte) => !space.test(byte));
  // Without any the text stays, otherwise each byte becomes a character.
  return rest.length === bytes.length ? text : rest.join('');
}

/** Looks at each character with those around it. */
function wordByWord(change: (text: string) => string): GoFunction {
  return goFunction(['string'], (context, text) => {
    context.spend(text.text.length);
    return like(change(text.text), text);
  });
}

const isUpper = /\p{Lu}/u;
const isTitle = /\p{Lt}/u;
const isLower = /\p{Ll}/u;

export const casing: Readonly<Record<string, GoFunction>> = {
  upper: goFunction(['string'], (_, text) => mapped(text, upperText), { tracksUnknown: true }),
  lower: goFunction(['string'], (_, text) => mapped(text, lowerText), { tracksUnknown: true }),
  title: goFunction(
    ['string'],
    (context, text) =>
      withMemory(context, text, true, (character, atStart) => [atStart ? titleOf(character) : character, separates(character)]),
    { tracksUnknown: true },
  ),
  untitle: goFunction(
    ['string'],
    (context, text) =>
      withMemory(context, text, true, (character, next) => {
        if (space.test(character)) return [character, true];
        return [next ? lowerOf(character) : character, false];
      }),
    { tracksUnknown: true },
  ),
  swapcase: goFunction(
    ['string'],
    (context, text) =>
      withMemory(context, text, true, (character, behindSpace) => {
        if (isUpper.test(character) || isTitle.test(character)) return [lowerOf(character), false];
        if (isLower.test(character)) return [behindSpace ? titleOf(character) : upperOf(character), false];
        return [character, space.test(character)];
      }),
    { tracksUnknown: true },
  ),
  initials: wordByWord(initials),
  nospace: wordByWord(withoutSpaces),
  camelcase: wordByWord(camelCase),
  snakecase: wordByWord((whole) => connected(whole, '_')),
  kebabcase: wordByWord((whole) => connected(whole, '-')),
};
