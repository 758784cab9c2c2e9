/** Words that YAML 1.1 reads as booleans, null, or numbers without digits. */
const words: ReadonlySet<string> = new Set(
  [
    ['y', 'Y', 'yes', 'Yes', 'YES', 'true', 'True', 'TRUE', 'on', 'On', 'ON'],
    ['n', 'N', 'no', 'No', 'NO', 'false', 'False', 'FALSE', 'off', 'Off', 'OFF'],
    ['', '~', 'null', 'Null', 'NULL', '.nan', '.NaN', '.NAN'],
    ['', '+', '-'].flatMap((sign) => ['.inf', '.Inf', '.INF'].map((word) => sign + word)),
  ].flat(),
);

const base60 = /^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?$/;
const float = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;
const dottedFloat = /^\.[0-9]+(?:[eE][-+]?[0-9]+)?$/;
const integer = /^([-+]?)(?:0[xX]([0-9a-fA-F]+)|0[bB]([01]+)|0[oO]?([0-7]+)|(0|[1-9][0-9]*))$/;
const signedBinary = /^0b[-+][01]+$/;
const signedOctal = /^0o[-+][0-7]+$/;

/** Whether this text, written without quotes, would be read as something else than a text (resolve.go; and numbers with colons, which older readers know). */
export function readsAsOtherType(text: string, signedOctals: boolean): boolean {
  if (words.has(text)) return true;
  const first = text.charAt(0);
  if (first === '.') return dottedFloat.test(text) && Number.isFinite(Number(text));
  if (!/[-+0-9]/.test(first)) return false;
  if (isTimestamp(text) || base60.test(text)) return true;
  const plain = text.replaceAll('_', '');
  if (float.test(plain) && Number.isFinite(Number(plain))) return true;
  return integerOf(plain) !== undefined || signedBinary.test(plain) || (signedOctals && signedOctal.test(plain));
}

/** As `BigInt` wants them, in the order of the groups of `integer`. */
const prefixes = ['0x', '0b', '0o', ''] as const;
const leastInteger = -(2n ** 63n);
const mostInteger = 2n ** 64n - 1n;
/** Digits that any integer of 64 bits fits into, written in base 2. */
const mostDigits = 80;

/** The value of an integer as Go's `ParseInt(text, 0, 64)` or `ParseUint` reads it; undefined for what is none or does not fit. */
export function integerOf(text: string): bigint | undefined {
  const parts = integer.exec(text);
  if (parts === null) return undefined;
  const [, sign = '', ...digits] = parts;
  const written = prefixes.map((prefix, base) => digits[base] && prefix + digits[base].replace(/^0+(?=.)/, '')).find(Boolean) ?? '';
  if (written.length > mostDigits) return undefined;
  const size = BigInt(written);
  const value = sign === '-' ? -size : size;
  // A sign says that it is to be an int64.
  return value < leastInteger || value > (sign ? mostInteger >> 1n : mostInteger) ? undefined : value;
}

const timestamp =
  /^([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?:(?:[Tt]([0-9]{1,2}):([0-9]{1,2}):([0-9]{1,2})(?:[.,][0-9]+)?(?:Z|[-+]([0-9]{2}):([0-9]{2})))|(?: +([0-9]{1,2}):([0-9]{1,2}):([0-9]{1,2})(?:[.,][0-9]+)?))?$/;

/** One of the four spellings of a time that the library knows, naming a day and a time that exist. */
export function isTimestamp(text: string): boolean {
  const parts = timestamp.exec(text);
  if (parts === null) return false;
  // Groups that took no part hold nothing.
  const [year = 0, month = 0, day = 0, ...clock] = parts.slice(1).map((part: string | undefined) => Number(part ?? 0));
  const [hour = 0, minute = 0, second = 0, zoneHour = 0, zoneMinute = 0, spacedHour = 0, spacedMinute = 0, spacedSecond = 0] = clock;
  return (
    month >= 1 &&
    month <= 12 &&
    day >= 1 &&
    day <= daysOf(year, month) &&
    Math.max(hour, spacedHour) <= 23 &&
    Math.max(minute, spacedMinute, second, spacedSecond) <= 59 &&
    zoneHour <= 24 &&
    zoneMinute <= 60
  );
}

function daysOf(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}
