import type { TextEdit } from './edit.ts';
import type { TextPlace } from './place.ts';

/** A stretch of a document's text (a comment) that is to go. */
export interface LineDeletion {
  readonly place: TextPlace;
}

/** The edit that deletes a stretch of text: with its whole line where nothing else stands on it, else with the blanks before it. */
export function deletionOf({ place: { document, start, end } }: LineDeletion): TextEdit {
  const { text } = document;
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const rest = /^[ \t]*(\r?\n|$)/.exec(text.slice(end));
  const before = text.slice(lineStart, start);
  if (rest !== null && before.trim() === '') return { document, start: lineStart, end: end + rest[0].length, text: '' };
  return { document, start: lineStart + before.trimEnd().length, end, text: '' };
}
