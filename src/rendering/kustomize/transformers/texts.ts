import { valueAt, withValue } from '../../yaml/change.ts';
import type { YamlEntry, YamlMap, YamlNode } from '../../yaml/node.ts';
import { WrongShape, type FieldSpec } from '../fieldSpec.ts';
import { changeBySpecs, type Transforming } from './transforming.ts';
import { written } from './written.ts';

/** Sets labels or annotations wherever the specs lead. Values are texts. api/filters/labels/labels.go, api/filters/annotations/annotations.go */
export function setTexts(pairs: YamlMap, specs: readonly FieldSpec[], transforming: Transforming): void {
  if (pairs.entries.length === 0) return;
  transforming.list.map((resource) => {
    let { root } = resource;
    for (const pair of pairs.entries)
      root = changeBySpecs(root, specs, (node) => withPair(node, pair), { end: 'map', origins: pair.value.origins }, transforming);
    return root === resource.root ? resource : { ...resource, root };
  });
}

function withPair(node: YamlNode | undefined, { key, keyOrigins, value }: YamlEntry): YamlNode {
  if (node?.type === 'scalar' && node.tag === '!!null') return node;
  if (node?.type !== 'map') throw new WrongShape(node ?? value);
  const text = value.type === 'scalar' ? value.text : '';
  const before = valueAt(node, key);
  if (before !== undefined && before.type !== 'scalar')
    return withValue(node, key, written(undefined, text, '!!str', value.origins), keyOrigins);
  return withValue(node, key, written(before, text, '!!str', value.origins), keyOrigins);
}
