import * as vscode from 'vscode';
import type { WorkspaceEdit } from 'vscode-languageserver-types';
import { fitsDocuments } from './fitsDocuments.ts';
import type { LanguageServer } from './languageServer.ts';
import { inform, warn } from './notifications.ts';
import { withoutIcons } from './plainText.ts';

interface Choice {
  readonly title: string;
  readonly edit: WorkspaceEdit;
}

/** What stands behind one entry of the quick fixes: the edits of one sort, of which the reader chooses one. */
export function registerChosenEdits(server: LanguageServer): vscode.Disposable {
  return vscode.commands.registerCommand('edgeNetwork.chooseEdit', async (title: string, choices: readonly Choice[]) => {
    const chosen = await vscode.window.showQuickPick(
      choices.map((choice) => ({ label: withoutIcons(choice.title), choice })),
      { title: withoutIcons(title), placeHolder: vscode.l10n.t('How is it to be said that this is meant?') },
    );
    if (chosen === undefined) return;
    const { edit } = chosen.choice;
    const made = await server.editOf(edit);
    if (made === undefined || !fitsDocuments(edit, vscode.workspace.textDocuments)) {
      void inform(vscode.l10n.t('The manifest has changed since; look at the problem again.'));
      return;
    }
    if (!(await vscode.workspace.applyEdit(made))) void warn(vscode.l10n.t('{0}: the editor refused the change.', chosen.choice.title));
  });
}
