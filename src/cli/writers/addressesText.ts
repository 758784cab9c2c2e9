import type { AddressesAnswer, AddressRange, ClusterAddresses } from '../../service/questions.ts';
import { printable, type Paint } from '../terminal.ts';
import { headingOf, omittedText, spanText, useText, whereText, whoText } from './addressesWords.ts';

/** Range by range as aligned columns: address, who, how sure, where it is written. */
export function writeAddressesText({ clusters }: AddressesAnswer, paint: Paint): string {
  if (clusters.length === 0) return 'No manifests make a cluster here.\n';
  return `${clusters.map((cluster) => clusterText(cluster, paint)).join('\n\n')}\n`;
}

function clusterText(cluster: ClusterAddresses, paint: Paint): string {
  const { name, root, alternative, ranges } = cluster;
  const omitted = omittedText(cluster);
  return [
    paint.bold(printable(name)) +
      (root === '' ? '' : paint.dim(`  ${printable(root)}`)) +
      (alternative === undefined ? '' : paint.yellow('  not a cluster')),
    ...(ranges.length === 0 ? ['', '  No range or address is known here.'] : ranges.flatMap((range) => rangeLines(range, paint))),
    ...(omitted === '' ? [] : ['', `  ${omitted}`]),
  ].join('\n');
}

function rangeLines(range: AddressRange, paint: Paint): readonly string[] {
  const head = [paint.blue(printable(headingOf(range))), range.range, useText(range), paint.dim(printable(whereText(range)))];
  const rows = range.entries.map((entry) => [spanText(entry), whoText(entry), entry.certainty ?? '', whereText(entry)].map(printable));
  const widths = [0, 1, 2].map((column) => Math.max(0, ...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  return ['', `  ${head.filter((part) => part !== '').join('  ')}`, ...lines.map((line) => `    ${line}`)];
}
