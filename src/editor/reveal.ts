import * as vscode from 'vscode';
import type { FileRange } from '../analysis/resolve.ts';
import { editorRange } from './ranges.ts';

/** Shows a place of a manifest in an editor: the one that has it already, else in a column other than the one to avoid. A file that has gone is not shown. */
export async function revealRange(
  uri: vscode.Uri,
  range: FileRange,
  { focus, avoid }: { readonly focus: boolean; readonly avoid: vscode.ViewColumn | undefined },
): Promise<void> {
  const editors = vscode.window.visibleTextEditors.filter(({ viewColumn }) => viewColumn !== undefined && viewColumn !== avoid);
  const shown = editors.find(({ document }) => document.uri.toString() === uri.toString());
  const column =
    shown?.viewColumn ?? editors[0]?.viewColumn ?? (avoid === vscode.ViewColumn.One ? vscode.ViewColumn.Beside : vscode.ViewColumn.One);
  const selection = editorRange(range);
  try {
    const editor = await vscode.window.showTextDocument(uri, { viewColumn: column, preserveFocus: !focus, selection });
    editor.revealRange(selection, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
  } catch {
    void vscode.window.showInformationMessage(vscode.l10n.t('{0} can no longer be opened.', vscode.workspace.asRelativePath(uri)));
  }
}
