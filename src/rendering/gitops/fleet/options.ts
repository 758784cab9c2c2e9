import type { Sources } from '../../sources.ts';
import { listNode, mapNode, valueAt, withValue } from '../../yaml/change.ts';
import { firstDocument } from '../../yaml/firstDocument.ts';
import type { YamlMap, YamlNode } from '../../yaml/node.ts';
import { inFile } from '../../yaml/read.ts';
import { below } from '../paths.ts';
import { itemsOf, mapsOf } from '../reading.ts';

/** `fleet.yaml`, else `fleet.yml`. */
export function fleetFile(folder: string, sources: Sources): string | undefined {
  return ['fleet.yaml', 'fleet.yml'].map((name) => below(folder, name)).find((path) => sources.kindOf(path) === 'file');
}

/** What a `fleet.yaml` says for one of its targets: the customization is laid over the rest. fleet internal/cmd/controller/options/calculate.go (Merge) */
export function optionsOf(fleet: string | undefined, target: number | undefined, sources: Sources): YamlMap {
  const { root } = fleet === undefined ? { root: undefined } : firstDocument(sources.text(fleet) ?? '', inFile(fleet));
  const base = root?.type === 'map' ? root : mapNode([], []);
  const custom = target === undefined ? undefined : mapsOf(valueAt(base, 'targetCustomizations'))[target];
  return custom === undefined ? base : laidOver(base, custom);
}

/** Deep: maps are joined, of what both say the second wins; values that are named by place, and overlays, are added. */
function laidOver(base: YamlMap, over: YamlMap): YamlMap {
  let result = base;
  for (const { key, keyOrigins, value } of over.entries)
    result = withValue(result, key, joined(key, valueAt(base, key), value), keyOrigins);
  return result;
}

function joined(key: string, before: YamlNode | undefined, value: YamlNode): YamlNode {
  if (before?.type === 'map' && value.type === 'map') return laidOver(before, value);
  const isAdded = key === 'valuesFrom' || key === 'overlays';
  return isAdded && before?.type === 'list' && value.type === 'list'
    ? listNode([...itemsOf(before), ...value.items], before.origins)
    : value;
}
