import type { CommandForm } from './form.ts';
import { onManifests, WrongUsage, type OnManifests } from './options.ts';

export interface McpCommand extends OnManifests {
  readonly name: 'mcp';
}

export const mcpForm: CommandForm<McpCommand> = {
  name: 'mcp',
  takes: '[paths…]',
  does: 'serve agents by the Model Context Protocol, over standard input and output',
  formats: [],
  options: [],
  onManifests: true,
  notes: ['Its tools: check, addresses, resolve, trace, what_if, render. No file is written. How an agent starts it: docs/agents.md.'],
  examples: [
    { words: 'mcp', says: 'for the manifests of the current folder' },
    { words: 'mcp sites/store-42', says: 'for one site' },
  ],
  parse: (words, values) => {
    if (words.includes('-')) throw new WrongUsage('"mcp" is asked over standard input: manifests have to be files.');
    return { name: 'mcp', ...onManifests(words, values) };
  },
};
