import type { ManifestDocument } from './document.ts';
import { limits } from './limits.ts';

/** A file as its documents, in order, with the offset at which each begins. */
export interface ManifestFile {
  readonly path: string;
  readonly text: string;
  readonly documents: readonly ManifestDocument[];
  readonly offsets: readonly number[];
}

/**
 * Splits a file at its `---` lines; each document begins with its own. Pieces of nothing but comments and blank lines are documents too (empty ones), so that the pieces add up to the text.
 * A document whose text is the same as before at the same end of the file is the same object as before.
 */
export function splitDocuments(path: string, text: string, previous?: ManifestFile): ManifestFile {
  const offsets = documentOffsets(text);
  const texts = offsets.map((offset, index) => text.slice(offset, offsets[index + 1]));
  const documents: ManifestDocument[] = new Array<ManifestDocument>(texts.length);
  const before = previous?.path === path ? previous.documents : [];
  let head = 0;
  while (head < texts.length && head < before.length && before[head]?.text === texts[head]) {
    documents[head] = before[head] as ManifestDocument;
    head++;
  }
  let tail = 0;
  while (tail < texts.length - head && tail < before.length - head) {
    const same = before[before.length - 1 - tail];
    if (same === undefined || same.text !== texts[texts.length - 1 - tail]) break;
    documents[texts.length - 1 - tail] = same;
    tail++;
  }
  for (let index = head; index < texts.length - tail; index++) documents[index] = { file: path, text: texts[index] ?? '' };
  return { path, text, documents, offsets };
}

function documentOffsets(text: string): readonly number[] {
  const offsets = [0];
  // A file that is too large is one document, so that it is set aside as a whole.
  if (text.length > limits.file) return offsets;
  // Past the limit the rest of the file is one last document, in which reading stops at the next mark and says so.
  for (let at = text.startsWith('---') ? 0 : nextMark(text, 0); at >= 0 && offsets.length < limits.documents; at = nextMark(text, at)) {
    const after = text.charCodeAt(at + 3);
    const isMark = Number.isNaN(after) || after === 10 || after === 13 || after === 32 || after === 9;
    // Directives (`%YAML 1.2`) stand before the mark of the document that they belong to.
    if (isMark && at > 0 && !/^%/m.test(text.slice(offsets.at(-1), at))) offsets.push(at);
  }
  return offsets;
}

function nextMark(text: string, from: number): number {
  const at = text.indexOf('\n---', from);
  return at < 0 ? -1 : at + 1;
}
