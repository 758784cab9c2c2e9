import { message, type Message } from '../../base/message.ts';
import type { TextRange } from '../../base/text.ts';
import { referencesOf } from '../../engine/references/references.ts';
import { scalarAt } from '../../manifests/locate.ts';
import type { Place, TextPlace } from '../../manifests/place.ts';
import { isRendered, originsOf } from '../../rendering/renderedDocument.ts';
import { fileEditsOf, type FileEdit } from '../fixes/fileEdits.ts';
import { manifestsAt, type ManifestAt } from '../manifestsAt.ts';
import { linesOf } from '../resolve.ts';
import { clustersOf, type AnalysedCluster, type Snapshot } from '../snapshot.ts';
import { editAtSource, textPlaceOf } from '../sourcePlaces.ts';
import { labelUses } from './labelUses.ts';
import { namespaceUses, nameUses, type Use, type Uses } from './nameUses.ts';
import { patchTargets } from './patchTargets.ts';
import { subjectAt, type Subject, type SubjectAt } from './subject.ts';

/** A name that can be given another one, or why it cannot. */
export type Renameable = { readonly range: TextRange; readonly text: string } | { readonly refused: Message };

/** What is to be written where, or why it may not be. */
export type Renaming = { readonly edits: readonly FileEdit[] } | { readonly refused: Message };

interface Found extends SubjectAt {
  readonly analysed: AnalysedCluster;
  readonly manifest: ManifestAt;
}

function subjectsAt(snapshot: Snapshot, analysed: AnalysedCluster, path: string, offset: number): readonly Found[] {
  const references = referencesOf(analysed.allocation);
  return manifestsAt(snapshot, analysed, path, offset).flatMap((manifest) => {
    const found = subjectAt(references, manifest);
    return found === undefined ? [] : [{ ...found, analysed, manifest }];
  });
}

/** Undefined where the cursor is on no name of the kind. */
export function renameableAt(snapshot: Snapshot, path: string, offset: number): Renameable | undefined {
  const file = snapshot.files.get(path)?.file;
  const [first] = clustersOf(snapshot, path).flatMap((analysed) => subjectsAt(snapshot, analysed, path, offset));
  if (file === undefined || first === undefined) return undefined;
  const { range, subject, manifest } = first;
  // A rendered name is read from the source, whose text may be only a part of it.
  const at = isRendered(manifest.resource.document) ? sourceRange(file.text, manifest) : absolute(range, manifest);
  const written = file.text.slice(at.start, at.end);
  return written.toLowerCase() === subject.text.toLowerCase() ? { range: at, text: written } : { refused: isMade(subject.text) };
}

function absolute({ start, end }: TextRange, { documentOffset }: ManifestAt): TextRange {
  return { start: documentOffset + start, end: documentOffset + end };
}

/** Of a source the field is all that is known, so that a name within a longer text is not found. */
function sourceRange(text: string, { field, documentOffset }: ManifestAt): TextRange {
  const start = documentOffset + (field?.range.start ?? 0);
  const end = documentOffset + (field?.range.end ?? 0);
  const quoted = end - start >= 2 && (text[start] === '"' || text[start] === "'") && text[end - 1] === text[start];
  return quoted ? { start: start + 1, end: end - 1 } : { start, end };
}

function isMade(text: string): Message {
  return message('{0} is not written as such: a kustomization, a chart or a template makes it of something else.', text);
}

/** So many places are changed at most. */
const mostEdits = 20_000;

/**
 * Every place that means what is named at an offset, in every cluster that any of them is a part of, with the new name. Refused where a place is made of something else,
 * where a chart has other users, and where the new name means something already.
 */
export function renamingAt(snapshot: Snapshot, path: string, offset: number, newText: string): Renaming | undefined {
  const pending = clustersOf(snapshot, path).flatMap((analysed) => subjectsAt(snapshot, analysed, path, offset));
  if (pending.length === 0) return undefined;
  const edits = new Map<string, FileEdit>();
  const done = new Set<string>();
  for (let found = pending.shift(); found !== undefined; found = pending.shift()) {
    const { analysed, subject } = found;
    const outcome = usesOf(analysed, subject, newText);
    if ('refused' in outcome) return outcome;
    for (const { place, text } of [...outcome.uses, ...targetedUses(snapshot, found)]) {
      const edit = fileEditOf(snapshot, place, text, newText);
      if (edit === undefined) return { refused: isMade(text) };
      for (const repeated of repetitionsOf(snapshot, place, text)) {
        const again = replacing(snapshot, repeated, text, newText);
        if (again !== undefined) edits.set(keyOfEdit(again), again);
      }
      const key = keyOfEdit(edit);
      if (edits.has(key)) continue;
      const clusters = clustersOf(snapshot, edit.range.path);
      if (clusters.length > 1 && isOfChart(place))
        return {
          refused: message(
            '{0} is a part of a chart that others use too, so that the name would change for them as well.',
            edit.range.path,
          ),
        };
      edits.set(key, edit);
      if (edits.size > mostEdits) return { refused: message('There are too many places to rename.') };
      // What a base says, it says to every cluster: there the others that mean it change as well.
      const file = snapshot.files.get(edit.range.path)?.file;
      if (file === undefined) continue;
      for (const other of clusters) {
        const at = linesOf(file).offsetAt(edit.range.start);
        if (other === analysed) continue;
        const subjects = subjectsAt(snapshot, other, edit.range.path, at);
        for (const each of subjects) {
          const id = `${snapshot.clusters.indexOf(other)} ${keyOf(each.subject)}`;
          if (done.has(id)) continue;
          done.add(id);
          pending.push(each);
        }
      }
    }
  }
  return { edits: [...edits.values()] };
}

