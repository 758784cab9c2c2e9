import { message } from '../../../base/message.ts';
import { valueAt, withValue } from '../../yaml/change.ts';
import type { YamlMap, YamlNode, YamlScalar } from '../../yaml/node.ts';
import { WrongShape, type FieldSpec } from '../fieldSpec.ts';
import { identityKey, identityOf, nowhere } from '../identity.ts';
import { ResourceList } from '../resourceList.ts';
import { failure, placeOf } from '../problem.ts';
import { currentIdentity, remembering } from '../resource.ts';
import { changeEach } from './changeEach.ts';
import { changeBySpecs, type Transforming } from './transforming.ts';
import { written } from './written.ts';

export type Subjects = 'defaultOnly' | 'allServiceAccounts' | 'none';

export interface NamespaceSetting {
  readonly namespace: YamlScalar;
  readonly specs: readonly FieldSpec[];
  /** Only where none is written. */
  readonly unsetOnly: boolean;
  readonly subjects: Subjects;
}

/** Puts all objects that are not certainly cluster-wide into one namespace. api/filters/namespace/namespace.go, api/internal/builtins/NamespaceTransformer.go */
export function setNamespace(setting: NamespaceSetting, transforming: Transforming): void {
  const { list, report, at } = transforming;
  const counts = new Map<string, number>();
  const count = (key: string, by: number): number => {
    const sum = (counts.get(key) ?? 0) + by;
    counts.set(key, sum);
    return sum;
  };
  const before = list.all;
  for (const resource of before) count(identityKey(currentIdentity(resource)), 1);
  changeEach(transforming, (resource) => ({ ...remembering(resource), root: withNamespace(resource.root, setting, transforming) }));
  list.all.forEach((after, index) => {
    const resource = before[index] ?? after;
    const key = identityKey(currentIdentity(after));
    count(identityKey(currentIdentity(resource)), -1);
    if (count(key, 1) > 1) {
      const { kind, name } = currentIdentity(after);
      const other = new ResourceList(before).withCurrent(key);
      report(
        failure(
          'id-conflict',
          message('In the namespace {0} there would be two {1} "{2}".', setting.namespace.text, kind, name),
          placeOf(setting.namespace, at),
          [
            { message: message('One stands here.'), at: placeOf(resource.root, at) },
            ...(other === undefined ? [] : [{ message: message('The other stands here.'), at: placeOf(other.root, at) }]),
          ],
        ),
      );
    }
  });
}

const metadataNamespace: FieldSpec = { group: '', version: '', kind: '', path: 'metadata/namespace', create: true };

export function withNamespace(root: YamlMap, setting: NamespaceSetting, transforming: Transforming): YamlMap {
  const { namespace, unsetOnly } = setting;
  const set = (before: YamlNode | undefined): YamlNode => {
    if (before !== undefined && before.type !== 'scalar') throw new WrongShape(before);
    if (unsetOnly && before !== undefined && before.tag !== '!!null' && before.text !== '') return before;
    return written(before?.tag === '!!null' ? undefined : before, namespace.text, '!!str', namespace.origins);
  };
  const creation = { end: 'scalar', origins: namespace.origins } as const;
  const { group, version, kind, effectiveNamespace } = identityOf(root);
  const isCore = group === '' && version === 'v1';
  const isBinding = kind === 'RoleBinding' || kind === 'ClusterRoleBinding';
  const specs = setting.specs.filter(
    ({ kind: of, path }) =>
      path !== 'metadata/namespace' &&
      (isCore || path !== 'metadata/name') &&
      !(isBinding && path === 'subjects/namespace' && (of === 'RoleBinding' || of === 'ClusterRoleBinding')),
  );
  let changed = root;
  if (effectiveNamespace !== nowhere) changed = changeBySpecs(changed, [metadataNamespace], set, creation, transforming);
  if (isBinding) changed = withSubjects(changed, setting.subjects, set, setting);
  return changeBySpecs(changed, specs, set, creation, transforming);
}

function withSubjects(
  root: YamlMap,
  mode: Subjects,
  set: (before: YamlNode | undefined) => YamlNode,
  { namespace }: NamespaceSetting,
): YamlMap {
  const subjects = valueAt(root, 'subjects');
  if (mode === 'none' || subjects?.type !== 'list') return root;
  const [key, value] = mode === 'defaultOnly' ? ['name', 'default'] : ['kind', 'ServiceAccount'];
  const items = subjects.items.map((item) => {
    const found = valueAt(item, key);
    if (item.type !== 'map' || found?.type !== 'scalar' || found.text !== value || found.tag === '!!null') return item;
    return withValue(item, 'namespace', set(valueAt(item, 'namespace')), namespace.origins);
  });
  return items.every((item, index) => item === subjects.items[index]) ? root : withValue(root, 'subjects', { ...subjects, items });
}
