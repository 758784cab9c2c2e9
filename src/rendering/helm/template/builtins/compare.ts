import { failure, goFunction, variadicFunction } from '../../function.ts';
import { bool, kindOf, typeOf, type GoValue, type CallContext, type Failure } from '../../value.ts';
import { valueText } from '../format.ts';
import { compareBytes } from '../../byteOrder.ts';

/** Go's basic kinds (text/template/funcs.go, basicKind): numbers of two of them are never compared, but for integers of either sign. */
function basicKind(value: GoValue): 'bool' | 'int' | 'float' | 'complex' | 'string' | undefined {
  switch (value.kind) {
    case 'bool':
    case 'int':
    case 'float':
    case 'complex':
    case 'string':
      return value.kind;
    default:
      return undefined;
  }
}

function isNothing(value: GoValue): boolean {
  return value.kind === 'nil' || value.kind === 'invalid';
}

function isNil(value: GoValue): boolean {
  return isNothing(value) || ((value.kind === 'map' || value.kind === 'list') && value.isNil === true);
}

function incompatible(one: GoValue, other: GoValue): Failure {
  return failure(`incompatible types for comparison: ${typeOf(one)} and ${typeOf(other)}`, 'incompatible-types');
}

function areEqual(context: CallContext, one: GoValue, other: GoValue): boolean | Failure {
  const kind = basicKind(one);
  if (kind !== basicKind(other)) return isNothing(one) || isNothing(other) ? false : incompatible(one, other);
  if (one.kind === 'complex' && other.kind === 'complex') return one.real === other.real && one.imaginary === other.imaginary;
  if (one.kind === 'string' && other.kind === 'string') return one.text === other.text;
  if ('value' in one && 'value' in other) return one.value === other.value;
  const [left, right] = [kindOf(one), kindOf(other)];
  if (left !== right && left !== 'invalid' && right !== 'invalid')
    return failure(
      `non-comparable types ${valueText(one, context)}: ${typeOf(one)}, ${typeOf(other)}: ${valueText(other, context)}`,
      'non-comparable',
    );
  if (isNil(one) || isNil(other)) return isNil(one) === isNil(other);
  if (one.kind === 'object') return one === other || (other.kind === 'object' && one.held !== undefined && one.held === other.held);
  return failure(`non-comparable type ${valueText(other, context)}: ${typeOf(other)}`, 'non-comparable');
}

function isLess(one: GoValue, other: GoValue): boolean | Failure {
  const [left, right] = [basicKind(one), basicKind(other)];
  if (left === undefined || right === undefined) return failure('invalid type for comparison', 'non-comparable');
  if (left !== right) return incompatible(one, other);
  if (one.kind === 'string' && other.kind === 'string') return compareBytes(one.text, other.text) < 0;
  if (one.kind === 'int' && other.kind === 'int') return one.value < other.value;
  if (one.kind === 'float' && other.kind === 'float') return one.value < other.value;
  return failure('invalid type for comparison', 'non-comparable');
}

/** Go has no comparison but these two, and says the others by them. */
function isLessOrEqual(context: CallContext, one: GoValue, other: GoValue): boolean | Failure {
  const less = isLess(one, other);
  return less === false ? areEqual(context, one, other) : less;
}

function answer(result: boolean | Failure): GoValue | Failure {
  return typeof result === 'boolean' ? bool(result) : result;
}

function opposite(result: boolean | Failure): GoValue | Failure {
  return typeof result === 'boolean' ? bool(!result) : result;
}

const two = ['reflect.Value', 'reflect.Value'] as const;

export const eq = variadicFunction(['reflect.Value'], 'reflect.Value', (context, [one], others) => {
  if (others.length === 0) return failure('missing argument for comparison');
  for (const other of others) {
    const equal = areEqual(context, one, other);
    if (equal !== false) return answer(equal);
  }
  return bool(false);
});
export const ne = goFunction(two, (context, one, other) => opposite(areEqual(context, one, other)));
export const lt = goFunction(two, (_, one, other) => answer(isLess(one, other)));
export const le = goFunction(two, (context, one, other) => answer(isLessOrEqual(context, one, other)));
export const gt = goFunction(two, (context, one, other) => opposite(isLessOrEqual(context, one, other)));
export const ge = goFunction(two, (_, one, other) => opposite(isLess(one, other)));
