import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { URI } from 'vscode-uri';
import { decodeText, foreignFolders, isReadPath, mostCharacters } from '../../service/manifestFiles.ts';
import type { FolderEntry } from '../../service/sourceReader.ts';
import { parseAddress } from '../filePaths.ts';
import { mostBytes, type FileSource } from '../fileSource.ts';

/** Reads of the disk at a time; more does not make it faster. */
const readsAtOnce = 16;

/** The disk, for addresses `file:`; everything else from another source. A folder that a link leads to is entered once. */
export function nodeFiles(other: FileSource): FileSource {
  return {
    list: async (folder, isExcluded) =>
      isOnDisk(folder)
        ? (await listFolder(folder, isExcluded)).map((file) => URI.file(file).toString())
        : await other.list(folder, isExcluded),
    read: async (uris) => {
      if (!uris.every(isOnDisk)) return await other.read(uris);
      const texts: (string | undefined)[] = [];
      let next = 0;
      const worker = async (): Promise<void> => {
        for (let index = next++; index < uris.length; index = next++) texts[index] = await readText(uris[index] ?? '');
      };
      await Promise.all(Array.from({ length: readsAtOnce }, worker));
      return texts;
    },
    readBytes: async (uris) => (uris.every(isOnDisk) ? await Promise.all(uris.map(readContent)) : await other.readBytes(uris)),
    entries: async (folders) =>
      folders.every(isOnDisk)
        ? await Promise.all(folders.map((folder) => entriesOf(URI.parse(folder).fsPath)))
        : await other.entries(folders),
    belowRepository: async (folder) => (isOnDisk(folder) ? await belowRepository(URI.parse(folder).fsPath) : []),
  };
}

async function belowRepository(folder: string): Promise<readonly string[]> {
  const names: string[] = [];
  for (let at = folder; ; at = path.dirname(at)) {
    if ((await stat(path.join(at, '.git')).catch(() => undefined)) !== undefined) return names;
    if (path.dirname(at) === at) return [];
    names.unshift(path.basename(at));
  }
}

function isOnDisk(uri: string): boolean {
  return parseAddress(uri)?.scheme === 'file';
}

async function listFolder(start: string, isExcluded: (uri: string) => boolean): Promise<readonly string[]> {
  const files: string[] = [];
  for await (const { folder, names } of foldersIn(URI.parse(start).fsPath, isExcluded))
    files.push(...names.filter(isReadPath).map((name) => path.join(folder, name)));
  return files;
}

/** A folder and all below it that are entered, with the names of their files in order. Each is entered once, whatever links lead to it; links in a circle end there. */
export async function* foldersIn(
  start: string,
  isExcluded: (uri: string) => boolean,
  visited = new Set<string>(),
): AsyncGenerator<{ readonly folder: string; readonly names: readonly string[] }, void> {
  const names: string[] = [];
  const folders: string[] = [];
  try {
    const real = await realpath(start);
    if (visited.has(real)) return;
    visited.add(real);
    const entries = await readdir(start, { withFileTypes: true });
    for (const entry of entries.sort((one, other) => (one.name < other.name ? -1 : 1))) {
      const child = path.join(start, entry.name);
      const isFolder = entry.isDirectory() || (entry.isSymbolicLink() && (await leadsToFolder(child)));
      if (!isFolder) names.push(entry.name);
      else if (!foreignFolders.includes(entry.name) && !isExcluded(URI.file(child).toString())) folders.push(child);
    }
  } catch {
    // Gone meanwhile, or not to be read: as good as not there.
    return;
  }
  yield { folder: start, names };
  for (const folder of folders) yield* foldersIn(folder, isExcluded, visited);
}

async function leadsToFolder(link: string): Promise<boolean> {
  try {
    return (await stat(link)).isDirectory();
  } catch {
    return false;
  }
}

/** What a link leads to counts as what it is. */
async function entriesOf(folder: string): Promise<readonly FolderEntry[] | undefined> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    const kinds = entries.map(async (entry): Promise<FolderEntry | undefined> => {
      const found = entry.isSymbolicLink() ? await stat(path.join(folder, entry.name)).catch(() => undefined) : entry;
      if (found?.isFile() === true) return { name: entry.name, kind: 'file' };
      return found?.isDirectory() === true ? { name: entry.name, kind: 'folder' } : undefined;
    });
    return (await Promise.all(kinds)).filter((entry) => entry !== undefined);
  } catch {
    return undefined;
  }
}

async function readContent(uri: string): Promise<Uint8Array | undefined> {
  try {
    const file = URI.parse(uri).fsPath;
    const found = await stat(file);
    return found.isFile() && found.size <= mostCharacters ? await readFile(file) : undefined;
  } catch {
    return undefined;
  }
}

async function readText(uri: string): Promise<string | undefined> {
  try {
    const file = URI.parse(uri).fsPath;
    const found = await stat(file);
    return found.isFile() && found.size <= mostBytes ? decodeText(await readFile(file)) : undefined;
  } catch {
    return undefined;
  }
}
