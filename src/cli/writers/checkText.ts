import { english, list, message, plural, type Message } from '../../base/message.ts';
import type { CheckReport, ClusterReport } from '../../service/questions.ts';
import { printable, type Paint } from '../terminal.ts';

/** One block a finding: `path:line:column` first, so that terminals make it a link. */
export function writeCheckText({ findings, summary, clusters: found }: CheckReport, paint: Paint): string {
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
  const warned = said(plural(warnings, '{0} warning', '{0} warnings'));
  const read = said(plural(manifests, '{0} manifest', '{0} manifests'));
  const from = said(plural(files, '{0} file', '{0} files'));
  lines.push(`${verdict}, ${warned} in ${read} of ${from}, ${said(plural(clusters, '{0} cluster', '{0} clusters'))}`);
  return `${[...lines, ...clusterLines(found, paint)].join('\n')}\n`;
}

/** Which clusters there are and why, what is not applied, and what is not known; nothing where all that is read is one cluster by itself. */
function clusterLines(reports: readonly ClusterReport[], paint: Paint): readonly string[] {
  const clusters = reports.filter(({ alternative }) => alternative === undefined);
  const alternatives = reports.filter(({ alternative }) => alternative !== undefined);
  if (reports.length < 2 && reports.every(({ rule }) => rule !== 'applied')) return [];
  const lines = clusters
    .slice(0, mostClusters)
    .flatMap(({ name, reason, unknown }) => [
      `  ${paint.bold(printable(name))}  ${printable(reason)}`,
      ...unknown.slice(0, mostUnknown).map((text) => `    ${paint.dim(printable(text))}`),
      ...(unknown.length > mostUnknown
        ? [`    ${paint.dim(said(message('{0} more things are not known there.', unknown.length - mostUnknown)))}`]
        : []),
    ]);
  if (clusters.length > mostClusters)
    lines.push(`  ${said(message('There are {0} more clusters, which the command topology lists.', clusters.length - mostClusters))}`);
  if (alternatives.length > 0) {
    const roots = alternatives.slice(0, mostClusters).map(({ root }) => printable(root || '.'));
    const text = plural(alternatives.length, '{0} unit is not applied: {1}', '{0} units are not applied: {1}', list(roots));
    lines.push(`  ${said(text)}${alternatives.length > mostClusters ? ', …' : ''}`);
  }
  return lines;
}

const mostClusters = 10;
const mostUnknown = 3;

/** The command line speaks English. */
function said(text: Message): string {
  return english.say(text);
}
