import { withoutTrailing } from '../../../base/withoutTrailing.ts';

/**
 * Go's `strconv.FormatFloat` (strconv/ftoa.go). `precision` is the number of digits as each form counts them; absent: the shortest that reads back.
 * Without a plus sign.
 */
export function floatText(value: number, form: 'e' | 'E' | 'f' | 'F' | 'g' | 'G' | 'x' | 'X' | 'b' = 'g', precision?: number): string {
  if (Number.isNaN(value)) return 'NaN';
  const sign = value < 0 || Object.is(value, -0) ? '-' : '';
  const size = Math.abs(value);
  if (size === Number.POSITIVE_INFINITY) return sign === '' ? '+Inf' : '-Inf';
  switch (form) {
    case 'e':
    case 'E':
      return sign + exponential(digitsOf(size, precision === undefined ? undefined : precision + 1), precision, form);
    case 'f':
    case 'F':
      return sign + fixed(size, precision);
    case 'g':
    case 'G':
      return sign + general(size, precision, form === 'g' ? 'e' : 'E');
    case 'x':
    case 'X':
      return sign + hexadecimal(size, precision, form);
    case 'b':
      return sign + binary(size);
  }
}

/** Significant digits without zeros at the end, and where the decimal point stands: 0.digits × 10^point. */
interface Digits {
  readonly digits: string;
  readonly point: number;
}

function digitsOf(size: number, count?: number): Digits {
  if (size === 0) return { digits: '', point: 0 };
  const text = count === undefined ? size.toExponential() : roundedExponential(size, Math.max(count, 1) - 1);
  const [mantissa = '', exponent = '0'] = text.split('e');
  return { digits: withoutTrailing(mantissa.replace('.', ''), '0'), point: Number(exponent) + 1 };
}

/** As `toExponential`, but Go rounds a half to the even digit. */
function roundedExponential(size: number, fraction: number): string {
  const most = 100;
  if (fraction >= most) return size.toExponential(most);
  const exact = size.toExponential(Math.min(most, fraction + 30));
  const [mantissa = '', exponent = '0'] = exact.split('e');
  const [whole = '', decimals = ''] = mantissa.split('.');
  const kept = whole + decimals.slice(0, fraction);
  const isHalf = /^50*$/.test(decimals.slice(fraction));
  if (!isHalf || Number(kept.at(-1)) % 2 !== 0) return size.toExponential(fraction);
  return `${kept.slice(0, 1)}.${kept.slice(1)}e${exponent}`;
}

function exponential({ digits, point }: Digits, precision: number | undefined, letter: 'e' | 'E'): string {
  const first = digits === '' ? '0' : digits.slice(0, 1);
  const fraction = precision === undefined ? digits.slice(1) : digits.slice(1).padEnd(precision, '0');
  return `${first}${fraction === '' ? '' : `.${fraction}`}${letter}${exponentText(digits === '' ? 0 : point - 1)}`;
}

function exponentText(exponent: number): string {
  return (exponent < 0 ? '-' : '+') + String(Math.abs(exponent)).padStart(2, '0');
}

function fixed(size: number, precision?: number): string {
  if (precision === undefined) {
    const { digits, point } = digitsOf(size);
    return withPoint(digits, point);
  }
  const most = 100;
  const rounded = size >= 1e21 ? BigInt(size).toString() : roundedFixed(size, Math.min(precision, most));
  if (precision <= most && size < 1e21) return rounded;
  const [whole = '', fraction = ''] = rounded.split('.');
  return precision === 0 ? whole : `${whole}.${fraction.padEnd(precision, '0')}`;
}

/** As `toFixed`, but Go rounds a half to the even digit. */
function roundedFixed(size: number, precision: number): string {
  const exact = size.toFixed(Math.min(100, precision + 30));
  const cut = exact.indexOf('.') + 1 + precision;
  const kept = exact.slice(0, precision === 0 ? cut - 1 : cut);
  const isHalf = precision < 100 && /^50*$/.test(exact.slice(cut));
  return isHalf && Number(kept.at(-1)) % 2 === 0 ? kept : size.toFixed(precision);
}

function withPoint(digits: string, point: number): string {
  if (digits === '') return '0';
  if (point <= 0) return `0.${'0'.repeat(-point)}${digits}`;
  return digits.length <= point ? digits.padEnd(point, '0') : `${digits.slice(0, point)}.${digits.slice(point)}`;
}

function general(size: number, precision: number | undefined, letter: 'e' | 'E'): string {
  const wanted = precision === 0 ? 1 : precision;
  const digits = digitsOf(size, wanted);
  const count = digits.digits.length;
  // The exponent from which on the other form is taken; the shortest form has six digits for this decision.
  let limit = wanted ?? 6;
  if (wanted !== undefined && limit > count && count >= digits.point) limit = count;
  const exponent = digits.point - 1;
  if (digits.digits !== '' && (exponent < -4 || exponent >= limit)) return exponential(digits, undefined, letter);
  return withPoint(digits.digits, digits.point);
}

/** The mantissa as an integer below 2^53, and its power of two. */
function binaryParts(size: number): { readonly mantissa: bigint; readonly exponent: number } {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, size);
  const bits = view.getBigUint64(0);
  const biased = Number(bits >> 52n);
  const fraction = bits & 0xf_ffff_ffff_ffffn;
  return biased === 0 ? { mantissa: fraction, exponent: -1074 } : { mantissa: fraction | (1n << 52n), exponent: biased - 1075 };
}

function binary(size: number): string {
  const { mantissa, exponent } = binaryParts(size);
  return `${String(mantissa)}p${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent))}`;
}

function hexadecimal(size: number, precision: number | undefined, form: 'x' | 'X'): string {
  let { mantissa, exponent } = binaryParts(size);
  if (size === 0) exponent = 0;
  else {
    while (mantissa >> 52n === 0n) {
      mantissa <<= 1n;
      exponent -= 1;
    }
    exponent += 52;
  }
  if (precision !== undefined && precision < 13) {
    const dropped = BigInt(4 * (13 - precision));
    const rest = mantissa & ((1n << dropped) - 1n);
    const half = 1n << (dropped - 1n);
    let kept = mantissa >> dropped;
    if (rest > half || (rest === half && kept % 2n === 1n)) kept += 1n;
    mantissa = kept << dropped;
    if (mantissa >> 53n !== 0n) {
      mantissa >>= 1n;
      exponent += 1;
    }
  }
  const whole = mantissa >> 52n;
  const all = (mantissa & 0xf_ffff_ffff_ffffn).toString(16).padStart(13, '0');
  const fraction = precision === undefined ? withoutTrailing(all, '0') : all.padEnd(precision, '0').slice(0, precision);
  const text = `0x${String(whole)}${fraction === '' ? '' : `.${fraction}`}p${exponentText(exponent)}`;
  return form === 'X' ? text.toUpperCase() : text;
}
