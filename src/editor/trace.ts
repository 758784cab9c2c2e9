import * as vscode from 'vscode';
import type { ShownTrace } from '../server/protocol.ts';
import type { LanguageServer } from './languageServer.ts';
import { inform } from './notifications.ts';
import { withoutIcons } from './plainText.ts';
import { revealRange } from './reveal.ts';

/** **Trace…**: asks who connects and to what, and shows the way of the connection, whose steps lead to the manifests that decide them. */
export function registerTrace(server: LanguageServer): vscode.Disposable {
  return vscode.commands.registerCommand('edgeNetwork.trace', (asked: unknown) => trace(server, presetOf(asked)));
}

/** What somebody has chosen already: a cluster, and a goal in it. */
interface Preset {
  readonly cluster: string | undefined;
  readonly to: string | undefined;
}

function presetOf(asked: unknown): Preset {
  const { cluster, to } = (typeof asked === 'object' && asked !== null ? asked : {}) as Readonly<Record<string, unknown>>;
  return { cluster: typeof cluster === 'string' ? cluster : undefined, to: typeof to === 'string' ? to : undefined };
}

async function trace(server: LanguageServer, preset: Preset): Promise<void> {
  const clusters = (await server.ask('edgeNetwork/trace/ends', {})) ?? [];
  const [first] = clusters;
  if (first === undefined) {
    void inform(vscode.l10n.t('There is nothing to trace: no manifest in this workspace describes a cluster.'));
    return;
  }
  const cluster =
    clusters.length === 1
      ? first
      : (clusters.find(({ name }) => name === preset.cluster) ?? (await askForCluster(clusters, vscode.l10n.t('Trace'))));
  if (cluster === undefined) return;
  const from = await choose({
    title: vscode.l10n.t('Trace: From'),
    hint: vscode.l10n.t('Who connects: choose, or type a pod, a node or an address'),
    items: [
      { label: 'outside', description: vscode.l10n.t('A client outside of the cluster'), value: 'outside' },
      ...cluster.clients.map(itemOf),
    ],
  });
  if (from === undefined) return;
  const goal =
    preset.to ??
    (await choose({
      title: vscode.l10n.t('Trace: To'),
      hint: vscode.l10n.t('To what: choose, or type NAME:PORT, ADDRESS:PORT or http://HOST/PATH'),
      items: cluster.goals.map(itemOf),
    }));
  if (goal === undefined) return;
  const known = cluster.goals.find(({ text }) => text === goal);
  const port = known?.hasPort === false ? await askForPort() : '';
  if (port === undefined) return;
  const question = { from, to: port === '' ? goal : `${goal}:${port}`, protocol: known?.protocol ?? 'TCP', cluster: cluster.name };
  const answer = await server.ask('edgeNetwork/trace', question);
  if (answer === undefined) return;
  if (answer.type === 'refused') void inform(answer.text);
  else await show(answer, `${question.from} → ${question.to}`);
}

interface End extends vscode.QuickPickItem {
  readonly value: string;
}

function itemOf({ text, kind }: { readonly text: string; readonly kind: string }): End {
  return { label: withoutIcons(text), description: withoutIcons(kind), value: text };
}

export async function askForCluster<C extends { readonly name: string }>(clusters: readonly C[], title: string): Promise<C | undefined> {
  const chosen = await vscode.window.showQuickPick(
    clusters.map((cluster) => ({ label: withoutIcons(cluster.name), cluster })),
    { title, placeHolder: vscode.l10n.t('In which cluster') },
  );
  return chosen?.cluster;
}

async function askForPort(): Promise<string | undefined> {
  return await vscode.window.showInputBox({
    title: vscode.l10n.t('Trace: Port'),
    prompt: vscode.l10n.t('The port; empty for the one that the pod declares'),
    validateInput: (text) =>
      /^\d{0,5}$/.test(text) && Number(text) <= 65535 ? undefined : vscode.l10n.t('A port is a number from 1 to 65535.'),
  });
}

interface Choice {
  readonly title: string;
  readonly hint: string;
  readonly items: readonly End[];
}

/** One of the items, or what the reader typed. */
export function choose({ title, hint, items }: Choice): Promise<string | undefined> {
  const picker = vscode.window.createQuickPick<End>();
  picker.title = title;
  picker.placeholder = hint;
  picker.matchOnDescription = true;
  picker.items = items;
  return new Promise((resolve) => {
    picker.onDidChangeValue((text) => {
      const typed = text.trim();
      const isListed = typed === '' || items.some(({ value }) => value === typed);
      picker.items = isListed
        ? items
        : [...items, { label: withoutIcons(typed), description: vscode.l10n.t('As typed'), alwaysShow: true, value: typed }];
    });
    picker.onDidAccept(() => {
      resolve(picker.selectedItems[0]?.value);
      picker.hide();
    });
    picker.onDidHide(() => {
      resolve(undefined);
      picker.dispose();
    });
    picker.show();
  });
}

/** The steps in a list that stays until it is closed; a step leads to its manifest. */
function show({ verdict, by, reason, steps }: ShownTrace, title: string): Promise<void> {
  const verdicts = {
    allowed: vscode.l10n.t('Allowed'),
    blocked: vscode.l10n.t('Blocked'),
    mixed: vscode.l10n.t('Some of it gets there'),
    unknown: vscode.l10n.t('Not known'),
  };
  const icons = { passes: 'pass', stops: 'error', unknown: 'question' };
  const picker = vscode.window.createQuickPick<vscode.QuickPickItem & { readonly step?: ShownTrace['steps'][number] }>();
  picker.title = `${title}: ${verdicts[verdict]}`;
  picker.placeholder = by === undefined || reason.startsWith(by) ? reason : `${by}: ${reason}`;
  picker.ignoreFocusOut = true;
  picker.matchOnDetail = true;
  picker.items = steps.map((step) => ({
    label: withoutIcons(step.what),
    iconPath: new vscode.ThemeIcon(icons[step.outcome]),
    description:
      step.seen === undefined
        ? step.at
        : `${step.seen.source ?? '?'} → ${step.seen.destination ?? '?'}:${step.seen.port}/${step.seen.protocol}`,
    ...(step.why === undefined ? {} : { detail: withoutIcons(step.why) }),
    step,
  }));
  // What ends it is what people look for.
  picker.activeItems = picker.items.filter(({ step }) => step?.outcome !== 'passes').slice(0, 1);
  return new Promise((resolve) => {
    picker.onDidAccept(() => {
      const place = picker.selectedItems[0]?.step?.because[0];
      if (place !== undefined) void revealRange(vscode.Uri.parse(place.uri, true), place.range, { focus: false, avoid: undefined });
    });
    picker.onDidHide(() => {
      picker.dispose();
      resolve();
    });
    picker.show();
  });
}
