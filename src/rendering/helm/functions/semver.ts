import { RE2JS } from 're2js';
import { failure, goFunction } from '../function.ts';
import { bool, type Failure, type GoFunction } from '../value.ts';
import { comparePrereleaseParts, compareVersions, versionOf, versionValue, type Version } from './version.ts';

// Masterminds/semver 3.4, constraints.go.

interface Constraint {
  readonly operator: string;
  readonly version: Version;
  /** Which parts are left open: `1.x`, `1`. */
  readonly open: 'none' | 'all' | 'minor' | 'patch';
}

const part = String.raw`[0-9|x|X|\*]+`;
const version = String.raw`v?(${part})(\.${part})?(\.${part})?(-([0-9A-Za-z\-]+(\.[0-9A-Za-z\-]+)*))?(\+([0-9A-Za-z\-]+(\.[0-9A-Za-z\-]+)*))?`;
const operators = String.raw`=||!=|>|<|>=|=>|<=|=<|~|~>|\^`;
const single = RE2JS.compile(String.raw`^\s*(${operators})\s*(${version})\s*$`);
const range = RE2JS.compile(String.raw`\s*(${version})\s+-\s+(${version})\s*`);
const each = RE2JS.compile(String.raw`(${operators})\s*(${version})`);
const several = RE2JS.compile(String.raw`^(\s*(${operators})\s*(${version})\s*)((?:\s+|,\s*)(${operators})\s*(${version})\s*)*$`);

const mostCharacters = 4096;

/** Alternatives (`||`) of constraints that all have to hold. */
function constraintsOf(text: string): readonly (readonly Constraint[])[] | Failure {
  if (text.length > mostCharacters) return failure('improper constraint');
  const alternatives: (readonly Constraint[])[] = [];
  for (const alternative of withoutRanges(text).split('||')) {
    if (!several.test(alternative)) return failure(`improper constraint: ${alternative}`);
    const constraints: Constraint[] = [];
    const matcher = each.matcher(alternative);
    while (matcher.find()) {
      const constraint = constraintOf(matcher.group() ?? '');
      if ('kind' in constraint) return constraint;
      constraints.push(constraint);
    }
    alternatives.push(constraints);
  }
  return alternatives;
}

/** `1.2 - 3` is `>= 1.2, <= 3`. */
function withoutRanges(text: string): string {
  const matcher = range.matcher(text);
  let result = text;
  while (matcher.find()) {
    const bounds = `>= ${matcher.group(1) ?? ''}, <= ${matcher.group(11) ?? ''} `;
    result = result.replace(matcher.group() ?? '', () => bounds);
  }
  return result;
}

function constraintOf(text: string): Constraint | Failure {
  const matcher = single.matcher(text);
  if (!matcher.find()) return failure(`improper constraint: ${text}`);
  const group = (index: number): string => matcher.group(index) ?? '';
  const isOpen = (written: string): boolean => ['', 'x', 'X', '*'].includes(written.replace(/^\./, ''));
  const open = isOpen(group(3)) ? 'all' : isOpen(group(4)) ? 'minor' : isOpen(group(5)) ? 'patch' : 'none';
  const written = {
    all: `0.0.0${group(6)}`,
    minor: `${group(3)}.0.0${group(6)}`,
    patch: `${group(3)}${group(4)}.0${group(6)}`,
    none: group(2),
  }[open];
  const read = versionOf(written);
  return 'kind' in read ? failure('constraint parser error') : { operator: group(1), version: read, open };
}

function holds(constraint: Constraint, tested: Version): boolean {
  const { version: bound, open } = constraint;
  const order = compareVersions(tested, bound);
  const sameMajor = tested.major === bound.major;
  const sameMinor = tested.minor === bound.minor;
  switch (constraint.operator) {
    case '!=':
      if (open === 'none') return order !== 0;
      if (!sameMajor) return true;
      if (open === 'minor') return false;
      if (!sameMinor) return true;
      if (open === 'patch') return tested.pre !== '' || bound.pre !== '' ? comparePrereleaseParts(tested.pre, bound.pre) !== 0 : false;
      // Without any number what is left open is the patch.
      return tested.patch !== bound.patch || order !== 0;
    case '>':
      if (open === 'none') return order > 0;
      if (!sameMajor) return tested.major > bound.major;
      return open === 'minor' ? false : open === 'patch' ? tested.minor > bound.minor : order > 0;
    case '<':
      return order < 0;
    case '>=':
    case '=>':
      return order >= 0;
    case '<=':
    case '=<':
      if (open === 'none') return order <= 0;
      return tested.major < bound.major || (sameMajor && (open === 'minor' || tested.minor <= bound.minor));
    case '~':
    case '~>':
      return withinTilde(constraint, tested);
    case '^':
      if (order < 0) return false;
      if (bound.major > 0n || open === 'minor') return sameMajor;
      if (tested.major > 0n) return false;
      if (bound.minor > 0n || open === 'patch') return sameMinor;
      return tested.minor === 0n && tested.patch === bound.patch;
    default:
      return open === 'none' ? order === 0 : withinTilde(constraint, tested);
  }
}

function withinTilde({ version: bound, open }: Constraint, tested: Version): boolean {
  if (compareVersions(tested, bound) < 0) return false;
  const isZero = bound.major === 0n && bound.minor === 0n && bound.patch === 0n;
  if (isZero && open !== 'minor' && open !== 'patch') return true;
  return tested.major === bound.major && (tested.minor === bound.minor || open === 'minor');
}

/** A version with a pre-release fits only where one of the constraints has one, too. */
function satisfiesAny(tested: Version, alternatives: readonly (readonly Constraint[])[]): boolean {
  return alternatives.some(
    (constraints) =>
      (tested.pre === '' || constraints.some(({ version: bound }) => bound.pre !== '')) &&
      constraints.every((constraint) => holds(constraint, tested)),
  );
}

export const semver: Readonly<Record<string, GoFunction>> = {
  semver: goFunction(['string'], (_, text) => {
    const read = versionOf(text.text);
    return 'kind' in read ? read : { ...versionValue(read), origins: text.origins };
  }),
  semverCompare: goFunction(['string', 'string'], (context, constraint, text) => {
    context.spend(2 * (constraint.text.length + text.text.length));
    const alternatives = constraintsOf(constraint.text);
    if ('kind' in alternatives) return alternatives;
    const tested = versionOf(text.text);
    return 'kind' in tested ? tested : bool(satisfiesAny(tested, alternatives));
  }),
};

/** Whether the version fits the constraint; false where one of them cannot be read. */
export function satisfies(constraint: string, text: string): boolean {
  const alternatives = constraintsOf(constraint);
  const tested = versionOf(text);
  return !('kind' in alternatives) && !('kind' in tested) && satisfiesAny(tested, alternatives);
}

export function isVersion(text: string): boolean {
  return !('kind' in versionOf(text));
}
