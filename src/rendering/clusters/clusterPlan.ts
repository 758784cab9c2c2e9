import { sameItems } from '../../base/derived.ts';
import { isSame } from '../../manifests/same.ts';
import type { RenderingProblem } from '../rendered.ts';
import { plannedKey, unitKey, type Unit } from './unit.ts';

/** Which files make up a cluster, and how. */
export interface ClusterPlan {
  /**
   * `root`: a folder with an EdgeNetwork or a device configuration, and what is reached from it; `applied`: what an entry point reaches, and what does not contradict it; `together`: what does not
   * contradict each other, and nobody says more; `unit`: one unit by itself.
   */
  readonly rule: 'root' | 'applied' | 'together' | 'unit';
  /** An alternative is judged by itself, and nothing is concluded between it and anything else: `not-applied` by an entry point around it, or `indistinct` from another that holds the same. */
  readonly alternative: 'not-applied' | 'indistinct' | undefined;
  readonly name: string;
  /** Path of the cluster's folder. */
  readonly root: string;
  /** Plain files, by path. */
  readonly files: readonly string[];
  /** Files of the cluster's folder that describe it and are built into units as well: of these the descriptions alone count as they stand, for no tool applies them. By path. */
  readonly descriptions: readonly string[];
  /** What is rendered into it: by folder, then what GitOps objects apply, in the order of creation as far as it is known. */
  readonly units: readonly Unit[];
  /** Entries of `spec.manifests` that name no known file. */
  readonly unmatchedManifests: readonly string[];
  /** Of GitOps objects: paths that are not there, generators that are not known. */
  readonly problems: readonly RenderingProblem[];
  /** What only variants of other families hold: whether it is in this cluster, nothing says. */
  readonly elsewhere: readonly Elsewhere[];
}

export interface Elsewhere {
  /** Path of the folder or file. */
  readonly path: string;
  readonly files: readonly string[];
  readonly units: readonly Unit[];
}

/** Whether two plans of the same cluster come to the same, so that what was built from one holds for the other. */
export function samePlan(one: ClusterPlan, other: ClusterPlan): boolean {
  return (
    one.rule === other.rule &&
    one.alternative === other.alternative &&
    one.name === other.name &&
    one.root === other.root &&
    sameItems(one.files, other.files) &&
    sameItems(one.descriptions, other.descriptions) &&
    sameItems(one.units.map(plannedKey), other.units.map(plannedKey)) &&
    sameItems(one.unmatchedManifests, other.unmatchedManifests) &&
    isSame(one.problems, other.problems) &&
    (one.elsewhere === other.elsewhere ||
      (one.elsewhere.length === other.elsewhere.length &&
        one.elsewhere.every(({ path, files, units }, index) => {
          const counterpart = other.elsewhere[index];
          return (
            counterpart?.path === path &&
            sameItems(files, counterpart.files) &&
            sameItems(units.map(unitKey), counterpart.units.map(unitKey))
          );
        })))
  );
}
