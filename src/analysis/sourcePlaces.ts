import { message } from '../base/message.ts';
import { resourceAt } from '../checks/findings/resourceAt.ts';
import type { Finding, FixEdit, RelatedPlace } from '../checks/findings/finding.ts';
import { fieldAt, pathOfRange } from '../manifests/locate.ts';
import type { Cluster } from '../manifests/cluster.ts';
import { placeOf, type FieldPath, type Place, type TextPlace } from '../manifests/place.ts';
import { suppressionAnnotation, type Suppression } from '../manifests/suppressions.ts';
import type { ManifestDocument } from '../manifests/document.ts';
import { withKept, isSame } from '../manifests/same.ts';
import type { DeliveryUnit } from '../rendering/clusters/unit.ts';
import type { Span } from '../rendering/origin.ts';
import { isRendered, originsOf, type RenderedDocument } from '../rendering/renderedDocument.ts';
import type { YamlNode } from '../rendering/yaml/node.ts';
import type { FileTable } from './files.ts';
import { documentAt } from './documentAt.ts';

/** The place in a source that wrote what stands at a place; the same place where it is a source's already. Undefined for what no source that is at hand spells. */
export function sourcePlaceOf(files: FileTable, place: Place): Place | undefined {
  const { document } = place;
  if (!isRendered(document)) return place;
  if (place.path === undefined) return textPlaceOf(files, document.root.origins[0]);
  if (place.span === undefined) {
    const field = fieldPlaceOf(files, document, place.path, place.part);
    if (field !== undefined) return field;
  }
  const [origin] = originsOf(document, place, (file) => files.get(file)?.file.text);
  return textPlaceOf(files, origin);
}

/** A stretch of a file as a place in its document. */
export function textPlaceOf(files: FileTable, span: Span | undefined): TextPlace | undefined {
  const found = span === undefined ? undefined : stretchOf(files, span);
  return found === undefined ? undefined : { document: found.document, path: undefined, start: found.start, end: found.end };
}

interface Stretch {
  readonly document: ManifestDocument;
  readonly start: number;
  readonly end: number;
}

function stretchOf(files: FileTable, { file: path, start, end }: Span): Stretch | undefined {
  const file = files.get(path)?.file;
  if (file === undefined) return undefined;
  const { index, offset } = documentAt(file, start);
  const document = file.documents[index];
  return document === undefined ? undefined : { document, start: start - offset, end: Math.min(end - offset, document.text.length) };
}

/** As a field of its source, so that a fix finds what it needs there; also for a field that is not written, of a parent that is. */
function fieldPlaceOf(files: FileTable, document: RenderedDocument, path: FieldPath, part: 'key' | 'value'): Place | undefined {
  let node: YamlNode = document.root;
  let written = 0;
  for (const step of path) {
    const next: YamlNode | undefined =
      typeof step === 'string'
        ? node.type === 'map'
          ? node.entries.find(({ key }) => key === step)?.value
          : undefined
        : node.type === 'list'
          ? node.items[step]
          : undefined;
    if (next === undefined) {
      // Who took the field away is asked for otherwise.
      if (node.type === 'map' && node.removed?.some(({ key }) => key === step) === true) return undefined;
      break;
    }
    if (part === 'key' && written === path.length - 1 && node.type === 'map') {
      const key = node.entries.find((entry) => entry.key === step)?.keyOrigins[0];
      const at = key === undefined ? undefined : stretchOf(files, key);
      const field = at === undefined ? undefined : fieldAt(at.document, at.start);
      return at === undefined || field?.part !== 'key' || field.range.start !== at.start
        ? undefined
        : { document: at.document, path: field.path, part: 'key', span: undefined };
    }
    node = next;
    written++;
  }
  const [origin] = node.origins;
  const at = origin === undefined ? undefined : stretchOf(files, origin);
  const found = at === undefined ? undefined : pathOfRange(at.document, at);
  return at === undefined || found === undefined
    ? undefined
    : { document: at.document, path: [...found, ...path.slice(written)], part, span: undefined };
}

/** A finding where it is to be mended: in the patch, the values or the base that wrote the field, with the unit beside it. The same object where no place is a rendered one. */
export function findingAtSource(files: FileTable, finding: Finding): Finding {
  const { document } = finding.place;
  if (!isRendered(document)) return finding;
  const place = sourcePlaceOf(files, finding.place);
  if (place === undefined) return finding;
  const related = finding.related.flatMap((each): RelatedPlace[] => {
    const at = sourcePlaceOf(files, each.place);
    return at === undefined ? [] : [{ message: each.message, place: at }];
  });
  const unit = unitPlace(files, document);
  const told = unit === undefined || unit.document === place.document ? [] : [unitNote(document, unit)];
  return {
    ...finding,
    place,
    related: [...related, ...told],
    fixes: finding.fixes.flatMap(({ title, preferred, edits }) => {
      const moved = edits.map((edit) => editAtSource(files, edit));
      const made = moved.filter((edit) => edit !== undefined);
      return made.length < moved.length ? [] : [{ title, preferred, edits: made }];
    }),
    judged: finding,
  };
}

