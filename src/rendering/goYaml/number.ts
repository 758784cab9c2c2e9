import { integerOf } from './plainType.ts';

/**
 * A float64 as Go's `strconv.FormatFloat(value, 'g', -1, 64)` writes it: the shortest digits that read back,
 * with an exponent below 1e-4 and from 1e6 on.
 */
export function goFloatText(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf';
  if (value === 0) return Object.is(value, -0) ? '-0' : '0';
  const [mantissa = '', written = ''] = value.toExponential().split('e');
  const exponent = Number(written);
  // JavaScript writes none of these with an exponent.
  if (exponent >= -4 && exponent < 6) return String(value);
  return `${mantissa}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
}

/** A float64 as Go's encoding/json writes it; undefined for what JSON has no number for. */
export function goJsonNumber(value: number): string | undefined {
  if (!Number.isFinite(value)) return undefined;
  if (Object.is(value, -0)) return '-0';
  // As JavaScript: an exponent below 1e-6 and from 1e21 on, and `1e-7`, `1e+21`.
  return String(value);
}

/** A float64 that went through JSON into goyaml: its digits are an integer again if that fits 64 bits, everything else stays a float. */
export function goYamlNumber(value: number): string {
  return (Number.isInteger(value) ? integerOf(String(value))?.toString() : undefined) ?? goFloatText(value);
}
