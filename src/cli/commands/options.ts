import { parseArgs } from 'node:util';
import { profiles, severityWords } from '../../service/settings.ts';
import { ruleDescriptions } from '../../service/rules.ts';

/** A command line that cannot be carried out; the message says why. */
export class WrongUsage extends Error {}

/** Every option of every command: one name means the same everywhere. */
const options = {
  format: { type: 'string' },
  profile: { type: 'string' },
  severity: { type: 'string', multiple: true },
  exclude: { type: 'string', multiple: true },
  'fail-on': { type: 'string' },
  'allow-empty': { type: 'boolean' },
  baseline: { type: 'string' },
  'changed-since': { type: 'string' },
  cache: { type: 'string' },
  type: { type: 'string' },
  from: { type: 'string' },
  cluster: { type: 'string' },
  protocol: { type: 'string' },
  of: { type: 'string' },
  to: { type: 'string' },
  theme: { type: 'string' },
  positions: { type: 'string' },
  events: { type: 'string' },
  values: { type: 'string', short: 'f', multiple: true },
  set: { type: 'string', multiple: true },
  'set-string': { type: 'string', multiple: true },
  'set-json': { type: 'string', multiple: true },
  'set-file': { type: 'string', multiple: true },
  'set-literal': { type: 'string', multiple: true },
  namespace: { type: 'string' },
  'release-name': { type: 'string' },
  'kube-version': { type: 'string' },
  'api-versions': { type: 'string', multiple: true },
  'include-crds': { type: 'boolean' },
  'show-only': { type: 'string', multiple: true },
  texts: { type: 'boolean' },
  origins: { type: 'boolean' },
  stdio: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean' },
} as const;

export type OptionName = keyof typeof options;

/** Words without options, and options by name. Throws `WrongUsage`. */
export function parseWords(words: readonly string[]) {
  try {
    return parseArgs({ args: [...words], allowPositionals: true, options });
  } catch (error) {
    throw new WrongUsage(error instanceof Error ? error.message.replace(/\. To specify.*$/s, '.') : String(error));
  }
}

export type OptionValues = ReturnType<typeof parseWords>['values'];

/** What every command on manifests takes. */
export interface OnManifests {
  /** `-` is standard input; none: the current folder. */
  readonly paths: readonly string[];
  /** Counts where neither a manifest nor a configuration file names a profile. */
  readonly profile: string;
  /** Severity by code, where no configuration file says another. */
  readonly severities: Readonly<Record<string, string>>;
  /** Globs, relative to the current folder. */
  readonly exclude: readonly string[];
}

export const ofManifests = ['profile', 'severity', 'exclude'] as const satisfies readonly OptionName[];

export function onManifests(paths: readonly string[], values: OptionValues): OnManifests {
  return {
    paths,
    profile: oneOf('--profile', profiles, values.profile ?? 'custom'),
    severities: Object.fromEntries((values.severity ?? []).map(parseSeverity)),
    exclude: values.exclude ?? [],
  };
}

/** One of the words that an option knows, as written. */
export function oneOf<T extends string>(option: string, known: readonly T[], word: string): T {
  const found = known.find((one) => one === word);
  if (found === undefined) throw new WrongUsage(`${option} takes ${known.join(', ')}, not "${word}".`);
  return found;
}

export const protocols = ['TCP', 'UDP', 'SCTP'] as const;

/** `range/overlap=off` */
function parseSeverity(text: string): readonly [code: string, severity: string] {
  const at = text.indexOf('=');
  if (at <= 0) throw new WrongUsage(`--severity takes CODE=SEVERITY, not "${text}".`);
  const code = text.slice(0, at);
  if (!ruleDescriptions().some((rule) => rule.code === code)) throw new WrongUsage(`There is no check "${code}".`);
  return [code, oneOf('--severity', severityWords, text.slice(at + 1))];
}
