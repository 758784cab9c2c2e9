import * as vscode from 'vscode';
import type { StatusAction } from '../topology/protocol.ts';

/** Does what the reader of an empty topology chose. */
export async function performStatusAction(action: StatusAction): Promise<void> {
  switch (action) {
    case 'openFolder':
      await vscode.commands.executeCommand('workbench.action.files.openFolder');
      return;
    case 'showProblems':
      await vscode.commands.executeCommand('workbench.actions.view.problems');
      return;
    case 'newManifest':
      await vscode.commands.executeCommand('edgeNetwork.newSite');
  }
}
