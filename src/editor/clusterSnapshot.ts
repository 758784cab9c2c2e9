import * as vscode from 'vscode';
import { clusterRequests } from './clusterRequests.ts';
import { inform } from './notifications.ts';
import { plain } from './plainText.ts';

/** Runs the user's own `kubectl` with these words and gives what it prints; absent where no program can be started. Rejects with what it complains of. */
export type Kubectl = (words: readonly string[]) => Promise<string>;

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
    { location: vscode.ProgressLocation.Notification, title: vscode.l10n.t('Asking the cluster…') },
    () => Promise.allSettled(clusterRequests.map((words) => kubectl(words))),
  );
  const [first] = results;
  // Of what is not installed a cluster knows no kind; without its own kinds nothing can be said.
  if (first?.status !== 'fulfilled') {
    void inform(vscode.l10n.t('The cluster did not answer: {0}', plain(String(first?.reason ?? '').slice(0, 500))));
    return undefined;
  }
  const refused = results.flatMap((result) =>
    result.status === 'rejected' && !isNotInstalled(result.reason) ? [String(result.reason)] : [],
  );
  if (refused[0] !== undefined)
    void inform(
      vscode.l10n.t(
        'A part of the cluster could not be read, so that it looks as if it were not there: {0}',
        plain(refused[0].slice(0, 500)),
      ),
    );
  return results.flatMap((result, index) => (result.status === 'fulfilled' ? [{ uri: `cluster:${index}`, text: result.value }] : []));
}

/** What kubectl says of a kind that the cluster does not know. */
function isNotInstalled(reason: unknown): boolean {
  return /doesn't have a resource type|could not find the requested resource/.test(String(reason));
}
