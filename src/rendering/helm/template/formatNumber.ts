import { floatText } from './floatText.ts';
import type { FormatFlags } from './formatFlags.ts';

/** A text brought to the width, counted in characters; zeros only in front (fmt/format.go, pad). */
export function padded(text: string, { width, minus, zero }: FormatFlags): string {
  const missing = (width ?? 0) - Array.from(text).length;
  if (missing <= 0) return text;
  return minus ? text + ' '.repeat(missing) : (zero ? '0' : ' ').repeat(missing) + text;
}

const bases: Readonly<Record<string, number>> = { b: 2, o: 8, O: 8, d: 10, v: 10, x: 16, X: 16 };

/** An integer under `%b %o %O %d %x %X`; undefined for another verb (fmt/format.go, fmtInteger). */
export function integerText(value: bigint, verb: string, flags: FormatFlags): string | undefined {
  const base = bases[verb];
  if (base === undefined) return undefined;
  const { width, precision, plus, minus, sharp, space, zero } = flags;
  const unpadded = { ...flags, zero: false };
  if (precision === 0 && value === 0n) return padded('', unpadded);
  const signed = value < 0n || plus || space;
  const least = precision ?? (zero && !minus && width !== undefined ? width - (signed ? 1 : 0) : 0);
  let digits = (value < 0n ? -value : value).toString(base);
  if (verb === 'X') digits = digits.toUpperCase();
  digits = digits.padStart(least, '0');
  if (sharp && base === 2) digits = `0b${digits}`;
  if (sharp && base === 16) digits = `0${verb}${digits}`;
  if (sharp && base === 8 && !digits.startsWith('0')) digits = `0${digits}`;
  if (verb === 'O') digits = `0o${digits}`;
  return padded((value < 0n ? '-' : plus ? '+' : space ? ' ' : '') + digits, unpadded);
}

const floatForms = { v: 'g', b: 'b', g: 'g', G: 'G', x: 'x', X: 'X', f: 'f', F: 'f', e: 'e', E: 'E' } as const;

/** A float under `%e %f %g %x %b`…; undefined for another verb (fmt/format.go, fmtFloat). */
export function floatVerbText(value: number, verb: string, flags: FormatFlags): string | undefined {
  if (!isFloatVerb(verb)) return undefined;
  const usual = 'fFeE'.includes(verb) ? 6 : undefined;
  const plain = floatText(value, floatForms[verb], flags.precision ?? usual);
  let text = /^[+-]/.test(plain) ? plain : `+${plain}`;
  if (flags.space && text.startsWith('+') && !flags.plus) text = ` ${text.slice(1)}`;
  if (!Number.isFinite(value)) {
    const shown = text.startsWith('-') || flags.plus || flags.space ? text : plain;
    return padded(shown, { ...flags, zero: false });
  }
  if (flags.sharp && verb !== 'b') text = withAllDigits(text, verb, flags.precision);
  const signed = flags.plus || !text.startsWith('+');
  if (!signed) return padded(text.slice(1), flags);
  if (flags.zero && !flags.minus) return text.slice(0, 1) + text.slice(1).padStart((flags.width ?? 0) - 1, '0');
  return padded(text, flags);
}

function isFloatVerb(verb: string): verb is keyof typeof floatForms {
  return Object.hasOwn(floatForms, verb);
}

/** `%#g`: always a decimal point, and the zeros that were left out. Go counts the `x` of a hexadecimal form as a digit. */
function withAllDigits(text: string, verb: string, precision: number | undefined): string {
  const end = text.search(verb === 'x' || verb === 'X' ? /[pP]/ : /[eE]/);
  const mantissa = end === -1 ? text : text.slice(0, end);
  const point = mantissa.includes('.') ? '' : '.';
  const written = mantissa.slice(1).replace('.', '').replace(/^0+/, '').length;
  const missing = 'vgGx'.includes(verb) ? (precision ?? 6) - (mantissa.length === 2 && mantissa.endsWith('0') ? 1 : written) : 0;
  return mantissa + point + '0'.repeat(Math.max(0, missing)) + (end === -1 ? '' : text.slice(end));
}
