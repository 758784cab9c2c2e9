import type { CommandForm } from './form.ts';
import { onManifests, oneOf, WrongUsage, type OnManifests } from './options.ts';

const formats = ['text', 'json', 'csv', 'dot'] as const;

export interface ReachCommand extends OnManifests {
  readonly name: 'reach';
  readonly format: (typeof formats)[number];
  /** `namespace/name`: only connections from or to it. */
  readonly of: string | undefined;
  readonly cluster: string | undefined;
}

export const reachForm: CommandForm<ReachCommand> = {
  name: 'reach',
  takes: '[paths…]',
  does: 'show who may reach whom, as far as policies go',
  formats,
  options: [
    { name: 'of', value: 'NAMESPACE/WORKLOAD', says: 'only what it reaches and what reaches it' },
    { name: 'cluster', value: 'NAME', says: 'all of them when not given' },
  ],
  onManifests: true,
  notes: ['Whether anything listens is not asked: "trace" follows one connection to its end. More: docs/paths.md.'],
  examples: [
    { words: 'reach --of shop/database', says: 'who may talk to the database' },
    { words: 'reach --format csv > reach.csv', says: 'all pairs of workloads, with ports' },
  ],
  parse: (paths, values) => {
    const { of, cluster } = values;
    if (of !== undefined && !/^[^/]+\/[^/]+$/.test(of)) throw new WrongUsage(`--of takes NAMESPACE/WORKLOAD, not "${of}".`);
    return { name: 'reach', ...onManifests(paths, values), format: oneOf('--format', formats, values.format ?? 'text'), of, cluster };
  },
};
