import { goFloatText, goJsonNumber } from '../goYaml/number.ts';
import { goYaml3 } from '../goYaml/form.ts';
import { scalarStyle } from '../goYaml/scalarStyle.ts';
import type { YamlNode, YamlScalar } from '../yaml/node.ts';
import { plainTag, valueOf } from '../yaml/scalarTypes.ts';

/**
 * A tree that went through JSON and back: numbers are float64 and written as Go writes these (`1e+06`), timestamps are texts, and quotes stand where Go's YAML needs some,
 * wherever they stood before. What is so already stays the same object. kyaml/yaml/rnode.go (MarshalJSON, UnmarshalJSON)
 */
export function throughJson(node: YamlNode): YamlNode {
  switch (node.type) {
    case 'scalar':
      return scalarThroughJson(node);
    case 'list': {
      const seen = new Set<YamlNode>();
      const items = node.items.map((item) => {
        const result = throughJson(item);
        // One node that stood in two places becomes two.
        const copy = seen.has(result) ? { ...result } : result;
        seen.add(result);
        return copy;
      });
      return items.every((item, index) => item === node.items[index]) ? node : { ...node, items };
    }
    case 'map': {
      const entries = node.entries.map((entry) => {
        const value = throughJson(entry.value);
        return value === entry.value ? entry : { ...entry, value };
      });
      return entries.every((entry, index) => entry === node.entries[index]) ? node : { ...node, entries };
    }
  }
}

function scalarThroughJson(scalar: YamlScalar): YamlScalar {
  const value = valueOf(scalar);
  if (typeof value === 'string') return like(scalar, '!!str', value, scalarStyle(value, goYaml3));
  if (value === null) return like(scalar, '!!null', 'null', 'plain');
  if (typeof value === 'boolean') return like(scalar, '!!bool', String(value), 'plain');
  const text = goFloatText(Number(value));
  return like(scalar, plainTag(text, 'yaml-1.2'), text, 'plain');
}

function like(scalar: YamlScalar, tag: YamlScalar['tag'], text: string, style: YamlScalar['style']): YamlScalar {
  if (scalar.untyped !== true && scalar.tag === tag && scalar.text === text && scalar.style === style) return scalar;
  return { type: 'scalar', tag, text, style, origins: scalar.origins };
}

/** Equal for values that are the same JSON, whatever the order of keys. Integers of 64 bits are told apart to the last digit. */
export function jsonKey(node: YamlNode): string {
  switch (node.type) {
    case 'list':
      return `[${node.items.map(jsonKey).join(',')}]`;
    case 'map': {
      const entries = node.entries.map(({ key, value }) => `${JSON.stringify(key)}:${jsonKey(value)}`);
      return `{${entries.sort().join(',')}}`;
    }
    case 'scalar': {
      const value = valueOf(node);
      if (typeof value === 'bigint') return value.toString();
      if (typeof value === 'number') return node.tag === '!!int' ? String(value) : (goJsonNumber(value) ?? 'null');
      return JSON.stringify(value);
    }
  }
}
