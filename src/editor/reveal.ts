import * as vscode from 'vscode';
import type { Range } from 'vscode-languageserver-types';
import { inform } from './notifications.ts';

/** Shows a place of a manifest in an editor: the one that has it already, else in a column other than the one to avoid. A file that has gone is not shown. */
export async function revealRange(
  uri: vscode.Uri,
  range: Range,
  { focus, avoid }: { readonly focus: boolean; readonly avoid: vscode.ViewColumn | undefined },
): Promise<void> {
  const editors = vscode.window.visibleTextEditors.filter(({ viewColumn }) => viewColumn !== undefined && viewColumn !== avoid);
  const shown = editors.find(({ document }) => document.uri.toString() === uri.toString());
  const column =
    shown?.viewColumn ?? editors[0]?.viewColumn ?? (avoid === vscode.ViewColumn.One ? vscode.ViewColumn.Beside : vscode.ViewColumn.One);
  const selection = new vscode.Range(range.start.line, range.start.character, range.end.line, range.end.character);
  try {
    const editor = await vscode.window.showTextDocument(uri, { viewColumn: column, preserveFocus: !focus, selection });
    editor.revealRange(selection, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
  } catch {
    void inform(vscode.l10n.t('{0} can no longer be opened.', vscode.workspace.asRelativePath(uri)));
  }
}
