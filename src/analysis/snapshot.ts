import { perObject, sameItems } from '../base/derived.ts';
import { groupBy } from '../base/groupBy.ts';
import { withoutDoubt } from '../base/message.ts';
import type { AnySuppression } from '../checks/findings/controls.ts';
import { severities, type Finding } from '../checks/findings/finding.ts';
import type { Allocation } from '../engine/allocation.ts';
import type { Cluster } from '../manifests/cluster.ts';
import type { ManifestDocument } from '../manifests/document.ts';
import { isSame } from '../manifests/same.ts';
import type { ClusterPlan } from '../rendering/clusters/clusterPlan.ts';
import { FileTable } from './files.ts';

/** One cluster with what the engine and the checks make of it. The same object as before when nothing it reads from has changed. */
export interface AnalysedCluster {
  readonly cluster: Cluster;
  /** What it is built from. */
  readonly plan: ClusterPlan;
  readonly allocation: Allocation;
  readonly findings: readonly Finding[];
  /** Suppressions that kept a finding away. */
  readonly used: ReadonlySet<AnySuppression>;
  /** The allocation as one that changes, as long as it says the same; absent, or nothing: for questions there is only `allocation`. */
  readonly live?: () => Allocation | undefined;
}

/** The workspace at one moment. Immutable; the next snapshot shares what did not change. */
export interface Snapshot {
  /** Grows with every snapshot. */
  readonly version: number;
  readonly files: FileTable;
  /** In the order of their folders; behind them what is judged by itself (`Cluster.alternative`). */
  readonly clusters: readonly AnalysedCluster[];
  /** Which of `clusters` a file belongs to, by path: their indexes. */
  readonly membership: ReadonlyMap<string, readonly number[]>;
  /** Files that are read by rendering only, so that what stands in them is not judged as it stands. */
  readonly consumed: ReadonlySet<string>;
  /** What only all files and clusters together show, by file: the same list as before where nothing has changed. */
  readonly overall: ReadonlyMap<string, readonly Finding[]>;
}

export const emptySnapshot: Snapshot = {
  version: 0,
  files: new FileTable(),
  clusters: [],
  membership: new Map(),
  consumed: new Set(),
  overall: new Map(),
};

/** Those that live together somewhere. */
export function clustersAmong(analysed: readonly AnalysedCluster[]): readonly AnalysedCluster[] {
  return analysed.filter(({ cluster }) => cluster.alternative === undefined);
}

/** Those that are judged by themselves. */
export function alternativesAmong(analysed: readonly AnalysedCluster[]): readonly AnalysedCluster[] {
  return analysed.filter(({ cluster }) => cluster.alternative !== undefined);
}

/** The clusters that a file belongs to. */
export function clustersOf(snapshot: Snapshot, path: string): readonly AnalysedCluster[] {
  return (snapshot.membership.get(path) ?? []).map((index) => snapshot.clusters[index]).filter((cluster) => cluster !== undefined);
}

/** Everything found in a file: about its text, then by cluster, then what all together show. */
export function findingsOf(snapshot: Snapshot, path: string): readonly Finding[] {
  const own = snapshot.consumed.has(path) ? none : (snapshot.files.get(path)?.findings ?? none);
  const shared = together(clustersOf(snapshot, path).map((analysed) => byFile(analysed).get(path) ?? none));
  const overall = snapshot.overall.get(path) ?? [];
  return shared.length === 0 && overall.length === 0 ? own : [...own, ...shared, ...overall];
}

/** The findings of several clusters in one file: what a source makes wrong in several units is said once, with all of them beside it. */
function together(lists: readonly (readonly Finding[])[]): readonly Finding[] {
  const [first = none, ...others] = lists.filter((list) => list.length > 0);
  if (others.length === 0 && !first.some(isOfUnits)) return first;
  // Of a plain file that several clusters share, the same words are said once, whatever takes them back in one or the other.
  const all: Finding[] = [];
  const indexes = new Map<ManifestDocument, number[]>();
  for (const finding of lists.flat()) {
    const { document } = finding.place;
    const index = indexes.get(document)?.find((each) => isSameFault(all[each] as Finding, finding));
    const known = index === undefined ? undefined : all[index];
    if (index === undefined || known === undefined) {
      const list = indexes.get(document);
      if (list === undefined) indexes.set(document, [all.length]);
      else list.push(all.length);
      all.push(finding);
    } else {
      const more = finding.related.filter(
        (each) => !known.related.some((other) => isSame(each, other) && each.place.document === other.place.document),
      );
      // One that nothing takes back in one of the clusters is not taken back.
      const surer = severities.indexOf(finding.severity) < severities.indexOf(known.severity) ? finding : known;
      if (more.length > 0 || surer !== known) all[index] = { ...surer, related: [...known.related, ...more] };
    }
  }
  return all;
}

