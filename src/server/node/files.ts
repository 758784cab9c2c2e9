import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { URI } from 'vscode-uri';
import { decodeText, foreignFolders, isReadPath, mostCharacters } from '../../service/manifestFiles.ts';
import type { FolderEntry } from '../../service/sourceReader.ts';
import { parseAddress } from '../filePaths.ts';
import { mostBytes, type FileSource } from '../fileSource.ts';

/** Reads of the disk at a time; more does not make it faster. */
const readsAtOnce = 16;

/** The disk, for addresses `file:`; everything else from another source. A folder that a link leads to is entered once; no link leads out of the folders that are listed. */
export function nodeFiles(other: FileSource): FileSource {
  const roots = new Roots();
  const readText = readerOf(roots, mostBytes, decodeText);
  const readContent = readerOf(roots, mostCharacters, (bytes): Uint8Array => bytes);
  return {
    list: async (folder, isExcluded) => {
      if (!isOnDisk(folder)) return await other.list(folder, isExcluded);
      await roots.add(URI.parse(folder).fsPath);
      return (await listFolder(folder, isExcluded)).map((file) => URI.file(file).toString());
    },
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
        ? await Promise.all(folders.map((folder) => entriesOf(URI.parse(folder).fsPath, roots)))
        : await other.entries(folders),
    belowRepository: async (folder) => (isOnDisk(folder) ? await belowRepository(URI.parse(folder).fsPath) : []),
  };
}

/** The folders that are open, and what they are behind links. */
class Roots {
  readonly #folders = new Map<string, string>();

  async add(folder: string): Promise<void> {
    this.#folders.set(folder, await realpath(folder).catch(() => folder));
  }

  /** Whether a path of an open folder leads to something beyond all of them. What is opened by itself may lie anywhere. */
  async leadsOut(file: string): Promise<boolean> {
    if (![...this.#folders.keys()].some((folder) => isBelow(folder, file))) return false;
    const real = await realpath(file).catch(() => undefined);
    return real !== undefined && ![...this.#folders.values()].some((folder) => isBelow(folder, real));
  }
}

function isBelow(folder: string, file: string): boolean {
  return file === folder || file.startsWith(folder.endsWith(path.sep) ? folder : folder + path.sep);
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

/** A folder and all below it that are entered, with the names of their files in order. Each is entered once, whatever links lead to it; links in a circle end there, and so do those that lead out of it. */
export async function* foldersIn(
  start: string,
  isExcluded: (uri: string) => boolean,
  visited = new Set<string>(),
  root?: string,
): AsyncGenerator<{ readonly folder: string; readonly names: readonly string[] }, void> {
  const names: string[] = [];
  const folders: string[] = [];
  try {
    const real = await realpath(start);
    root ??= real;
    if (visited.has(real) || !isBelow(root, real)) return;
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
  for (const folder of folders) yield* foldersIn(folder, isExcluded, visited, root);
}

async function leadsToFolder(link: string): Promise<boolean> {
  try {
    return (await stat(link)).isDirectory();
  } catch {
    return false;
  }
}

/** What a link leads to counts as what it is. */
async function entriesOf(folder: string, roots: Roots): Promise<readonly FolderEntry[] | undefined> {
  try {
    if (await roots.leadsOut(folder)) return undefined;
    const entries = await readdir(folder, { withFileTypes: true });
    const kinds = entries.map(async (entry): Promise<FolderEntry | undefined> => {
      const { name } = entry;
      const link = entry.isSymbolicLink() ? path.join(folder, name) : undefined;
      const found = link === undefined ? entry : await stat(link).catch(() => undefined);
      const kind = found?.isFile() === true ? 'file' : found?.isDirectory() === true ? 'folder' : undefined;
      if (kind === undefined) return undefined;
      return link !== undefined && (await roots.leadsOut(link)) ? { name, kind, leadsOut: true } : { name, kind };
    });
    return (await Promise.all(kinds)).filter((entry) => entry !== undefined);
  } catch {
    return undefined;
  }
}

/** Files of at most so many bytes; undefined for what is no file, is larger, or lies beyond the open folders. */
function readerOf<T>(roots: Roots, mostBytes: number, made: (bytes: Uint8Array) => T): (uri: string) => Promise<T | undefined> {
  return async (uri) => {
    try {
      const file = URI.parse(uri).fsPath;
      const found = await stat(file);
      if (!found.isFile() || found.size > mostBytes || (await roots.leadsOut(file))) return undefined;
      return made(await readFile(file));
    } catch {
      return undefined;
    }
  };
}
