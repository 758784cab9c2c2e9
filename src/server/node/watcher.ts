import { watch, type FSWatcher } from 'node:fs';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { FileChangeType, type FileEvent } from 'vscode-languageserver';
import { URI } from 'vscode-uri';
import { foldersIn } from './files.ts';
import { parseAddress } from '../filePaths.ts';

/** A checkout of a branch changes many files within moments. */
const gathering = 100;

/**
 * Tells of what happens to files and folders on the disk. Folder by folder: watching a tree at once would watch each file of it on Linux, and
 * folders of other people's files as well. Where the system watches no more, the rest goes unnoticed.
 */
export function watchFolders(
  folders: readonly string[],
  isExcluded: (uri: string) => boolean,
  listener: (events: readonly FileEvent[]) => void,
): () => void {
  const watchers = new Map<string, FSWatcher>();
  const changed = new Set<string>();
  const visited = new Set<string>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let ended = false;

  const unwatch = (folder: string): void => {
    watchers.get(folder)?.close();
    watchers.delete(folder);
  };
  const note = (file: string): void => {
    changed.add(file);
    timer ??= setTimeout(() => void tell(), gathering);
  };
  const watchOne = (folder: string): void => {
    if (ended || watchers.has(folder)) return;
    try {
      const watcher = watch(folder, (_, name) => {
        if (name !== null) note(path.join(folder, name));
      });
      watcher.on('error', () => unwatch(folder));
      watchers.set(folder, watcher);
    } catch {
      // Gone, or one too many.
    }
  };
  const watchTree = async (start: string): Promise<void> => {
    for await (const { folder } of foldersIn(start, isExcluded, visited)) watchOne(folder);
  };
  const tell = async (): Promise<void> => {
    timer = undefined;
    const files = [...changed];
    changed.clear();
    const events = (await Promise.all(files.map(eventOf))).filter((event) => event !== undefined);
    if (!ended && events.length > 0) listener(events);
  };
  const eventOf = async (file: string): Promise<FileEvent | undefined> => {
    const uri = URI.file(file).toString();
    try {
      if ((await stat(file)).isDirectory()) {
        if (watchers.has(file) || isExcluded(uri)) return undefined;
        visited.clear();
        await watchTree(file);
        return { uri, type: FileChangeType.Created };
      }
      return { uri, type: FileChangeType.Changed };
    } catch {
      for (const folder of [...watchers.keys()]) if (folder === file || folder.startsWith(`${file}${path.sep}`)) unwatch(folder);
      return { uri, type: FileChangeType.Deleted };
    }
  };

  for (const folder of folders) if (parseAddress(folder)?.scheme === 'file') void watchTree(URI.parse(folder).fsPath);
  return () => {
    ended = true;
    clearTimeout(timer);
    for (const folder of [...watchers.keys()]) unwatch(folder);
  };
}
