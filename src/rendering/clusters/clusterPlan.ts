import { sameItems } from '../../base/derived.ts';
import { unitKey, type Unit } from './unit.ts';

/** Which files make up a cluster, and how: depends on paths and skeletons alone, so that most edits leave it as it is. */
export interface ClusterPlan {
  /** `root`: a folder with an EdgeNetwork or a device configuration; `kustomization`, `chart`: one unit by itself; `folder`: what is left of a workspace folder. */
  readonly rule: 'root' | 'kustomization' | 'chart' | 'folder';
  readonly name: string;
  /** Path of the cluster's folder. */
  readonly root: string;
  /** Plain files, by path. */
  readonly files: readonly string[];
  /** What is rendered into it, by folder. */
  readonly units: readonly Unit[];
  /** Entries of `spec.manifests` that name no known file. */
  readonly unmatchedManifests: readonly string[];
}

/** Whether two plans of the same cluster come to the same, so that what was built from one holds for the other. */
export function samePlan(one: ClusterPlan, other: ClusterPlan): boolean {
  return (
    one.rule === other.rule &&
    one.name === other.name &&
    one.root === other.root &&
    sameItems(one.files, other.files) &&
    sameItems(one.units.map(unitKey), other.units.map(unitKey)) &&
    sameItems(one.unmatchedManifests, other.unmatchedManifests)
  );
}
