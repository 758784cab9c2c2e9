import { daysOfDate, daysOfMonth, civilOf, type Instant } from './instant.ts';
import { utc } from './instant.ts';
import { zoneAt, type Zone } from './zone.ts';
import { withoutTrailing } from '../../../base/withoutTrailing.ts';

// Go's layouts (time/format.go): the reference time written as the result is to look.

const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const;
const weekdays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const;

type Chunk =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'fraction'; readonly digits: number; readonly trims: boolean; readonly separator: string }
  | { readonly kind: 'field'; readonly name: string };

/** The signs of the reference time, longer ones first where one begins another. */
const fields =
  /January|Jan(?!uary)|Monday|Mon(?!day)|MST|002|01|02|03|04|05|06|2006|_2006|__2|_2|15|PM|pm|Z070000|Z07:00:00|Z0700|Z07:00|Z07|-070000|-07:00:00|-0700|-07:00|-07|[.,]0+(?![0-9])|[.,]9+(?![0-9])|1|2|3|4|5/y;

export function chunksOf(layout: string): readonly Chunk[] {
  const chunks: Chunk[] = [];
  let text = '';
  const flush = (): void => {
    if (text !== '') chunks.push({ kind: 'text', text });
    text = '';
  };
  for (let at = 0; at < layout.length;) {
    fields.lastIndex = at;
    const name = fields.exec(layout)?.[0];
    // `_2006` is an underscore and a year; `Janet` holds no month.
    if (name === undefined || (/^(?:Jan|Mon)$/.test(name) && /^[a-z]/.test(layout.slice(at + 3)))) {
      text += layout.charAt(at);
      at += 1;
      continue;
    }
    if (name === '_2006') {
      text += '_';
      at += 1;
      continue;
    }
    flush();
    if (/^[.,][09]/.test(name))
      chunks.push({ kind: 'fraction', digits: name.length - 1, trims: name.charAt(1) === '9', separator: name.charAt(0) });
    else chunks.push({ kind: 'field', name });
    at += name.length;
  }
  flush();
  return chunks;
}

/** Go's `Time.Format`. */
export function formatted(instant: Instant, layout: string): string {
  const civil = civilOf(instant);
  const two = (value: number | bigint): string => String(value).padStart(2, '0');
  const blank = (value: number, width: number): string => String(value).padStart(width, ' ');
  const month = months[civil.month - 1] ?? '';
  const weekday = weekdays[civil.weekday] ?? '';
  const twelve = civil.hour % 12 === 0 ? 12 : civil.hour % 12;
  const year = civil.year < 0n ? `-${(-civil.year).toString().padStart(4, '0')}` : civil.year.toString().padStart(4, '0');
  const written: Readonly<Record<string, string>> = {
    January: month,
    Jan: month.slice(0, 3),
    Monday: weekday,
    Mon: weekday.slice(0, 3),
    MST: civil.abbreviation === '' ? offsetText(civil.offset, '-0700') : civil.abbreviation,
    '01': two(civil.month),
    '1': String(civil.month),
    '02': two(civil.day),
    _2: blank(civil.day, 2),
    '2': String(civil.day),
    '002': String(civil.yearDay).padStart(3, '0'),
    __2: blank(civil.yearDay, 3),
    '15': two(civil.hour),
    '03': two(twelve),
    '3': String(twelve),
    '04': two(civil.minute),
    '4': String(civil.minute),
    '05': two(civil.second),
    '5': String(civil.second),
    '2006': year,
    '06': two(((civil.year % 100n) + 100n) % 100n),
    PM: civil.hour >= 12 ? 'PM' : 'AM',
    pm: civil.hour >= 12 ? 'pm' : 'am',
  };
  return chunksOf(layout)
    .map((chunk) => {
      if (chunk.kind === 'text') return chunk.text;
      if (chunk.kind === 'fraction') return fractionText(civil.nanosecond, chunk);
      return written[chunk.name] ?? offsetText(civil.offset, chunk.name);
    })
    .join('');
}

function fractionText(nanosecond: number, { digits, trims, separator }: Extract<Chunk, { kind: 'fraction' }>): string {
  const all = String(nanosecond).padStart(9, '0').slice(0, digits).padEnd(digits, '0');
  const shown = trims ? withoutTrailing(all, '0') : all;
  return shown === '' ? '' : separator + shown;
}

function offsetText(offset: number, form: string): string {
  if (form.startsWith('Z') && offset === 0) return 'Z';
  const size = Math.abs(offset);
  const two = (value: number): string => String(Math.floor(value)).padStart(2, '0');
  const colon = form.includes(':') ? ':' : '';
  const parts = [two(size / 3600), two((size / 60) % 60), two(size % 60)];
  const count = form.length <= 3 ? 1 : form.replaceAll(':', '').length <= 5 ? 2 : 3;
  return (offset < 0 ? '-' : '+') + parts.slice(0, count).join(colon);
}

