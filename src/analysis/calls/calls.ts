import { referencesOf, type AnyMention, type ReferenceKind, type References } from '../../engine/references/references.ts';
import { thingsOf } from '../../engine/references/things.ts';
import { placeOf, type Place } from '../../manifests/place.ts';
import type { Resource } from '../../manifests/resource.ts';
import { manifestsAt } from '../manifestsAt.ts';
import { addressesOf, sortOf, type ThingSort } from '../navigation/outline.ts';
import { mentionAt } from '../references/references.ts';
import { resolvePlace, type FileRange } from '../resolve.ts';
import { clustersOf, type AnalysedCluster, type Snapshot } from '../snapshot.ts';

/** A manifest as an end of connections. */
export interface Caller {
  readonly name: string;
  /** Kind, namespace and addresses, and the cluster where there are several. */
  readonly detail: string;
  readonly sort: ThingSort;
  /** Of its name. */
  readonly at: FileRange;
}

export interface Call {
  readonly with: Caller;
  /** Where the caller names or selects whom it calls, all in one file: the caller's. */
  readonly ranges: readonly FileRange[];
}

/** References that say where traffic goes, or may go. */
const kinds: ReadonlySet<ReferenceKind> = new Set<ReferenceKind>([
  'service-pods',
  'policy-pods',
  'calico-pods',
  'cilium-pods',
  'backend-service',
  'route-service',
  'calico-service',
  'service-name',
  'service-name-pod',
]);

const mostCalls = 200;

/** What is called or calls at an offset: what is named there, else the manifest that stands there. */
export function callersAt(snapshot: Snapshot, path: string, offset: number): readonly Caller[] {
  return distinct(
    ends(snapshot, path, offset).flatMap(({ each, references, resource, mention }) => {
      const named = mention === undefined || !kinds.has(mention.kind) ? [] : targetsOf(references, mention);
      return (named.length > 0 ? named : isEnd(references, resource) ? [resource] : []).flatMap((one) => callerOf(snapshot, each, one));
    }),
  );
}

/** Who names or selects the manifest at an offset. */
export function callsTo(snapshot: Snapshot, path: string, offset: number): readonly Call[] {
  const calls = new Map<string, Call>();
  for (const { each, references, resource } of ends(snapshot, path, offset)) {
    const mentions = thingsOf(resource, references.around).flatMap((thing) =>
      thing.kind === 'service' || thing.kind === 'pods' ? references.to(thing) : [],
    );
    for (const mention of mentions)
      if (kinds.has(mention.kind) && mention.resource !== resource) note(calls, snapshot, each, mention.resource, mention.place);
  }
  return [...calls.values()].map((call) => ({ ...call, ranges: within(call.ranges, call.with.at) }));
}

/** Whom the manifest at an offset names or selects. */
export function callsFrom(snapshot: Snapshot, path: string, offset: number): readonly Call[] {
  const calls = new Map<string, Call>();
  const own = new Map<string, FileRange>();
  for (const { each, references, resource } of ends(snapshot, path, offset)) {
    for (const { at } of callerOf(snapshot, each, resource)) own.set(at.path, at);
    for (const mention of references.in(resource)) {
      if (!kinds.has(mention.kind)) continue;
      for (const target of targetsOf(references, mention)) if (target !== resource) note(calls, snapshot, each, target, mention.place);
    }
  }
  const [at] = own.values();
  return at === undefined ? [] : [...calls.values()].map((call) => ({ ...call, ranges: within(call.ranges, at) }));
}

function note(calls: Map<string, Call>, snapshot: Snapshot, each: AnalysedCluster, other: Resource, place: Place): void {
  const [caller] = callerOf(snapshot, each, other);
  const range = resolvePlace(snapshot, place);
  if (caller === undefined || range === undefined) return;
  const key = keyOf(caller);
  const known = calls.get(key);
  if (known === undefined && calls.size >= mostCalls) return;
  calls.set(key, { with: known?.with ?? caller, ranges: [...(known?.ranges ?? []), range] });
}

/** A client takes these for places in the file of the caller. */
function within(ranges: readonly FileRange[], at: FileRange): readonly FileRange[] {
  const there = ranges.filter(({ path }) => path === at.path);
  const distinctly = new Map(there.map((range) => [`${range.start.line}:${range.start.character}`, range])).values();
  return there.length === 0 ? [at] : [...distinctly].sort(({ start: a }, { start: b }) => a.line - b.line || a.character - b.character);
}

interface End {
  readonly each: AnalysedCluster;
  readonly references: References;
  readonly resource: Resource;
  readonly mention: AnyMention | undefined;
}

function ends(snapshot: Snapshot, path: string, offset: number): readonly End[] {
  return clustersOf(snapshot, path).flatMap((each) => {
    const references = referencesOf(each.allocation);
    return manifestsAt(snapshot, each, path, offset).map((manifest) => ({
      each,
      references,
      resource: manifest.resource,
      mention: mentionAt(references, manifest),
    }));
  });
}

function targetsOf(references: References, mention: AnyMention): readonly Resource[] {
  return references
    .targets(mention)
    .flatMap(({ kind, resource }) => ((kind === 'service' || kind === 'pods') && resource !== undefined ? [resource] : []));
}

/** Whether anything may lead to it, or from it. */
function isEnd(references: References, resource: Resource): boolean {
  return (
    resource.type === 'Service' ||
    resource.type === 'Workload' ||
    resource.type === 'Pod' ||
    references.in(resource).some(({ kind }) => kinds.has(kind))
  );
}

function callerOf(snapshot: Snapshot, { cluster, allocation }: AnalysedCluster, resource: Resource): readonly Caller[] {
  const at = resolvePlace(snapshot, placeOf(resource, 'metadata', 'name'));
  if (at === undefined) return [];
  const { kind, metadata } = resource;
  const suffix = snapshot.clusters.length > 1 ? [cluster.name] : [];
  const detail = [kind, metadata.namespace, ...addressesOf(allocation, resource).slice(0, 2), ...suffix]
    .filter((text) => text !== undefined)
    .join(' · ');
  return [{ name: metadata.name === '' ? kind : metadata.name, detail, sort: sortOf(resource), at }];
}

function keyOf({ name, detail, at }: Caller): string {
  return `${name} ${detail} ${at.path} ${at.start.line}:${at.start.character}`;
}

function distinct(callers: readonly Caller[]): readonly Caller[] {
  return [...new Map(callers.map((caller) => [keyOf(caller), caller])).values()].slice(0, mostCalls);
}
