import * as vscode from 'vscode';
import type { AnalysisSession } from './analysisSession.ts';
import type { Diagnostics, ProblemCounts } from './diagnostics.ts';

/** How many problems there are, and the way to the topology; only where there are manifests. Sets the context key `edgeNetwork.hasManifests` to the same end. */
export function registerStatusBar(session: AnalysisSession, diagnostics: Diagnostics): vscode.Disposable {
  const item = vscode.window.createStatusBarItem('edgeNetwork.problems', vscode.StatusBarAlignment.Left, 0);
  item.name = vscode.l10n.t('Edge Network');
  item.command = 'edgeNetwork.showTopology';
  let counts: ProblemCounts = { errors: 0, warnings: 0 };
  let shown: boolean | undefined;
  const update = (): void => {
    const { errors, warnings } = counts;
    const parts = [...(errors > 0 ? [`$(error) ${errors}`] : []), ...(warnings > 0 ? [`$(warning) ${warnings}`] : [])];
    item.text = ['$(type-hierarchy-sub) Edge Network', ...parts].join(' ');
    const summary =
      errors + warnings === 0
        ? vscode.l10n.t('No errors or warnings in the edge network manifests')
        : vscode.l10n.t('Edge network manifests: {0} errors, {1} warnings', errors, warnings);
    item.tooltip = `${summary}\n${vscode.l10n.t('Click to show the topology')}`;
    item.accessibilityInformation = { label: summary };
    const hasManifests = session.snapshot.clusters.some(({ cluster }) => cluster.resources.length > 0);
    if (hasManifests === shown) return;
    shown = hasManifests;
    if (hasManifests) item.show();
    else item.hide();
    void vscode.commands.executeCommand('setContext', 'edgeNetwork.hasManifests', hasManifests);
  };
  return vscode.Disposable.from(
    item,
    session.onDidChange(update),
    diagnostics.onDidCount((latest) => {
      counts = latest;
      update();
    }),
  );
}
