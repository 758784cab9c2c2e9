import { perObject } from '../../base/derived.ts';
import { groupOf } from '../../manifests/metadata.ts';
import type { DocumentFacts } from '../../manifests/read.ts';
import type { Resource } from '../../manifests/resource.ts';
import { kindOf } from '../../manifests/resources/kinds.ts';
import { holdsPlaceholder } from '../../manifests/placeholder.ts';

/**
 * What the resources of a document are called in a cluster: group, kind, namespace and name; a missing namespace counts as `default`. Only of those that stand for one thing in one place:
 * a Namespace, a definition of a kind or a chart repository may stand in several places and mean the same.
 */
export const resourceIds = perObject(({ resources }: DocumentFacts): readonly string[] => resources.flatMap(idsOf));

function idsOf(resource: Resource): readonly string[] {
  const { apiVersion, kind, metadata } = resource;
  const scope = kindOf(resource)?.scope;
  if (scope === 'local' || metadata.name === '' || meansTheSame.has(kind) || holdsPlaceholder(metadata.name)) return [];
  const namespace = scope === 'cluster' ? '' : (metadata.namespace ?? 'default');
  return [`${groupOf(kindOf(resource)?.apiVersions[0] ?? apiVersion)}/${kind} ${namespace}/${metadata.name}`];
}

const meansTheSame: ReadonlySet<string> = new Set(['Namespace', 'CustomResourceDefinition', 'HelmRepository']);

/** Of `resourceIds`: whether it names an object of a GitOps tool. */
export function isOfGitOps(id: string): boolean {
  const group = id.slice(0, id.indexOf('/'));
  return gitOpsGroups.some((each) => group === each || group.endsWith(`.${each}`));
}

const gitOpsGroups = ['argoproj.io', 'fleet.cattle.io', 'fluxcd.io', 'fluxcd.controlplane.io'];
