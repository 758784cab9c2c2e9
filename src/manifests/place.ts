import type { TextRange } from '../base/text.ts';
import type { ManifestDocument } from './document.ts';

/** Keys and indexes from the root of a document to a field. */
export type FieldPath = readonly (string | number)[];

/**
 * Where something stands, said so that an edit elsewhere changes nothing: a field of a document by its path, or a stretch of the document's own text.
 * `locate.ts` turns it into offsets when somebody looks.
 */
export type Place = FieldPlace | TextPlace;

export interface FieldPlace {
  readonly document: ManifestDocument;
  readonly path: FieldPath;
  /** The key of the last step, or what stands behind it. */
  readonly part: 'key' | 'value';
  /** A part of the scalar at the path, in characters of its content (one range of a comma list). */
  readonly span: TextRange | undefined;
}

export interface TextPlace extends TextRange {
  readonly document: ManifestDocument;
  readonly path: undefined;
}

/** What a place in a resource is counted from. */
export interface Rooted {
  readonly document: ManifestDocument;
  /** Path of the resource inside its document: empty, unless a `List` holds it. */
  readonly root: FieldPath;
}

/** A field of a resource. A field that is not written is located at its nearest written parent. */
export function placeOf(resource: Rooted, ...path: FieldPath): FieldPlace {
  return { document: resource.document, path: [...resource.root, ...path], part: 'value', span: undefined };
}

/** The key of a field of a resource. */
export function keyPlaceOf(resource: Rooted, ...path: FieldPath): FieldPlace {
  return { document: resource.document, path: [...resource.root, ...path], part: 'key', span: undefined };
}

/** A part of a scalar field: `start` and `end` count characters of its content. */
export function spanOf(place: FieldPlace, start: number, end: number): FieldPlace {
  return { ...place, part: 'value', span: { start, end } };
}

/** A part of what stands at a place, in characters of it. */
export function partOf(place: Place, start: number, end: number): Place {
  if (place.path === undefined) return { document: place.document, path: undefined, start: place.start + start, end: place.start + end };
  const offset = place.span?.start ?? 0;
  return spanOf(place, offset + start, offset + end);
}

/** `spec.ports[0].targetPort` */
export function formatPath(path: FieldPath): string {
  return path.map((step, index) => (typeof step === 'number' ? `[${step}]` : index === 0 ? step : `.${step}`)).join('');
}