interface Parsing {
  year: bigint;
  month: number;
  day: number;
  yearDay: number;
  hour: number;
  minute: number;
  second: number;
  nanosecond: number;
  afternoon: boolean | undefined;
  offset: number | undefined;
  abbreviation: string;
  isUtc: boolean;
}

/** Go's `time.ParseInLocation`; undefined for what it refuses. */
export function parseTime(layout: string, text: string, local: Zone): Instant | undefined {
  const found: Parsing = {
    year: 0n,
    month: -1,
    day: -1,
    yearDay: -1,
    hour: 0,
    minute: 0,
    second: 0,
    nanosecond: 0,
    afternoon: undefined,
    offset: undefined,
    abbreviation: '',
    isUtc: false,
  };
  let rest: string | undefined = text;
  const chunks = chunksOf(layout);
  for (const [index, chunk] of chunks.entries()) {
    rest = consumed(found, chunk, chunks[index + 1], rest);
    if (rest === undefined) return undefined;
  }
  return rest === '' ? instantOf(found, local) : undefined;
}

/** What is left behind a chunk; undefined where the text has something else. */
function consumed(found: Parsing, chunk: Chunk, next: Chunk | undefined, text: string): string | undefined {
  if (chunk.kind === 'text') return behindText(chunk.text, text);
  if (chunk.kind === 'fraction') return behindFraction(found, chunk, text);
  const name = chunk.name;
  const digits = (pattern: RegExp, least: number, most: number, set: (value: number) => void): string | undefined => {
    const [written] = pattern.exec(text) ?? [];
    const value = Number(written);
    if (written === undefined || value < least || value > most) return undefined;
    set(value);
    return text.slice(written.length);
  };
  const two = /^[0-9]{2}/;
  const oneOrTwo = /^[0-9]{1,2}/;
  switch (name) {
    case '2006':
      return digits(/^[0-9]{4}/, 0, 9999, (value) => (found.year = BigInt(value)));
    case '06':
      return digits(two, 0, 99, (value) => (found.year = BigInt(value >= 69 ? 1900 + value : 2000 + value)));
    case 'January':
    case 'Jan':
    case 'Monday':
    case 'Mon': {
      const names = (name.startsWith('J') ? months : weekdays).map((word) => (name.length === 3 ? word.slice(0, 3) : word));
      const index = names.findIndex((word) => text.slice(0, word.length).toLowerCase() === word.toLowerCase());
      if (index < 0) return undefined;
      if (name.startsWith('J')) found.month = index + 1;
      return text.slice(names[index]?.length);
    }
    case '01':
      return digits(two, 1, 12, (value) => (found.month = value));
    case '1':
      return digits(oneOrTwo, 1, 12, (value) => (found.month = value));
    case '02':
      return digits(two, 0, 99, (value) => (found.day = value));
    case '2':
      return digits(oneOrTwo, 0, 99, (value) => (found.day = value));
    case '_2':
      return digits(/^ ?[0-9]{1,2}/, 0, 99, (value) => (found.day = value));
    case '002':
    case '__2':
      return digits(name === '002' ? /^[0-9]{3}/ : /^ {0,2}[0-9]{1,3}/, 0, 999, (value) => (found.yearDay = value));
    case '15':
      return digits(oneOrTwo, 0, 23, (value) => (found.hour = value));
    case '03':
      return digits(two, 0, 12, (value) => (found.hour = value));
    case '3':
      return digits(oneOrTwo, 0, 12, (value) => (found.hour = value));
    case '04':
      return digits(two, 0, 59, (value) => (found.minute = value));
    case '4':
      return digits(oneOrTwo, 0, 59, (value) => (found.minute = value));
    case '05':
    case '5': {
      const behind = digits(name === '05' ? two : oneOrTwo, 0, 59, (value) => (found.second = value));
      // A fraction that the layout does not mention is taken as well.
      if (behind === undefined || next?.kind === 'fraction') return behind;
      const [fraction] = /^[.,][0-9]+/.exec(behind) ?? [];
      if (fraction === undefined) return behind;
      found.nanosecond = nanosecondsOf(fraction.slice(1));
      return behind.slice(fraction.length);
    }
    case 'PM':
    case 'pm': {
      const [written] = (name === 'PM' ? /^[AP]M/ : /^[ap]m/).exec(text) ?? [];
      if (written === undefined) return undefined;
      found.afternoon = written.toLowerCase() === 'pm';
      return text.slice(2);
    }
    case 'MST': {
      const [written] = /^(?:UTC|[-+][0-9]{1,2}|GMT(?:[-+][0-9]{1,2})?|ChST|MeST|WITA|[A-Z]{3,5})/.exec(text) ?? [];
      if (written === undefined) return undefined;
      if (written === 'UTC') found.isUtc = true;
      else found.abbreviation = written;
      return text.slice(written.length);
    }
    default:
      return behindOffset(found, name, text);
  }
}

