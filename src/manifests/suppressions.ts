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
  const found: Suppression[] = [];
  for (const match of document.text.matchAll(/(?<=^|[ \t])#[ \t]*edge-network-disable-(next-line|file)(?![\w-])([^\r\n]*)/gm)) {
    const [comment, scope, rest = ''] = match;
    const end = match.index + comment.trimEnd().length;
    const place: TextPlace = { document, path: undefined, start: match.index, end };
    const from = match.index + comment.length - rest.length;
    const codes = codesOf(rest, (start, stop) => ({ document, path: undefined, start: from + start, end: from + stop }));
    found.push(
      scope === 'file'
        ? { scope, document, place, codes }
        : { scope: 'next-line', document, place, codes, line: nextLine(document.text, end) },
    );
  }
  return found;
}

function codesOf(text: string, placeAt: (start: number, end: number) => Place): readonly SuppressedCode[] {
  return [...text.slice(0, endOfCodes(text)).matchAll(/[^\s,]+/g)].map(({ 0: code, index }) => ({
    text: code,
    place: placeAt(index, index + code.length),
  }));
}

function nextLine(text: string, from: number): number | undefined {
  for (let at = text.indexOf('\n', from) + 1; at > 0; at = text.indexOf('\n', at) + 1) {
    const end = text.indexOf('\n', at);
    const line = text.slice(at, end < 0 ? undefined : end).trim();
    if (line !== '' && !line.startsWith('#')) return at;
  }
  return undefined;
}
