import type { Transformation } from './transformation.ts';

/** Which files make up a cluster, and how: depends on paths and skeletons alone, so that most edits leave it as it is. */
export interface ClusterPlan {
  /** `root`: a folder with an EdgeNetwork or a device configuration; `kustomization`: a root kustomization; `folder`: what is left of a workspace folder. */
  readonly rule: 'root' | 'kustomization' | 'folder';
  readonly name: string;
  /** Path of the cluster's folder. */
  readonly root: string;
  /** In apply order, by path. */
  readonly files: readonly PlannedFile[];
  /** Entries of `spec.manifests` that name no known file. */
  readonly unmatchedManifests: readonly string[];
  /** Kustomize bases and fields that were not followed. */
  readonly unfollowed: readonly string[];
  /** Templates of Helm charts in its folders: left out, since another program makes manifests of them. */
  readonly chartTemplates: number;
}

/** A file's place in a cluster: its resources count as the transformations, applied in order, leave them. The same file may stand in a cluster more than once. */
export interface PlannedFile {
  readonly path: string;
  readonly transformations: readonly Transformation[];
  /** Path of the root kustomization that brings the file in; absent when it stands for itself. */
  readonly kustomization: string | undefined;
}

/** Whether two plans of the same cluster come to the same, so that what was built from one holds for the other. */
export function samePlan(one: ClusterPlan, other: ClusterPlan): boolean {
  const keys = new InstanceKeys();
  return (
    one.rule === other.rule &&
    one.name === other.name &&
    one.root === other.root &&
    one.chartTemplates === other.chartTemplates &&
    one.files.length === other.files.length &&
    one.unfollowed.length === other.unfollowed.length &&
    one.unfollowed.every((entry, index) => entry === other.unfollowed[index]) &&
    one.unmatchedManifests.length === other.unmatchedManifests.length &&
    one.unmatchedManifests.every((entry, index) => entry === other.unmatchedManifests[index]) &&
    one.files.every((file, index) => {
      const counterpart = other.files[index];
      return counterpart !== undefined && keys.of(file) === keys.of(counterpart);
    })
  );
}

/** Names for instances of files: equal when two of them put the same resources into a cluster. What a transformation does may be long, so it stands in them as a number. */
export class InstanceKeys {
  readonly #numbers = new Map<Transformation, number>();
  readonly #byKey = new Map<string, number>();

  of({ path, transformations }: PlannedFile): string {
    return transformations.length === 0 ? path : `${path}\n${transformations.map((each) => this.#numberOf(each)).join()}`;
  }

  #numberOf(transformation: Transformation): number {
    let number = this.#numbers.get(transformation);
    if (number === undefined) {
      number = this.#byKey.get(transformation.key) ?? this.#byKey.size;
      this.#byKey.set(transformation.key, number);
      this.#numbers.set(transformation, number);
    }
    return number;
  }
}
