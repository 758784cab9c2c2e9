import * as vscode from 'vscode';
import type { Log } from './log.ts';
import type { LanguageServer } from './languageServer.ts';
import { complain, inform } from './notifications.ts';

/** Files of the example that comes with the extension: a folder that is served over HTTP, as on the web, cannot be listed. */
export const exampleFiles = ['edge-network.yaml', 'apps/web.yaml', 'apps/database.yaml'] as const;

const folderName = 'store-42';
/** The folder that is to be shown when its window opens. */
const pendingKey = 'edgeNetwork.exampleToShow';
/** A window that takes longer to open is not about the example any more. */
const mostWaiting = 120_000;

/** **Open Example…**: a copy in a folder that the reader chooses, opened with the topology beside its first file. */
export function registerExample(
  { extensionUri, globalState }: vscode.ExtensionContext,
  server: LanguageServer,
  log: Log,
): vscode.Disposable {
  void showAtStart(globalState, server).catch((error: unknown) => log.failure('Showing the topology at the start', error));
  return vscode.commands.registerCommand('edgeNetwork.openExample', () => openExample(extensionUri, globalState));
}

async function openExample(extensionUri: vscode.Uri, memory: vscode.Memento): Promise<void> {
  const [parent] =
    (await vscode.window.showOpenDialog({
      canSelectFiles: false,
      canSelectFolders: true,
      title: vscode.l10n.t('Where is the example to be copied?'),
      openLabel: vscode.l10n.t('Copy the example here'),
    })) ?? [];
  if (parent === undefined) return;
  const folder = vscode.Uri.joinPath(parent, folderName);
  try {
    for (const file of exampleFiles) {
      const target = vscode.Uri.joinPath(folder, file);
      // What somebody has tried out there stays.
      if (await exists(target)) continue;
      await vscode.workspace.fs.writeFile(
        target,
        await vscode.workspace.fs.readFile(vscode.Uri.joinPath(extensionUri, 'examples/store-42-faulty', file)),
      );
    }
  } catch (error) {
    void complain(vscode.l10n.t('The example could not be copied: {0}', error instanceof Error ? error.message : String(error)));
    return;
  }
  if (vscode.workspace.getWorkspaceFolder(folder) !== undefined) {
    await vscode.window.showTextDocument(vscode.Uri.joinPath(folder, exampleFiles[1]));
    await vscode.commands.executeCommand('edgeNetwork.showTopology');
    return;
  }
  const open = vscode.l10n.t('Open the folder');
  const isEmpty = vscode.workspace.workspaceFolders === undefined;
  if (!isEmpty && (await inform(vscode.l10n.t('The example has been copied to {0}.', folder.fsPath), open)) !== open) return;
  await memory.update(pendingKey, { folder: folder.toString(), at: Date.now() });
  await vscode.commands.executeCommand('vscode.openFolder', folder, { forceNewWindow: !isEmpty });
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  return await vscode.workspace.fs.stat(uri).then(
    () => true,
    () => false,
  );
}

/** The topology beside a file, in the window of an example that has just been copied, and wherever the reader wants it at each start. */
async function showAtStart(memory: vscode.Memento, server: LanguageServer): Promise<void> {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  if (folder === undefined) return;
  const isExample = isPending(memory.get(pendingKey), folder.uri);
  if (isExample) await memory.update(pendingKey, undefined);
  if (!isExample && vscode.workspace.getConfiguration('edgeNetwork').get('topology.showAtStart') !== true) return;
  await new Promise<void>((resolve) => {
    const following = server.on('edgeNetwork/state', ({ reading, hasManifests }) => {
      if (reading || !hasManifests) return;
      following.dispose();
      resolve();
    });
  });
  if (isExample) await vscode.window.showTextDocument(vscode.Uri.joinPath(folder.uri, exampleFiles[1]));
  await vscode.commands.executeCommand('edgeNetwork.showTopology');
}

function isPending(kept: unknown, folder: vscode.Uri): boolean {
  if (typeof kept !== 'object' || kept === null || !('folder' in kept && 'at' in kept)) return false;
  return kept.folder === folder.toString() && typeof kept.at === 'number' && Date.now() - kept.at < mostWaiting;
}
