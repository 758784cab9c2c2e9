/** What 64 bits hold. */
const most = 2n ** 63n - 1n;

/**
 * A resource quantity (`250m`, `1.5Gi`, `2e3`) times `scale`, rounded up to a whole number; absent when the text is none.
 * apimachinery pkg/api/resource/quantity.go ParseQuantity, ScaledValue
 */
export function quantity(text: string, scale: 1 | 1000): number | undefined {
  const match = /^\+?([0-9]{0,40})(?:\.([0-9]{0,40}))?(n|u|m|k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei|[eE][+-]?[0-9]{1,9})?$/.exec(text);
  if (match === null) return undefined;
  const [, whole = '', fraction = '', suffix = ''] = match;
  if (whole === '' && fraction === '') return undefined;
  const digits = BigInt(whole + fraction) * BigInt(scale);
  const binary = binaryPowers.get(suffix);
  const exponent = (binary === undefined ? (decimalPowers.get(suffix) ?? Number(suffix.slice(1))) : 0) - fraction.length;
  // Beyond these every value is at an end of the scale.
  if (digits === 0n || exponent < -100) return digits === 0n ? 0 : 1;
  if (exponent > 100) return Number(most);
  const numerator = digits * (binary ?? 1n) * (exponent > 0 ? 10n ** BigInt(exponent) : 1n);
  const denominator = exponent < 0 ? 10n ** BigInt(-exponent) : 1n;
  const rounded = (numerator + denominator - 1n) / denominator;
  return Number(rounded > most ? most : rounded);
}

const decimalPowers: ReadonlyMap<string, number> = new Map([
  ['n', -9],
  ['u', -6],
  ['m', -3],
  ['', 0],
  ['k', 3],
  ['M', 6],
  ['G', 9],
  ['T', 12],
  ['P', 15],
  ['E', 18],
]);
const binaryPowers: ReadonlyMap<string, bigint> = new Map(
  ['Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'].map((suffix, index) => [suffix, 1024n ** BigInt(index + 1)]),
);
