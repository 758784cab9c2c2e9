import type { CommandForm } from './form.ts';
import { onManifests, oneOf, type OnManifests } from './options.ts';

const formats = ['text', 'csv', 'json', 'markdown'] as const;

export interface AddressesCommand extends OnManifests {
  readonly name: 'addresses';
  readonly format: (typeof formats)[number];
  readonly cluster: string | undefined;
}

export const addressesForm: CommandForm<AddressesCommand> = {
  name: 'addresses',
  takes: '[paths…]',
  does: 'list the address plan: every range, who has which address in it, what is free',
  formats,
  options: [{ name: 'cluster', value: 'NAME', says: 'all of them when not given' }],
  onManifests: true,
  notes: ['Each address stands in the narrowest range that holds it. What a cluster chooses by itself is "predicted" or "possible".'],
  examples: [
    { words: 'addresses sites/store-42', says: 'the plan of one site' },
    { words: 'addresses --format csv > addresses.csv', says: 'all sites, for a spreadsheet' },
    { words: 'addresses --format markdown > docs/addresses.md', says: 'the page that a network team keeps' },
  ],
  parse: (paths, values) => ({
    name: 'addresses',
    ...onManifests(paths, values),
    format: oneOf('--format', formats, values.format ?? 'text'),
    cluster: values.cluster,
  }),
};
