import type { YamlNode } from './node.ts';
import { valueOf } from './scalarTypes.ts';

export type Plain = string | number | boolean | null | readonly Plain[] | { readonly [key: string]: Plain };

/** The value as JSON has it. Integers that a number cannot hold exactly come as the nearest one. */
export function toPlain(node: YamlNode): Plain {
  switch (node.type) {
    case 'list':
      return node.items.map(toPlain);
    case 'map':
      return Object.fromEntries(node.entries.map(({ key, value }) => [key, toPlain(value)]));
    case 'scalar': {
      const value = valueOf(node);
      return typeof value === 'bigint' ? Number(value) : value;
    }
  }
}
