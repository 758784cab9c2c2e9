import type { ResolvedFinding } from '../../analysis/resolve.ts';
import { printable, type Paint } from '../terminal.ts';
import type { CheckSummary } from './checkJson.ts';

/** One block a finding: `path:line:column` first, so that terminals make it a link. */
export function writeCheckText(findings: readonly ResolvedFinding[], summary: CheckSummary, paint: Paint): string {
  const marks = { error: paint.red('error'), warning: paint.yellow('warning'), information: paint.blue('info'), hint: paint.dim('hint') };
  const lines: string[] = [];
  for (const { severity, code, message, range, related } of findings) {
    const place = `${printable(range.path)}:${range.start.line + 1}:${range.start.character + 1}`;
    lines.push(`${paint.bold(place)}  ${marks[severity]}  ${printable(message)}  ${paint.dim(code)}`);
    for (const other of related)
      lines.push(
        `    ${paint.dim(`${printable(other.range.path)}:${other.range.start.line + 1}:${other.range.start.character + 1}`)}  ${printable(other.message)}`,
      );
  }
  if (lines.length > 0) lines.push('');
  const { files, manifests, clusters, errors, warnings } = summary;
  const verdict = errors > 0 ? paint.red(count(errors, 'error')) : paint.green('no errors');
  lines.push(
    `${verdict}, ${count(warnings, 'warning')} in ${count(manifests, 'manifest')} of ${count(files, 'file')}, ${count(clusters, 'cluster')}`,
  );
  return `${lines.join('\n')}\n`;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
