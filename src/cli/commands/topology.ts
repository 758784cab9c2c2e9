import { exportThemes, type ExportTheme } from '../../service/exports.ts';
import type { CommandForm } from './form.ts';
import { onManifests, oneOf, WrongUsage, type OnManifests } from './options.ts';

const formats = ['text', 'json', 'svg', 'drawio', 'mermaid', 'dot'] as const;

export interface TopologyCommand extends OnManifests {
  readonly name: 'topology';
  readonly format: (typeof formats)[number];
  /** Colours of an SVG. */
  readonly theme: ExportTheme;
  /** A file with places that were dragged by hand, of an SVG or a draw.io file. */
  readonly positions: string | undefined;
}

export const topologyForm: CommandForm<TopologyCommand> = {
  name: 'topology',
  takes: '[paths…]',
  does: 'show who gets which address',
  formats,
  options: [
    { name: 'theme', value: 'THEME', says: 'of an SVG: light (as a rule) or dark' },
    { name: 'positions', value: 'FILE', says: "what you dragged, from the panel's JSON export; of an SVG or draw.io file" },
  ],
  onManifests: true,
  notes: [],
  examples: [
    { words: 'topology sites/store-42', says: 'ranges, nodes, services and pods as text' },
    { words: 'topology --format svg > topology.svg', says: 'the picture' },
  ],
  parse: (words, values) => {
    const format = oneOf('--format', formats, values.format ?? 'text');
    if (values.theme !== undefined && format !== 'svg') throw new WrongUsage('--theme goes with --format svg.');
    if (values.positions !== undefined && format !== 'svg' && format !== 'drawio')
      throw new WrongUsage('--positions goes with --format svg or drawio.');
    return {
      name: 'topology',
      ...onManifests(words, values),
      format,
      theme: oneOf('--theme', exportThemes, values.theme ?? 'light'),
      positions: values.positions,
    };
  },
};
