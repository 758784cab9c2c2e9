import { labelKey } from '../../engine/references/keys.ts';
import { askedPlaceOf, labelPlaceOf, labelsOfResource } from '../../engine/references/labelPlaces.ts';
import type { Target } from '../../engine/references/reference.ts';
import { referencesOf, type AnyMention, type References } from '../../engine/references/references.ts';
import { thingsMadeAt, thingsOf } from '../../engine/references/things.ts';
import { locate } from '../../manifests/locate.ts';
import { placeOf, type FieldPath, type Place } from '../../manifests/place.ts';
import { manifestsAt, type ManifestAt } from '../manifestsAt.ts';
import { renderedValues } from '../rendered/renderedValues.ts';
import { resolvePlace, type FileRange } from '../resolve.ts';
import { clustersOf, type Snapshot } from '../snapshot.ts';

/** What a manifest names or selects at a place; of mentions within one another the narrowest. */
export function mentionAt(references: References, manifest: ManifestAt): AnyMention | undefined {
  let best: { readonly mention: AnyMention; readonly size: number } | undefined;
  for (const mention of references.in(manifest.resource)) {
    if (!covers(mention.place, manifest)) continue;
    const size = sizeOf(mention.place);
    if (best === undefined || size < best.size) best = { mention, size };
  }
  return best?.mention;
}

/** A selector is covered as a whole, all that stands below its key. */
function covers(place: Place, { field, offset }: ManifestAt): boolean {
  if (place.path === undefined) return place.start <= offset && offset <= place.end;
  if (field === undefined || !startsWith(field.path, place.path)) return false;
  if (place.span === undefined) return true;
  const { start, end } = locate(place);
  return start <= offset && offset <= end;
}

/** For comparing only: the deeper a field, and the shorter a part of it, the narrower. */
function sizeOf(place: Place): number {
  if (place.path === undefined) return place.end - place.start;
  const part = place.span === undefined ? longest : place.span.end - place.span.start;
  return (1_000 - Math.min(place.path.length, 999)) * longest + part;
}

const longest = 1_000_000;

/** Where the things are that are named or selected at an offset of a file; at the name of a thing itself, that. In all clusters that have the manifest. */
export function definitionsAt(snapshot: Snapshot, path: string, offset: number): readonly FileRange[] {
  const named = namedAt(snapshot, path, offset);
  return named.length > 0 ? named : writersAt(snapshot, path, offset);
}

/** Who writes last what an expression, a value or a patch at an offset has a part in, where that is somebody else. */
function writersAt(snapshot: Snapshot, path: string, offset: number): readonly FileRange[] {
  const text = snapshot.files.get(path)?.file.text;
  if (text === undefined) return [];
  const found = new Map<string, FileRange>();
  for (const { cluster } of clustersOf(snapshot, path).slice(0, mostWriters))
    for (const { spans, by, resource, path: field } of renderedValues(cluster, path, text)) {
      if (found.size >= mostWriters) return [...found.values()];
      const isHere = spans.some(({ start, end }) => start <= offset && offset <= end);
      if (!isHere || (by.file === path && by.start <= offset && offset <= by.end)) continue;
      const range = resolvePlace(snapshot, placeOf({ document: resource.document, root: [] }, ...field));
      if (range !== undefined) found.set(`${range.path} ${range.start.line}:${range.start.character}`, range);
    }
  return [...found.values()];
}

const mostWriters = 50;

function namedAt(snapshot: Snapshot, path: string, offset: number): readonly FileRange[] {
  return rangesOf(snapshot, path, offset, (references, manifest) => {
    const mention = mentionAt(references, manifest);
    if (mention === undefined) {
      const things = thingsAt(references, manifest);
      const own = things.length > 0 ? undefined : ownLabelPlace(manifest);
      return own === undefined ? things.flatMap(({ place }) => place ?? []) : [own];
    }
    const key = labelKeyAt(mention, manifest);
    return references
      .targets(mention)
      .flatMap((target) => (key === undefined ? undefined : labelPlaceOf(target, key)) ?? target.place ?? []);
  });
}

