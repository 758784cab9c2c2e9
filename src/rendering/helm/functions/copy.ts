import type { GoValue, CallContext } from '../value.ts';
import { costOfNode } from './cost.ts';

/** mitchellh/copystructure: other maps and lists of the same content and type. */
export function deepCopied(context: CallContext, value: GoValue): GoValue {
  context.spend(costOfNode);
  switch (value.kind) {
    case 'map':
      return {
        ...value,
        entries: new Map([...value.entries].map(([key, entry]) => [key, { ...entry, value: deepCopied(context, entry.value) }])),
      };
    case 'list':
      // The content of a file: nobody can change it.
      if (value.element === 'uint8') return value;
      return { ...value, items: value.items.map((item) => deepCopied(context, item)) };
    default:
      return value;
  }
}
