import { groupBy } from '../../base/groupBy.ts';
import { english, list, message, plural, type Message } from '../../base/message.ts';
import type { ClusterReport } from '../../service/questions.ts';
import type { FileFinding } from '../../service/service.ts';
import { printable, type Paint } from '../terminal.ts';

/** Which clusters there are and why, what is not applied, and what is not known; nothing where all that is read is one cluster by itself. */
export function clusterLines(reports: readonly ClusterReport[], findings: readonly FileFinding[], paint: Paint): readonly string[] {
  const clusters = reports.filter(({ alternative }) => alternative === undefined);
  const alternatives = reports.filter(({ alternative }) => alternative !== undefined);
  if (reports.length < 2 && reports.every(({ rule }) => rule !== 'applied')) return [];
  const byCluster = groupBy(findings, ({ cluster }) => cluster);
  const lines = clusters
    .slice(0, mostClusters)
    .flatMap(({ name, reason, unknown }) => [
      `  ${paint.bold(printable(name))}  ${countsOf(byCluster.get(name) ?? [], paint)}${printable(reason)}`,
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

/** What was found in a cluster, where anything was: `2 errors, 1 warning  `. */
function countsOf(findings: readonly FileFinding[], paint: Paint): string {
  const count = (severity: FileFinding['severity']) => findings.filter((each) => each.severity === severity).length;
  const [errors, warnings] = [count('error'), count('warning')];
  const parts = [
    errors === 0 ? '' : paint.red(said(plural(errors, '{0} error', '{0} errors'))),
    warnings === 0 ? '' : paint.yellow(said(plural(warnings, '{0} warning', '{0} warnings'))),
  ].filter((part) => part !== '');
  return parts.length === 0 ? '' : `${parts.join(', ')}  `;
}

const mostClusters = 10;
const mostUnknown = 3;

/** The command line speaks English. */
function said(text: Message): string {
  return english.say(text);
}
