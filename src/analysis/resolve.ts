import { perObject } from '../base/derived.ts';
import { LineIndex, type Position } from '../base/text.ts';
import type { ManifestDocument } from '../manifests/document.ts';
import type { ManifestFile } from '../manifests/documents.ts';
import { locate } from '../manifests/locate.ts';
import type { Place } from '../manifests/place.ts';
import type { Snapshot } from './snapshot.ts';
import { sourcePlaceOf } from './sourcePlaces.ts';

/** A stretch of a file in lines and characters from 0, end exclusive. */
export interface FileRange {
  readonly path: string;
  readonly start: Position;
  readonly end: Position;
}

/** Where a place is now; one in a rendered manifest: where its source wrote it. Undefined when the file has gone, or the document has been edited since the snapshot. */
export function resolvePlace(snapshot: Snapshot, where: Place): FileRange | undefined {
  const place = sourcePlaceOf(snapshot.files, where);
  if (place === undefined) return undefined;
  const file = snapshot.files.get(place.document.file)?.file;
  const offset = file === undefined ? undefined : offsetOf(file, place.document);
  if (file === undefined || offset === undefined) return undefined;
  const { start, end } = locate(place);
  const lines = linesOf(file);
  return { path: file.path, start: lines.positionAt(offset + start), end: lines.positionAt(offset + end) };
}

/** Lines are counted only in files that somebody looks at. */
export const linesOf: (file: ManifestFile) => LineIndex = perObject(({ text }: ManifestFile) => new LineIndex(text));

const indexesOf = perObject(
  ({ documents }: ManifestFile): ReadonlyMap<ManifestDocument, number> => new Map(documents.map((each, at) => [each, at])),
);

function offsetOf(file: ManifestFile, document: ManifestDocument): number | undefined {
  const index = indexesOf(file).get(document);
  return index === undefined || file.texts[index] !== document.text ? undefined : file.offsets[index];
}
