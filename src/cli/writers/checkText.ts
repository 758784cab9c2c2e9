import { groupBy } from '../../base/groupBy.ts';
import { english, message, plural, type Message } from '../../base/message.ts';
import type { FileFinding } from '../../service/service.ts';
import { leftOut, shownOf } from '../../service/shownFindings.ts';
import type { ShownReport } from '../shownReport.ts';
import { printable, type Paint } from '../terminal.ts';
import { clusterLines } from './checkClusters.ts';

/** Where it goes to a terminal of so many columns, by file and wrapped; else a line for each finding, which begins with its place. Of a rule that finds very much in a file, not all. */
export function writeCheckText(
  { findings, summary, clusters: found, known, changedSince }: ShownReport,
  paint: Paint,
  width?: number,
): string {
  const listed = listedOf(findings);
  const lines = [...(width === undefined ? listed.flatMap((finding) => line(finding, paint)) : byFile(listed, paint, width))];
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
  if (changedSince !== undefined)
    lines.push(
      said(
        message(
          'Only what has changed since {0} touches is shown: {1} of {2} clusters.',
          printable(changedSince.revision),
          clusters,
          changedSince.clusters,
        ),
      ),
    );
  if (known !== undefined)
    lines.push(said(plural(known, '{0} finding is in the baseline and left out.', '{0} findings are in the baseline and left out.')));
  return `${[...lines, ...clusterLines(found, findings, paint)].join('\n')}\n`;
}

/** In their order. */
function listedOf(findings: readonly FileFinding[]): readonly FileFinding[] {
  const shown = new Map<FileFinding, FileFinding>();
  for (const ofFile of groupBy(findings, ({ path }) => path).values())
    for (const { finding, left, severity } of shownOf(ofFile))
      shown.set(finding, left === 0 ? finding : { ...finding, severity, message: said(leftOut(left, finding.code)), related: [] });
  return findings.flatMap((finding) => shown.get(finding) ?? []);
}

type Marks = Readonly<Record<FileFinding['severity'], string>>;

function marksOf(paint: Paint): Marks {
  return { error: paint.red('error'), warning: paint.yellow('warning'), information: paint.blue('info'), hint: paint.dim('hint') };
}

/** `path:line:column` first, so that terminals make it a link and other programs can read it. */
function line({ severity, code, message: text, path, range, related }: FileFinding, paint: Paint): readonly string[] {
  const head = `${paint.bold(placeText(path, range.start))}  ${marksOf(paint)[severity]}  ${printable(text)}  ${paint.dim(code)}`;
  return [head, ...related.map((other) => `    ${paint.dim(placeText(other.at.path, other.at.range.start))}  ${printable(other.message)}`)];
}

/** Each file once, its findings below it, and below these what they are related to. */
function byFile(findings: readonly FileFinding[], paint: Paint, width: number): readonly string[] {
  const marks = marksOf(paint);
  return [...groupBy(findings, ({ path }) => path)].flatMap(([path, list], index) => [
    ...(index === 0 ? [] : ['']),
    paint.bold(printable(path)),
    ...list.flatMap(({ severity, code, message: text, range, related }) => [
      `  ${`${range.start.line + 1}:${range.start.character + 1}`.padEnd(7)} ${marks[severity]}  ${paint.dim(code)}`,
      ...wrapped(printable(text), width, 10),
      ...related.flatMap(({ message: other, at }) =>
        wrapped(`${placeText(at.path, at.range.start)}  ${printable(other)}`, width, 12).map(paint.dim),
      ),
    ]),
  ]);
}

function placeText(path: string, { line: row, character }: { readonly line: number; readonly character: number }): string {
  return `${printable(path)}:${row + 1}:${character + 1}`;
}

/** Broken between words, each line indented; a word that is longer than a line stays whole. */
function wrapped(text: string, width: number, indent: number): readonly string[] {
  const room = Math.max(30, width - indent);
  const lines: string[] = [];
  let current = '';
  for (const word of text.split(' ')) {
    if (current !== '' && current.length + 1 + word.length > room) {
      lines.push(current);
      current = word;
    } else current = current === '' ? word : `${current} ${word}`;
  }
  return [...lines, current].map((each) => ' '.repeat(indent) + each);
}

/** The command line speaks English. */
function said(text: Message): string {
  return english.say(text);
}
