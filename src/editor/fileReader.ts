import * as vscode from 'vscode';
import { decodeText } from '../base/decodeText.ts';
import { isManifestPath, relevantText } from '../manifests/manifestFiles.ts';
import { limits } from '../manifests/limits.ts';

/** What a file has to say; undefined when it has gone, is too large, or holds nothing of ours. */
export async function readFile(uri: vscode.Uri, path: string): Promise<string | undefined> {
  try {
    const { size } = await vscode.workspace.fs.stat(uri);
    // Characters take up to four bytes: a file beyond that is surely too large, and need not be fetched to know it.
    if (size > limits.file * 4) return undefined;
    return relevantText(path, decodeText(await vscode.workspace.fs.readFile(uri)));
  } catch {
    // Gone meanwhile, or not to be read: as good as not there.
    return undefined;
  }
}

/** Every file of a folder that may hold manifests, by its name. A folder that is not there has none. */
export async function findManifestFiles(folder: vscode.Uri, token: vscode.CancellationToken): Promise<readonly vscode.Uri[]> {
  const pattern = new vscode.RelativePattern(folder, '**/{*.yaml,*.yml,*.json,Kustomization}');
  try {
    const found = await vscode.workspace.findFiles(pattern, '**/{node_modules,.git,.hg,.svn,.terraform}/**', undefined, token);
    if (found.length > 0 || folder.scheme === 'file' || token.isCancellationRequested)
      return found.filter(({ path }) => isManifestPath(path));
  } catch {
    // Not every file system can be searched.
  }
  return walk(folder, token);
}

/** How much of a folder is looked at where it has to be done folder by folder. */
const mostFolders = 5_000;

async function walk(start: vscode.Uri, token: vscode.CancellationToken): Promise<readonly vscode.Uri[]> {
  const files: vscode.Uri[] = [];
  const waiting = [start];
  for (let visited = 0; visited < mostFolders && !token.isCancellationRequested; visited++) {
    const folder = waiting.shift();
    if (folder === undefined) break;
    let entries: readonly (readonly [string, vscode.FileType])[];
    try {
      entries = await vscode.workspace.fs.readDirectory(folder);
    } catch {
      continue;
    }
    for (const [name, type] of entries) {
      const uri = vscode.Uri.joinPath(folder, name);
      // A link to a folder is not followed: it may lead in a circle.
      if (type === vscode.FileType.Directory && !skipped.test(name)) waiting.push(uri);
      else if ((type & vscode.FileType.File) !== 0 && isManifestPath(uri.path)) files.push(uri);
    }
  }
  return files;
}

const skipped = /^(node_modules|\.git|\.hg|\.svn|\.terraform)$/;

/** Does something for each item, a few at a time, in order of their beginning. */
export async function forEachOf<T>(items: Iterable<T>, atOnce: number, action: (item: T) => Promise<void>): Promise<void> {
  const iterator = items[Symbol.iterator]();
  const worker = async (): Promise<void> => {
    for (let next = iterator.next(); next.done !== true; next = iterator.next()) await action(next.value);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}
