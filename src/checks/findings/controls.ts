import { globMatcher } from '../../base/glob.ts';
import { commentLineOf, lineOf } from '../../manifests/locate.ts';
import type { Configuration, ConfiguredSuppression } from '../../manifests/configuration.ts';
import type { Place } from '../../manifests/place.ts';
import type { Resource } from '../../manifests/resource.ts';
import type { SuppressedCode, Suppression } from '../../manifests/suppressions.ts';
import { severities as levels, type Finding, type Severity } from './finding.ts';

/** By code, as the user sets it; absent: the rule's own. */
export type Severities = Readonly<Record<string, Severity | 'off'>>;

/** What keeps findings away: something in the manifests, or an entry of a configuration file. */
export type AnySuppression = Suppression | ConfiguredSuppression;

/** What somebody wrote to keep findings away, for the rule that says what of it has no effect. */
export interface WrittenSuppressions {
  /** Of a file with manifests, or a whole configuration file: entries that keep nothing away, codes that do not exist, severities that are none. */
  readonly written: readonly Suppression[] | Configuration;
  readonly isUsed: (suppression: AnySuppression) => boolean;
  /** Whether a code is off in the file. */
  readonly isOff: (code: string) => boolean;
  /** All that there are. */
  readonly codes: readonly string[];
}

/** What people say of the checks, by setting and by `.edge-network.yaml`: how much a code weighs in a file, and which findings are meant. */
export class Controls {
  readonly #settings: Severities;
  /** Deepest folder first: what stands nearer to a file counts. */
  readonly #configurations: readonly Configured[];

  constructor(settings: Severities, configurations: readonly Configuration[] = []) {
    this.#settings = settings;
    this.#configurations = configurations.map(configuredOf).sort(({ folder: one }, { folder: other }) => other.length - one.length);
  }

  /** A code's severity in a file; absent: the rule's own. A configuration file in the file's folder or above counts before the settings. */
  severityOf(code: string, file: string): Severity | 'off' | undefined {
    for (const { folder, severities } of this.#configurations) {
      const severity = file.startsWith(folder) ? severities.get(code) : undefined;
      if (severity !== undefined) return severity;
    }
    return Object.hasOwn(this.#settings, code) ? this.#settings[code] : undefined;
  }

  /** Whether no file can have findings of a code. */
  isOffEverywhere(code: string): boolean {
    return (
      Object.hasOwn(this.#settings, code) &&
      this.#settings[code] === 'off' &&
      !this.#configurations.some(({ severities }) => severities.has(code))
    );
  }

  /**
   * The findings that nobody suppresses; suppressions that kept one away are added to `used`.
   * `written`: what a file's comments and annotations suppress. `subjectOf`: the resource that a finding is about.
   * `inherited`: suppressions that speak of the finding although it stands elsewhere, as the annotation of a base does of all that is rendered from it.
   */
  kept(
    findings: readonly Finding[],
    written: (file: string) => readonly Suppression[],
    subjectOf: (finding: Finding) => Resource | undefined,
    used: Set<AnySuppression>,
    inherited: (finding: Finding) => readonly Suppression[] = () => [],
  ): readonly Finding[] {
    return findings.filter((finding) => {
      const lines = new Lines(finding.place);
      const suppressions = [
        ...written(finding.place.document.file).filter((suppression) => speaksOf(suppression, finding, lines)),
        ...inherited(finding).filter(({ codes }) => names(codes, finding.code)),
        ...this.#configured(finding, subjectOf),
      ];
      for (const suppression of suppressions) used.add(suppression);
      return suppressions.length === 0;
    });
  }

  *#configured(finding: Finding, subjectOf: (finding: Finding) => Resource | undefined): Generator<AnySuppression> {
    const { file } = finding.place.document;
    for (const { folder, entries } of this.#configurations) {
      if (entries.length === 0 || !file.startsWith(folder)) continue;
      for (const entry of entries)
        if (names(entry.suppression.codes, finding.code) && entry.covers(file.slice(folder.length), subjectOf(finding)))
          yield entry.suppression;
    }
  }
}

/** Whether codes as written name a code; none name all. */
export function names(codes: readonly SuppressedCode[], code: string): boolean {
  return (
    codes.length === 0 ||
    codes.some(({ text }) => text === code || text === '*' || (text.endsWith('/*') && code.startsWith(text.slice(0, -1))))
  );
}

interface Configured {
  readonly folder: string;
  readonly severities: ReadonlyMap<string, Severity | 'off'>;
  readonly entries: readonly {
    readonly suppression: ConfiguredSuppression;
    readonly covers: (path: string, subject: Resource | undefined) => boolean;
  }[];
}

function configuredOf({ folder, checks, ignore }: Configuration): Configured {
  const severities = new Map<string, Severity | 'off'>();
  for (const { code, severity } of checks) if (isSeverity(severity)) severities.set(code, severity);
  return { folder, severities, entries: ignore.map((suppression) => ({ suppression, covers: coverage(suppression) })) };
}

/** Whether a word is one that a check can be set to. */
export function isSeverity(word: string): word is Severity | 'off' {
  return word === 'off' || levels.some((level) => level === word);
}

function coverage({ paths, kinds, names: wanted }: ConfiguredSuppression): (path: string, subject: Resource | undefined) => boolean {
  const pathMatchers = paths?.map(globMatcher);
  const nameMatchers = wanted?.map(globMatcher);
  return (path, subject) => {
    // A folder stands for all below it.
    if (pathMatchers?.some((matches) => matches(path) || foldersOf(path).some(matches)) === false) return false;
    if (kinds !== undefined && (subject === undefined || !kinds.includes(subject.kind))) return false;
    if (nameMatchers === undefined) return true;
    if (subject === undefined) return false;
    const { name, namespace } = subject.metadata;
    return nameMatchers.some((matches) => matches(name) || (namespace !== undefined && matches(`${namespace}/${name}`)));
  };
}

function foldersOf(path: string): readonly string[] {
  const steps = path.split('/').slice(0, -1);
  return steps.map((_, index) => steps.slice(0, index + 1).join('/'));
}

/** Where the line of a place begins, and the one that a comment about it stands before; found when first asked. */
class Lines {
  readonly #place: Place;
  #own: number | undefined;
  #commented: number | undefined;

  constructor(place: Place) {
    this.#place = place;
  }

  has(line: number): boolean {
    this.#own ??= lineOf(this.#place);
    return this.#own === line || (this.#commented ??= commentLineOf(this.#place)) === line;
  }
}

function speaksOf(suppression: Suppression, { code, place }: Finding, lines: Lines): boolean {
  if (!names(suppression.codes, code)) return false;
  if (suppression.scope === 'file') return true;
  if (suppression.document !== place.document) return false;
  if (suppression.scope === 'resource') {
    const { path } = place;
    return path === undefined ? suppression.root.length === 0 : suppression.root.every((step, index) => step === path[index]);
  }
  return suppression.line !== undefined && lines.has(suppression.line);
}