/** Found in what units render, or in rendering them. */
function isOfUnits({ judged, code }: Finding): boolean {
  return judged !== undefined || code.startsWith('kustomize/') || code.startsWith('helm/');
}

function isSameFault(one: Finding, other: Finding): boolean {
  return (
    one.code === other.code &&
    one.place.document === other.place.document &&
    isSame({ ...one.place, document: undefined }, { ...other.place, document: undefined }) &&
    (isOfUnits(one) || (one.cluster !== other.cluster && isSame(withoutDoubt(one.message), withoutDoubt(other.message))))
  );
}

/**
 * Files of whose findings a host must show something else than before, in no promised order: the findings are others, or stand on other lines,
 * as do the places that they point at in other files.
 */
export function filesToPublish(before: Snapshot, after: Snapshot): ReadonlySet<string> {
  const paths = new Set<string>(after.files.changesSince(before.files));
  // Most are the same, at the same place.
  const old = before.clusters.filter((cluster, index) => cluster !== after.clusters[index]);
  const others = new Map(old.map((cluster) => [keyOf(cluster), cluster]));
  for (const [index, cluster] of after.clusters.entries()) {
    if (cluster === before.clusters[index]) continue;
    const key = keyOf(cluster);
    addDifferences(paths, findingsByFile(others.get(key)), findingsByFile(cluster));
    others.delete(key);
  }
  for (const cluster of others.values()) for (const path of byFile(cluster).keys()) paths.add(path);
  addDifferences(paths, before.overall, after.overall);
  if (before.consumed !== after.consumed) {
    for (const path of after.consumed) if (!before.consumed.has(path)) paths.add(path);
    for (const path of before.consumed) if (!after.consumed.has(path)) paths.add(path);
  }
  // What points into a file that has changed points at other lines of it.
  for (const path of [...paths]) {
    for (const cluster of clustersOf(after, path)) for (const pointing of pointingAt(cluster).get(path) ?? none) paths.add(pointing);
  }
  for (const [path, findings] of after.overall)
    if (!paths.has(path) && findings.some((finding) => pointsAtAny(finding, paths))) paths.add(path);
  return paths;
}

const none: readonly never[] = [];

function keyOf({ cluster: { alternative, root, name } }: AnalysedCluster): string {
  return `${alternative ?? ''} ${root}\n${name}`;
}

type ByFile = ReadonlyMap<string, readonly Finding[]>;

function findingsByFile(cluster: AnalysedCluster | undefined): ByFile {
  return cluster === undefined ? new Map() : byFile(cluster);
}

function addDifferences(paths: Set<string>, before: ByFile, after: ByFile): void {
  if (before === after) return;
  for (const [path, findings] of after) if (!sameItems(before.get(path) ?? none, findings)) paths.add(path);
  for (const path of before.keys()) if (!after.has(path)) paths.add(path);
}

const byFile = perObject(({ findings }: AnalysedCluster): ReadonlyMap<string, readonly Finding[]> =>
  groupBy(findings, ({ place }) => place.document.file),
);

/** By file: the other files whose findings point at places in it, beside their own or in a fix. */
const pointingAt = perObject(({ findings }: AnalysedCluster): ReadonlyMap<string, ReadonlySet<string>> => {
  const index = new Map<string, Set<string>>();
  for (const finding of findings) {
    const own = finding.place.document.file;
    for (const file of filesPointedAt(finding)) {
      if (file === own) continue;
      const files = index.get(file);
      if (files === undefined) index.set(file, new Set([own]));
      else files.add(own);
    }
  }
  return index;
});

function pointsAtAny(finding: Finding, paths: ReadonlySet<string>): boolean {
  for (const file of filesPointedAt(finding)) if (paths.has(file)) return true;
  return false;
}

function* filesPointedAt({ related, fixes }: Finding): Generator<string> {
  for (const { place } of related) yield place.document.file;
  for (const { edits } of fixes) for (const edit of edits) yield (edit.kind === 'append' ? edit.document : edit.place.document).file;
}
