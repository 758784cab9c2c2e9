import { eventWords } from '../engine/events/words.ts';

/** Whether an event begins with this word. */
export function isEventWord(word: string): boolean {
  return eventWords.some((each) => each.word === word);
}
