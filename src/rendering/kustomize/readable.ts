import { isWritable } from '../goYaml/throughJson.ts';
import type { Span } from '../origin.ts';
import type { YamlMap, YamlNode, YamlScalar } from '../yaml/node.ts';
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

const unwritable = new WeakMap<YamlMap, Span | 'none'>();

/** The first text or key that has a character which is written into JSON as it is and refused when that is read as YAML. */
export function unwritableIn(root: YamlMap): Span | undefined {
  let known = unwritable.get(root);
  if (known === undefined) unwritable.set(root, (known = firstUnwritable(root) ?? 'none'));
  return known === 'none' ? undefined : known;
}

function firstUnwritable(node: YamlNode): Span | undefined {
  if (node.type === 'scalar') return node.tag === '!!str' && !isWritable(node.text, false) ? node.origins[0] : undefined;
  if (node.type === 'list') return firstOf(node.items, firstUnwritable);
  return firstOf(node.entries, ({ key, keyOrigins, value }) => (isWritable(key, true) ? firstUnwritable(value) : keyOrigins[0]));
}

function firstOf<T>(items: readonly T[], look: (item: T) => Span | undefined): Span | undefined {
  for (const item of items) {
    const found = look(item);
    if (found !== undefined) return found;
  }
  return undefined;
}
