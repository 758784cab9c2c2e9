import type { ResourceBase, StringMap } from '../metadata.ts';

/** kustomize.config.k8s.io Kustomization or Component: the fields that decide what belongs to a cluster and under which names. */
export interface KustomizationResource extends ResourceBase {
  readonly type: 'Kustomization';
  /** `resources` and `bases`, files or folders as written; may be remote. */
  readonly resources: readonly string[];
  readonly components: readonly string[];
  /** Files that it uses in another way than as resources (patches, replacements, generators…), as written: no manifests of a cluster. */
  readonly otherFiles: readonly string[];
  readonly namespace: string | undefined;
  readonly namePrefix: string;
  readonly nameSuffix: string;
  /** `commonLabels`: also put in selectors and templates. */
  readonly commonLabels: StringMap;
  /** Also put in templates. */
  readonly commonAnnotations: StringMap;
  readonly labels: readonly { readonly pairs: StringMap; readonly includeSelectors: boolean; readonly includeTemplates: boolean }[];
  /** Fields that we do not apply yet and that may change names, labels or namespaces (`patches`, `replacements`, `helmCharts`…): their keys. */
  readonly unapplied: readonly string[];
}
