import { failure, goFunction } from '../function.ts';
import { bool, int, string, type GoValue, type ObjectValue, type Failure, type GoFunction } from '../value.ts';
import { RE2JS } from 're2js';

/** A semantic version as Masterminds/semver 3.4 reads it (version.go). */
export interface Version {
  readonly major: bigint;
  readonly minor: bigint;
  readonly patch: bigint;
  readonly pre: string;
  readonly metadata: string;
  readonly original: string;
}

const expression = RE2JS.compile(
  String.raw`^v?([0-9]+)(\.[0-9]+)?(\.[0-9]+)?(-([0-9A-Za-z\-]+(\.[0-9A-Za-z\-]+)*))?(\+([0-9A-Za-z\-]+(\.[0-9A-Za-z\-]+)*))?$`,
);
const most = 2n ** 64n - 1n;

/** Longer texts are no version that somebody wrote. */
const mostCharacters = 4096;

export function versionOf(text: string): Version | Failure {
  if (text.length > mostCharacters) return failure('invalid semantic version');
  const match = expression.matcher(text);
  if (!match.find()) return failure('invalid semantic version');
  // Numbers may begin with zeros, as the library has it unless it is told otherwise (CoerceNewVersion).
  const numbers = [1, 2, 3].map((group) => (match.group(group) ?? '0').replace(/^\./, ''));
  const large = numbers.find((number) => BigInt(number) > most);
  if (large !== undefined) return failure(`error parsing version segment: strconv.ParseUint: parsing "${large}": value out of range`);
  const pre = match.group(5) ?? '';
  if (pre.split('.').some((part) => /^0[0-9]+$/.test(part))) return failure('version segment starts with 0');
  const [major = 0n, minor = 0n, patch = 0n] = numbers.map(BigInt);
  return { major, minor, patch, pre, metadata: match.group(8) ?? '', original: text };
}

export function versionText({ major, minor, patch, pre, metadata }: Version): string {
  return `${major}.${minor}.${patch}${pre && `-${pre}`}${metadata && `+${metadata}`}`;
}

/** Less than, equal to, or greater than 0; metadata does not count. */
export function compareVersions(a: Version, b: Version): number {
  return compare(a.major, b.major) || compare(a.minor, b.minor) || compare(a.patch, b.patch) || comparePrereleases(a.pre, b.pre);
}

function compare(a: bigint | string, b: bigint | string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** A version without one is above every one that has. */
function comparePrereleases(a: string, b: string): number {
  if (a === b) return 0;
  if (a === '' || b === '') return a === '' ? 1 : -1;
  return comparePrereleaseParts(a, b);
}

/** Part by part: numbers by size and below words, words by bytes, fewer parts first. */
export function comparePrereleaseParts(a: string, b: string): number {
  const left = a.split('.');
  const right = b.split('.');
  for (let at = 0; at < Math.max(left.length, right.length); at++) {
    const x = left[at] ?? '';
    const y = right[at] ?? '';
    if (x === y) continue;
    if (x === '' || y === '') return x === '' ? -1 : 1;
    const numbers = { x: numberOf(x), y: numberOf(y) };
    if (numbers.x === undefined || numbers.y === undefined)
      return numbers.x === undefined && numbers.y === undefined ? compare(x, y) : numbers.x === undefined ? 1 : -1;
    // Numbers that differ in spelling alone count as less.
    return numbers.x > numbers.y ? 1 : -1;
  }
  return 0;
}

function numberOf(part: string): bigint | undefined {
  if (!/^[0-9]+$/.test(part)) return undefined;
  const value = BigInt(part);
  return value > most ? undefined : value;
}

/** What templates get: a `*semver.Version` with its methods. */
export function versionValue(version: Version): ObjectValue {
  const text = (of: (version: Version) => string): GoFunction => goFunction([], () => string(of(version)));
  const number = (of: (version: Version) => bigint): GoFunction => goFunction([], () => int(of(version), 'uint64'));
  const comparison = (holds: (order: number) => boolean): GoFunction =>
    goFunction(['*semver.Version'], (_, other) => withVersion(other, (held) => bool(holds(compareVersions(version, held)))));
  const next = (of: (version: Version) => Version): GoFunction =>
    goFunction([], () => ({ ...versionValue(withOriginal(of(version), version)), type: 'semver.Version' }));
  const methods = new Map<string, GoFunction>([
    ['String', text(versionText)],
    ['Original', text(({ original }) => original)],
    ['Prerelease', text(({ pre }) => pre)],
    ['Metadata', text(({ metadata }) => metadata)],
    ['Major', number(({ major }) => major)],
    ['Minor', number(({ minor }) => minor)],
    ['Patch', number(({ patch }) => patch)],
    ['Compare', goFunction(['*semver.Version'], (_, other) => withVersion(other, (held) => int(compareVersions(version, held))))],
    ['LessThan', comparison((order) => order < 0)],
    ['LessThanEqual', comparison((order) => order <= 0)],
    ['GreaterThan', comparison((order) => order > 0)],
    ['GreaterThanEqual', comparison((order) => order >= 0)],
    ['Equal', comparison((order) => order === 0)],
    ['IncMajor', next((of) => ({ ...of, major: of.major + 1n, minor: 0n, patch: 0n, pre: '', metadata: '' }))],
    ['IncMinor', next((of) => ({ ...of, minor: of.minor + 1n, patch: 0n, pre: '', metadata: '' }))],
    ['IncPatch', next((of) => ({ ...of, patch: of.pre === '' ? of.patch + 1n : of.patch, pre: '', metadata: '' }))],
  ]);
  // Nobody may read these, but printing does.
  const fields = new Map<string, GoValue>([
    ['major', int(version.major, 'uint64')],
    ['minor', int(version.minor, 'uint64')],
    ['patch', int(version.patch, 'uint64')],
    ['pre', string(version.pre)],
    ['metadata', string(version.metadata)],
    ['original', string(version.original)],
  ]);
  return { kind: 'object', type: '*semver.Version', fields, methods, held: version, origins: [] };
}

function withOriginal(version: Version, before: Version): Version {
  return { ...version, original: (before.original.startsWith('v') ? 'v' : '') + versionText(version) };
}

function withVersion(value: ObjectValue, then: (version: Version) => GoValue): GoValue | Failure {
  return value.type.endsWith('semver.Version')
    ? then(value.held as Version)
    : failure('runtime error: invalid memory address or nil pointer dereference');
}
