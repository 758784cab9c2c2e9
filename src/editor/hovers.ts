import * as vscode from 'vscode';
import { hoverAt, type Hover, type HoverLine } from '../analysis/hover/hover.ts';
import { linesOf } from '../analysis/resolve.ts';
import type { AnalysisSession } from './analysisSession.ts';
import { editorRange } from './ranges.ts';

export const manifestDocuments: vscode.DocumentSelector = [
  { language: 'yaml' },
  { language: 'json' },
  { language: 'jsonc' },
  { pattern: '**/*.{yaml,yml}' },
];

export function registerHovers(session: AnalysisSession): vscode.Disposable {
  return vscode.languages.registerHoverProvider(manifestDocuments, {
    async provideHover(document, position, token) {
      const current = await session.current(document, token);
      const file = current?.snapshot.files.get(current.path)?.file;
      if (current === undefined || file === undefined) return undefined;
      const lines = linesOf(file);
      const hover = hoverAt(current.snapshot, current.path, lines.offsetAt(position));
      if (hover === undefined) return undefined;
      const { start, end } = hover.range;
      return new vscode.Hover(
        hover.sections.map(renderSection),
        editorRange({ start: lines.positionAt(start), end: lines.positionAt(end) }),
      );
    },
  });
}

/** Neither commands nor HTML: every text came from a manifest. */
function renderSection({ cluster, title, lines }: Hover['sections'][number]): vscode.MarkdownString {
  const markdown = new vscode.MarkdownString();
  markdown.isTrusted = false;
  markdown.supportHtml = false;
  const heading = cluster === undefined ? title : vscode.l10n.t('{0} in cluster {1}', title, cluster);
  markdown.appendMarkdown(`**${escapeMarkdown(heading)}**\n\n`);
  lines.forEach((line, index) => {
    const next = lines[index + 1];
    markdown.appendMarkdown(`${line.nested ? '- ' : ''}${renderLine(line)}${line.nested && next?.nested === true ? '\n' : '\n\n'}`);
  });
  return markdown;
}

function renderLine({ label, values, sentence, nested }: HoverLine): string {
  const words = values.map(codeSpan).join(nested ? ' ' : ', ');
  const start = label === '' ? words : words === '' ? escapeMarkdown(label) : `${escapeMarkdown(label)}: ${words}`;
  if (sentence === '') return start;
  const separator = start === '' ? '' : nested ? ' ' : words === '' ? ': ' : '  \n';
  return `${start}${separator}${escapeMarkdown(sentence)}`;
}

/** A code span that holds its text whatever stands in it: the fence is longer than any run of backticks inside. */
function codeSpan(text: string): string {
  const flat = text.replaceAll(/\s+/g, ' ');
  const longest = Math.max(0, ...[...flat.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const pad = flat.startsWith('`') || flat.endsWith('`') || flat === '' ? ' ' : '';
  return `${fence}${pad}${flat}${pad}${fence}`;
}

function escapeMarkdown(text: string): string {
  return text.replaceAll(/\s+/g, ' ').replaceAll(/[\\`*_{}[\]()#+\-.!~<>|&$@:]/g, (character) => `\\${character}`);
}
