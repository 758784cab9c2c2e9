import type { ManifestDocument } from './document.ts';
import type { FieldPath, Place, TextPlace } from './place.ts';
import { placeOf, spanOf } from './place.ts';
import type { DocumentFacts } from './read.ts';

/** What a manifest says of findings that are meant: a comment, or an annotation of a resource. */
export type Suppression = LineSuppression | FileSuppression | ResourceSuppression;

interface Written {
  readonly document: ManifestDocument;
  /** As written; none: all codes. `range/*` stands for all that begin so, `*` for all. */
  readonly codes: readonly SuppressedCode[];
  readonly place: Place;
}

export interface SuppressedCode {
  readonly text: string;
  readonly place: Place;
}

/** `# edge-network-disable-next-line CODE -- reason` */
export interface LineSuppression extends Written {
  readonly scope: 'next-line';
  readonly place: TextPlace;
  /** Offset at which the next line begins that is neither blank nor a comment; absent behind the last one. */
  readonly line: number | undefined;
}

/** `# edge-network-disable-file CODE -- reason`, anywhere in the file. */
export interface FileSuppression extends Written {
  readonly scope: 'file';
  readonly place: TextPlace;
}

/** The annotation `edgenetwork/disable: CODE -- reason`. */
export interface ResourceSuppression extends Written {
  readonly scope: 'resource';
  readonly root: FieldPath;
}

export const suppressionAnnotation = 'edgenetwork/disable';
export const suppressionComments = { 'next-line': 'edge-network-disable-next-line', file: 'edge-network-disable-file' } as const;

const none: readonly Suppression[] = [];

/** In written order, comments first. Most documents have none, which costs two searches of their text. */
export function suppressionsOf({ document, resources }: DocumentFacts): readonly Suppression[] {
  const comments = document.text.includes('edge-network-disable-') ? commentsOf(document) : none;
  if (!document.text.includes(suppressionAnnotation)) return comments;
  const annotations = resources.flatMap((resource): readonly Suppression[] => {
    const text = resource.metadata.annotations[suppressionAnnotation];
    if (text === undefined) return [];
    const place = placeOf(resource, 'metadata', 'annotations', suppressionAnnotation);
    return [{ scope: 'resource', document, root: resource.root, place, codes: codesOf(text, (start, end) => spanOf(place, start, end)) }];
  });
  return annotations.length === 0 ? comments : [...comments, ...annotations];
}

/** Where the codes end and the reason begins: ` -- `. */
export function endOfCodes(text: string): number {
  const reason = /(^|\s)--(\s|$)/.exec(text);
  return (reason === null ? text : text.slice(0, reason.index)).trimEnd().length;
}

function commentsOf(document: ManifestDocument): readonly Suppression[] {
  const { text } = document;
  const found: Suppression[] = [];
  // From the last to the first: what one speaks of, those directly above it speak of too, so that no line is looked at twice.
  let below: { readonly from: number; readonly line: number | undefined } = { from: text.length, line: undefined };
  for (const match of [...text.matchAll(/(?<=^|[ \t])#[ \t]*edge-network-disable-(next-line|file)(?![\w-])([^\r\n]*)/gm)].reverse()) {
    const [comment, scope, rest = ''] = match;
    const end = match.index + comment.trimEnd().length;
    const place: TextPlace = { document, path: undefined, start: match.index, end };
    const from = match.index + comment.length - rest.length;
    const codes = codesOf(rest, (start, stop) => ({ document, path: undefined, start: from + start, end: from + stop }));
    const next = text.indexOf('\n', end) + 1;
    const line = next === 0 ? undefined : (firstTelling(text, next, below.from) ?? below.line);
    below = { from: text.lastIndexOf('\n', match.index) + 1, line };
    // Behind a value it is that line that those above it speak of.
    if (tells(text.slice(below.from, match.index))) below = { from: below.from, line: below.from };
    found.push(scope === 'file' ? { scope, document, place, codes } : { scope: 'next-line', document, place, codes, line });
  }
  return found.reverse();
}

function codesOf(text: string, placeAt: (start: number, end: number) => Place): readonly SuppressedCode[] {
  return [...text.slice(0, endOfCodes(text)).matchAll(/[^\s,]+/g)].map(({ 0: code, index }) => ({
    text: code,
    place: placeAt(index, index + code.length),
  }));
}

/** Where the first line begins that is neither blank nor a comment, of those that begin in a stretch. */
function firstTelling(text: string, from: number, to: number): number | undefined {
  for (let at = from; at < to;) {
    const newline = text.indexOf('\n', at);
    const end = newline < 0 ? text.length : newline;
    if (tells(text.slice(at, end))) return at;
    at = end + 1;
  }
  return undefined;
}

/** Whether a line is neither blank nor a comment. */
function tells(line: string): boolean {
  const text = line.trimStart();
  return text !== '' && !text.startsWith('#');
}
