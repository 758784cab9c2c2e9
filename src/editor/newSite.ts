import * as vscode from 'vscode';
import type { LanguageServer } from './languageServer.ts';
import { askForNewSite } from './newSiteQuestions.ts';

/** **New Site (EdgeNetwork)…**: asks what the device's page shows, writes the manifest and opens it. Also among the source actions of a manifest that no site describes. */
export function registerNewSite(server: LanguageServer): vscode.Disposable {
  const kind = vscode.CodeActionKind.Source.append('edgeNetwork.newSite');
  return vscode.Disposable.from(
    vscode.commands.registerCommand('edgeNetwork.newSite', () => askForNewSite(server)),
    vscode.languages.registerCodeActionsProvider(
      { language: 'yaml' },
      {
        provideCodeActions: async ({ uri }, _, { only }) => {
          // A lamp at every line would be in the way.
          if (only?.contains(kind) !== true) return [];
          const reports = await server.ask('edgeNetwork/clusters', { uri: uri.toString() });
          if (reports === undefined || reports === null || reports.length === 0 || reports.some(({ described }) => described)) return [];
          const action = new vscode.CodeAction(vscode.l10n.t('Describe the site of these manifests…'), kind);
          action.command = { command: 'edgeNetwork.newSite', title: action.title };
          return [action];
        },
      },
      { providedCodeActionKinds: [kind] },
    ),
  );
}
