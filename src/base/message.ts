import * as l10n from '@vscode/l10n';

/**
 * A sentence for people, kept as data: the English text with `{0}`, `{1}`… and what goes in their place.
 * Nothing below the hosts renders one; so a translation replaces the text without touching logic, and a
 * reason that nobody reads costs no formatting.
 */
export interface Message {
  /** English text; also the key of its translation. */
  readonly key: string;
  readonly args: readonly MessageArgument[];
}

export type MessageArgument = string | number | Message;

/** The text must be a literal: `scripts/strings.mjs` collects it for translators. */
export function message(key: string, ...args: readonly MessageArgument[]): Message {
  return { key, args };
}

/** The message in the language that the host gave to `@vscode/l10n`, else in English. */
export function render({ key, args }: Message): string {
  return l10n.t(key, ...args.map((argument) => (typeof argument === 'object' ? render(argument) : argument)));
}
