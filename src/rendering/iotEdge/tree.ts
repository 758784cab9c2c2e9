import { holdsPlaceholder } from '../../manifests/placeholder.ts';
import type { Origins } from '../origin.ts';
import type { YamlEntry, YamlList, YamlMap, YamlNode, YamlScalar } from '../yaml/node.ts';

/** Nodes of a manifest that a program other than a renderer of text makes. */

export function textNode(text: string, origins: Origins): YamlScalar {
  return { type: 'scalar', tag: '!!str', text, style: 'double', origins };
}

export function numberNode(text: string, origins: Origins): YamlScalar {
  // A placeholder is one for every reader.
  return holdsPlaceholder(text)
    ? { ...textNode(text, origins), unknown: true }
    : { type: 'scalar', tag: '!!int', text, style: 'plain', origins };
}

export function trueNode(origins: Origins): YamlScalar {
  return { type: 'scalar', tag: '!!bool', text: 'true', style: 'plain', origins };
}

/** A field of a map; nothing without a value. */
export function field(key: string, value: YamlNode | undefined, keyOrigins: Origins = []): readonly YamlEntry[] {
  return value === undefined ? [] : [{ key, keyOrigins, value }];
}

/** The fields in their order. */
export function mapNode(origins: Origins, ...fields: readonly (readonly YamlEntry[])[]): YamlMap {
  return { type: 'map', entries: fields.flat(), origins };
}

export function listNode(origins: Origins, items: readonly YamlNode[]): YamlList {
  return { type: 'list', items, origins };
}
