import { failure } from '../function.ts';
import { goFloatText } from '../../goYaml/number.ts';
import type { Failure } from '../value.ts';

/** `digits` × 10^`exponent` (shopspring/decimal). */
export interface Decimal {
  readonly digits: bigint;
  readonly exponent: number;
}

/** The shortest decimal number that reads back as this one. */
export function decimalOf(value: number): Decimal | Failure {
  if (!Number.isFinite(value)) return failure(`Cannot create a Decimal from ${goFloatText(value)}`);
  const [mantissa = '0', exponent = '0'] = value.toExponential().split('e');
  const [, part = ''] = mantissa.split('.');
  return { digits: BigInt(mantissa.replace('.', '')), exponent: Number(exponent) - part.length };
}

export function add(a: Decimal, b: Decimal): Decimal {
  const exponent = Math.min(a.exponent, b.exponent);
  return { digits: digitsAt(a, exponent) + digitsAt(b, exponent), exponent };
}

export function subtract(a: Decimal, b: Decimal): Decimal {
  return add(a, { ...b, digits: -b.digits });
}

export function multiply(a: Decimal, b: Decimal): Decimal {
  return { digits: a.digits * b.digits, exponent: a.exponent + b.exponent };
}

/** Digits behind the point that a quotient has; the last one is rounded, halves away from zero. */
const precision = 16;

export function divide(a: Decimal, b: Decimal): Decimal | Failure {
  if (b.digits === 0n) return failure('decimal division by 0');
  const shift = a.exponent - b.exponent + precision;
  const above = shift >= 0 ? a.digits * 10n ** BigInt(shift) : a.digits;
  const below = shift >= 0 ? b.digits : b.digits * 10n ** BigInt(-shift);
  const quotient = above / below;
  const rest = above - quotient * below;
  const isHalf = 2n * size(rest) >= size(below);
  const away = isHalf ? (above < 0n === below < 0n ? 1n : -1n) : 0n;
  return { digits: quotient + away, exponent: -precision };
}

export function numberOf({ digits, exponent }: Decimal): number {
  return Number(`${digits}e${exponent}`);
}

function digitsAt({ digits, exponent }: Decimal, wanted: number): bigint {
  return digits * 10n ** BigInt(exponent - wanted);
}

function size(value: bigint): bigint {
  return value < 0n ? -value : value;
}
