import { english, plural, type Message } from '../../base/message.ts';
import type { CheckReport } from '../../service/questions.ts';
import { printable, type Paint } from '../terminal.ts';

/** One block a finding: `path:line:column` first, so that terminals make it a link. */
export function writeCheckText({ findings, summary }: CheckReport, paint: Paint): string {
  const marks = { error: paint.red('error'), warning: paint.yellow('warning'), information: paint.blue('info'), hint: paint.dim('hint') };
  const lines: string[] = [];
  for (const { severity, code, message, path, range, related } of findings) {
    const place = `${printable(path)}:${range.start.line + 1}:${range.start.character + 1}`;
    lines.push(`${paint.bold(place)}  ${marks[severity]}  ${printable(message)}  ${paint.dim(code)}`);
    for (const { message: text, at } of related)
      lines.push(
        `    ${paint.dim(`${printable(at.path)}:${at.range.start.line + 1}:${at.range.start.character + 1}`)}  ${printable(text)}`,
      );
  }
  if (lines.length > 0) lines.push('');
  const { files, manifests, clusters, errors, warnings } = summary;
  const nothing = manifests === 0 && findings.length === 0;
  const verdict =
    errors > 0
      ? paint.red(said(plural(errors, '{0} error', '{0} errors')))
      : nothing
        ? paint.yellow('nothing to check')
        : paint.green('no errors');
  const found = said(plural(warnings, '{0} warning', '{0} warnings'));
  const read = said(plural(manifests, '{0} manifest', '{0} manifests'));
  const from = said(plural(files, '{0} file', '{0} files'));
  lines.push(`${verdict}, ${found} in ${read} of ${from}, ${said(plural(clusters, '{0} cluster', '{0} clusters'))}`);
  return `${lines.join('\n')}\n`;
}

/** The command line speaks English. */
function said(text: Message): string {
  return english.say(text);
}
