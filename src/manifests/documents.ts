import { EditedDocument, type ManifestDocument } from './document.ts';
import { isCorefile } from './fileNames.ts';
import { limits } from './limits.ts';

/** A file as its documents, in order, with the offset at which each begins. */
export interface ManifestFile {
  readonly path: string;
  readonly text: string;
  readonly documents: readonly ManifestDocument[];
  /** What each said when the file was split: a document may have been edited since. */
  readonly texts: readonly string[];
  readonly offsets: readonly number[];
}

/**
 * Splits a file at its `---` lines, and where one JSON object follows another; each document begins with its own mark. Pieces of nothing but comments and blank lines are documents too (empty ones), so that the pieces add up to the text.
 * A document whose text is the same as before at the same end of the file is the same object as before.
 */
export function splitDocuments(path: string, text: string, previous?: ManifestFile): ManifestFile {
  const offsets = isCorefile(path) ? [0] : documentOffsets(text);
  const texts = offsets.map((offset, index) => text.slice(offset, offsets[index + 1]));
  const documents: ManifestDocument[] = new Array<ManifestDocument>(texts.length);
  const before = previous?.path === path ? previous.documents : [];
  let head = 0;
  while (head < texts.length && head < before.length && previous?.texts[head] === texts[head]) {
    documents[head] = before[head] as ManifestDocument;
    head++;
  }
  let tail = 0;
  while (tail < texts.length - head && tail < before.length - head) {
    const same = before[before.length - 1 - tail];
    if (same === undefined || previous?.texts[before.length - 1 - tail] !== texts[texts.length - 1 - tail]) break;
    documents[texts.length - 1 - tail] = same;
    tail++;
  }
  for (let index = head; index < texts.length - tail; index++) documents[index] = new EditedDocument(path, texts[index] ?? '');
  return { path, text, documents, texts, offsets };
}

/** By document of a file as it was split after an edit: the document that it was before, where the edit made as many documents out of as many. */
export function editedDocuments(before: ManifestFile, after: ManifestFile): ReadonlyMap<ManifestDocument, ManifestDocument> {
  if (before.path !== after.path || before.documents.length !== after.documents.length) return new Map();
  return new Map(
    after.documents.flatMap((document, index) => {
      const old = before.documents[index];
      return old === undefined || old === document ? [] : [[document, old]];
    }),
  );
}

/** The file with its documents as they were known before. They are not told their new texts: see `settleTexts`. */
export function withDocuments(file: ManifestFile, known: ReadonlyMap<ManifestDocument, ManifestDocument>): ManifestFile {
  return known.size === 0 ? file : { ...file, documents: file.documents.map((document) => known.get(document) ?? document) };
}

/** Tells the documents of a file what they say now. */
export function settleTexts({ documents, texts }: ManifestFile): void {
  documents.forEach((document, index) => {
    if (document instanceof EditedDocument) document.set(texts[index] ?? '');
  });
}

function documentOffsets(text: string): readonly number[] {
  const offsets = [0];
  // A file that is too large is one document, so that it is set aside as a whole.
  if (text.length > limits.file) return offsets;
  // Past the limit the rest of the file is one last document, in which reading stops at the next mark and says so.
  let seen = 0;
  for (const start of jsonStream(text)) {
    if (offsets.length < limits.documents) offsets.push((seen = start));
  }
  for (
    let at = seen === 0 && text.startsWith('---') ? 0 : nextMark(text, seen);
    at >= 0 && offsets.length < limits.documents;
    at = nextMark(text, at)
  ) {
    const after = text.charCodeAt(at + 3);
    const isMark = Number.isNaN(after) || after === 10 || after === 13 || after === 32 || after === 9;
    if (!isMark) continue;
    const start = withDirectives(text, seen, at);
    if (start > 0) offsets.push(start);
    seen = at;
  }
  return offsets;
}

/**
 * Where documents begin behind the JSON objects with which a text begins. kubectl reads such objects one after another, whatever stands between them; behind the last it goes on as with any text.
 * apimachinery pkg/util/yaml/decoder.go (YAMLOrJSONDecoder)
 */
function* jsonStream(text: string): Generator<number> {
  let start = nextContent(text, text.charCodeAt(0) === 0xfeff ? 1 : 0);
  while (text.charAt(start) === '{') {
    const end = endOfObject(text, start);
    if (end === undefined || !isJson(text.slice(start, end))) return;
    start = nextContent(text, end);
    if (start === text.length || text.startsWith('---', start)) return;
    yield start;
  }
}

function nextContent(text: string, from: number): number {
  let at = from;
  while (at < text.length && /\s/.test(text.charAt(at))) at++;
  return at;
}

/** Behind the brace that closes the one at `start`. */
function endOfObject(text: string, start: number): number | undefined {
  let open = 0;
  let quoted = false;
  for (let at = start; at < text.length; at++) {
    const character = text.charAt(at);
    if (character === '"') quoted = !quoted;
    else if (quoted) at += character === '\\' ? 1 : 0;
    else if (character === '{') open++;
    else if (character === '}' && --open === 0) return at + 1;
  }
  return undefined;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function nextMark(text: string, from: number): number {
  const at = text.indexOf('\n---', from);
  return at < 0 ? -1 : at + 1;
}

/**
 * Where the document of a mark begins: directives (`%YAML 1.2`) stand before it, and only at the beginning of a file or behind a `...`. A `%` elsewhere is text like any other.
 * Looks back to the mark before (`from`) at most, so that each line is looked at once.
 */
function withDirectives(text: string, from: number, mark: number): number {
  let directives = false;
  let start = mark;
  while (start > from) {
    // A position before the text would count as its first: a text that begins with a line end would never be left.
    const line = start < 2 ? 0 : text.lastIndexOf('\n', start - 2) + 1;
    if (/^\.\.\.(?=\s)/.test(text.slice(line, line + 4))) return directives ? start : mark;
    const first = firstCharacter(text, line, start);
    // Before a directive stand comments, blank lines, and other directives.
    if (first !== '' && first !== '#' && first !== '%') return mark;
    directives ||= first === '%';
    start = line;
  }
  return directives && start === 0 ? 0 : mark;
}

/** Of a line: what it begins with, blanks and a byte-order mark left out; a `%` and the like count at the left edge only. */
function firstCharacter(text: string, from: number, to: number): string {
  const edge = text.charCodeAt(from) === 0xfeff ? from + 1 : from;
  let at = edge;
  while (at < to && /[ \t\r\n]/.test(text.charAt(at))) at++;
  const first = at < to ? text.charAt(at) : '';
  return first === '%' && at > edge ? 'x' : first;
}
