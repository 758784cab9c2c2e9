import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { URI } from 'vscode-uri';
import { decodeText, foreignFolders, isManifestPath } from '../service/manifestFiles.ts';
import { parseAddress } from './filePaths.ts';
import { mostBytes, type FileSource } from './fileSource.ts';

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
  };
}

function isOnDisk(uri: string): boolean {
  return parseAddress(uri)?.scheme === 'file';
}

async function listFolder(start: string, isExcluded: (uri: string) => boolean): Promise<readonly string[]> {
  const files: string[] = [];
  const visited = new Set<string>();
  const enter = async (folder: string): Promise<void> => {
    try {
      const real = await realpath(folder);
      if (visited.has(real)) return;
      visited.add(real);
      const entries = await readdir(folder, { withFileTypes: true });
      for (const entry of entries.sort((one, other) => (one.name < other.name ? -1 : 1))) {
        const child = path.join(folder, entry.name);
        const isFolder = entry.isDirectory() || (entry.isSymbolicLink() && (await leadsToFolder(child)));
        if (!isFolder) {
          if (isManifestPath(entry.name)) files.push(child);
        } else if (!foreignFolders.includes(entry.name) && !isExcluded(URI.file(child).toString())) await enter(child);
      }
    } catch {
      // Gone meanwhile, or not to be read: as good as not there.
    }
  };
  await enter(URI.parse(start).fsPath);
  return files;
}

async function leadsToFolder(link: string): Promise<boolean> {
  try {
    return (await stat(link)).isDirectory();
  } catch {
    return false;
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
