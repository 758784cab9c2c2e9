import type { Position } from '../base/text.ts';
import { LineIndex } from '../base/text.ts';
import { fieldAt } from '../manifests/locate.ts';
import { nameOf } from '../manifests/metadata.ts';
import type { Resource } from '../manifests/resource.ts';
import { unitKey, type Unit } from '../rendering/clusters/unit.ts';
import { filesOf, isRendered, type RenderedDocument } from '../rendering/renderedDocument.ts';
import { manifestsAt } from './manifestsAt.ts';
import { resolvePlace, type FileRange } from './resolve.ts';
import { clustersOf, type Snapshot } from './snapshot.ts';

/** A manifest that a unit renders. */
export interface RenderedManifestRef {
  /** Stays the same as long as the unit renders a manifest of that name. */
  readonly key: string;
  /** `Service shop/web` */
  readonly name: string;
  readonly unit: Unit;
}

/** The manifests that what stands at an offset becomes a part of; those that any of the file becomes a part of where the offset is in none. */
export function renderedFrom(snapshot: Snapshot, path: string, offset: number): readonly RenderedManifestRef[] {
  const found = new Map<string, RenderedManifestRef>();
  const add = (resource: Resource): void => {
    if (!isRendered(resource.document)) return;
    const ref = refOf(resource, resource.document);
    if (!found.has(ref.key)) found.set(ref.key, ref);
  };
  const clusters = clustersOf(snapshot, path);
  for (const analysed of clusters) for (const { resource } of manifestsAt(snapshot, analysed, path, offset)) add(resource);
  if (found.size === 0)
    for (const { cluster } of clusters)
      for (const resource of cluster.resources) if (isRendered(resource.document) && filesOf(resource.document).has(path)) add(resource);
  return [...found.values()];
}

function refOf(resource: Resource, { unit }: RenderedDocument): RenderedManifestRef {
  const name = nameOf(resource);
  return { key: `${unitKey(unit)}\n${resource.apiVersion} ${name}`, name, unit };
}

export interface RenderedText {
  readonly text: string;
  /** Of each line the value, or the key where a field goes on below, and where it is written; in order. Lines of which no source is known are left out. */
  readonly lines: readonly { readonly start: Position; readonly end: Position; readonly at: FileRange }[];
}

/** What the tool prints of a manifest; undefined when its unit renders none of that name any longer. */
export function renderedText(snapshot: Snapshot, key: string): RenderedText | undefined {
  for (const { cluster } of snapshot.clusters) {
    for (const resource of cluster.resources) {
      const { document } = resource;
      if (isRendered(document) && refOf(resource, document).key === key) return textOf(snapshot, document);
    }
  }
  return undefined;
}

function textOf(snapshot: Snapshot, document: RenderedDocument): RenderedText {
  const { text } = document;
  const index = new LineIndex(text);
  const lines: RenderedText['lines'][number][] = [];
  let offset = 0;
  for (const line of text.split('\n')) {
    const start = offset + line.length - line.replace(/^[\s-]+/, '').length;
    const end = offset + line.trimEnd().length;
    offset += line.length + 1;
    // What stands last in the line is what somebody may have set; the key before it may be an older source's.
    const field = end > start ? (fieldAt(document, end) ?? fieldAt(document, start)) : undefined;
    const at = field === undefined ? undefined : resolvePlace(snapshot, { document, path: field.path, part: field.part, span: undefined });
    if (field === undefined || at === undefined) continue;
    // Only the value is what the source says; of a scalar of several lines it is all of the line.
    const from = field.part === 'value' && field.range.start < end ? Math.max(start, field.range.start) : start;
    lines.push({ start: index.positionAt(from), end: index.positionAt(end), at });
  }
  return { text, lines };
}