function behindText(expected: string, text: string): string | undefined {
  let rest = text;
  for (let at = 0; at < expected.length; at++) {
    if (expected.charAt(at) === ' ') {
      if (rest !== '' && !rest.startsWith(' ')) return undefined;
      rest = rest.replace(/^ +/, '');
      while (expected.charAt(at + 1) === ' ') at += 1;
    } else if (!rest.startsWith(expected.charAt(at))) return undefined;
    else rest = rest.slice(1);
  }
  return rest;
}

function behindFraction(found: Parsing, { digits, trims }: Extract<Chunk, { kind: 'fraction' }>, text: string): string | undefined {
  const written = /^[.,]([0-9]+)/.exec(text)?.[1] ?? '';
  const taken = trims ? written.length : digits;
  if (written.length < taken) return undefined;
  if (taken === 0) return text;
  found.nanosecond = nanosecondsOf(written.slice(0, taken));
  return text.slice(1 + taken);
}

function nanosecondsOf(digits: string): number {
  return Number(digits.slice(0, 9).padEnd(9, '0'));
}

/** Hours, minutes and seconds: the most of each that Go takes, and its length in seconds. */
const offsetParts = [
  [24, 3600],
  [60, 60],
  [60, 1],
] as const;

function behindOffset(found: Parsing, form: string, text: string): string | undefined {
  if (form.startsWith('Z') && text.startsWith('Z')) {
    found.isUtc = true;
    return text.slice(1);
  }
  const parts = form.length <= 3 ? 1 : form.replaceAll(':', '').length <= 5 ? 2 : 3;
  const colon = form.includes(':') ? ':' : '';
  let rest = text.slice(1);
  let offset = 0;
  for (const [most, size] of offsetParts.slice(0, parts)) {
    const between = size === 3600 ? '' : colon;
    const digits = rest.slice(between.length, between.length + 2);
    if (!/^[-+]/.test(text) || !rest.startsWith(between) || !/^[0-9]{2}$/.test(digits) || Number(digits) > most) return undefined;
    offset += Number(digits) * size;
    rest = rest.slice(between.length + 2);
  }
  found.offset = text.startsWith('-') ? -offset : offset;
  return rest;
}

function instantOf(found: Parsing, local: Zone): Instant | undefined {
  const hour =
    found.afternoon === true && found.hour < 12 ? found.hour + 12 : found.afternoon === false && found.hour === 12 ? 0 : found.hour;
  const month = found.month < 0 ? 1 : found.month;
  const day = found.day < 0 ? 1 : found.day;
  if (day < 1 || day > daysOfMonth(found.year, month)) return undefined;
  const ofYear = found.yearDay < 0 ? undefined : found.yearDay;
  if (ofYear !== undefined && (ofYear < 1 || ofYear > 337 + daysOfMonth(found.year, 2))) return undefined;
  const days = ofYear === undefined ? daysOfDate(found.year, month, day) : daysOfDate(found.year, 1, 1) + BigInt(ofYear - 1);
  const clock = days * 86400n + BigInt(hour * 3600 + found.minute * 60 + found.second);
  const at = (seconds: bigint, zone: Zone): Instant => ({ seconds, nanoseconds: found.nanosecond, zone });
  if (found.isUtc) return at(clock, utc);
  if (found.offset !== undefined) {
    const seconds = clock - BigInt(found.offset);
    const here = zoneAt(local, seconds);
    if (here.offset === found.offset && (found.abbreviation === '' || here.abbreviation === found.abbreviation)) return at(seconds, local);
    return at(seconds, { name: found.abbreviation, offset: found.offset });
  }
  if (found.abbreviation !== '') {
    const offset = /^GMT[-+]/.test(found.abbreviation) ? Number(found.abbreviation.slice(3)) * 3600 : 0;
    return at(clock - BigInt(offset), { name: found.abbreviation, offset });
  }
  // The wall clock of a zone: what holds there about then is near enough to find what holds then.
  const guess = zoneAt(local, clock).offset;
  return at(clock - BigInt(zoneAt(local, clock - BigInt(guess)).offset), local);
}
