import { resourcesBy, resourcesOfDocument, type Cluster } from '../manifests/cluster.ts';
import type { ManifestDocument } from '../manifests/document.ts';
import { fieldAt, type FieldAt } from '../manifests/locate.ts';
import type { Resource } from '../manifests/resource.ts';
import { fieldFrom, filesOf, isRendered } from '../rendering/renderedDocument.ts';
import { syntaxOf } from '../rendering/syntaxOf.ts';
import { documentAt } from './documentAt.ts';
import type { AnalysedCluster, Snapshot } from './snapshot.ts';

/** A manifest of a cluster around a place in a file. */
export interface ManifestAt {
  readonly resource: Resource;
  /** The field there; undefined on blank space, in comments, and where the text cannot be read. Its path counts from the manifest's document, its range from the document's first character. */
  readonly field: FieldAt | undefined;
  /** Offset in the document. */
  readonly offset: number;
  /** Offset of the document in the file. */
  readonly documentOffset: number;
  /** Of the document in which the offset lies: of a rendered manifest, the source. */
  readonly text: string;
}

/**
 * The manifests that an offset of a file contributes to, as a cluster has them: the one that stands there, or each that is rendered from what stands there;
 * several also when the offset is in a `List` between its items.
 */
export function manifestsAt(snapshot: Snapshot, { cluster }: AnalysedCluster, path: string, offset: number): readonly ManifestAt[] {
  const file = snapshot.files.get(path)?.file;
  if (file === undefined) return [];
  const at = documentAt(file, offset);
  const document = file.documents[at.index];
  if (document === undefined) return [];
  const here = writtenIn(snapshot, cluster, path, at.index, document);
  const rendered = renderedAt(cluster, path, offset, document, at.offset);
  if (here.length === 0) return rendered;
  const field = fieldAt(document, offset - at.offset);
  const inside = field === undefined ? here : here.filter(({ root }) => root.every((step, index) => field.path[index] === step));
  return [
    ...(inside.length > 0 ? inside : here).map((resource) => ({
      resource,
      field,
      offset: offset - at.offset,
      documentOffset: at.offset,
      text: document.text,
    })),
    ...rendered,
  ];
}

/** What a cluster has of a document as it is written. Most often that is what was read of it, which is found without an index of all that the cluster has. */
function writtenIn(snapshot: Snapshot, cluster: Cluster, path: string, index: number, document: ManifestDocument): readonly Resource[] {
  if (snapshot.consumed.has(path)) return [];
  const read = snapshot.files.get(path)?.documents[index]?.resources ?? [];
  return read.length > 0 && read.length <= 20 && read.every((resource) => cluster.resources.includes(resource))
    ? read
    : resourcesOfDocument(cluster, document);
}

function renderedAt(
  cluster: Cluster,
  path: string,
  offset: number,
  { text }: ManifestDocument,
  documentOffset: number,
): readonly ManifestAt[] {
  return renderedBySource(cluster, path).flatMap((resource): ManifestAt[] => {
    const { document } = resource;
    const found = isRendered(document) ? fieldFrom(document, path, offset) : undefined;
    if (found === undefined) return [];
    const range = { start: found.at.start - documentOffset, end: found.at.end - documentOffset };
    const scalar = found.scalar === undefined ? undefined : { ...syntaxOf(found.scalar), ...range };
    return [
      {
        resource,
        field: { path: found.path, part: found.part, scalar: scalar?.type === 'scalar' ? scalar : undefined, range },
        offset: offset - documentOffset,
        documentOffset,
        text,
      },
    ];
  });
}

/** Rendered resources by a file that their fields come from. */
export const renderedBySource = resourcesBy<string>(({ document }) => (isRendered(document) ? filesOf(document) : none));
const none: readonly never[] = [];
