import type { CommandForm } from './form.ts';
import { onManifests, oneOf, type OnManifests } from './options.ts';

const formats = ['text', 'json', 'sarif', 'junit', 'github'] as const;
const failureLevels = ['error', 'warning', 'information', 'hint', 'never'] as const;

export interface CheckCommand extends OnManifests {
  readonly name: 'check';
  readonly format: (typeof formats)[number];
  /** The least severity that makes the command fail. */
  readonly failOn: (typeof failureLevels)[number];
  /** A path without manifests is no failure. */
  readonly allowEmpty: boolean;
  /** A file with findings that are known. */
  readonly baseline: string | undefined;
  /** A revision: only clusters that what has changed since then touches. */
  readonly changedSince: string | undefined;
  /** A folder in which what was found is kept for the next run on the same texts. */
  readonly cache: string | undefined;
}

export const checkForm: CommandForm<CheckCommand> = {
  name: 'check',
  takes: '[paths…]',
  does: 'find what is wrong',
  formats,
  options: [
    {
      name: 'fail-on',
      value: 'SEVERITY',
      says: 'least severity that gives exit code 1: error (as a rule), warning, information, hint or never',
    },
    { name: 'allow-empty', says: 'a path without manifests is no failure' },
    {
      name: 'baseline',
      value: 'FILE',
      says: 'what `check --format json` printed earlier: only findings that are new are printed and fail',
    },
    { name: 'changed-since', value: 'REVISION', says: 'only of clusters that what has changed since this git revision touches' },
    {
      name: 'cache',
      value: 'FOLDER',
      says: 'keeps what was found here, and says it again while nothing has changed (not with --changed-since)',
    },
  ],
  onManifests: true,
  notes: ['Exit code: 0 without errors, 1 with errors (or what --fail-on names), 2 for a path that is unreadable or without manifests.'],
  examples: [
    { words: 'check', says: 'all manifests below the current folder' },
    { words: 'check sites/store-42 --fail-on warning', says: 'one site; warnings fail as well' },
    { words: 'check --format sarif > findings.sarif', says: 'for code scanning' },
    { words: 'check --format json > baseline.json', says: 'what is known today' },
    { words: 'check --baseline baseline.json', says: 'fails for what is new' },
    { words: 'check --changed-since origin/main', says: 'the sites that a branch touches; what clashes with other sites is seen' },
  ],
  parse: (words, values) => ({
    name: 'check',
    ...onManifests(words, values),
    format: oneOf('--format', formats, values.format ?? 'text'),
    failOn: oneOf('--fail-on', failureLevels, values['fail-on'] ?? 'error'),
    allowEmpty: values['allow-empty'] ?? false,
    baseline: values.baseline,
    changedSince: values['changed-since'],
    cache: values.cache,
  }),
};
