import { existsSync } from 'node:fs';
import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { mostCharacters } from '../service/manifestFiles.ts';
import type { FolderEntry, SourceReader } from '../service/sourceReader.ts';

/**
 * What rendering reads besides the manifests of the paths that were given: below the current folder, and below the repositories that the paths lie in, also where a link leads.
 * Paths are relative to the current folder.
 */
export function diskSources(currentFolder: string, folders: readonly string[]): SourceReader {
  const roots = [...new Set([currentFolder, ...folders.map((folder) => repositoryOf(path.resolve(currentFolder, folder)))])];
  const real = Promise.all(roots.map((root) => realpath(root).catch(() => root)));
  const allowed = async (relative: string): Promise<string | undefined> => {
    const target = await realpath(path.resolve(currentFolder, relative)).catch(() => undefined);
    return target !== undefined && (await real).some((root) => isBelow(root, target)) ? target : undefined;
  };
  return {
    read: (paths) =>
      Promise.all(
        paths.map(async (each) => {
          const target = await allowed(each);
          const found = target === undefined ? undefined : await stat(target).catch(() => undefined);
          if (target === undefined || found?.isFile() !== true || found.size > mostCharacters) return undefined;
          return await readFile(target).catch(() => undefined);
        }),
      ),
    list: (asked) =>
      Promise.all(
        asked.map(async (each) => {
          const target = await allowed(each);
          return target === undefined ? undefined : await entriesOf(target, async (link) => (await allowed(link)) === undefined);
        }),
      ),
  };
}

async function entriesOf(folder: string, leadsOut: (link: string) => Promise<boolean>): Promise<readonly FolderEntry[] | undefined> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => undefined);
  if (entries === undefined) return undefined;
  const kinds = entries.map(async (entry): Promise<FolderEntry | undefined> => {
    const { name } = entry;
    const link = entry.isSymbolicLink() ? path.join(folder, name) : undefined;
    const found = link === undefined ? entry : await stat(link).catch(() => undefined);
    const kind = found?.isFile() === true ? 'file' : found?.isDirectory() === true ? 'folder' : undefined;
    if (kind === undefined) return undefined;
    return link !== undefined && (await leadsOut(link)) ? { name, kind, leadsOut: true } : { name, kind };
  });
  return (await Promise.all(kinds)).filter((entry) => entry !== undefined);
}

/** The nearest folder at or above that holds a repository; the folder itself where none does. */
function repositoryOf(folder: string): string {
  for (let at = folder; ; at = path.dirname(at)) {
    if (existsSync(path.join(at, '.git'))) return at;
    if (path.dirname(at) === at) return folder;
  }
}

function isBelow(root: string, target: string): boolean {
  const relative = path.relative(root, target);
  return relative === '' || (!relative.startsWith('..') && !path.isAbsolute(relative));
}
