import type { Origins } from '../../origin.ts';
import { failure, goFunction, variadicFunction } from '../function.ts';
import {
  float,
  int,
  list,
  string,
  type FloatValue,
  type GoValue,
  type IntValue,
  type ListValue,
  type StringValue,
  type CallContext,
  type Failure,
  type GoFunction,
} from '../value.ts';
import { parsedInteger, toFloat64, toInt64 } from './cast.ts';
import { add, decimalOf, divide, multiply, numberOf, subtract, type Decimal } from './decimal.ts';
import { printedValue } from './stringValue.ts';

/** Of a computed number: those of all that went in. */
function originsOf(values: readonly GoValue[]): Origins {
  const [only] = values;
  return values.length === 1 && only !== undefined ? only.origins : [...new Set(values.flatMap(({ origins }) => origins))].slice(0, 16);
}

function int64(value: bigint, ...from: readonly GoValue[]): IntValue {
  return int(BigInt.asIntN(64, value), 'int64', originsOf(from));
}

/** Folds any number of arguments. */
function folding(fold: (a: bigint, b: bigint) => bigint): GoFunction {
  return variadicFunction(['interface {}'], 'interface {}', (_, [first], more) =>
    int64(
      more.reduce((sum, value) => BigInt.asIntN(64, fold(sum, toInt64(value))), toInt64(first)),
      first,
      ...more,
    ),
  );
}

function foldingFloats(fold: (a: number, b: number) => number): GoFunction {
  return variadicFunction(['interface {}'], 'interface {}', (_, [first], more) =>
    float(
      more.map(toFloat64).reduce((sum, value) => fold(sum, value), toFloat64(first)),
      originsOf([first, ...more]),
    ),
  );
}

function dividing(divide: (a: bigint, b: bigint) => bigint): GoFunction {
  return goFunction(['interface {}', 'interface {}'], (_, a, b) => {
    const divisor = toInt64(b);
    return divisor === 0n ? failure('runtime error: integer divide by zero') : int64(divide(toInt64(a), divisor), a, b);
  });
}

/** With decimal digits: 0.1 and 0.2 make 0.3 (Sprig's `execDecimalOp`). */
function decimals(
  context: CallContext,
  first: GoValue | 0,
  more: readonly GoValue[],
  operation: (a: Decimal, b: Decimal) => Decimal | Failure,
): FloatValue | Failure {
  let result = decimalOf(first === 0 ? 0 : toFloat64(first));
  for (const value of more) {
    if ('kind' in result) return result;
    const operand = decimalOf(toFloat64(value));
    if ('kind' in operand) return operand;
    context.spend(10);
    result = operation(result, operand);
  }
  return 'kind' in result ? result : float(numberOf(result), originsOf(first === 0 ? more : [first, ...more]));
}

const one = float(1);

/** Numbers from `start` to before `stop`. */
function range(context: CallContext, start: bigint, stop: bigint, step: bigint): readonly bigint[] {
  if (stop < start ? step >= 0n : step <= 0n) return [];
  const count = (stop - start + step + (step > 0n ? -1n : 1n)) / step;
  context.spend(Number(count));
  return Array.from({ length: Number(count) }, (_, index) => start + BigInt(index) * step);
}

function ints(numbers: readonly bigint[]): ListValue {
  return { ...list(numbers.map((number) => int(number))), type: '[]int', element: 'int' };
}

/** Like the command `seq`, in one text. */
function sequence(context: CallContext, [first, second, third, ...more]: readonly IntValue[]): StringValue {
  // Behind the largest number Go goes on with the smallest.
  const text = (start: bigint, stop: bigint, step: bigint): StringValue =>
    string(range(context, start, BigInt.asIntN(64, stop), step).join(' '));
  if (first === undefined || more.length > 0) return string('');
  const sign = (start: bigint, end: bigint): bigint => (end < start ? -1n : 1n);
  if (second === undefined) return text(1n, first.value + sign(1n, first.value), sign(1n, first.value));
  if (third === undefined) return text(first.value, second.value + sign(first.value, second.value), sign(first.value, second.value));
  if (third.value < first.value && second.value > 0n) return string('');
  return text(first.value, third.value + sign(first.value, third.value), second.value);
}

/** Sprig's `round`: halves go up, from `roundOn` on. */
function rounded(value: number, places: bigint, roundOn: number): number {
  const power = Number(`1e${places}`);
  const digit = power * value;
  // Of an infinite or undefined number Go's parts compare as JavaScript's do.
  return (digit - Math.trunc(digit) >= roundOn ? Math.ceil(digit) : Math.floor(digit)) / power;
}

function ofFloat(change: (value: number) => number): GoFunction {
  return goFunction(['interface {}'], (_, value) => float(change(toFloat64(value)), value.origins));
}

const max = folding((a, b) => (b > a ? b : a));

export const numbers: Readonly<Record<string, GoFunction>> = {
  int: goFunction(['interface {}'], (_, value) => int(toInt64(value), 'int', value.origins)),
  int64: goFunction(['interface {}'], (_, value) => int64(toInt64(value), value)),
  float64: ofFloat((value) => value),
  atoi: goFunction(['string'], (_, text) => int(parsedInteger(text.text, 10)?.value ?? 0n, 'int', text.origins)),
  toDecimal: goFunction(['interface {}'], (context, value) => {
    const read = parsedInteger(printedValue(value, context).text, 8);
    return int64(read?.fits ? read.value : 0n, value);
  }),
  add: variadicFunction([], 'interface {}', (_, __, values) =>
    int64(
      values.reduce((sum, value) => sum + toInt64(value), 0n),
      ...values,
    ),
  ),
  add1: goFunction(['interface {}'], (_, value) => int64(toInt64(value) + 1n, value)),
  sub: goFunction(['interface {}', 'interface {}'], (_, a, b) => int64(toInt64(a) - toInt64(b), a, b)),
  mul: folding((a, b) => a * b),
  div: dividing((a, b) => a / b),
  mod: dividing((a, b) => a % b),
  max,
  biggest: max,
  min: folding((a, b) => (b < a ? b : a)),
  maxf: foldingFloats((a, b) => Math.max(a, b)),
  minf: foldingFloats((a, b) => Math.min(a, b)),
  ceil: ofFloat(Math.ceil),
  floor: ofFloat(Math.floor),
  round: variadicFunction(['interface {}', 'int'], 'float64', (_, [value, places], [roundOn]) =>
    float(rounded(toFloat64(value), places.value, roundOn?.value ?? 0.5), value.origins),
  ),
  addf: variadicFunction([], 'interface {}', (context, _, values) => decimals(context, 0, values, add)),
  add1f: goFunction(['interface {}'], (context, value) => decimals(context, value, [one], add)),
  subf: variadicFunction(['interface {}'], 'interface {}', (context, [first], more) => decimals(context, first, more, subtract)),
  mulf: variadicFunction(['interface {}'], 'interface {}', (context, [first], more) => decimals(context, first, more, multiply)),
  divf: variadicFunction(['interface {}'], 'interface {}', (context, [first], more) => decimals(context, first, more, divide)),
  until: goFunction(['int'], (context, count) => ints(range(context, 0n, count.value, count.value < 0n ? -1n : 1n))),
  untilStep: goFunction(['int', 'int', 'int'], (context, start, stop, step) => ints(range(context, start.value, stop.value, step.value))),
  seq: variadicFunction([], 'int', (context, _, parameters) => sequence(context, parameters)),
};
