import * as vscode from 'vscode';
import { decodeText } from '../base/decodeText.ts';
import type { ListedFiles, ServerRequests } from '../server/protocol.ts';

/** Reads of one file system at a time; more does not make it faster. */
const readsAtOnce = 16;

/** Addresses of all files of a folder whose names fit. Reads by `workspace.fs`, so that no other extension takes notice. */
export async function listFiles(wanted: ListedFiles, token: vscode.CancellationToken): Promise<readonly string[]> {
  const folder = vscode.Uri.parse(wanted.folder, true);
  const pattern = new vscode.RelativePattern(folder, `**/{${wanted.names.join(',')}}`);
  try {
    const found = await vscode.workspace.findFiles(pattern, `**/{${wanted.skipped.join(',')}}/**`, undefined, token);
    if (found.length > 0 || folder.scheme === 'file' || token.isCancellationRequested) return found.map(String);
  } catch {
    // Not every file system can be searched.
  }
  return (await walk(folder, wanted, token)).map(String);
}

export async function readFiles({
  uris,
  mostBytes,
}: ServerRequests['edgeNetwork/files/read']['params']): Promise<readonly (string | null)[]> {
  const texts: (string | null)[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let index = next++; index < uris.length; index = next++) texts[index] = await readText(uris[index] ?? '', mostBytes);
  };
  await Promise.all(Array.from({ length: readsAtOnce }, worker));
  return texts;
}

/** Contents in Base64: what a chart or a kustomization names may be of any kind. */
export async function readContents({
  uris,
  mostBytes,
}: ServerRequests['edgeNetwork/files/readBytes']['params']): Promise<readonly (string | null)[]> {
  return await Promise.all(
    uris.map(async (address) => {
      try {
        const uri = vscode.Uri.parse(address, true);
        const { size } = await vscode.workspace.fs.stat(uri);
        if (size > mostBytes) return null;
        const bytes = await vscode.workspace.fs.readFile(uri);
        // In parts: an argument list has an end.
        const parts: string[] = [];
        for (let at = 0; at < bytes.length; at += 8192) parts.push(String.fromCharCode(...bytes.subarray(at, at + 8192)));
        return btoa(parts.join(''));
      } catch {
        return null;
      }
    }),
  );
}

export async function listEntries({
  folders,
}: ServerRequests['edgeNetwork/files/entries']['params']): Promise<ServerRequests['edgeNetwork/files/entries']['result']> {
  return await Promise.all(
    folders.map(async (address) => {
      try {
        const entries = await vscode.workspace.fs.readDirectory(vscode.Uri.parse(address, true));
        return entries
          .filter(([, type]) => (type & (vscode.FileType.Directory | vscode.FileType.File)) !== 0)
          .map(([name, type]) => ({ name, kind: (type & vscode.FileType.Directory) !== 0 ? 'folder' : 'file' }));
      } catch {
        return null;
      }
    }),
  );
}

async function readText(address: string, mostBytes: number): Promise<string | null> {
  try {
    const uri = vscode.Uri.parse(address, true);
    const { size } = await vscode.workspace.fs.stat(uri);
    return size > mostBytes ? null : decodeText(await vscode.workspace.fs.readFile(uri));
  } catch {
    // Gone meanwhile, or not to be read: as good as not there.
    return null;
  }
}

/** How much of a folder is looked at where it has to be done folder by folder. */
const mostFolders = 5_000;

async function walk(start: vscode.Uri, { names, skipped }: ListedFiles, token: vscode.CancellationToken): Promise<readonly vscode.Uri[]> {
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
      if (type === vscode.FileType.Directory && !skipped.includes(name)) waiting.push(uri);
      else if ((type & vscode.FileType.File) !== 0 && names.some((pattern) => fits(name, pattern))) files.push(uri);
    }
  }
  return files;
}

/** `*.yaml`, or a whole name. */
function fits(name: string, pattern: string): boolean {
  return pattern.startsWith('*') ? name.toLowerCase().endsWith(pattern.slice(1)) : name === pattern;
}
