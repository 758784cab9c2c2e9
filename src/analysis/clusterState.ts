import { sameItems } from '../base/derived.ts';
import type { Finding } from '../checks/findings/finding.ts';
import { ClusterVerdicts } from '../checks/run.ts';
import { Workings } from '../engine/workings.ts';
import { ClusterBuilder } from '../rendering/clusters/clusters.ts';
import type { AnalysedCluster } from './snapshot.ts';

/** How one cluster came to what it is, from one state of it to the next. */
export class ClusterState {
  readonly builder = new ClusterBuilder();
  readonly workings = new Workings();
  /** What was found last, at its sources. */
  located: readonly Finding[] = [];
  #edited = new Set<string>();
  #last: AnalysedCluster | undefined;
  #verdicts: ClusterVerdicts | undefined;

  /** To be asked for once there is an allocation. */
  readonly verdictsOf = (): ClusterVerdicts => {
    const { live } = this.workings;
    if (live === undefined) throw new Error('Nothing has been allocated yet.');
    return (this.#verdicts ??= new ClusterVerdicts(live));
  };

  /** Notes that a file of the cluster has been read anew. */
  edit(path: string): void {
    this.#edited.add(path);
  }

  /** Files that are others than when this was asked last. */
  takeEdited(): Iterable<string> {
    const edited = this.#edited;
    this.#edited = new Set();
    return edited;
  }

  /** What has come out, or the same object as before where it is the same. */
  keep(analysed: AnalysedCluster): AnalysedCluster {
    const before = this.#last;
    if (
      before?.cluster === analysed.cluster &&
      before.plan === analysed.plan &&
      before.allocation === analysed.allocation &&
      sameItems(before.findings, analysed.findings) &&
      sameItems([...before.used], [...analysed.used])
    )
      return before;
    this.#last = analysed;
    return analysed;
  }
}