/** Where the things at an offset are named or selected: those that have their name or label there, or those that are named or selected there. */
export function usesAt(snapshot: Snapshot, path: string, offset: number): readonly FileRange[] {
  return rangesOf(snapshot, path, offset, (references, manifest) => {
    const label = labelAt(manifest);
    if (label !== undefined) return usesOfLabel(references, manifest, label);
    const mention = mentionAt(references, manifest);
    const things = mention === undefined ? thingsAt(references, manifest) : references.targets(mention);
    return things.flatMap((thing) => references.to(thing)).map(({ place }) => place);
  });
}

function thingsAt(references: References, { resource, field }: ManifestAt): readonly Target[] {
  return field?.part !== 'value' ? [] : thingsMadeAt(resource, field.path.slice(resource.root.length), references.around);
}

interface LabelAt {
  readonly key: string;
  readonly value: string;
}

/** A label that selectors may ask for, at its key or its value. */
function labelAt({ resource, field }: ManifestAt): LabelAt | undefined {
  const labels = labelsOfResource(resource);
  if (labels === undefined || field?.scalar === undefined) return undefined;
  const path = field.path.slice(resource.root.length);
  const [key, ...deeper] = path.slice(labels.path.length);
  return startsWith(path, labels.path) && typeof key === 'string' && deeper.length === 0 ? { key, value: field.scalar.text } : undefined;
}

/** Of a label that selectors may ask for itself. */
function ownLabelPlace(manifest: ManifestAt): Place | undefined {
  const { resource, field } = manifest;
  return field === undefined || labelAt(manifest) === undefined ? undefined : placeOf(resource, ...field.path.slice(resource.root.length));
}

/** Selectors that ask for the label at a place, by its value or by its key alone, and select what has it; undefined where there is no label. */
export function askingForLabelAt(
  references: References,
  manifest: ManifestAt,
): { readonly key: string; readonly value: string; readonly mentions: readonly AnyMention[] } | undefined {
  const label = labelAt(manifest);
  return label === undefined ? undefined : { ...label, mentions: askingFor(references, manifest, label) };
}

function usesOfLabel(references: References, manifest: ManifestAt, label: LabelAt): readonly Place[] {
  return askingFor(references, manifest, label).map((mention) => askedPlaceOf(mention, label.key));
}

function askingFor(references: References, { resource }: ManifestAt, { key, value }: LabelAt): readonly AnyMention[] {
  const labels = labelsOfResource(resource);
  if (labels === undefined) return [];
  const things = thingsOf(resource, references.around);
  return references
    .under(labelKey(labels.what, key, value), labelKey(labels.what, key))
    .filter((mention) => things.some((thing) => references.leadsTo(mention, thing)));
}

/** The label that a selector asks for at the place, where it is one of its pairs. */
function labelKeyAt(mention: AnyMention, { field }: ManifestAt): string | undefined {
  const last = field?.path.at(-1);
  if (field === undefined || typeof last !== 'string') return undefined;
  const { path } = askedPlaceOf(mention, last);
  return path !== undefined && path.length > (mention.place.path?.length ?? 0) && startsWith(field.path, path) ? last : undefined;
}

function rangesOf(
  snapshot: Snapshot,
  path: string,
  offset: number,
  placesFor: (references: References, manifest: ManifestAt) => readonly Place[],
): readonly FileRange[] {
  const found = new Map<string, FileRange>();
  for (const analysed of clustersOf(snapshot, path)) {
    const references = referencesOf(analysed.allocation);
    for (const manifest of manifestsAt(snapshot, analysed, path, offset)) {
      for (const place of placesFor(references, manifest)) {
        const range = resolvePlace(snapshot, place);
        if (range !== undefined) found.set(`${range.path} ${range.start.line}:${range.start.character}`, range);
      }
    }
  }
  return [...found.values()];
}

function startsWith(path: FieldPath, start: FieldPath): boolean {
  return start.length <= path.length && start.every((step, index) => path[index] === step);
}
