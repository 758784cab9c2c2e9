import type { ManifestDocument } from '../../manifests/document.ts';
import type { Place } from '../../manifests/place.ts';

/** Whether two places are the same field of the same document, whatever part of it. Stretches of text are never the same. */
export function isSameField(one: Place | undefined, other: Place | undefined): boolean {
  return one?.path !== undefined && other?.path !== undefined && one.document === other.document && keyOf(one.path) === keyOf(other.path);
}

/** Fields of documents, for looking up. */
export class PlaceSet {
  readonly #paths = new Map<ManifestDocument, Set<string>>();

  add({ document, path }: Pick<Place, 'document' | 'path'>): void {
    if (path === undefined) return;
    const paths = this.#paths.get(document);
    if (paths === undefined) this.#paths.set(document, new Set([keyOf(path)]));
    else paths.add(keyOf(path));
  }

  has({ document, path }: Pick<Place, 'document' | 'path'>): boolean {
    return path !== undefined && this.#paths.get(document)?.has(keyOf(path)) === true;
  }
}

function keyOf(path: NonNullable<Place['path']>): string {
  return JSON.stringify(path);
}
