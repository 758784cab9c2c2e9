import { fieldAt, type FieldAt } from '../manifests/locate.ts';
import type { Resource } from '../manifests/resource.ts';
import { documentAt } from './resolve.ts';
import type { AnalysedCluster, Snapshot } from './snapshot.ts';

/** A manifest of a cluster around a place in a file. */
export interface ManifestAt {
  readonly resource: Resource;
  /** The field there; undefined on blank space, in comments, and where the text cannot be read. Its path counts from the document, its range from the document's first character. */
  readonly field: FieldAt | undefined;
  /** Offset in the document. */
  readonly offset: number;
  /** Offset of the document in the file. */
  readonly documentOffset: number;
}

/** The manifest around an offset of a file as a cluster has it; several when a kustomization uses it more than once, or when the offset is in a `List` between its items. */
export function manifestsAt(snapshot: Snapshot, { cluster }: AnalysedCluster, path: string, offset: number): readonly ManifestAt[] {
  const file = snapshot.files.get(path)?.file;
  if (file === undefined) return [];
  const at = documentAt(file, offset);
  const document = file.documents[at.index];
  const here = cluster.resources.filter((resource) => resource.document === document);
  if (document === undefined || here.length === 0) return [];
  const field = fieldAt(document, offset - at.offset);
  const inside = field === undefined ? here : here.filter(({ root }) => root.every((step, index) => field.path[index] === step));
  return (inside.length > 0 ? inside : here).map((resource) => ({
    resource,
    field,
    offset: offset - at.offset,
    documentOffset: at.offset,
  }));
}
