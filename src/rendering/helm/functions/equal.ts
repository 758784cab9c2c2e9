import { typeOf, type GoValue, type CallContext } from '../value.ts';
import { costOfNode } from './cost.ts';

/** Go's `reflect.DeepEqual`: of one type, and of the same content; a nil list is not an empty one. */
export function deepEqual(a: GoValue, b: GoValue, context: CallContext): boolean {
  context.spend(costOfNode);
  if (typeOf(a) !== typeOf(b) || (a.kind === 'nil' || a.kind === 'invalid') !== (b.kind === 'nil' || b.kind === 'invalid')) return false;
  switch (a.kind) {
    case 'invalid':
    case 'nil':
      return true;
    case 'bool':
    case 'int':
    case 'float':
      return a.value === (b as typeof a).value;
    case 'complex':
      return a.real === (b as typeof a).real && a.imaginary === (b as typeof a).imaginary;
    case 'string':
      return a.text === (b as typeof a).text;
    case 'list': {
      const { items, isNil } = b as typeof a;
      if (a.isNil !== isNil || a.items.length !== items.length) return false;
      return a.items === items || a.items.every((item, index) => deepEqual(item, items[index] ?? item, context));
    }
    case 'map': {
      const { entries, isNil } = b as typeof a;
      if (a.isNil !== isNil || a.entries.size !== entries.size) return false;
      if (a.entries === entries) return true;
      return [...a.entries].every(([key, { value }]) => {
        const other = entries.get(key);
        return other !== undefined && deepEqual(value, other.value, context);
      });
    }
    case 'object': {
      const { fields, held } = b as typeof a;
      // What its fields say is all that it is; without any it is what it holds.
      if (a.fields.size === 0) return a.held === held;
      return a === b || [...a.fields].every(([name, value]) => deepEqual(value, fields.get(name) ?? value, context));
    }
    case 'function':
      return false;
  }
}
