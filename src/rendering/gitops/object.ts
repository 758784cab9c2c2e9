import { textAt, valueAt } from '../yaml/change.ts';
import type { YamlMap } from '../yaml/node.ts';
import { kindKey, type ClusterObject } from './delivery.ts';

/** Kinds that apply something, say where it comes from, or are read by those. Group and kind count: Knative has a Service, too. */
export const kinds = {
  fluxKustomization: 'Kustomization.kustomize.toolkit.fluxcd.io',
  helmRelease: 'HelmRelease.helm.toolkit.fluxcd.io',
  gitRepository: 'GitRepository.source.toolkit.fluxcd.io',
  ociRepository: 'OCIRepository.source.toolkit.fluxcd.io',
  bucket: 'Bucket.source.toolkit.fluxcd.io',
  helmRepository: 'HelmRepository.source.toolkit.fluxcd.io',
  externalArtifact: 'ExternalArtifact.source.toolkit.fluxcd.io',
  fluxHelmChart: 'HelmChart.source.toolkit.fluxcd.io',
  artifactGenerator: 'ArtifactGenerator.source.extensions.fluxcd.io',
  fluxInstance: 'FluxInstance.fluxcd.controlplane.io',
  application: 'Application.argoproj.io',
  applicationSet: 'ApplicationSet.argoproj.io',
  appProject: 'AppProject.argoproj.io',
  gitRepo: 'GitRepo.fleet.cattle.io',
  bundle: 'Bundle.fleet.cattle.io',
  helmChart: 'HelmChart.helm.cattle.io',
  helmChartConfig: 'HelmChartConfig.helm.cattle.io',
  configMap: 'ConfigMap',
  secret: 'Secret',
} as const;

const known: ReadonlySet<string> = new Set(Object.values(kinds));

/** Those that apply something. */
const applying: ReadonlySet<string> = new Set([
  kinds.fluxKustomization,
  kinds.helmRelease,
  kinds.fluxInstance,
  kinds.application,
  kinds.applicationSet,
  kinds.gitRepo,
  kinds.helmChart,
]);

/** The object of a manifest, if it is of a kind that matters here. One without a name is none. */
export function gitOpsObject(root: YamlMap): ClusterObject | undefined {
  const apiVersion = textAt(root, 'apiVersion') ?? '';
  const kind = textAt(root, 'kind') ?? '';
  if (!known.has(kindKey({ apiVersion, kind }))) return undefined;
  const metadata = valueAt(root, 'metadata');
  const name = textAt(metadata, 'name') ?? '';
  if (name === '') return undefined;
  return { apiVersion, kind, namespace: textAt(metadata, 'namespace') || usualNamespace(apiVersion), name, root };
}

/** Where an object is that does not say it: those of Argo CD where it looks for them. */
function usualNamespace(apiVersion: string): string {
  return apiVersion.startsWith('argoproj.io/') ? 'argocd' : 'default';
}

/** Whether it applies something, so that what holds it may be an entry point. */
export function isApplying(object: ClusterObject): boolean {
  return applying.has(kindKey(object));
}

const groups =
  /toolkit\.fluxcd\.io|source\.extensions\.fluxcd\.io|fluxcd\.controlplane\.io|argoproj\.io|fleet\.cattle\.io|helm\.cattle\.io/;

/** A cheap look at the text of a source: false only where surely none of the objects above is in what it makes, but for ConfigMaps and Secrets. */
export function mayHoldGitOps(text: string): boolean {
  return groups.test(text);
}
