import * as vscode from 'vscode';
import type { ServerState } from '../server/protocol.ts';
import type { LanguageServer } from './languageServer.ts';

/** How many problems there are, and the way to the topology; only where there are manifests. Sets the context key `edgeNetwork.hasManifests` to the same end. */
export function registerStatusBar(server: LanguageServer): vscode.Disposable {
  const item = vscode.window.createStatusBarItem('edgeNetwork.problems', vscode.StatusBarAlignment.Left, 0);
  item.name = vscode.l10n.t('Edge Network');
  item.command = 'edgeNetwork.showTopology';
  let shown: boolean | undefined;
  const update = ({ errors, warnings, hasManifests }: ServerState): void => {
    const parts = [...(errors > 0 ? [`$(error) ${errors}`] : []), ...(warnings > 0 ? [`$(warning) ${warnings}`] : [])];
    item.text = ['$(type-hierarchy-sub) Edge Network', ...parts].join(' ');
    const summary =
      errors + warnings === 0
        ? vscode.l10n.t('No errors or warnings in the edge network manifests')
        : vscode.l10n.t('Edge network manifests: {0} errors, {1} warnings', errors, warnings);
    item.tooltip = `${summary}\n${vscode.l10n.t('Click to show the topology')}`;
    item.accessibilityInformation = { label: summary };
    if (hasManifests === shown) return;
    shown = hasManifests;
    if (hasManifests) item.show();
    else item.hide();
    void vscode.commands.executeCommand('setContext', 'edgeNetwork.hasManifests', hasManifests);
  };
  return vscode.Disposable.from(
    item,
    server.on('edgeNetwork/state', (state) => {
      // While it is read anew, what was known stays.
      if (!state.reading) update(state);
    }),
  );
}
