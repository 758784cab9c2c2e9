import { baseName } from '../../base/path.ts';
import type { DocumentFacts } from '../../manifests/read.ts';
import type { AnalysedFile } from '../../analysis/files.ts';
import type { AnalysedCluster, Snapshot } from '../../analysis/snapshot.ts';

/** A cluster as the picture shows it, with the snapshot that it was taken from. */
export interface ShownCluster {
  readonly analysed: AnalysedCluster;
  readonly snapshot: Snapshot;
}

/** The clusters to draw, and the names of files whose text is broken at the moment. */
export interface Readable {
  readonly clusters: readonly ShownCluster[];
  /** Base names, sorted. */
  readonly behind: readonly string[];
}

/**
 * The clusters of a snapshot, each as it was when all its texts could last be read: while a manifest is half-typed, what it declares should not
 * leave the picture and come back. A cluster never seen otherwise is drawn as far as it can be read.
 */
export function lastReadable(snapshot: Snapshot, before: readonly ShownCluster[]): Readable {
  const behind = new Set<string>();
  const keep = (shown: ShownCluster): boolean => {
    const broken = brokenSince(shown, snapshot);
    for (const path of broken) behind.add(baseName(path));
    return broken.length > 0;
  };
  const present = new Set(snapshot.clusters.map(keyOf));
  // The very manifest that makes a cluster may be the broken one: then the cluster is gone for the moment, and its files are another's.
  const gone = before.filter((shown) => !present.has(keyOf(shown.analysed)) && keep(shown));
  const claimed = new Set(gone.flatMap(({ analysed }) => [...filesOf(analysed)]));
  const earlier = new Map(before.map((shown) => [keyOf(shown.analysed), shown]));
  const clusters = snapshot.clusters.flatMap((analysed): readonly ShownCluster[] => {
    const shown = earlier.get(keyOf(analysed));
    if (shown === undefined && [...filesOf(analysed)].some((path) => claimed.has(path))) return [];
    return [shown !== undefined && shown.analysed !== analysed && keep(shown) ? shown : { analysed, snapshot }];
  });
  return { clusters: [...gone, ...clusters], behind: [...behind].sort() };
}

function keyOf({ cluster }: AnalysedCluster): string {
  return `${cluster.root}\n${cluster.name}`;
}

function filesOf({ cluster }: AnalysedCluster): ReadonlySet<string> {
  return new Set(cluster.resources.map(({ document }) => document.file));
}

/** Files that gave the shown cluster manifests then, and hold more broken documents now. */
function brokenSince({ analysed, snapshot: then }: ShownCluster, now: Snapshot): readonly string[] {
  const paths = filesOf(analysed);
  const broken: string[] = [];
  for (const path of now.files.changesSince(then.files)) {
    const file = now.files.get(path);
    if (file !== undefined && paths.has(path) && countBroken(file) > countBroken(then.files.get(path))) broken.push(path);
  }
  return broken;
}

function countBroken(file: AnalysedFile | undefined): number {
  return file?.documents.filter(isBroken).length ?? 0;
}

function isBroken({ problems }: DocumentFacts): boolean {
  return problems.some(({ code }) => code === 'yaml/syntax');
}
