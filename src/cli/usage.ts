import type { CommandForm, OptionHelp } from './commands/form.ts';

/** What `--help` prints: every command with a line. */
export function wholeUsage(forms: readonly CommandForm[]): string {
  const heads = forms.map((form) => head(form));
  const width = Math.max(...heads.map((text) => text.length));
  return `Usage: edge-network <command> [paths…]

Commands
${forms.map(({ does }, index) => `  ${(heads[index] ?? '').padEnd(width)}  ${does}`).join('\n')}

edge-network COMMAND --help shows what a command takes, with examples.

Of every command on manifests; what an .edge-network.yaml file says counts before the first two
${table(manifestOptions)}

Paths are folders or files, - is standard input; the current folder when none is given.
Exit code: 0 without errors, 1 with errors found (resolve, route: no answer; trace: not allowed; render: the real tool fails), 2 for wrong usage, an unreadable path or one without manifests.
`;
}

/** What `COMMAND --help` prints. */
export function usageOf(form: CommandForm): string {
  const { does, formats, options, onManifests, notes, examples } = form;
  const own = [
    ...(formats.length > 0 ? [[`--format ${formats.join(' | ')}`, `${formats[0] ?? ''} when not given`] as const] : []),
    ...options.map(entry),
  ];
  const parts = [
    `Usage: edge-network ${head(form)}`,
    `${does.charAt(0).toUpperCase()}${does.slice(1)}.`,
    own.length > 0 ? `Options\n${aligned(own)}` : '',
    onManifests ? `Options of every command on manifests\n${table(manifestOptions)}` : '',
    notes.join('\n'),
    examples.length > 0 ? `Examples\n${examples.map(({ words, says }) => `  edge-network ${words}\n      ${says}`).join('\n')}` : '',
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

const manifestOptions: readonly OptionHelp[] = [
  { name: 'profile', value: 'NAME', says: 'what kind of cluster it is where no manifest says it: custom, azure-stack-edge, k3s, kubeadm…' },
  { name: 'severity', value: 'CODE=SEVERITY', says: 'error, warning, information, hint or off; as often as you like' },
  { name: 'exclude', value: 'GLOB', says: 'leaves files or folders out; as often as you like' },
];

function head({ name, takes }: CommandForm): string {
  return takes === '' ? name : `${name} ${takes}`;
}

function entry({ name, value, says }: OptionHelp): readonly [option: string, says: string] {
  return [value === undefined ? `--${name}` : `--${name} ${value}`, says];
}

function table(options: readonly OptionHelp[]): string {
  return aligned(options.map(entry));
}

/** Of columns as wide as they must be; what is wider than most stands on a line of its own. */
function aligned(rows: readonly (readonly [option: string, says: string])[]): string {
  const width = Math.min(widest, Math.max(...rows.map(([option]) => option.length)));
  return rows
    .map(([option, says]) =>
      option.length > width ? `  ${option}\n${' '.repeat(width + 4)}${says}` : `  ${option.padEnd(width)}  ${says}`,
    )
    .join('\n');
}

const widest = 32;
