import type { SyntaxNode } from './syntax.ts';

/** What is deeper is left out. */
const deepest = 100;

/** What is written, as JSON has it: of keys that repeat the last, and all keys in order of their texts, so that two are alike when they say the same. */
export function plainValue(node: SyntaxNode | undefined): unknown {
  return plainOf(node, 0);
}

function plainOf(node: SyntaxNode | undefined, depth: number): unknown {
  if (node === undefined || depth > deepest) return null;
  switch (node.type) {
    case 'scalar':
      return node.value;
    case 'sequence':
      return node.items.map((item) => plainOf(item, depth + 1));
    case 'map':
      return Object.fromEntries(
        [...new Map(node.entries.map(({ key, value }) => [key, value]))]
          .sort(([one], [other]) => (one < other ? -1 : 1))
          .map(([key, value]) => [key, plainOf(value, depth + 1)]),
      );
  }
}
