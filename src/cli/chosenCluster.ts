import type { AnalysedCluster, Snapshot } from '../analysis/snapshot.ts';

/** The cluster that a question is asked of, or why none was chosen. */
export function chooseCluster({ clusters }: Snapshot, wanted: string | undefined): AnalysedCluster | string {
  const names = clusters.map(({ cluster }) => cluster.name).join(', ');
  if (clusters.length === 0) return 'No manifests make a cluster here.';
  const matching = wanted === undefined ? clusters : clusters.filter(({ cluster }) => cluster.name === wanted || cluster.root === wanted);
  const [first, second] = matching;
  if (first === undefined) return `There is no cluster "${wanted ?? ''}" here, but ${names}.`;
  return second === undefined ? first : `There are several clusters (${names}): choose one with --cluster.`;
}

/** Says that the pod `namespace/name` is not there, with the names that come near. */
export function podMissing({ allocation }: AnalysedCluster, wanted: string): string {
  const [namespace = '', name = ''] = wanted.split('/');
  const near = allocation.pods
    .filter((pod) => pod.namespace === namespace && pod.name.startsWith(name.slice(0, 3)))
    .slice(0, 5)
    .map((pod) => `${pod.namespace}/${pod.name}`);
  return `There is no pod ${wanted}${near.length === 0 ? '' : `; there are ${near.join(', ')}`}.`;
}
