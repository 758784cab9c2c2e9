import { referencesOf } from '../engine/references/references.ts';
import { clustersOf, type Snapshot } from './snapshot.ts';

/** Of a base that hundreds of clusters share, few are looked at. */
const mostClusters = 16;

/**
 * Builds the indexes in which answers about a file are looked up, one at a time: else whoever asks first in a window waits for all of them.
 * They follow the edits from then on. `prepared`: the clusters that need none any more; those of the file are added.
 */
export function* preparing(snapshot: Snapshot, path: string, prepared: WeakSet<object>): Generator<undefined> {
  for (const { live } of clustersOf(snapshot, path).slice(0, mostClusters)) {
    const allocation = live?.();
    if (allocation === undefined || prepared.has(allocation)) continue;
    prepared.add(allocation);
    yield* referencesOf(allocation).prepare();
  }
}
