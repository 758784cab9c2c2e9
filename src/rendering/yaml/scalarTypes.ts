import { withoutTrailing } from '../../base/withoutTrailing.ts';
import type { ScalarTag, YamlScalar } from './node.ts';

/**
 * How plain scalars are typed. `yaml-1.2`: as kustomize reads objects (go-yaml v3: `yes` is text, dates are timestamps).
 * `yaml-1.1`: as kustomize reads kustomizations and Helm reads values (goyaml v2 by way of sigs.k8s.io/yaml: `yes`, `on`, `y` are booleans, dates are texts).
 * Octals in both spellings, `0x`, `0b` and `1_000` are numbers in both.
 */
export type Dialect = 'yaml-1.2' | 'yaml-1.1';

const words = (tag: ScalarTag, ...spellings: readonly string[]): readonly (readonly [string, ScalarTag])[] =>
  spellings.flatMap((word) =>
    [word, word.charAt(0).toUpperCase() + word.slice(1), word.toUpperCase()].map((spelling) => [spelling, tag] as const),
  );

const common: readonly (readonly [string, ScalarTag])[] = [
  ['', '!!null'],
  ['~', '!!null'],
  ['<<', '!!merge'],
  ...words('!!null', 'null'),
  ...words('!!bool', 'true', 'false'),
  ...['.nan', '.NaN', '.NAN', ...['', '+', '-'].flatMap((sign) => ['.inf', '.Inf', '.INF'].map((word) => sign + word))].map(
    (word) => [word, '!!float'] as const,
  ),
];

const known: Readonly<Record<Dialect, ReadonlyMap<string, ScalarTag>>> = {
  'yaml-1.2': new Map(common),
  'yaml-1.1': new Map([...common, ...words('!!bool', 'y', 'yes', 'on', 'n', 'no', 'off')]),
};

/** go.yaml.in/yaml/v3 resolve.go, sigs.k8s.io/yaml/goyaml.v2/resolve.go */
export function plainTag(text: string, dialect: Dialect): ScalarTag {
  if (text.length <= 5) {
    const word = known[dialect].get(text);
    if (word !== undefined) return word;
  }
  const first = text.charCodeAt(0);
  const isDigit = first >= 48 && first <= 57;
  if (!isDigit && first !== 43 && first !== 45)
    return first === 46 && decimal.test(text) && Number.isFinite(Number(text)) ? '!!float' : '!!str';
  if (isDigit && dialect === 'yaml-1.2' && text.charCodeAt(4) === 45 && timestampOf(text) !== undefined) return '!!timestamp';
  const digits = text.includes('_') ? text.replaceAll('_', '') : text;
  if (integerOf(digits) !== undefined) return '!!int';
  return decimal.test(digits) && Number.isFinite(Number(digits)) ? '!!float' : '!!str';
}

const decimal = /^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$/;

/**
 * What a scalar means: a text, a number, a boolean, or nothing. Integers that a number cannot hold exactly are a `bigint`; a timestamp is the text that Go writes for it.
 * `.inf` and `.nan` are numbers here; neither tool can put them out.
 */
export function valueOf({ tag, text }: YamlScalar): string | number | bigint | boolean | null {
  switch (tag) {
    case '!!null':
      return null;
    case '!!bool':
      return /^(t|y|on)/i.test(text);
    case '!!int': {
      const value = integerOf(text.replaceAll('_', ''));
      return value === undefined ? text : Number.isSafeInteger(Number(value)) ? Number(value) : value;
    }
    case '!!float':
      return floatOf(text);
    case '!!timestamp':
      return timestampOf(text) ?? text;
    case '!!str':
    case '!!binary':
    case '!!merge':
      return text;
  }
}

/** Between the smallest `int64` and the largest `uint64`; beyond, Go reads a float. */
function integerOf(digits: string): bigint | undefined {
  const [, sign = '', prefix = '', body = ''] = /^([-+]?)(0[xX]|0[bB]|0[oO]|0(?=[0-9]))?([0-9a-fA-F]+)$/.exec(digits) ?? [];
  if (body === '') return undefined;
  const valid = prefix === '' ? /^[0-9]+$/ : /x/i.test(prefix) ? /^/ : /b/i.test(prefix) ? /^[01]+$/ : /^[0-7]+$/;
  if (!valid.test(body)) return undefined;
  // A number of more digits than these fits in nothing, and would cost time to read.
  if (body.length > 64) return undefined;
  const magnitude = BigInt((prefix === '' ? '' : /x/i.test(prefix) ? '0x' : /b/i.test(prefix) ? '0b' : '0o') + body);
  const value = sign === '-' ? -magnitude : magnitude;
  return value >= -(1n << 63n) && value < 1n << (sign === '' ? 64n : 63n) ? value : undefined;
}

function floatOf(text: string): number {
  if (/inf$/i.test(text)) return text.startsWith('-') ? -Infinity : Infinity;
  const digits = text.replaceAll('_', '');
  // `!!float 0x10`: an integer that a tag makes a float.
  return decimal.test(digits) ? Number(digits) : Number(integerOf(digits) ?? Number.NaN);
}

const timestamp =
  /^([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?:([Tt ])([0-9]{1,2}):([0-9]{1,2}):([0-9]{1,2})(?:[.,]([0-9]{1,9})[0-9]*)?(Z|[-+][0-9]{2}:[0-9]{2})?)?$/;

/** A timestamp as Go's JSON has it (RFC 3339, the fraction without zeros at its end); undefined for what is none. */
function timestampOf(text: string): string | undefined {
  const match = timestamp.exec(text);
  if (match === null) return undefined;
  const [, year = '', month = '', day = '', mark, hour = '0', minute = '0', second = '0', fraction = '', zone] = match;
  // With a blank there is no zone, with a `T` there must be one.
  if (mark !== undefined && (mark === ' ') !== (zone === undefined)) return undefined;
  const inMonth = new Date(Date.UTC(Number(year) === 0 ? 4 : Number(year), Number(month), 0)).getUTCDate();
  if (Number(month) < 1 || Number(month) > 12 || Number(day) < 1 || Number(day) > inMonth) return undefined;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined;
  const two = (part: string) => part.padStart(2, '0');
  const rest = withoutTrailing(fraction, '0');
  return `${year}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}:${two(second)}${rest === '' ? '' : `.${rest}`}${zone === undefined || /^[-+]00:00$/.test(zone) ? 'Z' : zone}`;
}

export function isTimestamp(text: string): boolean {
  return timestampOf(text) !== undefined;
}

/** What `!!binary` says, as far as JSON has texts for it; undefined for what is no base64. */
export function textOfBase64(text: string): string | undefined {
  const digits = text.replace(/[\r\n]/g, '');
  if (digits.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(digits)) return undefined;
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(Uint8Array.from(atob(digits), (character) => character.charCodeAt(0)));
}

const tags: ReadonlySet<string> = new Set(['str', 'int', 'float', 'bool', 'null', 'timestamp', 'binary', 'merge']);

/** The type that a tag written before a scalar gives it; undefined for a tag of somebody's own, which leaves it a text. */
export function writtenTag(tag: string): ScalarTag | undefined {
  const name = tag.startsWith('tag:yaml.org,2002:') ? tag.slice('tag:yaml.org,2002:'.length) : '';
  return tags.has(name) ? (`!!${name}` as ScalarTag) : undefined;
}
