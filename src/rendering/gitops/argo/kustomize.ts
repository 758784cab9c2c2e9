import { resolvePath } from '../../../base/path.ts';
import { splitImage } from '../../kustomize/imageTag.ts';
import type { Kustomization } from '../../kustomize/kustomizationFile.ts';
import type { Sources } from '../../sources.ts';
import { entryAt, listNode, mapNode, textAt, textNode, valueAt, withValue } from '../../yaml/change.ts';
import type { YamlEntry, YamlMap, YamlNode, YamlScalar } from '../../yaml/node.ts';
import { withImages } from '../flux/amend.ts';
import { isTrue, itemsOf, mapsOf, scalarsOf, textOf } from '../reading.ts';
import type { Environment } from './environment.ts';

/** The kustomization with what a source says of it, as `kustomize edit` writes it. argo-cd util/kustomize/kustomize.go */
export function withEdits(
  kustomization: Kustomization,
  settings: YamlNode | undefined,
  environment: Environment,
  sources: Sources,
): Kustomization {
  let { root } = kustomization;
  const problems = kustomization.problems;
  for (const field of ['namePrefix', 'nameSuffix', 'namespace']) {
    const value = valueAt(settings, field);
    if (value !== undefined && textOf(value) !== undefined) root = withValue(root, field, value);
  }
  root = withImages(
    root,
    scalarsOf(valueAt(settings, 'images')).map((image) => imageOf(image, environment)),
  );
  for (const replica of mapsOf(valueAt(settings, 'replicas'))) root = withReplica(root, replica);
  const labels = valueAt(settings, 'commonLabels');
  if (labels?.type === 'map') root = withLabels(root, labels, settings);
  const annotations = valueAt(settings, 'commonAnnotations');
  if (annotations?.type === 'map') {
    const filled = isTrue(valueAt(settings, 'commonAnnotationsEnvsubst')) ? withTexts(annotations, environment) : annotations;
    root = withPairs(root, 'commonAnnotations', filled);
  }
  const ignores = isTrue(valueAt(settings, 'ignoreMissingComponents'));
  const isThere = (path: string): boolean => {
    const resolved = resolvePath(kustomization.folder, path);
    return resolved !== undefined && sources.kindOf(resolved) !== undefined;
  };
  const components = scalarsOf(valueAt(settings, 'components')).filter(({ text }) => !ignores || isThere(text));
  root = withMore(root, 'components', components);
  root = withMore(root, 'patches', mapsOf(valueAt(settings, 'patches')));
  return { ...kustomization, root, problems };
}

function withMore(root: YamlMap, field: string, more: readonly YamlNode[]): YamlMap {
  const before = valueAt(root, field);
  const origins = before?.origins ?? more[0]?.origins ?? [];
  return more.length === 0 ? root : withValue(root, field, listNode([...itemsOf(before), ...more], origins), origins);
}

function withPairs(root: YamlMap, field: string, pairs: YamlMap): YamlMap {
  const before = valueAt(root, field);
  let merged = before?.type === 'map' ? before : mapNode([], pairs.origins);
  for (const { key, keyOrigins, value } of pairs.entries) merged = withValue(merged, key, value, keyOrigins);
  return withValue(root, field, merged, pairs.origins);
}

function withTexts(pairs: YamlMap, environment: Environment): YamlMap {
  return {
    ...pairs,
    entries: pairs.entries.map((entry) =>
      entry.value.type === 'scalar' ? { ...entry, value: { ...entry.value, text: environment(entry.value.text) } } : entry,
    ),
  };
}

/** Labels go into selectors, too, unless told otherwise. */
function withLabels(root: YamlMap, labels: YamlMap, settings: YamlNode | undefined): YamlMap {
  const without = valueAt(settings, 'labelWithoutSelector');
  if (!isTrue(without)) return withPairs(root, 'commonLabels', labels);
  const entries: YamlEntry[] = [{ key: 'pairs', keyOrigins: labels.origins, value: labels }];
  const templates = entryAt(settings, 'labelIncludeTemplates');
  if (templates !== undefined && isTrue(templates.value)) entries.push({ ...templates, key: 'includeTemplates' });
  return withMore(root, 'labels', [mapNode(entries, labels.origins)]);
}

/** `name=new:tag`, `name:tag`, `name@digest`; what is `*` stays as the file has it, which is nothing here. */
function imageOf(image: YamlScalar, environment: Environment): YamlMap {
  const text = environment(image.text);
  const equals = text.indexOf('=');
  const { name: newName, tag, digest } = splitImage(equals < 0 ? text : text.slice(equals + 1));
  const entries: YamlEntry[] = [];
  const add = (key: string, value: string): void => {
    if (value !== '' && value !== '*') entries.push({ key, keyOrigins: image.origins, value: textNode(value, image.origins) });
  };
  add('name', equals < 0 ? newName : text.slice(0, equals));
  if (equals >= 0) add('newName', newName);
  add('newTag', tag);
  add('digest', digest);
  return mapNode(entries, image.origins);
}

function withReplica(root: YamlMap, replica: YamlMap): YamlMap {
  const before = itemsOf(valueAt(root, 'replicas'));
  const index = before.findIndex((each) => textAt(each, 'name') === textAt(replica, 'name'));
  const count = valueAt(replica, 'count');
  const number: YamlNode | undefined = count?.type === 'scalar' ? { ...count, tag: '!!int', style: 'plain' } : count;
  const entry = number === undefined ? replica : withValue(replica, 'count', number);
  return withValue(
    root,
    'replicas',
    listNode(index < 0 ? [...before, entry] : before.with(index, entry), replica.origins),
    replica.origins,
  );
}
