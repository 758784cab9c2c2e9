import * as vscode from 'vscode';
import { clusterRequests } from './clusterRequests.ts';
import { inform } from './notifications.ts';
import { plain } from './plainText.ts';

/** What a program printed. Where it failed, why: it is not there, it took too long, or what it complains of; what it could do it may have printed all the same. */
export interface Printed {
  readonly text: string;
  readonly failure?: { readonly why: 'missing' | 'late' | 'complaint'; readonly text: string };
}

/** Runs the user's own `kubectl` with these words until it ends or the signal says so; absent where no program can be started. */
export type Kubectl = (words: readonly string[], signal: AbortSignal) => Promise<Printed>;

/** What the cluster says of itself, asked only after the person has seen the very commands. Undefined when nothing is asked, or nobody answers. */
export async function clusterSnapshot(
  kubectl: Kubectl | undefined,
): Promise<readonly { readonly uri: string; readonly text: string }[] | undefined> {
  if (kubectl === undefined || !vscode.workspace.isTrusted) {
    void inform(vscode.l10n.t('A cluster is only asked on the desktop or a remote machine, and in a workspace that you trust.'));
    return undefined;
  }
  const run = vscode.l10n.t('Run');
  const commands = clusterRequests.map((words) => `kubectl ${words.join(' ')}`).join('\n\n');
  const chosen = await vscode.window.showWarningMessage(
    vscode.l10n.t('Ask the cluster of the current kubectl context?'),
    { modal: true, detail: `${vscode.l10n.t('These commands only read. What they print is compared and not kept.')}\n\n${commands}` },
    run,
  );
  if (chosen !== run) return undefined;
  const results = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: vscode.l10n.t('Asking the cluster…'), cancellable: true },
    async (_, token) => {
      const abort = new AbortController();
      token.onCancellationRequested(() => abort.abort());
      const printed = await Promise.all(clusterRequests.map((words) => kubectl(words, abort.signal)));
      return abort.signal.aborted ? undefined : printed;
    },
  );
  if (results === undefined) return undefined;
  const [first] = results;
  // Of what is not installed a cluster knows no kind; without its own kinds nothing can be said.
  if (first === undefined || !hasItems(first.text)) {
    void inform(whyNot(first?.failure));
    return undefined;
  }
  // Who may not read one kind is told all others, and the complaint.
  const refused = results.flatMap(({ failure }) => (failure === undefined || isNotInstalled(failure.text) ? [] : [failure.text]));
  if (refused[0] !== undefined)
    void inform(
      vscode.l10n.t('A part of the cluster could not be read, so that it looks as if it were not there: {0}', complaintIn(refused[0])),
    );
  return results.flatMap(({ text }, index) => (hasItems(text) ? [{ uri: `cluster:${index}`, text }] : []));
}

function whyNot(failure: Printed['failure']): string {
  switch (failure?.why) {
    case 'missing':
      return vscode.l10n.t('There is no kubectl on the PATH of VS Code: the cluster is asked by your own.');
    case 'late':
      return vscode.l10n.t('The cluster did not answer within a minute.');
    case 'complaint':
      return vscode.l10n.t('The cluster did not answer: {0}', complaintIn(failure.text));
    case undefined:
      return vscode.l10n.t('The cluster has told nothing.');
  }
}

/** Without the lines of its log, which come first: `E1130 18:55:01.123456   4242 memcache.go:265] …`. */
function complaintIn(text: string): string {
  const lines = text.split('\n').filter((line) => !/^[EIW]\d{4} \d\d:/.test(line));
  return plain((lines.length === 0 ? text : lines.join('\n')).slice(0, 500));
}

/** A List in which something stands, as kubectl prints it. */
function hasItems(text: string): boolean {
  return /^items:\s*$/m.test(text);
}

/** What kubectl says of a kind that the cluster does not know. */
function isNotInstalled(complaint: string): boolean {
  return /doesn't have a resource type|could not find the requested resource/.test(complaint);
}
