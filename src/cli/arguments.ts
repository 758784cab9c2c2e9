import { nearestOf } from '../base/nearest.ts';
import { usageOf, wholeUsage } from './usage.ts';
import type { CommandForm } from './commands/form.ts';
import { forms, type FormedCommand } from './commands/forms.ts';
import { ofManifests, parseWords, WrongUsage, type OptionName } from './commands/options.ts';

export type Command =
  | FormedCommand
  /** What is to be printed. */
  | { readonly name: 'help'; readonly text: string }
  | { readonly name: 'version' };

/** A command line that cannot be carried out: what is wrong with it and what would be right, for exit code 2. */
export interface WrongCommand {
  readonly name: 'wrong-usage';
  readonly text: string;
}

export function parseCommand(words: readonly string[]): Command | WrongCommand {
  let form: (typeof forms)[number] | undefined;
  try {
    const { values, positionals } = parseWords(words);
    const [name, ...rest] = positionals;
    const isHelp = name === 'help';
    const asked = isHelp ? rest[0] : name;
    if (values.version === true && !isHelp) return { name: 'version' };
    if (asked === undefined && (isHelp || values.help === true)) return { name: 'help', text: wholeUsage(forms) };
    if (asked === undefined) throw new WrongUsage('A command is missing.');
    form = forms.find((each) => each.name === asked);
    if (form === undefined) throw new WrongUsage(unknownCommand(asked));
    if (isHelp || values.help === true) return { name: 'help', text: usageOf(form) };
    refuseStrangeOptions(form, Object.keys(values) as readonly OptionName[]);
    return form.parse(rest, values);
  } catch (error) {
    if (!(error instanceof WrongUsage)) throw error;
    const help = form === undefined ? wholeUsage(forms).trimEnd() : `edge-network ${form.name} --help shows its options with examples.`;
    return { name: 'wrong-usage', text: `${error.message}\n\n${help}` };
  }
}

function unknownCommand(asked: string): string {
  const nearest = nearestOf(
    asked,
    forms.map(({ name }) => name),
  );
  return nearest === undefined ? `There is no command "${asked}".` : `There is no command "${asked}". Did you mean "${nearest}"?`;
}

function refuseStrangeOptions(form: CommandForm, given: readonly OptionName[]): void {
  const own = new Set<OptionName>([
    ...form.options.map(({ name }) => name),
    ...(form.formats.length > 0 ? (['format'] as const) : []),
    ...(form.onManifests ? ofManifests : []),
  ]);
  const strange = given.find((option) => !own.has(option));
  if (strange !== undefined) throw new WrongUsage(`"${form.name}" has no option --${strange}.`);
}
