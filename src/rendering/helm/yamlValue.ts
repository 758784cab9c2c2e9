import type { YamlNode } from '../yaml/node.ts';
import { valueOf } from '../yaml/scalarTypes.ts';
import { textOfBytes } from './goText.ts';
import { bool, float, list, map, nil, string, type GoValue } from './value.ts';

/** What Go has after YAML → JSON → `interface {}`: every number is a float64. The origins are those of the nodes. */
export function valueOfYaml(node: YamlNode): GoValue {
  switch (node.type) {
    case 'map':
      return map(
        node.entries.map(({ key, keyOrigins, value }) => [key, { value: valueOfYaml(value), keyOrigins }] as const),
        node.origins,
      );
    case 'list':
      return list(node.items.map(valueOfYaml), node.origins);
    case 'scalar': {
      const value = valueOf(node);
      if (node.tag === '!!binary') return string(textOfBase64(node.text), node.origins);
      if (value === null) return { ...nil, origins: node.origins };
      if (typeof value === 'string') return string(value, node.origins);
      return typeof value === 'boolean' ? bool(value, node.origins) : float(Number(value), node.origins);
    }
  }
}

function textOfBase64(text: string): string {
  try {
    return textOfBytes(Uint8Array.from(atob(text.replaceAll(/\s/g, '')), (character) => character.charCodeAt(0)));
  } catch {
    return text;
  }
}
