import * as vscode from 'vscode';
import type { WhatIfObject } from '../service/service.ts';
import type { LanguageServer } from './languageServer.ts';
import { inform } from './notifications.ts';
import { withoutIcons } from './plainText.ts';

const scheme = 'edge-network-what-if';

/** What an event changes: an object and an event are chosen, and what comes of it is a document to read that follows each edit. */
export function registerWhatIf(server: LanguageServer): vscode.Disposable {
  const changed = new vscode.EventEmitter<vscode.Uri>();
  return vscode.Disposable.from(
    changed,
    server.on('edgeNetwork/state', ({ reading }) => {
      if (reading) return;
      for (const { uri, isClosed } of vscode.workspace.textDocuments) if (uri.scheme === scheme && !isClosed) changed.fire(uri);
    }),
    vscode.workspace.registerTextDocumentContentProvider(scheme, {
      onDidChange: changed.event,
      provideTextDocumentContent: (uri) => textOf(server, uri),
    }),
    vscode.commands.registerCommand('edgeNetwork.whatIf', (asked: unknown) => choose(server, asked)),
  );
}

async function textOf(server: LanguageServer, { query }: vscode.Uri): Promise<string> {
  const parameters = new URLSearchParams(query);
  const answer = await server.ask('edgeNetwork/whatIf', { cluster: parameters.get('cluster') ?? '', events: parameters.getAll('event') });
  return answer?.text ?? `${vscode.l10n.t('This cannot happen in the manifests as they are now.')}\n`;
}

async function choose(server: LanguageServer, asked: unknown): Promise<void> {
  const objects = await server.ask('edgeNetwork/whatIf/objects', {});
  if (objects === undefined || objects === null || objects.length === 0) {
    void inform(vscode.l10n.t('There is nothing here to which something could happen: no node, workload, pod or service.'));
    return;
  }
  const several = new Set(objects.map(({ cluster }) => cluster)).size > 1;
  const preset = (typeof asked === 'object' && asked !== null ? asked : {}) as Readonly<Record<string, unknown>>;
  const known = objects.find(({ cluster, object }) => cluster === preset['cluster'] && object === preset['object']);
  const object =
    known !== undefined
      ? { label: withoutIcons(known.object), each: known }
      : await vscode.window.showQuickPick(
          objects.map((each) => ({
            label: withoutIcons(each.object),
            ...(several ? { description: withoutIcons(each.cluster) } : {}),
            each,
          })),
          { title: vscode.l10n.t('What If…'), placeHolder: vscode.l10n.t('To what does something happen?'), matchOnDescription: true },
        );
  if (object === undefined) return;
  const event = await vscode.window.showQuickPick(
    object.each.events.map((each) => ({ label: withoutIcons(each.label), each })),
    { title: object.label, placeHolder: vscode.l10n.t('What happens?') },
  );
  const words = event === undefined ? undefined : await wordsOf(event.each);
  if (words === undefined) return;
  const query = new URLSearchParams([['cluster', object.each.cluster], ...words.map((each) => ['event', each])]).toString();
  const uri = vscode.Uri.from({ scheme, path: `/${words.join(', ').replaceAll('/', ' ')}`, query });
  await vscode.window.showTextDocument(uri, { viewColumn: vscode.ViewColumn.Beside, preview: true });
}

async function wordsOf({ words, asks }: WhatIfObject['events'][number]): Promise<readonly string[] | undefined> {
  if (asks === undefined) return words;
  const [before = '', number = ''] = (words[0] ?? '').split('=');
  const replicas = await vscode.window.showInputBox({
    prompt: vscode.l10n.t('Number of pods'),
    value: number,
    validateInput: (text) => (/^[0-9]{1,6}$/.test(text) ? undefined : vscode.l10n.t('A number is needed.')),
  });
  return replicas === undefined ? undefined : [`${before}=${replicas}`];
}