/** Patches ask for a thing by its own name alone. */
function targetedUses(snapshot: Snapshot, { analysed, subject }: Found): readonly Use[] {
  if (subject.kind !== 'thing' || subject.target.resource?.metadata.name !== subject.text) return [];
  return patchTargets(snapshot, analysed, subject.target.resource);
}

function keyOfEdit({ range: { path, start } }: FileEdit): string {
  return `${path} ${start.line}:${start.character}`;
}

function keyOf(subject: Subject): string {
  switch (subject.kind) {
    case 'label': {
      const at = 'place' in subject.from ? subject.from.resource : subject.from;
      return `label ${subject.key} ${subject.text} ${at.kind} ${at.metadata.namespace ?? ''}/${at.metadata.name}`;
    }
    case 'thing':
      return `${subject.target.kind} ${subject.text} ${subject.target.resource?.metadata.namespace ?? ''}/${subject.target.resource?.metadata.name ?? ''}`;
    case 'namespace':
      return `namespace ${subject.text}`;
  }
}

function usesOf({ allocation }: AnalysedCluster, subject: Subject, newText: string): Uses {
  const references = referencesOf(allocation);
  switch (subject.kind) {
    case 'thing':
      return nameUses(references, subject.target, newText);
    case 'namespace':
      return namespaceUses(references, subject.text, newText);
    case 'label': {
      if (!/^([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)?$/.test(newText) || newText.length > 63)
        return { refused: message('"{0}" is not a label value.', newText) };
      const found = labelUses(references, subject, newText);
      return 'refused' in found ? found : { uses: found.places.map((place) => ({ place, text: subject.text })) };
    }
  }
}

function fileEditOf(snapshot: Snapshot, place: Place, replaces: string, text: string): FileEdit | undefined {
  const { document } = place;
  // What a tool made of a longer text has its place there only as a whole.
  return replacing(
    snapshot,
    place,
    place.path === undefined ? document.text.slice(place.start, place.end) : writtenAt(place, replaces),
    text,
  );
}

function replacing(snapshot: Snapshot, place: Place, replaces: string, text: string): FileEdit | undefined {
  const edit = editAtSource(snapshot.files, { kind: 'replace', place, replaces, text });
  if (edit === undefined) return undefined;
  return fileEditsOf(snapshot, { title: message('{0}', text), preferred: false, edits: [edit] })?.[0];
}

/** Where others of its writers spell the same: a patch that repeats what its base says would take the new name back. */
function repetitionsOf({ files }: Snapshot, place: Place, text: string): readonly TextPlace[] {
  const { document } = place;
  if (!isRendered(document) || place.path === undefined) return [];
  const [, ...others] = originsOf(document, place, (file) => files.get(file)?.file.text);
  const whole = scalarAt(place)?.text;
  return others.flatMap((origin) => {
    const found = textPlaceOf(files, origin);
    if (found === undefined) return [];
    const written = found.document.text.slice(found.start, found.end);
    const inner = /^(["'])(.*)\1$/.exec(written)?.[2];
    const start = found.start + (inner === undefined ? 0 : 1);
    const part = place.span === undefined || (inner ?? written) !== whole ? { start: 0, end: (inner ?? written).length } : place.span;
    const range = { start: start + part.start, end: start + part.end };
    return found.document.text.slice(range.start, range.end) === text ? [{ document: found.document, path: undefined, ...range }] : [];
  });
}

/** Names of hosts are compared in small letters; the text may have others. */
function writtenAt(place: Place, text: string): string {
  if (place.path === undefined || place.span === undefined) return text;
  const { start, end } = place.span;
  return end - start === text.length ? (scalarPart(place, start, end) ?? text) : text;
}

function scalarPart(place: Place, start: number, end: number): string | undefined {
  return place.path === undefined ? undefined : scalarAt(place)?.text.slice(start, end);
}

function isOfChart({ document }: Place): boolean {
  if (!isRendered(document)) return false;
  const { unit } = document;
  return unit.kind === 'chart' || (unit.kind === 'delivery' && /^Helm/.test(unit.delivery.by.kind));
}
