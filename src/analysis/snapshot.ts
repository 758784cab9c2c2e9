import type { AnySuppression } from '../checks/findings/controls.ts';
import type { Finding } from '../checks/findings/finding.ts';
import type { Allocation } from '../engine/allocation.ts';
import type { Cluster } from '../manifests/cluster.ts';
import { FileTable } from './files.ts';

/** One cluster with what the engine and the checks make of it. The same object as before when nothing it reads from has changed. */
export interface AnalysedCluster {
  readonly cluster: Cluster;
  readonly allocation: Allocation;
  readonly findings: readonly Finding[];
  /** Suppressions that kept a finding away. */
  readonly used: ReadonlySet<AnySuppression>;
}

/** The workspace at one moment. Immutable; the next snapshot shares what did not change. */
export interface Snapshot {
  /** Grows with every snapshot. */
  readonly version: number;
  readonly files: FileTable;
  /** In the order of their folders. */
  readonly clusters: readonly AnalysedCluster[];
  /** Which of `clusters` a file belongs to, by path: their indexes. */
  readonly membership: ReadonlyMap<string, readonly number[]>;
  /** What only all files and clusters together show, by file: the same list as before where nothing has changed. */
  readonly overall: ReadonlyMap<string, readonly Finding[]>;
}

export const emptySnapshot: Snapshot = { version: 0, files: new FileTable(), clusters: [], membership: new Map(), overall: new Map() };

/** The clusters that a file belongs to. */
export function clustersOf(snapshot: Snapshot, path: string): readonly AnalysedCluster[] {
  return (snapshot.membership.get(path) ?? []).map((index) => snapshot.clusters[index]).filter((cluster) => cluster !== undefined);
}

/** Everything found in a file: about its text, then by cluster, then what all together show. */
export function findingsOf(snapshot: Snapshot, path: string): readonly Finding[] {
  const own = snapshot.files.get(path)?.findings ?? [];
  const shared = clustersOf(snapshot, path).flatMap((analysed) => byFile(analysed).get(path) ?? []);
  const overall = snapshot.overall.get(path) ?? [];
  return shared.length === 0 && overall.length === 0 ? own : [...own, ...shared, ...overall];
}

/** Files whose findings may differ between two snapshots, in no promised order. */
export function filesToPublish(before: Snapshot, after: Snapshot): ReadonlySet<string> {
  const paths = new Set<string>();
  const kept = new Set(before.clusters);
  for (const cluster of after.clusters) {
    if (!kept.delete(cluster)) for (const path of byFile(cluster).keys()) paths.add(path);
  }
  for (const cluster of kept) for (const path of byFile(cluster).keys()) paths.add(path);
  for (const path of after.files.changesSince(before.files)) paths.add(path);
  for (const path of new Set([...before.overall.keys(), ...after.overall.keys()]))
    if (before.overall.get(path) !== after.overall.get(path)) paths.add(path);
  return paths;
}

function byFile(analysed: AnalysedCluster): ReadonlyMap<string, readonly Finding[]> {
  let index = indexes.get(analysed);
  if (index === undefined) {
    index = new Map();
    for (const finding of analysed.findings) {
      const list = index.get(finding.place.document.file);
      if (list === undefined) index.set(finding.place.document.file, [finding]);
      else list.push(finding);
    }
    indexes.set(analysed, index);
  }
  return index;
}

const indexes = new WeakMap<AnalysedCluster, Map<string, Finding[]>>();
