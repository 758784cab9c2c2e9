import type { Origins } from '../origin.ts';
import type { YamlEntry, YamlList, YamlMap, YamlNode, YamlScalar } from './node.ts';

/** Small words for reading and changing trees. Nothing changes in place; what does not change stays the same object. */

export function entryAt(node: YamlNode | undefined, key: string): YamlEntry | undefined {
  if (node?.type !== 'map') return undefined;
  for (const entry of node.entries) if (entry.key === key) return entry;
  return undefined;
}

export function valueAt(node: YamlNode | undefined, key: string): YamlNode | undefined {
  return entryAt(node, key)?.value;
}

export function nodeAt(node: YamlNode | undefined, ...path: readonly string[]): YamlNode | undefined {
  let found = node;
  for (const key of path) found = valueAt(found, key);
  return found;
}

/** The text of a scalar as written, whatever its type; undefined for null, for what is no scalar and for what is not there. */
export function textAt(node: YamlNode | undefined, key: string): string | undefined {
  const value = valueAt(node, key);
  return value?.type === 'scalar' && value.tag !== '!!null' ? value.text : undefined;
}

export function textNode(text: string, origins: Origins): YamlScalar {
  return { type: 'scalar', tag: '!!str', text, style: 'plain', origins };
}

export function mapNode(entries: readonly YamlEntry[], origins: Origins): YamlMap {
  return { type: 'map', entries, origins };
}

export function listNode(items: readonly YamlNode[], origins: Origins): YamlList {
  return { type: 'list', items, origins };
}

/** The map with a value at a key; a key that is not there goes to the end, with `keyOrigins`. */
export function withValue(map: YamlMap, key: string, value: YamlNode, keyOrigins: Origins = value.origins): YamlMap {
  let index = 0;
  while (index < map.entries.length && map.entries[index]?.key !== key) index++;
  const before = map.entries[index];
  if (before?.value === value) return map;
  const entries = map.entries.slice();
  entries[index] = { key, keyOrigins: before?.keyOrigins ?? keyOrigins, value };
  return { ...map, entries };
}

/** The list with each item changed: the same object where none becomes another. */
export function withItems(list: YamlList, change: (item: YamlNode) => YamlNode): YamlList {
  let items: YamlNode[] | undefined;
  for (let index = 0; index < list.items.length; index++) {
    const before = list.items[index] as YamlNode;
    const after = change(before);
    if (after !== before) (items ??= [...list.items])[index] = after;
  }
  return items === undefined ? list : { ...list, items };
}

/** The map with each value changed: the same object where none becomes another. */
export function withValues(map: YamlMap, change: (value: YamlNode, key: string) => YamlNode): YamlMap {
  let entries: YamlEntry[] | undefined;
  for (let index = 0; index < map.entries.length; index++) {
    const before = map.entries[index] as YamlEntry;
    const value = change(before.value, before.key);
    if (value !== before.value) (entries ??= [...map.entries])[index] = { ...before, value };
  }
  return entries === undefined ? map : { ...map, entries };
}

/** The map without a key; `by` is who took it away. Without `by` it goes without a trace. */
export function withoutKey(map: YamlMap, key: string, by?: Origins): YamlMap {
  if (!map.entries.some((entry) => entry.key === key)) return map;
  const entries = map.entries.filter((entry) => entry.key !== key);
  return by === undefined ? { ...map, entries } : { ...map, entries, removed: [...(map.removed ?? []), { key, by }] };
}

/** A scalar that somebody set anew: the new place first, who wrote it before behind. The same value again keeps its place first (nothing changed for the reader). */
export function rewritten(before: YamlNode | undefined, after: YamlScalar): YamlScalar {
  if (before?.type !== 'scalar') return after;
  const isSame = before.text === after.text && before.tag === after.tag;
  return isSame
    ? { ...after, origins: [...before.origins, ...after.origins] }
    : { ...after, origins: [...after.origins, ...before.origins] };
}
