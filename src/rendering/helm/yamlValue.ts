import type { RopePiece } from '../rope.ts';
import type { YamlNode, YamlScalar } from '../yaml/node.ts';
import { placeInScalar } from '../yaml/placeInScalar.ts';
import { valueOf } from '../yaml/scalarTypes.ts';
import { bool, float, list, map, nil, string, type GoValue, type StringValue } from './value.ts';

/**
 * What Go has after YAML → JSON → `interface {}`: every number is a float64. The origins are those of the nodes; with the text of their file,
 * the pieces of a text stand where its characters do, without quotes and indentation.
 */
export function valueOfYaml(node: YamlNode, fileText?: string): GoValue {
  switch (node.type) {
    case 'map':
      return map(
        node.entries.map(({ key, keyOrigins, value }) => [key, { value: valueOfYaml(value, fileText), keyOrigins }] as const),
        node.origins,
      );
    case 'list':
      return list(
        node.items.map((item) => valueOfYaml(item, fileText)),
        node.origins,
      );
    case 'scalar': {
      const value = valueOf(node);
      if (node.tag === '!!binary') return string(node.text, node.origins);
      if (value === null) return { ...nil, origins: node.origins };
      if (typeof value === 'string') return fileText === undefined ? string(value, node.origins) : placedText(node, value, fileText);
      return typeof value === 'boolean' ? bool(value, node.origins) : float(Number(value), node.origins);
    }
  }
}

/** A block of text has a piece a line, since each is indented by itself. */
function placedText(node: YamlScalar, text: string, fileText: string): StringValue {
  const place = placeInScalar(node, fileText);
  const lines = node.style === 'literal' ? (text.match(/[^\n]*\n|[^\n]+$/g) ?? []) : [text];
  const rope: RopePiece[] = [];
  let start = 0;
  for (const line of lines) {
    if (line !== '') rope.push({ text: line, origins: [place(start, start + line.length)] });
    start += line.length;
  }
  return { ...string(text, node.origins), rope };
}
