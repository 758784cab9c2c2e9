import type { CommandForm } from './form.ts';
import { WrongUsage } from './options.ts';

/** `bin.ts` starts the language server itself, as a script of its own: only its help is asked for here. */
export const lspForm = {
  name: 'lsp',
  takes: '',
  does: 'serve an editor by the Language Server Protocol, over standard input and output',
  formats: [],
  options: [{ name: 'stdio', says: 'as other servers have it; it changes nothing' }],
  onManifests: false,
  notes: ['How Neovim, Helix and others start it: docs/other-editors.md.'],
  examples: [],
  parse: (): never => {
    throw new WrongUsage('"lsp" needs a process of its own.');
  },
} as const satisfies CommandForm<{ readonly name: 'lsp' }>;
