import type { YamlNode, YamlScalar } from '../yaml/node.ts';
import { plainTag } from '../yaml/scalarTypes.ts';

/** Whether Go's YAML can still read a scalar whose type was kept while its text was not. Quotes make any text one. */
export function isReadable({ tag, text, style }: YamlScalar): boolean {
  if (style !== 'plain' || tag === '!!str' || tag === '!!binary') return true;
  const read = plainTag(text, 'yaml-1.2');
  return read === tag || (tag === '!!float' && read === '!!int');
}

export function isReadableTree(node: YamlNode): boolean {
  if (node.type === 'scalar') return isReadable(node);
  return node.type === 'list' ? node.items.every(isReadableTree) : node.entries.every(({ value }) => isReadableTree(value));
}
