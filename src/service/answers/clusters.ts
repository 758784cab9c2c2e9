import { compositionOf } from '../../analysis/composition.ts';
import { isDescribed } from '../../analysis/described.ts';
import { clustersOf, type AnalysedCluster, type Snapshot } from '../../analysis/snapshot.ts';
import type { Language } from '../../base/message.ts';
import type { ClusterReport } from '../questions.ts';

/** How each cluster came together; with a path those that the file is a part of. */
export function clusterReports(snapshot: Snapshot, path: string | undefined, language: Language): readonly ClusterReport[] {
  const clusters = path === undefined ? snapshot.clusters : clustersOf(snapshot, path);
  return clusters.map((analysed) => clusterReport(analysed, language));
}

export function clusterReport(analysed: AnalysedCluster, { say }: Language): ClusterReport {
  const { cluster, sentence, units, plain, unknown } = compositionOf(analysed);
  return {
    name: cluster.name,
    root: cluster.root,
    rule: cluster.rule ?? 'root',
    alternative: cluster.alternative,
    reason: say(sentence),
    units: units.map(({ kind, root, by, manifests }) => ({ kind, root, by, manifests })),
    plain,
    unknown: unknown.map(say),
    described: isDescribed(cluster),
  };
}
