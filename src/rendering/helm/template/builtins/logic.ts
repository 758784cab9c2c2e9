import { failure, goFunction, variadicFunction } from '../../function.ts';
import { anyType, bool, invalid, isTrue, typeOf, type GoValue, type CallContext, type Failure } from '../../value.ts';
import { canBeNil, isAssignable, zeroOf } from '../arguments.ts';

/** The executor evaluates the arguments of these three itself: it stops at the one that decides, and knows the name of what is called. */
export const and = variadicFunction(['reflect.Value'], 'reflect.Value', () => invalid);
export const or = variadicFunction(['reflect.Value'], 'reflect.Value', () => invalid);
export const call = variadicFunction(['reflect.Value'], 'reflect.Value', () => invalid);

export const not = goFunction(['reflect.Value'], (_, value) => bool(!isTrue(value)));

/** Go's `call` (text/template/funcs.go): `name` is how the template spells what is called. */
export function callValue(context: CallContext, name: string, [callee, ...values]: readonly GoValue[]): GoValue | Failure {
  if (callee === undefined || callee.kind === 'invalid' || callee.kind === 'nil') return failure('call of nil');
  if (callee.kind !== 'function') return failure(`non-function ${name} of type ${typeOf(callee)}`);
  const { parameters, variadic } = callee.function;
  const least = parameters.length;
  if (variadic === undefined ? values.length !== least : values.length < least)
    return failure(
      `wrong number of args for ${name}: got ${String(values.length)} want ${variadic === undefined ? '' : 'at least '}${String(least)}`,
    );
  const prepared: GoValue[] = [];
  for (const [index, value] of values.entries()) {
    const type = parameters[index] ?? variadic ?? anyType;
    const isNil = value.kind === 'nil' || value.kind === 'invalid';
    if (isNil && !canBeNil(type)) return failure(`arg ${String(index)}: value is nil; should be of type ${type}`);
    if (!isNil && !isAssignable(value, type)) return failure(`arg ${String(index)}: value has type ${typeOf(value)}; should be ${type}`);
    prepared.push(isNil ? zeroOf(type) : value);
  }
  return callee.function.call(context, prepared);
}
