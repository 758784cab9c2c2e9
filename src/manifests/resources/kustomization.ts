import type { ResourceBase } from '../metadata.ts';

/** kustomize.config.k8s.io Kustomization or Component: what it names. What it does with that is the business of `rendering/kustomize`. */
export interface KustomizationResource extends ResourceBase {
  readonly type: 'Kustomization';
  /** `resources` and `bases`, files or folders as written; may be remote. */
  readonly resources: readonly string[];
  readonly components: readonly string[];
  /** Files that it uses in another way than as resources (patches, replacements, generators, values…), as written: no manifests of a cluster. */
  readonly otherFiles: readonly string[];
  /** Folders of the charts that it renders, where they lie in the workspace. */
  readonly charts: readonly string[];
}
