import { folderOf, isWithin } from '../base/path.ts';
import { isConfigurationFile } from '../manifests/fileNames.ts';
import { isReadPath } from '../manifests/manifestFiles.ts';
import type { Unit } from '../rendering/clusters/unit.ts';
import { clustersOf, type AnalysedCluster, type Snapshot } from './snapshot.ts';

/**
 * The clusters that a change of files may touch: those that a file belongs to, that are rendered from what looked at it or at its folder, and that its configuration holds for. Of a manifest
 * that has gone, the cluster with the nearest folder around it. `lookedAt`: what a unit looked at when it was rendered, whether or not it is there.
 */
export function touchedBy(
  paths: readonly string[],
  snapshot: Snapshot,
  lookedAt: (unit: Unit) => ReadonlySet<string>,
): ReadonlySet<AnalysedCluster> {
  const touched = new Set<AnalysedCluster>();
  const looks = snapshot.clusters.map((cluster) => ({
    cluster,
    looked: [...cluster.plan.units, ...cluster.plan.elsewhere.flatMap(({ units }) => units)].map(lookedAt),
  }));
  for (const path of paths) {
    const found = new Set(clustersOf(snapshot, path));
    for (const { cluster, looked } of looks) if (looked.some((each) => each.has(path) || each.has(folderOf(path)))) found.add(cluster);
    if (isConfigurationFile(path)) for (const analysed of snapshot.clusters) if (holdsFor(folderOf(path), analysed)) found.add(analysed);
    if (found.size === 0 && snapshot.files.get(path) === undefined && isReadPath(path))
      for (const each of around(path, snapshot)) found.add(each);
    for (const each of found) touched.add(each);
  }
  return touched;
}

function holdsFor(folder: string, { cluster, plan }: AnalysedCluster): boolean {
  return isWithin(folder, cluster.root) || isWithin(cluster.root, folder) || [...plan.files].some((file) => isWithin(folder, file));
}

function around(path: string, { clusters }: Snapshot): readonly AnalysedCluster[] {
  // The command line names what lies above its folder from there.
  const enclosing = clusters.filter(({ cluster: { root } }) => isWithin(root, path) && !(root === '' && path.startsWith('../')));
  const deepest = Math.max(...enclosing.map(({ cluster }) => cluster.root.length));
  return enclosing.filter(({ cluster }) => cluster.root.length === deepest);
}
