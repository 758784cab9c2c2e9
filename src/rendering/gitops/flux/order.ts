import type { RenderedManifest } from '../../rendered.ts';
import { identityOf } from '../../kustomize/identity.ts';

const first = [
  'CustomResourceDefinition',
  'Namespace',
  'ClusterRole',
  // All kinds whose name ends in `Class`.
  'Class',
  'ClusterRoleBinding',
  'ResourceQuota',
  'ServiceAccount',
  'Role',
  'RoleBinding',
  'ConfigMap',
  'Secret',
  'Service',
  'LimitRange',
  'Deployment',
  'StatefulSet',
  'CronJob',
  'PodDisruptionBudget',
];

const ranks: ReadonlyMap<string, number> = new Map([
  ...first.map((kind, index): [string, number] => [kind, index - first.length]),
  ['MutatingWebhookConfiguration', 1],
  ['ValidatingWebhookConfiguration', 2],
]);

/** In the order in which Flux creates them: by kind, then group, namespace and name. fluxcd/pkg ssa/sort.go, ssa/manager_apply.go (ApplyAllStaged) */
export function inOrderOfFlux(manifests: readonly RenderedManifest[]): readonly RenderedManifest[] {
  const keyed = manifests.map((manifest) => {
    const { group, kind, namespace, name } = identityOf(manifest.root);
    return { manifest, rank: rankOf(kind), key: [group, kind, namespace, name] };
  });
  keyed.sort((one, other) => one.rank - other.rank || compare(one.key, other.key));
  return keyed.map(({ manifest }) => manifest);
}

function rankOf(kind: string): number {
  return ranks.get(kind) ?? (kind.endsWith('Class') ? (ranks.get('Class') ?? 0) : 0);
}

function compare(one: readonly string[], other: readonly string[]): number {
  for (const [index, part] of one.entries()) {
    const against = other[index] ?? '';
    if (part !== against) return part < against ? -1 : 1;
  }
  return 0;
}
