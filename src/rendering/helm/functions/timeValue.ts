import { goFunction } from '../function.ts';
import { bool, int, string, type GoValue, type ObjectValue, type GoFunction } from '../value.ts';
import { civilOf, daysOfDate, moved, utc, zeroInstant, type Civil, type Instant } from './instant.ts';
import { formatted } from './timeLayout.ts';

const printing = '2006-01-02 15:04:05.999999999 -0700 MST';
const rfc3339 = '2006-01-02T15:04:05.999999999Z07:00';

/** A `time.Time` with those of its methods that templates have a use for. */
export function timeValue(instant: Instant): ObjectValue {
  const text = (of: () => string): GoFunction => goFunction([], () => string(of()));
  const number = (of: (civil: Civil) => number | bigint, type: 'int' | 'int64' = 'int'): GoFunction =>
    goFunction([], () => int(of(civilOf(instant)), type));
  const nanoseconds = instant.seconds * 1_000_000_000n + BigInt(instant.nanoseconds);
  const comparison = (holds: (order: bigint) => boolean): GoFunction =>
    goFunction(['time.Time'], (_, other) => bool(holds(nanoseconds - nanosecondsOf(instantOf(other)))));
  const methods = new Map<string, GoFunction>([
    ['String', text(() => formatted(instant, printing))],
    ['Format', goFunction(['string'], (_, layout) => string(formatted(instant, layout.text)))],
    ['Year', number(({ year }) => year)],
    ['Day', number(({ day }) => day)],
    ['Hour', number(({ hour }) => hour)],
    ['Minute', number(({ minute }) => minute)],
    ['Second', number(({ second }) => second)],
    ['Nanosecond', number(({ nanosecond }) => nanosecond)],
    ['YearDay', number(({ yearDay }) => yearDay)],
    ['Unix', number(() => instant.seconds, 'int64')],
    ['UnixMilli', number(() => BigInt.asIntN(64, nanoseconds / 1_000_000n), 'int64')],
    ['UnixMicro', number(() => BigInt.asIntN(64, nanoseconds / 1000n), 'int64')],
    ['UnixNano', number(() => BigInt.asIntN(64, nanoseconds), 'int64')],
    ['UTC', goFunction([], () => timeValue({ ...instant, zone: utc }))],
    ['Local', goFunction([], () => timeValue({ ...instant, zone: utc }))],
    ['IsZero', goFunction([], () => bool(instant.seconds === zeroInstant.seconds && instant.nanoseconds === 0))],
    ['Before', comparison((order) => order < 0n)],
    ['After', comparison((order) => order > 0n)],
    ['Equal', comparison((order) => order === 0n)],
    ['AddDate', goFunction(['int', 'int', 'int'], (_, years, months, days) => dateAdded(instant, years.value, months.value, days.value))],
  ]);
  return { kind: 'object', type: 'time.Time', fields: new Map(), methods, held: instant, origins: [] };
}

function nanosecondsOf({ seconds, nanoseconds }: Instant): bigint {
  return seconds * 1_000_000_000n + BigInt(nanoseconds);
}

/** A day that the month does not have is one of the next month. */
function dateAdded(instant: Instant, years: bigint, months: bigint, days: bigint): GoValue {
  const { year, month, day } = civilOf(instant);
  const count = (year + years) * 12n + BigInt(month - 1) + months;
  const newYear = count >= 0n ? count / 12n : (count - 11n) / 12n;
  const by = daysOfDate(newYear, Number(count - newYear * 12n) + 1, day) + days - daysOfDate(year, month, day);
  return timeValue(moved(instant, by * 86_400_000_000_000n));
}

export function instantOf(value: ObjectValue): Instant {
  return value.held as Instant;
}

/** As JSON and YAML have it. */
export function timeText(value: ObjectValue): string {
  return formatted(instantOf(value), rfc3339);
}
