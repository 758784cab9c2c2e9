import * as vscode from 'vscode';
import { decodeText } from '../base/decodeText.ts';
import type { ShownComparison } from '../topology/protocol.ts';
import { clusterSnapshot, type Kubectl } from './clusterSnapshot.ts';
import { offeredRevisions, textsOfRevision, type OfferedRevision } from './gitRevision.ts';
import type { LanguageServer } from './languageServer.ts';
import { inform } from './notifications.ts';
import { plain, withoutIcons } from './plainText.ts';
import type { TopologyPanel } from './topologyPanel.ts';
import { choose } from './trace.ts';

const scheme = 'edge-network-compare';

/** The workspace held against another state of it, or against the cluster itself: what differs is marked in the topology, and a document to read beside it where the reader wants one. Nothing of it is kept on disk. */
export function registerCompare(server: LanguageServer, topology: TopologyPanel, kubectl: Kubectl | undefined): vscode.Disposable {
  const texts = new Map<string, string>();
  const show: Show = async (title, { text, shown }) => {
    topology.compare(shown);
    const read = vscode.l10n.t('Show as Text');
    const chosen = await inform(
      shown.lines.length === 0
        ? vscode.l10n.t('Nothing differs from {0}.', title)
        : vscode.l10n.t('What differs from {0} is marked in the topology.', title),
      ...(shown.lines.length === 0 ? [] : [read]),
    );
    if (chosen !== read) return;
    const uri = vscode.Uri.from({ scheme, path: `/${title.replaceAll('/', ' ')}`, query: String(texts.size) });
    texts.set(String(uri), text);
    await vscode.window.showTextDocument(uri, { viewColumn: vscode.ViewColumn.Beside, preview: true });
  };
  return vscode.Disposable.from(
    vscode.workspace.registerTextDocumentContentProvider(scheme, { provideTextDocumentContent: (uri) => texts.get(String(uri)) ?? '' }),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => texts.delete(String(uri))),
    vscode.commands.registerCommand('edgeNetwork.compareWith', (given?: unknown) =>
      // A button above the panel says which panel.
      given instanceof vscode.Uri && given.scheme !== 'webview-panel'
        ? compareWithExport(server, show, [given])
        : compareWith(server, show, typeof given === 'string' ? given : undefined),
    ),
    vscode.commands.registerCommand('edgeNetwork.compareWithCluster', () => compareWithCluster(server, kubectl, show)),
  );
}

type Show = (title: string, compared: { readonly text: string; readonly shown: ShownComparison }) => Promise<void>;

async function compareWith(server: LanguageServer, show: Show, given: string | undefined): Promise<void> {
  const choices = [
    { label: vscode.l10n.t('A git revision…'), side: 'revision' },
    {
      label: vscode.l10n.t('A saved export…'),
      description: vscode.l10n.t('The topology as JSON, manifests, or what kubectl get -o yaml has printed'),
      side: 'export',
    },
  ] as const;
  const side =
    given !== undefined
      ? 'revision'
      : (await vscode.window.showQuickPick(choices, { placeHolder: vscode.l10n.t('With what is the topology compared?') }))?.side;
  if (side === 'export') return compareWithExport(server, show, await chosenExport());
  if (side !== 'revision') return;
  const chosen = given === undefined ? await chosenRevision() : { revision: given, title: given };
  if (chosen === undefined) return;
  const { revision, title } = chosen;
  // What begins with a hyphen git would take for an option.
  const files = revision.startsWith('-') ? undefined : await textsOfRevision(revision);
  if (files === undefined) {
    void inform(
      vscode.l10n.t(
        'There is no revision {0} in the git repository of this workspace, or the git extension is not there.',
        plain(revision),
      ),
    );
    return;
  }
  await answer(server, show, title, { files, alone: false });
}

async function chosenRevision(): Promise<{ readonly revision: string; readonly title: string } | undefined> {
  const offered = await offeredRevisions();
  const chosen = await choose({
    title: vscode.l10n.t('Compare Topology With a Revision'),
    hint: vscode.l10n.t('A branch, a tag or a commit: choose, or type any'),
    items: offered.map((each) => ({ label: withoutIcons(each.name), description: saysOf(each), value: each.revision })),
  });
  const revision = chosen?.trim() ?? '';
  if (revision === '') return undefined;
  const begins = offered.find((each) => each.kind === 'begins' && each.revision === revision);
  return { revision, title: begins === undefined ? revision : `${begins.name} (${revision.slice(0, 7)})` };
}

function saysOf({ name, kind }: OfferedRevision): string {
  switch (kind) {
    case 'head':
      return vscode.l10n.t('What is not committed yet');
    case 'begins':
      return vscode.l10n.t('Where this branch left {0}: what it changes itself', withoutIcons(name));
    case 'branch':
      return vscode.l10n.t('Branch');
    case 'remote':
      return vscode.l10n.t('Remote branch');
    case 'tag':
      return vscode.l10n.t('Tag');
  }
}

async function chosenExport(): Promise<readonly vscode.Uri[] | undefined> {
  return vscode.window.showOpenDialog({
    canSelectMany: true,
    filters: { [vscode.l10n.t('Exports and manifests')]: ['json', 'yaml', 'yml'] },
    openLabel: vscode.l10n.t('Compare'),
  });
}

async function compareWithExport(server: LanguageServer, show: Show, chosen: readonly vscode.Uri[] | undefined): Promise<void> {
  const [first] = chosen ?? [];
  if (chosen === undefined || first === undefined) return;
  const files = await Promise.all(
    chosen.map(async (uri) => ({ uri: String(uri), text: decodeText(await vscode.workspace.fs.readFile(uri)) })),
  );
  await answer(server, show, first.path.split('/').at(-1) ?? '', { files, alone: true });
}

async function compareWithCluster(server: LanguageServer, kubectl: Kubectl | undefined, show: Show): Promise<void> {
  const files = await clusterSnapshot(kubectl);
  if (files !== undefined) await answer(server, show, vscode.l10n.t('Cluster'), { files, alone: true });
}

async function answer(
  server: LanguageServer,
  show: Show,
  title: string,
  params: { readonly files: readonly { readonly uri: string; readonly text: string }[]; readonly alone: boolean },
): Promise<void> {
  const answered = await server.ask('edgeNetwork/compare', { ...params, title });
  if (answered === undefined || answered === null) void inform(vscode.l10n.t('There is nothing to compare with.'));
  else if ('type' in answered) void inform(answered.text);
  else void show(title, answered);
}
