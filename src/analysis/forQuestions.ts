import type { AnalysedCluster, Snapshot } from './snapshot.ts';

/**
 * A snapshot to ask something of at once: its clusters read the allocations as they change, in which indexes and whatever else was worked out for the last
 * question, or for a check, is still there. While a judgement is under way, and of older snapshots, the allocations are those of the snapshot. Not to be kept.
 */
export function forQuestions(snapshot: Snapshot): Snapshot {
  return { ...snapshot, clusters: snapshot.clusters.map(asked) };
}

function asked(analysed: AnalysedCluster): AnalysedCluster {
  const allocation = analysed.live?.();
  if (allocation === undefined) return analysed;
  let known = withLive.get(analysed);
  if (known === undefined) withLive.set(analysed, (known = { ...analysed, cluster: allocation.cluster, allocation }));
  return known;
}

/** One for each, since others keep what they made of one. */
const withLive = new WeakMap<AnalysedCluster, AnalysedCluster>();
