import type { AddressesAnswer, AddressRange, ClusterAddresses } from '../../service/questions.ts';
import { headingOf, omittedText, spanText, useText, whereText, whoText } from './addressesWords.ts';
import { code, inCell } from './markdown.ts';

/** A page with a section for each cluster and a table for each range. Whatever comes from manifests stands in code spans. */
export function writeAddressesMarkdown({ clusters }: AddressesAnswer): string {
  return `${['# Addresses', ...clusters.flatMap(sections)].join('\n\n')}\n`;
}

function sections(cluster: ClusterAddresses): readonly string[] {
  const { name, alternative, ranges } = cluster;
  const omitted = omittedText(cluster);
  return [
    `## ${code(name)}${alternative === undefined ? '' : ' (not a cluster)'}`,
    ...(ranges.length === 0 ? ['No range or address is known here.'] : ranges.map(rangeSection)),
    ...(omitted === '' ? [] : [omitted]),
  ];
}

function rangeSection(range: AddressRange): string {
  const heading = [
    range.range === '' ? headingOf(range) : `${code(headingOf(range))} ${code(range.range)}`,
    useText(range),
    code(whereText(range)),
  ].filter((part) => part !== '');
  const rows = range.entries.map(
    (entry) =>
      `| ${inCell(spanText(entry))} | ${entry.state === 'free' ? whoText(entry) : inCell(whoText(entry))} | ${entry.certainty ?? ''} | ${inCell(whereText(entry))} |`,
  );
  const table = rows.length === 0 ? '' : `\n\n| Address | Who | How sure | Written in |\n|---|---|---|---|\n${rows.join('\n')}`;
  return `### ${heading.join(', ')}${table}`;
}
