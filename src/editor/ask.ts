import * as vscode from 'vscode';
import type { Location } from 'vscode-languageserver-types';
import type { ShownAddress, ShownResolution } from '../server/protocol.ts';
import type { Askable } from '../service/service.ts';
import type { LanguageServer } from './languageServer.ts';
import { inform } from './notifications.ts';
import { withoutIcons } from './plainText.ts';
import { revealRange } from './reveal.ts';
import { askForCluster, choose } from './trace.ts';

/** **Resolve DNS Name…** and **Explain Address…**: what the cluster says, in a list whose entries lead to the manifests that decide it. */
export function registerAsk(server: LanguageServer): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.commands.registerCommand('edgeNetwork.resolve', () => resolve(server)),
    vscode.commands.registerCommand('edgeNetwork.explainAddress', () => explain(server)),
  );
}

async function askedCluster(server: LanguageServer, title: string): Promise<Askable | undefined> {
  const clusters = (await server.ask('edgeNetwork/askable', {})) ?? [];
  const [first, another] = clusters;
  if (first === undefined) {
    void inform(vscode.l10n.t('There is nothing to ask: no manifest in this workspace describes a cluster.'));
    return undefined;
  }
  return another === undefined ? first : await askForCluster(clusters, title);
}

async function resolve(server: LanguageServer): Promise<void> {
  const title = vscode.l10n.t('Resolve DNS Name');
  const cluster = await askedCluster(server, title);
  if (cluster === undefined) return;
  const typed = await choose({
    title,
    hint: vscode.l10n.t('A name, with another type behind it if not A: choose, or type NAME or NAME TYPE'),
    items: cluster.names.map((name) => ({ label: withoutIcons(name), value: name })),
  });
  const [name = '', type = 'A'] = typed?.trim().split(/\s+/) ?? [];
  if (name === '') return;
  const from = await choose({
    title: `${title}: ${name}`,
    hint: vscode.l10n.t('Who asks: its search list completes a short name'),
    items: [
      { label: vscode.l10n.t('Nobody: the name is asked as it is'), value: '' },
      ...cluster.pods.map((pod) => ({ label: withoutIcons(pod), value: pod })),
    ],
  });
  if (from === undefined) return;
  const question = { name, type: type.toUpperCase(), from: from === '' ? undefined : from, cluster: cluster.name };
  const answer = await server.ask('edgeNetwork/resolve', question);
  if (answer === undefined) return;
  if (answer.type === 'refused') void inform(answer.text);
  else showList(answer, resolved(answer));
}

async function explain(server: LanguageServer): Promise<void> {
  const title = vscode.l10n.t('Explain Address');
  const cluster = await askedCluster(server, title);
  if (cluster === undefined) return;
  const address = await choose({
    title,
    hint: vscode.l10n.t('An address: choose, or type any'),
    items: cluster.addresses.map((each) => ({ label: each.address, description: withoutIcons(each.holder), value: each.address })),
  });
  if (address === undefined || address === '') return;
  const answer = await server.ask('edgeNetwork/address', { address, cluster: cluster.name });
  if (answer === undefined) return;
  if (answer.type === 'refused') void inform(answer.text);
  else
    showList(
      { question: { name: answer.address }, reason: vscode.l10n.t('An entry leads to the manifest that decides it') },
      explained(answer),
    );
}

interface Line extends vscode.QuickPickItem {
  readonly at?: Location | undefined;
}

function resolved({ answers, tried, rcode, because, forwardedTo, reason }: ShownResolution): readonly Line[] {
  const [first] = because;
  return [
    ...answers.map(({ name, type, ttl, data }) => ({
      label: withoutIcons(data),
      description: `${type} · ${withoutIcons(name)} · ${ttl} s`,
      iconPath: new vscode.ThemeIcon('pass'),
      at: first,
    })),
    ...(answers.length === 0
      ? [{ label: rcode, description: withoutIcons(reason), iconPath: new vscode.ThemeIcon('error'), at: first }]
      : []),
    ...forwardedTo.map((server) => ({ label: vscode.l10n.t('Forwarded to {0}', server), iconPath: new vscode.ThemeIcon('arrow-right') })),
    separator(vscode.l10n.t('Names asked, in order')),
    ...tried.map((name) => ({ label: withoutIcons(name), iconPath: new vscode.ThemeIcon('search') })),
    ...causes(because),
  ];
}

function explained({ facts }: ShownAddress): readonly Line[] {
  return facts.map(({ text, reason, because }) => ({
    label: withoutIcons(text),
    ...(reason === undefined ? {} : { detail: withoutIcons(reason) }),
    ...(because[0] === undefined ? {} : { description: placeText(because[0]), at: because[0] }),
  }));
}

function causes(because: readonly Location[]): readonly Line[] {
  const places = because.map((at) => ({ label: placeText(at), iconPath: new vscode.ThemeIcon('go-to-file'), at }));
  return places.length === 0 ? [] : [separator(vscode.l10n.t('Decided by')), ...places];
}

function separator(label: string): Line {
  return { label, kind: vscode.QuickPickItemKind.Separator };
}

function placeText({ uri, range }: Location): string {
  return `${withoutIcons(vscode.workspace.asRelativePath(vscode.Uri.parse(uri, true)))}:${range.start.line + 1}`;
}

/** A list that stays until it is closed. */
function showList(
  { question, reason }: { readonly question: { readonly name: string; readonly type?: string }; readonly reason: string },
  lines: readonly Line[],
): void {
  const picker = vscode.window.createQuickPick<Line>();
  picker.title = [question.name, question.type ?? ''].join(' ').trim();
  picker.placeholder = reason;
  picker.ignoreFocusOut = true;
  picker.matchOnDetail = true;
  picker.matchOnDescription = true;
  picker.items = lines;
  picker.onDidAccept(() => {
    const at = picker.selectedItems[0]?.at;
    if (at !== undefined) void revealRange(vscode.Uri.parse(at.uri, true), at.range, { focus: false, avoid: undefined });
  });
  picker.onDidHide(() => picker.dispose());
  picker.show();
}