function unitNote({ unit }: RenderedDocument, place: Place): RelatedPlace {
  if (unit.kind === 'delivery')
    return { message: message('Found in what {0} {1} applies', unit.delivery.by.kind, objectName(unit)), place };
  if (unit.kind === 'modules') return { message: message('Found in what the agent of the device makes of its modules'), place };
  if (unit.kind === 'kustomization') return { message: message('Found in what Kustomize builds from {0}', unit.folder || '.'), place };
  return unit.variant === ''
    ? { message: message('Found in what Helm renders from {0}', unit.folder || '.'), place }
    : { message: message('Found in what Helm renders from {0} with the values of {1}', unit.folder || '.', unit.variant), place };
}

function objectName({ delivery: { by } }: DeliveryUnit): string {
  return `${by.namespace}/${by.name}`;
}

/** Where a unit is described. */
function unitPlace(files: FileTable, { unit }: RenderedDocument): TextPlace | undefined {
  if (unit.kind === 'delivery') return textPlaceOf(files, unit.delivery.by.root.origins[0]);
  // The manifest is what one sees already.
  if (unit.kind === 'modules') return undefined;
  const { kind, folder } = unit;
  const names = kind === 'chart' ? ['Chart.yaml'] : ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];
  for (const name of names) {
    const at = textPlaceOf(files, { file: folder === '' ? name : `${folder}/${name}`, start: 0, end: 0 });
    if (at !== undefined) return at;
  }
  return undefined;
}

/** The same edit in the source that wrote the field; undefined where it cannot be made there. The same object for a source's own. */
export function editAtSource(files: FileTable, edit: FixEdit): FixEdit | undefined {
  switch (edit.kind) {
    case 'append':
      return isRendered(edit.document) ? undefined : edit;
    case 'delete':
      return isRendered(edit.place.document) ? undefined : edit;
    case 'insert': {
      const place = sourcePlaceOf(files, edit.place);
      return place?.path === undefined ? undefined : { ...edit, place };
    }
    case 'replace': {
      const place = sourcePlaceOf(files, edit.place);
      return place === undefined ? undefined : { ...edit, place };
    }
  }
}

/** Findings at their sources; those that are as before are the same objects. */
export function findingsAtSource(files: FileTable, judged: readonly Finding[], before: readonly Finding[]): readonly Finding[] {
  if (!judged.some(({ place }) => isRendered(place.document))) return judged;
  return withKept(
    before,
    judged.map((finding) => findingAtSource(files, finding)),
    (one, other) => one === other || (one.judged !== undefined && one.judged === other.judged && isSamePlaces(one, other)),
  );
}

function isSamePlaces(one: Finding, other: Finding): boolean {
  return (
    samePlace(one.place, other.place) &&
    one.related.length === other.related.length &&
    one.related.every(({ place }, index) => {
      const counterpart = other.related[index];
      return counterpart !== undefined && samePlace(place, counterpart.place);
    }) &&
    one.fixes.length === other.fixes.length &&
    one.fixes.every(({ edits }, index) => isSame(edits.map(placesIn), other.fixes[index]?.edits.map(placesIn)))
  );
}

function placesIn(edit: FixEdit): unknown {
  return edit.kind === 'append' ? edit.document.text : [edit.place.document.text, edit.place.path ?? [edit.place.start, edit.place.end]];
}

function samePlace(one: Place, other: Place): boolean {
  return one.document === other.document && isSame({ ...one, document: undefined }, { ...other, document: undefined });
}

/** Suppressions in the annotation of a rendered manifest, wherever its source wrote it. */
export function inheritedBy({ judged }: Finding, cluster: Cluster, files: FileTable): readonly Suppression[] {
  const resource = judged === undefined ? undefined : resourceAt(cluster, judged.place);
  if (resource?.metadata.annotations[suppressionAnnotation] === undefined) return [];
  const place = sourcePlaceOf(files, placeOf(resource, 'metadata', 'annotations', suppressionAnnotation));
  if (place === undefined) return [];
  return (files.get(place.document.file)?.suppressions ?? []).filter(
    (suppression) =>
      suppression.scope === 'resource' && suppression.document === place.document && isSame(suppression.place.path, place.path),
  );
}
