import { quote, unquoteCharacter } from './quote.ts';

/** A number in a template under all the types that can hold it (text/template/parse/node.go, newNumber). */
export interface GoNumber {
  readonly int?: bigint;
  readonly uint?: bigint;
  readonly float?: number;
  readonly complex?: { readonly real: number; readonly imaginary: number };
}

const maxUint = 0xffff_ffff_ffff_ffffn;
const maxInt = 0x7fff_ffff_ffff_ffffn;
const minInt = -0x8000_0000_0000_0000n;

/** `error` is Go's complaint. */
export function readNumber(text: string, kind: 'number' | 'charConstant' | 'complex'): GoNumber | { readonly error: string } {
  if (kind === 'charConstant') return readCharacter(text);
  if (kind === 'complex') return readComplex(text);
  if (text.endsWith('i')) {
    const imaginary = parseFloat64(text.slice(0, -1));
    if (imaginary !== undefined) return simplified({ real: 0, imaginary });
  }
  const value = parseInteger(text);
  const int = value !== undefined && value >= minInt && value <= maxInt ? value : undefined;
  // An unsigned number has no sign, not even a plus; -0 is let through.
  const uint = value !== undefined && value >= 0n && value <= maxUint && (!/^[+-]/.test(text) || value === 0n) ? value : undefined;
  const whole = int ?? uint;
  if (whole !== undefined) return { ...(int !== undefined && { int }), ...(uint !== undefined && { uint }), float: Number(whole) };
  const float = parseFloat64(text);
  if (float === undefined) return { error: `illegal number syntax: ${quote(text)}` };
  if (!/[.eEpP]/.test(text)) return { error: `integer overflow: ${quote(text)}` };
  return { float, ...integersOf(float) };
}

function integersOf(float: number): Pick<GoNumber, 'int' | 'uint'> {
  if (!Number.isInteger(float)) return {};
  const whole = BigInt(float);
  return { ...(whole >= minInt && whole <= maxInt && { int: whole }), ...(whole >= 0n && whole <= maxUint && { uint: whole }) };
}

function readCharacter(text: string): GoNumber | { readonly error: string } {
  const read = unquoteCharacter(text, 1, "'");
  if (read === undefined) return { error: 'invalid syntax' };
  if (read.end !== text.length - 1) return { error: `malformed character constant: ${text}` };
  return { int: BigInt(read.value), uint: BigInt(read.value), float: read.value };
}

function readComplex(text: string): GoNumber | { readonly error: string } {
  const split = Math.max(text.lastIndexOf('+'), text.lastIndexOf('-'));
  const real = parseFloat64(text.slice(0, split));
  const imaginary = parseFloat64(text.slice(split, -1));
  return real === undefined || imaginary === undefined
    ? { error: 'syntax error scanning complex number' }
    : simplified({ real, imaginary });
}

function simplified(complex: { readonly real: number; readonly imaginary: number }): GoNumber {
  return complex.imaginary === 0 ? { complex, float: complex.real, ...integersOf(complex.real) } : { complex };
}

/** Go's `strconv.ParseInt` with base 0: prefixes `0x 0o 0b 0`, single underscores between digits. Without a limit of size. */
export function parseInteger(text: string): bigint | undefined {
  const negative = text.startsWith('-');
  const digits = /^[+-]/.test(text) ? text.slice(1) : text;
  const match =
    /^(?:0[xX](_?[0-9a-fA-F]+(?:_[0-9a-fA-F]+)*)|0[bB](_?[01]+(?:_[01]+)*)|0[oO](_?[0-7]+(?:_[0-7]+)*)|(0_?[0-7]+(?:_[0-7]+)*)|([0-9]+(?:_[0-9]+)*))$/.exec(
      digits,
    );
  if (match === null) return undefined;
  const [, hex, binary, octal, oldOctal, decimal] = match;
  // 08 is no octal number, and a decimal one has no zero in front.
  if (decimal !== undefined && decimal.length > 1 && decimal.startsWith('0')) return undefined;
  const prefix = hex !== undefined ? '0x' : binary !== undefined ? '0b' : octal !== undefined || oldOctal !== undefined ? '0o' : '';
  const value = BigInt(prefix + (hex ?? binary ?? octal ?? oldOctal ?? decimal ?? '').replaceAll('_', ''));
  return negative ? -value : value;
}

/** Go's `strconv.ParseFloat`: decimal, or hexadecimal with an exponent of two; single underscores between digits. Undefined for what is none, or too large. */
export function parseFloat64(text: string): number | undefined {
  if (/_(?![0-9a-fA-F])|(?<![0-9a-fA-FxX])_/.test(text)) return undefined;
  const digits = text.replaceAll('_', '');
  const hex = /^([+-]?)0[xX]([0-9a-fA-F]*)(?:\.([0-9a-fA-F]*))?[pP]([+-]?[0-9]+)$/.exec(digits);
  if (hex !== null) {
    const [, sign, whole = '', fraction = '', exponent = '0'] = hex;
    if (whole === '' && fraction === '') return undefined;
    const mantissa = Number(BigInt(`0x${whole}${fraction}`));
    const value = mantissa * 2 ** (Number(exponent) - 4 * fraction.length);
    return Number.isFinite(value) ? (sign === '-' ? -value : value) : undefined;
  }
  if (!/^[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?$/.test(digits)) return undefined;
  const value = Number(digits);
  return Number.isFinite(value) ? value : undefined;
}
