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
  const verdict = errors > 0 ? paint.red(count(errors, 'error')) : nothing ? paint.yellow('nothing to check') : paint.green('no errors');
  lines.push(
    `${verdict}, ${count(warnings, 'warning')} in ${count(manifests, 'manifest')} of ${count(files, 'file')}, ${count(clusters, 'cluster')}`,
  );
  return `${lines.join('\n')}\n`;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
