/** A time zone: by its name in the IANA data base, or fixed. */
export interface Zone {
  /** `UTC`, `Europe/Berlin`; of a fixed one its abbreviation, or nothing. */
  readonly name: string;
  /** Of a fixed one: seconds east of UTC. */
  readonly offset?: number;
}

export interface ZoneState {
  readonly offset: number;
  readonly abbreviation: string;
}

/** Well within what `Date` can say, in seconds from 1970. */
const furthest = 8_000_000_000_000n;

/** What holds in a zone at a moment, by the data that the host has. */
export function zoneAt({ name, offset }: Zone, seconds: bigint): ZoneState {
  if (offset !== undefined) return { offset, abbreviation: name };
  const [format] = name === 'UTC' ? [] : formatsOf(name);
  if (format === undefined || seconds > furthest || seconds < -furthest) return { offset: 0, abbreviation: 'UTC' };
  const parts = new Map(format.formatToParts(Number(seconds) * 1000).map(({ type, value }) => [type, value]));
  const number = (type: Intl.DateTimeFormatPartTypes): number => Number(parts.get(type) ?? 0);
  const year = parts.get('era') === 'BC' ? 1 - number('year') : number('year');
  const local = new Date(0);
  local.setUTCFullYear(year, number('month') - 1, number('day'));
  local.setUTCHours(number('hour'), number('minute'), number('second'));
  const difference = local.getTime() / 1000 - Number(seconds);
  return { offset: difference, abbreviation: abbreviationAt(name, Number(seconds) * 1000, difference) };
}

/** Undefined for a name that nobody knows. */
export function zoneNamed(name: string): Zone | undefined {
  if (name === '' || name === 'UTC') return { name: 'UTC' };
  // The machine that renders has one of its own; whoever compares manifests takes UTC.
  if (name === 'Local') return { name: 'UTC' };
  if (/^[-+]/.test(name)) return undefined;
  return formatsOf(name).length === 0 ? undefined : { name };
}

/** English has an abbreviation for a zone where people live in it; elsewhere Intl says `GMT+2`. */
const locales = ['en-US', 'en-GB', 'en-AU', 'en-NZ', 'en-IN', 'en-ZA', 'ja-JP', 'ko-KR'] as const;

/** The formats of a zone, the first of them for its clock. */
const formats = new Map<string, readonly Intl.DateTimeFormat[]>();
const mostFormats = 200;

function formatsOf(name: string): readonly Intl.DateTimeFormat[] {
  const known = formats.get(name);
  if (known !== undefined) return known;
  const made = newFormats(name);
  if (formats.size < mostFormats) formats.set(name, made);
  return made;
}

/** None for a name that nobody knows. */
function newFormats(timeZone: string): readonly Intl.DateTimeFormat[] {
  try {
    return locales.map(
      (locale) =>
        new Intl.DateTimeFormat(locale, {
          timeZone,
          calendar: 'gregory',
          numberingSystem: 'latn',
          era: 'short',
          year: 'numeric',
          month: 'numeric',
          day: 'numeric',
          hour: 'numeric',
          minute: 'numeric',
          second: 'numeric',
          hourCycle: 'h23',
          timeZoneName: 'short',
        }),
    );
  } catch {
    return [];
  }
}

/** Abbreviations that no English has. */
const known: ReadonlyMap<string, string> = new Map([
  ['Asia/Kolkata', 'IST'],
  ['Asia/Calcutta', 'IST'],
  ['Asia/Shanghai', 'CST'],
  ['Asia/Hong_Kong', 'HKT'],
]);

/** Before a zone had a common time it had that of its sun. Where nobody has an abbreviation, the data base has the number of hours. */
function abbreviationAt(name: string, milliseconds: number, offset: number): string {
  if (offset % 60 !== 0) return 'LMT';
  const common = known.get(name);
  if (common !== undefined) return common;
  for (const format of formatsOf(name)) {
    const short = format.formatToParts(milliseconds).find(({ type }) => type === 'timeZoneName')?.value ?? '';
    if (/^[A-Z]{3,5}$/.test(short)) return short;
  }
  const minutes = Math.abs(offset) / 60;
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${offset < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}${minutes % 60 === 0 ? '' : two(minutes % 60)}`;
}
