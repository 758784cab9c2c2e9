import { zoneAt, type Zone } from './zone.ts';

/** A `time.Time`: seconds since 1970 in UTC, nanoseconds within the second, and the zone in which it is shown. */
export interface Instant {
  readonly seconds: bigint;
  readonly nanoseconds: number;
  readonly zone: Zone;
}

export const utc: Zone = { name: 'UTC' };

/** Go's zero: the first second of the year 1. */
export const zeroInstant: Instant = { seconds: -62135596800n, nanoseconds: 0, zone: utc };

/** The date and the clock in a zone. */
export interface Civil {
  readonly year: bigint;
  /** From 1. */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly nanosecond: number;
  /** 0 is Sunday. */
  readonly weekday: number;
  /** From 1. */
  readonly yearDay: number;
  /** Seconds east of UTC. */
  readonly offset: number;
  readonly abbreviation: string;
}

const day = 86400n;

export function civilOf({ seconds, nanoseconds, zone }: Instant): Civil {
  const { offset, abbreviation } = zoneAt(zone, seconds);
  const local = seconds + BigInt(offset);
  const days = floorDivide(local, day);
  const rest = Number(local - days * day);
  const { year, month, date } = dateOfDays(days);
  return {
    year,
    month,
    day: date,
    hour: Math.floor(rest / 3600),
    minute: Math.floor(rest / 60) % 60,
    second: rest % 60,
    nanosecond: nanoseconds,
    weekday: Number((((days + 4n) % 7n) + 7n) % 7n),
    yearDay: Number(days - daysOfDate(year, 1, 1)) + 1,
    offset,
    abbreviation,
  };
}

/** Days since 1970 of a date in the Gregorian calendar, also before it began. */
export function daysOfDate(year: bigint, month: number, date: number): bigint {
  // Years begin in March here, so that the leap day is the last one.
  const shifted = month <= 2 ? year - 1n : year;
  const era = floorDivide(shifted, 400n);
  const ofEra = shifted - era * 400n;
  const dayOfYear = BigInt(Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + date - 1);
  return era * 146097n + ofEra * 365n + ofEra / 4n - ofEra / 100n + dayOfYear - 719468n;
}

function dateOfDays(days: bigint): { readonly year: bigint; readonly month: number; readonly date: number } {
  const shifted = days + 719468n;
  const era = floorDivide(shifted, 146097n);
  const ofEra = shifted - era * 146097n;
  const yearOfEra = (ofEra - ofEra / 1460n + ofEra / 36524n - ofEra / 146096n) / 365n;
  const dayOfYear = Number(ofEra - (yearOfEra * 365n + yearOfEra / 4n - yearOfEra / 100n));
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shiftedMonth + (shiftedMonth < 10 ? 3 : -9);
  return { year: yearOfEra + era * 400n + (month <= 2 ? 1n : 0n), month, date: dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1 };
}

export function daysOfMonth(year: bigint, month: number): number {
  if (month === 2) return year % 4n === 0n && (year % 100n !== 0n || year % 400n === 0n) ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

/** Later, or earlier, by so many nanoseconds. */
export function moved({ seconds, nanoseconds, zone }: Instant, by: bigint): Instant {
  const sum = BigInt(nanoseconds) + by;
  const whole = floorDivide(sum, 1_000_000_000n);
  return { seconds: seconds + whole, nanoseconds: Number(sum - whole * 1_000_000_000n), zone };
}

function floorDivide(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  return a % b < 0n ? quotient - 1n : quotient;
}
