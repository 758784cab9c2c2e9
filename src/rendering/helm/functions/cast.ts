import { parseFloat64, parseInteger } from '../template/number.ts';
import type { GoValue } from '../value.ts';

const least = -(2n ** 63n);
const most = 2n ** 63n - 1n;

/** spf13/cast `ToInt64` (caste.go): numbers are cut towards zero, texts read with their base, everything else is 0. */
export function toInt64(value: GoValue): bigint {
  switch (value.kind) {
    case 'int':
      return BigInt.asIntN(64, value.value);
    case 'float':
      return integerOfFloat(value.value);
    case 'string':
      return integerOfText(value.text);
    case 'bool':
      return value.value ? 1n : 0n;
    default:
      return 0n;
  }
}

/** Go's conversion on the usual machine: what does not fit becomes the least integer. */
export function integerOfFloat(value: number): bigint {
  if (Number.isNaN(value) || value >= 2 ** 63 || value < -(2 ** 63)) return least;
  return BigInt(Math.trunc(value));
}

/** Longer ones fit no 64 bits in any base. */
const mostDigits = 100;

/** `2.00` is an integer for cast, `2.50` is none. */
function integerOfText(text: string): bigint {
  const whole = text.replace(/\.0+$/, '');
  const value = whole.length > mostDigits ? undefined : parseInteger(whole);
  return value === undefined || value < least || value > most ? 0n : value;
}

/** `ToFloat64`. */
export function toFloat64(value: GoValue): number {
  switch (value.kind) {
    case 'int':
      return Number(value.value);
    case 'float':
      return value.value;
    case 'string':
      return floatOfText(value.text) ?? 0;
    case 'bool':
      return value.value ? 1 : 0;
    default:
      return 0;
  }
}

/** Go's `strconv.ParseFloat(text, 64)`, words included; undefined for what it refuses. */
function floatOfText(text: string): number | undefined {
  const [, sign, infinity, nan] = /^([-+]?)(?:(inf|infinity)|(nan))$/i.exec(text) ?? [];
  if (infinity !== undefined) return sign === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  if (nan !== undefined && sign === '') return Number.NaN;
  return text.length > 2000 ? undefined : parseFloat64(text);
}

/** Go's `strconv.ParseInt(text, base, 64)` without prefixes: the nearest that fits, and whether Go takes it without complaint. Undefined for what is no number. */
export function parsedInteger(text: string, base: 8 | 10): { readonly value: bigint; readonly fits: boolean } | undefined {
  const [, sign, written] = (base === 8 ? /^([-+]?)([0-7]+)$/ : /^([-+]?)([0-9]+)$/).exec(text) ?? [];
  if (written === undefined) return undefined;
  const digits = written.replace(/^0+(?=.)/, '');
  const size = digits.length > mostDigits ? most * 2n : BigInt(base === 8 ? `0o${digits}` : digits);
  const value = sign === '-' ? -size : size;
  if (value > most) return { value: most, fits: false };
  return value < least ? { value: least, fits: false } : { value, fits: true };
}
