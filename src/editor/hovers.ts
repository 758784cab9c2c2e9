import * as vscode from 'vscode';
import { hoverAt } from '../analysis/hover/hover.ts';
import { hoverMarkdown } from '../service/hoverMarkdown.ts';
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
        hover.sections.map((section) => new vscode.MarkdownString(hoverMarkdown(section))),
        editorRange({ start: lines.positionAt(start), end: lines.positionAt(end) }),
      );
    },
  });
}
