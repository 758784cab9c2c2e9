import type { ComparableFinding, ComparedCluster, Comparison } from '../../service/comparison.ts';
import { byObject } from './diffRows.ts';
import { code, inCell } from './markdown.ts';

/** A comment is read in ten seconds or not at all. */
const mostRows = 60;
const mostFindings = 20;

/**
 * What differs as a comment on a pull request: one sentence, one table, the findings. Empty where nothing does. Whatever comes from manifests stands in code spans,
 * where it is neither a mention nor a link, nor HTML.
 */
export function writeDiffMarkdown({ clusters }: Comparison): string {
  if (clusters.length === 0) return '';
  const several = clusters.filter(({ name }) => name !== '').length > 1;
  return `${[summaryOf(clusters), ...clusters.flatMap((cluster) => sectionsOf(cluster, several))].join('\n\n')}\n`;
}

function summaryOf(clusters: readonly ComparedCluster[]): string {
  const changes = clusters.reduce((sum, cluster) => sum + cluster.changes.length, 0);
  const count = (list: 'new' | 'gone', severity?: string) =>
    clusters.reduce(
      (sum, { findings }) => sum + findings[list].filter((finding) => severity === undefined || finding.severity === severity).length,
      0,
    );
  const parts = [
    counted(changes, 'change', 'changes'),
    counted(count('new', 'error'), 'new error', 'new errors'),
    counted(count('new') - count('new', 'error'), 'other new finding', 'other new findings'),
    counted(count('gone'), 'finding gone', 'findings gone'),
  ].filter((part) => part !== '');
  return `**Edge network: ${parts.length === 0 ? 'changed' : parts.join(', ')}**`;
}

function counted(count: number, one: string, other: string): string {
  return count === 0 ? '' : `${count} ${count === 1 ? one : other}`;
}

function sectionsOf({ name, state, changes, explained, findings }: ComparedCluster, several: boolean): readonly string[] {
  const sections: string[] = [];
  if (name !== '' && (several || state !== 'changed'))
    sections.push(`#### Cluster ${code(name)}${state === 'changed' ? '' : ` (${state})`}`);
  if (changes.length > 0) {
    const all = byObject(changes);
    const rows = all
      .slice(0, mostRows)
      .map(({ object, label, before, after }) => `| ${inCell(object)} | ${inCell(label)} | ${cell(before)} | ${cell(after)} |`);
    const more = all.length > mostRows ? `\n\n${counted(all.length - mostRows, 'more change', 'more changes')}` : '';
    sections.push(`| | What | Before | After |\n|---|---|---|---|\n${rows.join('\n')}${more}`);
  }
  if (explained.length > 0)
    sections.push(`${counted(explained.length, 'value is', 'values are')} other than predicted, as the rules allow.`);
  if (findings.new.length > 0) sections.push(`New findings\n\n${findingList(findings.new)}`);
  if (findings.gone.length > 0) sections.push(`Findings gone\n\n${findingList(findings.gone)}`);
  return sections;
}

function findingList(findings: readonly ComparableFinding[]): string {
  const lines = findings
    .slice(0, mostFindings)
    .map(({ severity, message, code: rule, file, line }) => `- ${severity} ${code(message)} (${code(rule)}, ${code(`${file}:${line}`)})`);
  if (findings.length > mostFindings) lines.push(`- ${findings.length - mostFindings} more`);
  return lines.join('\n');
}

function cell(value: string | null): string {
  return value === null ? '–' : inCell(value);
}
