import { lowerOf, upperOf } from './letterCase.ts';
import { space } from './trimming.ts';

// Upper, lower and connected words as huandu/xstrings finds them (convert.go).

const upper = /^\p{Lu}$/u;
const punctuation = /^\p{P}$/u;
const numeral = /^\p{N}$/u;

function isConnector(character: string): boolean {
  return character === '-' || character === '_' || space.test(character);
}

const letter = /^\p{L}$/u;
const ideograph = /^\p{Script=Han}$/u;

function isAlphabet(character: string): boolean {
  return letter.test(character) && !ideograph.test(character);
}

/** `http_server` as `HttpServer`; connectors at the start stay, and of several in a row all but the last. */
export function camelCase(text: string): string {
  const characters = Array.from(text);
  const start = characters.findIndex((character) => !isConnector(character));
  if (start < 0) {
    // The last of nothing but connectors is written twice.
    return text === '' ? '' : text + (characters.at(-1) ?? '');
  }
  let result = characters.slice(0, start).join('');
  const first = characters[start] ?? '';
  let current = upperOf(first);
  let runOfUppers = upper.test(first);
  if (start === characters.length - 1) return result + current;
  for (const next of characters.slice(start + 1)) {
    const previous = current;
    current = next;
    if (isConnector(next) && isConnector(previous)) {
      result += previous;
      continue;
    }
    if (isConnector(previous)) {
      runOfUppers = upper.test(next);
      current = upperOf(next);
      continue;
    }
    if (runOfUppers) {
      if (upper.test(next)) current = lowerOf(next);
      else runOfUppers = false;
    }
    result += previous;
  }
  return result + current;
}

type WordKind = 'none' | 'number' | 'upper' | 'alphabet' | 'connector' | 'punctuation' | 'other';

interface Word {
  readonly kind: WordKind;
  readonly characters: readonly string[];
  /** Where the next one begins. */
  readonly end: number;
}

/** `HTTPServer` as `http_server`. */
export function connected(text: string, connector: string): string {
  const all = Array.from(text);
  if (all.length === 0) return '';
  let result = '';
  const put = (word: Word): void => {
    if (word.kind !== 'upper' && word.kind !== 'connector') result += word.characters.join('');
    else
      for (const character of word.characters)
        result += isConnector(character) ? connector : upper.test(character) ? lowerOf(character) : character;
  };
  const parts = (word: Word): boolean => word.kind !== 'none' && word.kind !== 'punctuation' && word.kind !== 'connector';
  let word = wordAt(all, 0);
  const takeAlphanumerics = (): void => {
    while (word.kind === 'alphabet' || word.kind === 'number') {
      put(word);
      word = wordAt(all, word.end);
    }
    if (parts(word)) result += connector;
  };
  while (word.end < all.length) {
    if (word.kind !== 'connector') put(word);
    const previous = word;
    word = wordAt(all, word.end);
    switch (previous.kind) {
      case 'number':
        takeAlphanumerics();
        break;
      case 'connector':
        put(previous);
        break;
      case 'punctuation':
        break;
      default: {
        if (word.kind !== 'number') {
          if (word.kind !== 'connector' && word.kind !== 'punctuation') result += connector;
          break;
        }
        if (word.end >= all.length) break;
        const number = word;
        word = wordAt(all, word.end);
        if (word.kind !== 'alphabet') {
          put(number);
          if (word.kind !== 'connector' && word.kind !== 'punctuation') result += connector;
          break;
        }
        result += connector;
        put(number);
        takeAlphanumerics();
      }
    }
  }
  put(word);
  return result;
}

function wordAt(all: readonly string[], start: number): Word {
  const first = all[start];
  if (first === undefined) return { kind: 'none', characters: [], end: start };
  const run = (from: number, belongs: (character: string) => boolean): number => {
    let end = from;
    while (end < all.length && belongs(all[end] ?? '')) end += 1;
    return end;
  };
  const word = (kind: WordKind, end: number): Word => ({ kind, characters: all.slice(start, end), end });
  const isLowerLetter = (character: string): boolean => isAlphabet(character) && !upper.test(character);
  if (isConnector(first)) return word('connector', run(start + 1, isConnector));
  if (punctuation.test(first))
    return word(
      'punctuation',
      run(start + 1, (character) => punctuation.test(character)),
    );
  if (upper.test(first)) {
    const second = all[start + 1];
    if (second === undefined) return word('upper', start + 1);
    if (upper.test(second)) {
      const end = run(start + 2, (character) => upper.test(character));
      // The last capital of `HTTPServer` begins a word.
      return word('upper', isAlphabet(all[end] ?? '') ? end - 1 : end);
    }
    return word('upper', isAlphabet(second) ? run(start + 2, isLowerLetter) : start + 1);
  }
  if (isAlphabet(first)) return word('alphabet', run(start + 1, isLowerLetter));
  if (numeral.test(first))
    return word(
      'number',
      run(start + 1, (character) => numeral.test(character)),
    );
  return word(
    'other',
    run(
      start + 1,
      (character) => !isConnector(character) && !isAlphabet(character) && !numeral.test(character) && !punctuation.test(character),
    ),
  );
}
