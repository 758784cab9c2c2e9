import { valueAt, withValue } from '../../yaml/change.ts';
import type { YamlEntry, YamlMap, YamlNode, YamlScalar } from '../../yaml/node.ts';
import { plainTag } from '../../yaml/scalarTypes.ts';
import { withHiddenAnnotations, withoutEmptyAnnotations } from '../annotations.ts';
import { pathOf, WrongShape, type FieldSpec } from '../fieldSpec.ts';
import { currentIdentity } from '../resource.ts';
import { settled, sharing } from '../sharing.ts';
import { yamlFailure } from '../yamlFailure.ts';
import { changeEach } from './changeEach.ts';
import { changeBySpecs, type Transforming } from './transforming.ts';
import { written } from './written.ts';

/** Sets labels or annotations wherever the specs lead. Values are texts. api/filters/labels/labels.go, api/filters/annotations/annotations.go */
export function setTexts(pairs: YamlMap, specs: readonly FieldSpec[], transforming: Transforming): void {
  if (pairs.entries.length === 0) return;
  const unwritable = new Set<YamlEntry>();
  // Fields that are made where they are missing need not be there.
  const needsAnnotations = specs.some(({ path, create }) => !create && isOfAnnotations(pathOf(path)));
  changeEach(transforming, (resource) => {
    let root = needsAnnotations ? withHiddenAnnotations(resource) : resource.root;
    const identity = currentIdentity(resource);
    let added = 0;
    for (const pair of pairs.entries) {
      // Wherever the key is new, the same node stands.
      const text = pair.value.type === 'scalar' ? pair.value.text : '';
      const node = sharing(written(undefined, text, '!!str', pair.value.origins));
      let places = 0;
      const change = (map: YamlNode | undefined): YamlNode => withPair(map, pair, node, () => places++);
      root = changeBySpecs(root, specs, change, { end: 'map', origins: pair.value.origins }, transforming, identity);
      added = Math.max(added, places);
      // The key is written without quotes, and what is read of it then is no text.
      if (places > 0 && plainTag(pair.key, 'yaml-1.2') !== '!!str') unwritable.add(pair);
    }
    if (needsAnnotations) root = withoutEmptyAnnotations(root);
    if (root === resource.root) return resource;
    // Where nothing was shared before, nothing has been written over it.
    const hasShared = resource.hasShared === true;
    const changed = { ...resource, root: hasShared ? settled(root) : root };
    return added > 1 && !hasShared ? { ...changed, hasShared: true } : changed;
  });
  for (const { keyOrigins } of unwritable)
    transforming.report(
      yamlFailure({ class: 'not-representable', text: 'a key that is not a text', at: keyOrigins[0] ?? transforming.at }, 'malformed-yaml'),
    );
}

function isOfAnnotations([first, second]: readonly string[]): boolean {
  return first === 'metadata' && second === 'annotations';
}

function withPair(map: YamlNode | undefined, { key, keyOrigins }: YamlEntry, added: YamlScalar, note: () => void): YamlNode {
  if (map?.type === 'scalar' && map.tag === '!!null') return map;
  if (map?.type !== 'map') throw new WrongShape(map ?? added);
  const before = valueAt(map, key);
  if (before === undefined) note();
  const value = before === undefined ? added : written(before, added.text, '!!str', added.origins);
  return withValue(map, key, value, keyOrigins);
}
