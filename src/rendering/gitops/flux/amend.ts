import type { Kustomization } from '../../kustomize/kustomizationFile.ts';
import { listNode, mapNode, textAt, valueAt, withValue } from '../../yaml/change.ts';
import type { YamlEntry, YamlMap, YamlNode } from '../../yaml/node.ts';
import { toPlain } from '../../yaml/plain.ts';
import { isTrue, itemsOf, mapsOf, scalarsOf, textOf } from '../reading.ts';

/** What stands in the way of an entry of `components`. */
export type Missing = (path: string) => boolean;

/** The kustomization with the fields that a Kustomization of Flux adds to it, on the same layer. fluxcd/pkg kustomize/kustomize_generator.go (WriteFile) */
export function withFluxFields(kustomization: Kustomization, spec: YamlNode | undefined, isMissing: Missing): Kustomization {
  let { root } = kustomization;
  for (const [field, key] of [
    ['targetNamespace', 'namespace'],
    ['namePrefix', 'namePrefix'],
    ['nameSuffix', 'nameSuffix'],
    ['buildMetadata', 'buildMetadata'],
  ] as const) {
    const value = valueAt(spec, field);
    if (value?.type === 'list' || textOf(value) !== undefined) root = withValue(root, key, value as YamlNode);
  }
  root = withMore(root, 'patches', mapsOf(valueAt(spec, 'patches')));
  root = withMore(root, 'patchesStrategicMerge', mapsOf(valueAt(spec, 'patchesStrategicMerge')).map(asText));
  root = withMore(root, 'patchesJson6902', mapsOf(valueAt(spec, 'patchesJson6902')).map(operationsAsText));
  const ignores = isTrue(valueAt(spec, 'ignoreMissingComponents'));
  const components = scalarsOf(valueAt(spec, 'components')).filter(({ text }) => !ignores || !isMissing(text));
  root = withMore(root, 'components', components);
  root = withImages(root, mapsOf(valueAt(spec, 'images')));
  // Flux writes the file anew, and does not mind an empty one.
  const problems = kustomization.problems.filter((problem) => problem.class !== 'empty-kustomization');
  return { ...kustomization, root, problems };
}

function withMore(root: YamlMap, key: string, more: readonly YamlNode[]): YamlMap {
  if (more.length === 0) return root;
  const before = valueAt(root, key);
  const [first] = more;
  return withValue(root, key, listNode([...itemsOf(before), ...more], before?.origins ?? first?.origins ?? []), first?.origins);
}

/** An image of a name that is there takes its place. */
export function withImages(root: YamlMap, images: readonly YamlMap[]): YamlMap {
  let result = root;
  for (const image of images) {
    const before = itemsOf(valueAt(result, 'images'));
    const index = before.findIndex((each) => textAt(each, 'name') === textAt(image, 'name'));
    const items = index < 0 ? [...before, image] : before.with(index, image);
    result = withValue(result, 'images', listNode(items, valueAt(result, 'images')?.origins ?? image.origins), image.origins);
  }
  return result;
}

/** JSON is YAML: a patch that is written as a map is read as one. */
function asText(patch: YamlMap): YamlNode {
  return { type: 'scalar', tag: '!!str', style: 'plain', text: jsonOf(patch), origins: patch.origins };
}

function operationsAsText(entry: YamlMap): YamlMap {
  const patch = valueAt(entry, 'patch');
  const entries: YamlEntry[] = entry.entries.filter(({ key }) => key !== 'patch');
  if (patch === undefined) return entry;
  const text: YamlNode = { type: 'scalar', tag: '!!str', style: 'plain', text: jsonOf(patch), origins: patch.origins };
  return mapNode([...entries, { key: 'patch', keyOrigins: patch.origins, value: text }], entry.origins);
}

function jsonOf(node: YamlNode): string {
  return JSON.stringify(toPlain(node));
}
