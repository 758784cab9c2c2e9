import { message } from '../base/message.ts';
import type { ManifestDocument } from './document.ts';
import type { Place, TextPlace } from './place.ts';
import type { ReadProblem } from './problems.ts';
import type { MapEntry, SyntaxProblem } from './syntax.ts';

/** Either of the two may go; where both say the same, surely the second. */
export function repetition(
  document: ManifestDocument,
  key: string,
  entries: SyntaxProblem['repeated'],
): Pick<ReadProblem, 'message' | 'related' | 'deletions'> {
  const [first, second] = entries ?? [];
  if (first === undefined || second === undefined)
    return { message: message('"{0}" stands here twice in one map; the last one counts.', key) };
  const { text } = document;
  const place = (entry: MapEntry): Place => ({ document, path: undefined, ...entry.keyRange });
  const equal = text.slice(first.value.start, first.value.end) === text.slice(second.value.start, second.value.end);
  return {
    message: equal
      ? message('"{0}" stands here twice in one map, with the same value. Remove one of the two.', key)
      : message('"{0}" stands here twice in one map; the last one counts. Remove one of the two.', key),
    related: [{ message: message('The first "{0}"', key), place: place(first) }],
    deletions: [
      ...lineOf(document, second).map((line) => ({
        title: equal ? message('Remove the second "{0}"', key) : message('Remove this "{0}", so that the first counts', key),
        place: line,
      })),
      ...(equal
        ? []
        : lineOf(document, first).map((line) => ({ title: message('Remove the first "{0}", which does not count', key), place: line }))),
    ],
  };
}

/** An entry that has one line of its own, its comment included. */
function lineOf(document: ManifestDocument, { keyRange, value }: MapEntry): readonly TextPlace[] {
  const { text } = document;
  const end = Math.max(keyRange.end, value.end);
  const before = text.slice(text.lastIndexOf('\n', keyRange.start - 1) + 1, keyRange.start);
  const rest = /^:?[ \t]*(#[^\r\n]*)?(?=\r?\n|$)/.exec(text.slice(end));
  if (before.trim() !== '' || rest === null || value.start < keyRange.start || text.slice(keyRange.start, end).includes('\n')) return [];
  return [{ document, path: undefined, start: keyRange.start, end: end + rest[0].trimEnd().length }];
}
