import type { CommandForm } from './form.ts';
import { onManifests, oneOf, WrongUsage, type OnManifests } from './options.ts';

const formats = ['text', 'markdown', 'json'] as const;

export interface DiffCommand extends OnManifests {
  readonly name: 'diff';
  readonly format: (typeof formats)[number];
  /** A folder, a file, an export or a revision. */
  readonly old: string;
  /** Absent: the current folder as it is. */
  readonly new: string | undefined;
}

export const diffForm: CommandForm<DiffCommand> = {
  name: 'diff',
  takes: 'OLD [NEW]',
  does: 'show what changes from one folder or git revision to another, or to the current folder',
  formats,
  options: [],
  onManifests: true,
  notes: [
    'Each of the two is a folder, a file, what "topology --format json" has saved, or a revision that git knows. Nothing is printed where nothing changes.',
    'Exit code: 0, changes or not; 2 for what is neither a folder nor a revision.',
  ],
  examples: [
    { words: 'diff main', says: 'the current folder against a branch' },
    { words: 'diff v1.2 v1.3 --format markdown', says: 'two releases, as a table for a pull request' },
    { words: 'diff monday.json sites/store-42', says: 'what has changed since the topology was exported' },
    { words: 'diff cluster.yaml sites/store-42', says: 'what a cluster has against what its manifests say' },
  ],
  parse: ([old, now, ...more], values) => {
    if (old === undefined) throw new WrongUsage('"diff" needs what to compare with: a folder, or a revision that git knows.');
    if (more.length > 0) throw new WrongUsage('"diff" compares two: OLD and NEW.');
    return { name: 'diff', ...onManifests([], values), format: oneOf('--format', formats, values.format ?? 'text'), old, new: now };
  },
};
