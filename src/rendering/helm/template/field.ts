import { invalid, string, typeOf, unknownOf, type GoValue, type GoFunction } from '../value.ts';
import type { GoType } from '../function.ts';
import { zeroOf } from './arguments.ts';
import { fail, type Execution } from './execution.ts';
import { isExported } from '../exportedFields.ts';
import type { OperandNode } from './node.ts';

/** What `.Name` of a value is: a method to be called, or a value. */
type Field = { readonly method: GoFunction; readonly value?: undefined } | { readonly method?: undefined; readonly value: GoValue };

/** Go's `evalField` (text/template/exec.go), with `missingkey=zero` as Helm sets it. Methods hide keys and fields. `node` is what asks; `type` what Go calls the receiver, where not by its own type. */
export function fieldOf(
  execution: Execution,
  receiver: GoValue,
  name: string,
  hasArguments: boolean,
  node: OperandNode,
  type: GoType = typeOf(receiver),
): Field {
  switch (receiver.kind) {
    case 'invalid':
      return { value: { ...invalid, ...(receiver.unknown && { unknown: true }) } };
    case 'nil':
      return fail(execution, 'nil-pointer', `nil pointer evaluating interface {}.${name}`, node);
    case 'map': {
      const method = receiver.methods?.get(name);
      if (method !== undefined) return { method };
      if (hasArguments) fail(execution, 'not-function', `${name} is not a method but has arguments`, node);
      const value = receiver.entries.get(name)?.value ?? zeroOf(receiver.element);
      return { value: receiver.unknown ? unknownOf(value) : value };
    }
    case 'object': {
      const method = receiver.methods?.get(name);
      if (method !== undefined) return { method };
      const value = receiver.fields.get(name);
      if (value === undefined) break;
      if (!isExported(name)) fail(execution, 'no-field', `${name} is an unexported field of struct type ${typeOf(receiver)}`, node);
      if (hasArguments) fail(execution, 'not-function', `${name} has arguments but cannot be invoked as function`, node);
      return { value: receiver.unknown ? unknownOf(value) : value };
    }
    case 'list': {
      const method = receiver.methods?.get(name);
      if (method !== undefined) return { method };
      break;
    }
    default:
  }
  return fail(execution, 'no-field', `can't evaluate field ${name} in type ${type}`, node);
}

/** The key of a map as a value, with the place that wrote it. */
export function keyOf(map: GoValue & { readonly kind: 'map' }, key: string): GoValue {
  return string(key, map.entries.get(key)?.keyOrigins ?? []);
}
