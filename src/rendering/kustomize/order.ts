import { message } from '../../base/message.ts';
import { textAt, valueAt } from '../yaml/change.ts';
import type { YamlNode } from '../yaml/node.ts';
import type { Span } from '../origin.ts';
import type { GroupVersionKind } from './fieldSpec.ts';
import type { Identity } from './identity.ts';
import { failure, placeOf, type Report } from './problem.ts';
import { currentIdentity, type Resource } from './resource.ts';

const first = [
  'Namespace',
  'ResourceQuota',
  'StorageClass',
  'CustomResourceDefinition',
  'ServiceAccount',
  'PodSecurityPolicy',
  'Role',
  'ClusterRole',
  'RoleBinding',
  'ClusterRoleBinding',
  'ConfigMap',
  'Secret',
  'Endpoints',
  'Service',
  'LimitRange',
  'PriorityClass',
  'PersistentVolume',
  'PersistentVolumeClaim',
  'Deployment',
  'StatefulSet',
  'CronJob',
  'PodDisruptionBudget',
];

const last = ['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration'];

/** The order in which the command lines print, which is the order of creation. `options` are the root's `sortOptions`. api/internal/builtins/SortOrderTransformer.go */
export function ordered(resources: readonly Resource[], options: YamlNode | undefined, report: Report, at: Span): readonly Resource[] {
  if (options === undefined) return legacy(resources, first, last);
  const order = textAt(options, 'order') ?? '';
  const lists = valueAt(options, 'legacySortOptions');
  if (order !== 'legacy' && order !== 'fifo') {
    const text = message('The order must be "legacy" or "fifo".');
    report(failure('invalid-kustomization', text, placeOf(valueAt(options, 'order') ?? options, at)));
    return resources;
  }
  if (order === 'fifo') {
    if (lists !== undefined)
      report(failure('invalid-kustomization', message('The order is "fifo", which has no legacySortOptions.'), placeOf(lists, at)));
    return resources;
  }
  return lists === undefined ? legacy(resources, first, last) : legacy(resources, texts(lists, 'orderFirst'), texts(lists, 'orderLast'));
}

function texts(node: YamlNode, key: string): readonly string[] {
  const list = valueAt(node, key);
  return list?.type === 'list' ? list.items.map((item) => (item.type === 'scalar' ? item.text : '')) : [];
}

function legacy(resources: readonly Resource[], orderFirst: readonly string[], orderLast: readonly string[]): readonly Resource[] {
  const ranks = ranksOf(orderFirst, orderLast);
  const keyed = resources.map((resource) => {
    const identity = currentIdentity(resource);
    return { resource, identity, rank: ranks.get(identity.kind) ?? 0, type: typeKey(identity), key: nameKey(identity) };
  });
  keyed.sort((one, other) => {
    if (one.type === other.type) return compare(one.key, other.key);
    if (one.rank !== other.rank) return one.rank - other.rank;
    const isNamespace = one.identity.kind === 'Namespace' && other.identity.kind === 'Namespace';
    const turned = isNamespace && (one.identity.group === '' || other.identity.group === '');
    return turned ? compare(other.type, one.type) : compare(one.type, other.type);
  });
  return keyed.map(({ resource }) => resource);
}

function ranksOf(orderFirst: readonly string[], orderLast: readonly string[]): ReadonlyMap<string, number> {
  return new Map([
    ...orderFirst.map((kind, index) => [kind, index - orderFirst.length] as const),
    ...orderLast.map((kind, index) => [kind, index + 1] as const),
  ]);
}

const usualRanks = ranksOf(first, last);

/** Negative where the first comes before the second, as lists of fields are sorted. kyaml/resid/gvk.go (IsLessThan) */
export function compareKinds(one: GroupVersionKind, other: GroupVersionKind): number {
  return (usualRanks.get(one.kind) ?? 0) - (usualRanks.get(other.kind) ?? 0) || compare(typeKey(one), typeKey(other));
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

function typeKey({ group, version, kind }: GroupVersionKind): string {
  return `${group === '' ? '~G' : group}_${version === '' ? '~V' : version}_${kind === '' ? '~K' : kind}`;
}

function nameKey({ namespace, name }: Identity): string {
  return `${namespace === '' ? '~X' : namespace}|${name === '' ? '~N' : name}`;
}
