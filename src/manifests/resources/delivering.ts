import type { Fields } from '../fields.ts';
import type { ResourceBase } from '../metadata.ts';
import { holdsPlaceholder } from '../placeholder.ts';
import { kind, type Kind } from './kind.ts';
import type { Delivery, OtherResource } from './other.ts';

/** Objects of tools that put further objects into the cluster: what is known of these without following them. */
export const deliveringKinds: readonly Kind<OtherResource>[] = [
  // https://fluxcd.io/flux/components/helm/helmreleases/
  delivering(
    'HelmRelease',
    ['helm.toolkit.fluxcd.io/v2', 'helm.toolkit.fluxcd.io/v2beta2', 'helm.toolkit.fluxcd.io/v2beta1'],
    (fields, own) => ({
      chart: textAt(fields, 'spec', 'chart', 'spec', 'chart') ?? textAt(fields, 'spec', 'chartRef', 'name'),
      namespace: targetOf(fields, own, 'spec', 'targetNamespace'),
    }),
  ),
  // https://fluxcd.io/flux/components/kustomize/kustomizations/
  delivering('Kustomization', ['kustomize.toolkit.fluxcd.io/v1', 'kustomize.toolkit.fluxcd.io/v1beta2'], (fields) => ({
    namespace: textAt(fields, 'spec', 'targetNamespace'),
  })),
  // https://docs.k3s.io/helm
  delivering('HelmChart', ['helm.cattle.io/v1'], (fields, own) => ({
    chart: textAt(fields, 'spec', 'chart'),
    namespace: targetOf(fields, own, 'spec', 'targetNamespace'),
  })),
  // https://argo-cd.readthedocs.io/en/stable/operator-manual/application.yaml
  delivering('Application', ['argoproj.io/v1alpha1'], (fields) => ({
    chart: textAt(fields, 'spec', 'source', 'chart'),
    namespace: textAt(fields, 'spec', 'destination', 'namespace'),
  })),
  delivering('ApplicationSet', ['argoproj.io/v1alpha1'], (fields) => ({
    chart: textAt(fields, 'spec', 'template', 'spec', 'source', 'chart'),
    namespace: textAt(fields, 'spec', 'template', 'spec', 'destination', 'namespace'),
  })),
  // https://fleet.rancher.io/ref-gitrepo
  delivering('GitRepo', ['fleet.cattle.io/v1alpha1'], () => ({})),
  delivering('Bundle', ['fleet.cattle.io/v1alpha1'], () => ({})),
];

function delivering(
  name: string,
  apiVersions: readonly string[],
  read: (fields: Fields, base: ResourceBase) => Delivery,
): Kind<OtherResource> {
  return kind({
    type: 'Other',
    apiVersions,
    kind: name,
    scope: 'namespaced',
    read: (fields, base) => ({ ...base, type: 'Other', delivers: read(fields, base) }),
    mayHidePods: true,
  });
}

/** Where a release goes: the namespace that the field names, else the object's own; absent where a placeholder stands there. */
function targetOf(fields: Fields, { metadata }: ResourceBase, ...path: readonly string[]): string | undefined {
  return fields.at(...path).exists ? textAt(fields, ...path) : metadata.namespace;
}

/** Nothing of these objects is judged, so what is written otherwise is not reported. */
function textAt(fields: Fields, ...path: readonly string[]): string | undefined {
  const { node } = fields.at(...path);
  return node?.type === 'scalar' && node.text !== '' && !holdsPlaceholder(node.text) ? node.text : undefined;
}
