import * as vscode from 'vscode';
import type { ClientRequests, ShownEntry } from '../server/protocol.ts';
import type { ExplorerGroup, ExplorerSort } from '../service/service.ts';
import type { LanguageServer } from './languageServer.ts';

type Cluster = ClientRequests['edgeNetwork/explorer']['result'][number];

type Node =
  | { readonly type: 'cluster'; readonly cluster: Cluster }
  | { readonly type: 'group'; readonly cluster: Cluster; readonly group: ExplorerGroup }
  | { readonly type: 'entry'; readonly cluster: Cluster; readonly entry: ShownEntry };

const groups: readonly ExplorerGroup[] = ['problems', 'ranges', 'nodes', 'services'];
/** Who types brings about a judgement with each key. */
const patience = 300;

/** The clusters of the workspace as a tree beside its files, with what one may want to know of each thing in it. */
export function registerExplorer(server: LanguageServer): vscode.Disposable {
  const changed = new vscode.EventEmitter<undefined>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tree = vscode.window.createTreeView<Node>('edgeNetwork.explorer', {
    showCollapseAll: true,
    treeDataProvider: { onDidChangeTreeData: changed.event, getTreeItem: itemOf, getChildren: (node) => childrenOf(node, server) },
  });
  const follow = server.on('edgeNetwork/state', ({ reading }) => {
    if (reading) return;
    clearTimeout(timer);
    timer = setTimeout(() => changed.fire(undefined), patience);
  });
  /** From a menu of the tree alone: a key that somebody binds comes with nothing. */
  const onNode =
    (run: (node: Node) => unknown) =>
    (node: Node | undefined): unknown =>
      node === undefined ? undefined : run(node);
  const copy = async (text: string | undefined): Promise<void> => {
    if (text !== undefined) await vscode.env.clipboard.writeText(text);
  };
  return vscode.Disposable.from(
    changed,
    tree,
    follow,
    new vscode.Disposable(() => clearTimeout(timer)),
    vscode.commands.registerCommand('edgeNetwork.showInTopology', async (node: Node | undefined) => {
      const opened = node === undefined ? undefined : openingOf(node);
      // What stands at the cursor is marked in the picture.
      if (opened !== undefined) await vscode.commands.executeCommand(opened.command, ...((opened.arguments ?? []) as readonly unknown[]));
      await vscode.commands.executeCommand('edgeNetwork.showTopology');
    }),
    vscode.commands.registerCommand(
      'edgeNetwork.traceTo',
      onNode((node) => vscode.commands.executeCommand('edgeNetwork.trace', { cluster: node.cluster.name, to: entryOf(node)?.goal })),
    ),
    vscode.commands.registerCommand(
      'edgeNetwork.whatIfOf',
      onNode((node) => vscode.commands.executeCommand('edgeNetwork.whatIf', { cluster: node.cluster.name, object: entryOf(node)?.object })),
    ),
    vscode.commands.registerCommand(
      'edgeNetwork.copyAddress',
      onNode((node) => copy(entryOf(node)?.address)),
    ),
    vscode.commands.registerCommand(
      'edgeNetwork.copyName',
      onNode((node) => copy(entryOf(node)?.dnsName)),
    ),
  );
}

function entryOf(node: Node): ShownEntry | undefined {
  return node.type === 'entry' ? node.entry : undefined;
}

async function childrenOf(node: Node | undefined, server: LanguageServer): Promise<Node[]> {
  switch (node?.type) {
    case undefined: {
      const clusters = (await server.ask('edgeNetwork/explorer', {})) ?? [];
      return clusters.map((cluster) => ({ type: 'cluster', cluster }));
    }
    case 'cluster':
      return groups.filter((group) => node.cluster.counts[group] > 0).map((group) => ({ type: 'group', cluster: node.cluster, group }));
    case 'group': {
      const { cluster, group } = node;
      const entries = (await server.ask('edgeNetwork/explorer/entries', { cluster: cluster.key, group })) ?? [];
      return entries.map((entry) => ({ type: 'entry', cluster, entry }));
    }
    case 'entry':
      return [];
  }
}

function itemOf(node: Node): vscode.TreeItem {
  switch (node.type) {
    case 'cluster':
      return clusterItem(node);
    case 'group':
      return groupItem(node);
    case 'entry':
      return entryItem(node);
  }
}

function clusterItem({ cluster }: Extract<Node, { readonly type: 'cluster' }>): vscode.TreeItem {
  const { key, name, reason, alternative, errors } = cluster;
  const item = new vscode.TreeItem(
    name === '' ? vscode.l10n.t('Cluster') : name,
    alternative ? vscode.TreeItemCollapsibleState.Collapsed : vscode.TreeItemCollapsibleState.Expanded,
  );
  item.id = key;
  item.iconPath = new vscode.ThemeIcon('type-hierarchy-sub');
  item.tooltip = reason;
  item.description = alternative
    ? vscode.l10n.t('not applied')
    : errors === 0
      ? ''
      : errors === 1
        ? vscode.l10n.t('1 error')
        : vscode.l10n.t('{0} errors', errors);
  item.contextValue = 'cluster';
  return item;
}

function groupItem({ cluster, group }: Extract<Node, { readonly type: 'group' }>): vscode.TreeItem {
  const titles: Readonly<Record<ExplorerGroup, string>> = {
    problems: vscode.l10n.t('Problems'),
    ranges: vscode.l10n.t('Ranges'),
    nodes: vscode.l10n.t('Nodes'),
    services: vscode.l10n.t('Services'),
  };
  const item = new vscode.TreeItem(titles[group], vscode.TreeItemCollapsibleState.Collapsed);
  item.id = `${cluster.key}\n${group}`;
  item.description = String(cluster.counts[group]);
  item.contextValue = 'group';
  return item;
}

const icons: Readonly<Record<ExplorerSort, vscode.ThemeIcon>> = {
  error: new vscode.ThemeIcon('error', new vscode.ThemeColor('problemsErrorIcon.foreground')),
  warning: new vscode.ThemeIcon('warning', new vscode.ThemeColor('problemsWarningIcon.foreground')),
  information: new vscode.ThemeIcon('info'),
  range: new vscode.ThemeIcon('symbol-array'),
  node: new vscode.ThemeIcon('server'),
  service: new vscode.ThemeIcon('symbol-interface'),
};

function entryItem(node: Extract<Node, { readonly type: 'entry' }>): vscode.TreeItem {
  const { sort, label, detail, reason, address, dnsName, goal, object } = node.entry;
  const item = new vscode.TreeItem(label);
  item.description = detail;
  item.iconPath = icons[sort];
  item.tooltip = [label, detail, ...(reason === undefined || reason === label ? [] : [reason])].join('\n');
  const opened = openingOf(node);
  if (opened !== undefined) item.command = opened;
  const known = { place: opened, address, dnsName, goal, object };
  item.contextValue = ['entry', ...Object.entries(known).flatMap(([key, value]) => (value === undefined ? [] : [key]))].join(' ');
  return item;
}

function openingOf(node: Node): vscode.Command | undefined {
  const at = node.type === 'group' ? undefined : node.type === 'cluster' ? node.cluster.at : node.entry.at;
  if (at === undefined) return undefined;
  const { start, end } = at.range;
  const selection = new vscode.Range(start.line, start.character, end.line, end.character);
  return {
    command: 'vscode.open',
    title: vscode.l10n.t('Open'),
    arguments: [vscode.Uri.parse(at.uri, true), { selection, preserveFocus: true }],
  };
}
