import { withoutTrailing } from '../../../base/withoutTrailing.ts';

/** Nanoseconds of each unit that Go's durations know. */
const units: ReadonlyMap<string, bigint> = new Map([
  ['ns', 1n],
  ['us', 1000n],
  ['\u00b5s', 1000n],
  ['\u03bcs', 1000n],
  ['ms', 1_000_000n],
  ['s', 1_000_000_000n],
  ['m', 60_000_000_000n],
  ['h', 3_600_000_000_000n],
]);

const least = -(2n ** 63n);

/** Go's `time.ParseDuration` in nanoseconds; undefined for what it refuses. */
export function parseDuration(text: string): bigint | undefined {
  const [, sign, body = ''] = /^([-+]?)(.*)$/s.exec(text) ?? [];
  if (body === '0') return 0n;
  if (body === '' || text.length > 200) return undefined;
  let sum = 0n;
  let rest = body;
  while (rest !== '') {
    const [part, whole = '', fraction = '', unit = ''] = /^([0-9]*)(?:\.([0-9]*))?([^0-9.]+)/.exec(rest) ?? [];
    const nanoseconds = units.get(unit);
    if (part === undefined || nanoseconds === undefined || whole + fraction === '') return undefined;
    sum += BigInt(whole === '' ? '0' : whole) * nanoseconds;
    if (fraction !== '') sum += (BigInt(fraction) * nanoseconds) / 10n ** BigInt(fraction.length);
    if (sum > -least) return undefined;
    rest = rest.slice(part.length);
  }
  const value = sign === '-' ? -sum : sum;
  return value > -least - 1n ? undefined : value;
}

/** Go's `Duration.String`: `1h2m3.5s`, `1.5ms`, `0s`. */
export function durationText(nanoseconds: bigint): string {
  if (nanoseconds === 0n) return '0s';
  const sign = nanoseconds < 0n ? '-' : '';
  const size = nanoseconds < 0n ? -nanoseconds : nanoseconds;
  if (size < 1000n) return `${sign}${size}ns`;
  if (size < 1_000_000n) return `${sign}${decimal(size, 3)}\u00b5s`;
  if (size < 1_000_000_000n) return `${sign}${decimal(size, 6)}ms`;
  const seconds = size / 1_000_000_000n;
  const minutes = seconds / 60n;
  const hours = minutes / 60n;
  const second = decimal((seconds % 60n) * 1_000_000_000n + (size % 1_000_000_000n), 9);
  return `${sign}${hours > 0n ? `${hours}h` : ''}${minutes > 0n ? `${minutes % 60n}m` : ''}${second}s`;
}

/** A number with so many digits behind the point, without zeros at its end. */
function decimal(value: bigint, places: number): string {
  const digits = value.toString().padStart(places + 1, '0');
  const fraction = withoutTrailing(digits.slice(-places), '0');
  return digits.slice(0, -places) + (fraction === '' ? '' : `.${fraction}`);
}

/** Sprig's `durationRound` (date.go): the largest unit alone. */
export function roundedDuration(nanoseconds: bigint): string {
  const size = BigInt.asUintN(64, nanoseconds < 0n ? -nanoseconds : nanoseconds);
  const hour = 3_600_000_000_000n;
  for (const [unit, name] of [
    [hour * 24n * 365n, 'y'],
    [hour * 24n * 30n, 'mo'],
    [hour * 24n, 'd'],
    [hour, 'h'],
    [60_000_000_000n, 'm'],
    [1_000_000_000n, 's'],
  ] as const)
    if (size > unit) return `${size / unit}${name}`;
  return '0s';
}
