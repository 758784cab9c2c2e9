import * as vscode from 'vscode';
import type { ClusterReport } from '../service/service.ts';
import type { LanguageServer } from './languageServer.ts';

/** Says beside the language of the file at hand which clusters it is a part of, why, and what of them is not known. */
export function registerClusterStatus(server: LanguageServer): vscode.Disposable {
  const item = vscode.languages.createLanguageStatusItem('edgeNetwork.clusters', [{ language: 'yaml' }, { language: 'json' }]);
  item.name = vscode.l10n.t('Edge cluster');
  item.text = vscode.l10n.t('Part of no edge cluster');
  let asked = 0;
  const update = async (): Promise<void> => {
    const uri = vscode.window.activeTextEditor?.document.uri.toString();
    const question = ++asked;
    if (uri === undefined) return;
    const reports = await server.ask('edgeNetwork/clusters', { uri });
    // Another file is at hand by now.
    if (question !== asked || reports === undefined) return;
    say(item, reports ?? []);
  };
  void update();
  return vscode.Disposable.from(
    item,
    vscode.window.onDidChangeActiveTextEditor(() => void update()),
    server.on('edgeNetwork/state', ({ reading }) => {
      item.busy = reading;
      if (!reading) void update();
    }),
  );
}

function say(item: vscode.LanguageStatusItem, reports: readonly ClusterReport[]): void {
  const [first] = reports;
  // What nobody describes is what comes next; else there is something to look at.
  item.command =
    first === undefined || reports.some(({ described }) => described)
      ? { command: 'edgeNetwork.showTopology', title: vscode.l10n.t('Show Topology') }
      : { command: 'edgeNetwork.newSite', title: vscode.l10n.t('New Site…') };
  if (first === undefined) {
    item.text = vscode.l10n.t('Part of no edge cluster');
    item.detail = '';
    item.severity = vscode.LanguageStatusSeverity.Information;
    return;
  }
  const clusters = reports.filter(({ alternative }) => alternative === undefined);
  const [only] = clusters;
  item.text =
    only === undefined
      ? vscode.l10n.t('Applied to no edge cluster')
      : clusters.length === 1
        ? vscode.l10n.t('Edge cluster {0}', shortened(only.name))
        : vscode.l10n.t('{0} edge clusters: {1}', clusters.length, names(clusters));
  const { reason, unknown } = only ?? first;
  // The editor cuts the text where it is too long for its line, but shows all of the detail.
  const isCut = clusters.some(({ name }) => shortened(name) !== name);
  const whole = isCut ? [`${clusters.map(({ name }) => name).join(', ')}:`] : [];
  item.detail = [...whole, reason, ...unknown.slice(0, mostUnknown)].join(' ');
  item.severity = only === undefined ? vscode.LanguageStatusSeverity.Warning : vscode.LanguageStatusSeverity.Information;
}

function names(clusters: readonly ClusterReport[]): string {
  const shown = clusters.slice(0, mostNames).map(({ name }) => shortened(name));
  return (clusters.length > mostNames ? [...shown, '…'] : shown).join(', ');
}

/** Clusters are often told apart by how their names begin and by how they end. */
function shortened(name: string): string {
  return name.length <= longestName ? name : `${name.slice(0, keptOfName)}…${name.slice(-keptOfName)}`;
}

const longestName = 30;
const keptOfName = 14;
const mostNames = 5;
const mostUnknown = 2;
