import { english } from '../../src/base/message.ts';
import { resolvePlace } from '../../src/analysis/resolve.ts';
import { findingsOf, type Snapshot } from '../../src/analysis/snapshot.ts';
import { textEditOf } from '../../src/checks/findings/fixes.ts';
import type { Finding } from '../../src/checks/findings/finding.ts';
import type { Place } from '../../src/manifests/place.ts';

/** All that a host can show of a file's findings, in lines of the texts as they are. */
export function findingsSaid(snapshot: Snapshot, path: string): readonly string[] {
  return findingsOf(snapshot, path).map((finding) => findingSaid(snapshot, finding));
}

function findingSaid(snapshot: Snapshot, { code, severity, message, place, related, resource, cluster, fixes, ...rest }: Finding): string {
  return JSON.stringify([
    code,
    severity,
    english.say(message),
    placeSaid(snapshot, place),
    related.map((each) => [english.say(each.message), placeSaid(snapshot, each.place)]),
    resource,
    cluster,
    fixes.map(({ title, preferred, edits }) => [
      english.say(title),
      preferred,
      edits.map((edit) => {
        const change = textEditOf(edit);
        return change === undefined
          ? 'cannot be made'
          : [placeSaid(snapshot, { document: change.document, path: undefined, start: change.start, end: change.end }), change.text];
      }),
    ]),
    valueSaid(snapshot, rest),
  ]);
}

function placeSaid(snapshot: Snapshot, place: Place): string {
  const range = resolvePlace(snapshot, place);
  if (range === undefined) return `gone: ${place.document.file}`;
  const { start, end } = range;
  return `${range.path}:${start.line}:${start.character}-${end.line}:${end.character}`;
}

/** Everything that was computed of the clusters, as text: places by path in documents that the snapshot's files hold. */
export function clustersSaid(snapshot: Snapshot): string {
  return JSON.stringify(snapshot.clusters.map(({ cluster, allocation }) => valueSaid(snapshot, { ...allocation, cluster })));
}

/** Plain data; what stands in many places (documents, manifests, pods inside of services) by what names it. */
function valueSaid(snapshot: Snapshot, value: unknown, depth = 0): unknown {
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value === 'function') return 'function';
  if (typeof value !== 'object' || value === null) return value === undefined ? '-' : value;
  if (Array.isArray(value)) return value.map((item) => valueSaid(snapshot, item, depth + 1));
  if (value instanceof Map || value instanceof Set)
    return [...(value as Iterable<unknown>)].map((item) => valueSaid(snapshot, item, depth + 1));
  if ('file' in value && 'text' in value) return documentSaid(snapshot, value as Place['document']);
  if ('root' in value && 'document' in value && 'kind' in value) {
    const { document, root, metadata } = value as unknown as { document: Place['document']; root: unknown; metadata: unknown };
    return [documentSaid(snapshot, document), root, metadata];
  }
  if (depth > 3 && 'origin' in value && 'namespace' in value && 'name' in value)
    return `pod ${String(value.namespace)}/${String(value.name)}`;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, valueSaid(snapshot, part, depth + 1)]));
}

function documentSaid(snapshot: Snapshot, document: Place['document']): string {
  const index = snapshot.files.get(document.file)?.file.documents.indexOf(document) ?? -1;
  return index < 0 ? `gone: ${document.file}` : `${document.file}#${index}`;
}
