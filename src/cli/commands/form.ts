import type { OptionName, OptionValues } from './options.ts';

/** How a command is written: what is read from the command line, and what its help says. */
export interface CommandForm<C extends { readonly name: string } = { readonly name: string }> {
  readonly name: C['name'];
  /** What follows the name: `NAME [paths…]`. */
  readonly takes: string;
  /** Half a line for the list of all commands, without a capital. */
  readonly does: string;
  /** The first counts where none is given; none: it has no `--format`. */
  readonly formats: readonly string[];
  readonly options: readonly OptionHelp[];
  /** Whether it takes what every command on manifests takes. */
  readonly onManifests: boolean;
  /** What a reader of its help needs beside the options; whole lines. */
  readonly notes: readonly string[];
  readonly examples: readonly Example[];
  /** `words`: those behind the name. Options have been found to be its own. Throws `WrongUsage`. */
  readonly parse: (words: readonly string[], values: OptionValues) => C;
}

export interface OptionHelp {
  readonly name: OptionName;
  /** What stands behind it: `NODE`; absent for a switch. */
  readonly value?: string;
  readonly says: string;
}

interface Example {
  /** Without the program's name. */
  readonly words: string;
  readonly says: string;
}
