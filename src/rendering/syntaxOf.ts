import type { MapEntry, SyntaxNode } from '../manifests/syntax.ts';
import type { YamlNode } from './yaml/node.ts';
import { valueOf } from './yaml/scalarTypes.ts';

const nowhere = { start: 0, end: 0 };

/** A rendered tree as readers of manifests take one. Without offsets: a field of a rendered manifest is found by its path. */
export function syntaxOf(node: YamlNode): SyntaxNode {
  switch (node.type) {
    case 'scalar': {
      // Read as what it is: a placeholder.
      if (node.unknown) return { type: 'scalar', ...nowhere, value: '<unknown>', text: '<unknown>', style: 'double' };
      const value = valueOf(node);
      return {
        type: 'scalar',
        ...nowhere,
        value: typeof value === 'bigint' ? Number(value) : value,
        // A number is printed anew by the tool: `017` as 15.
        text: typeof value === 'string' ? value : value === null ? '' : String(value),
        style: node.tag === '!!str' && node.style === 'plain' ? 'double' : node.style,
      };
    }
    case 'list':
      return { type: 'sequence', ...nowhere, items: node.items.map(syntaxOf) };
    case 'map':
      return {
        type: 'map',
        ...nowhere,
        entries: node.entries.map(({ key, value }): MapEntry => ({ key, keyRange: nowhere, value: syntaxOf(value) })),
      };
  }
}
