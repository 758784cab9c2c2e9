import * as vscode from 'vscode';
import type { ClientRequests } from '../server/protocol.ts';
import type { RenderedManifest } from '../service/service.ts';
import type { LanguageServer } from './languageServer.ts';
import { inform } from './notifications.ts';
import { withoutIcons } from './plainText.ts';

const scheme = 'edge-network-rendered';

/** What Kustomize or Helm makes of the manifest at the cursor: a document beside it that follows each edit, and whose lines lead to where they are written. */
export function registerRenderedManifest(server: LanguageServer): vscode.Disposable {
  const changed = new vscode.EventEmitter<vscode.Uri>();
  const shown = (): readonly vscode.Uri[] =>
    vscode.workspace.textDocuments.filter(({ uri, isClosed }) => uri.scheme === scheme && !isClosed).map(({ uri }) => uri);
  const follow = server.on('edgeNetwork/state', ({ reading }) => {
    if (!reading) for (const uri of shown()) changed.fire(uri);
  });
  const textOf: TextOf = (uri) => server.ask('edgeNetwork/rendered/text', { key: uri.query });
  return vscode.Disposable.from(
    changed,
    follow,
    vscode.workspace.registerTextDocumentContentProvider(scheme, {
      onDidChange: changed.event,
      provideTextDocumentContent: async (uri) =>
        (await textOf(uri))?.text ?? `# ${vscode.l10n.t('This manifest is not rendered any longer.')}\n`,
    }),
    vscode.languages.registerDocumentLinkProvider({ scheme }, { provideDocumentLinks: (document) => linksOf(document, textOf) }),
    vscode.commands.registerCommand('edgeNetwork.showRendered', () => show(server)),
  );
}

type TextOf = (uri: vscode.Uri) => Promise<ClientRequests['edgeNetwork/rendered/text']['result'] | undefined>;

async function linksOf(document: vscode.TextDocument, textOf: TextOf): Promise<vscode.DocumentLink[]> {
  const found = await textOf(document.uri);
  if (found === undefined || found === null || found.text !== document.getText().replaceAll('\r\n', '\n')) return [];
  return found.lines.map(({ range, at }) => {
    const { start } = at.range;
    const target = vscode.Uri.parse(at.uri, true).with({ fragment: `L${start.line + 1},${start.character + 1}` });
    const link = new vscode.DocumentLink(
      new vscode.Range(range.start.line, range.start.character, range.end.line, range.end.character),
      target,
    );
    link.tooltip = vscode.l10n.t(
      'Written in {0}, line {1}',
      vscode.workspace.asRelativePath(target.with({ fragment: '' })),
      start.line + 1,
    );
    return link;
  });
}

async function show(server: LanguageServer): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  if (editor === undefined) return;
  const { document, selection } = editor;
  const { line, character } = selection.active;
  const found = await server.ask('edgeNetwork/rendered', { uri: document.uri.toString(), position: { line, character } });
  if (found === undefined || found === null || found.length === 0) {
    void inform(vscode.l10n.t('Neither Kustomize nor Helm makes anything of what stands here.'));
    return;
  }
  const [first] = found;
  const chosen =
    found.length === 1
      ? first
      : (
          await vscode.window.showQuickPick(
            found.map((manifest) => ({ label: withoutIcons(manifest.name), description: withoutIcons(manifest.unit), manifest })),
            { placeHolder: vscode.l10n.t('Several manifests are made of what stands here: choose one'), matchOnDescription: true },
          )
        )?.manifest;
  if (chosen === undefined) return;
  const uri = vscode.Uri.from({ scheme, path: pathOf(chosen), query: chosen.key });
  await vscode.window.showTextDocument(uri, { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true, preview: true });
}

/** What stands in the tab, below what VS Code tells tabs of one name apart by. */
function pathOf({ name, unit }: RenderedManifest): string {
  return `/${unit}/${vscode.l10n.t('{0} (rendered)', name.replaceAll('/', ' '))}.yaml`;
}
