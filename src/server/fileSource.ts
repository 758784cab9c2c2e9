import { foreignFolders, mostCharacters } from '../service/manifestFiles.ts';
import type { FolderEntry } from '../service/sourceReader.ts';
import type { ListedFiles, ServerRequests } from './protocol.ts';

/** Where closed files are read from: the disk, or the client for what the server cannot reach. Never throws: what cannot be read is as good as not there. */
export interface FileSource {
  /** Addresses of all files at or below a folder that may hold manifests, by their names; a folder that `isExcluded` need not be entered. */
  list(folder: string, isExcluded: (uri: string) => boolean): Promise<readonly string[]>;
  /** Texts in the order asked for; undefined for a file that is not there, cannot be read or is too large. */
  read(uris: readonly string[]): Promise<readonly (string | undefined)[]>;
  /** Contents in the order asked for, of files of any kind; undefined as in `read`. */
  readBytes(uris: readonly string[]): Promise<readonly (Uint8Array | undefined)[]>;
  /** What stands right in each folder; undefined for what is no folder. */
  entries(folders: readonly string[]): Promise<readonly (readonly FolderEntry[] | undefined)[]>;
  /** Names of the folders from the root of the repository that a folder lies in down to the folder itself, without the root's; empty where it is the root, or lies in none. Absent: nobody can tell. */
  belowRepository?(folder: string): Promise<readonly string[]>;
}

/** Characters take up to four bytes: a file beyond that is surely too large, and need not be fetched to know it. */
export const mostBytes = mostCharacters * 4;

/** Files that the client lists and reads. */
export function clientFiles(
  ask: <M extends keyof ServerRequests>(method: M, params: ServerRequests[M]['params']) => Promise<ServerRequests[M]['result']>,
): FileSource {
  return {
    list: async (folder) => {
      const asked: ListedFiles = { folder, names: ['*.yaml', '*.yml', '*.json', 'Kustomization'], skipped: foreignFolders };
      return await ask('edgeNetwork/files/list', asked).catch(() => []);
    },
    read: async (uris) => {
      const texts = await ask('edgeNetwork/files/read', { uris, mostBytes }).catch(() => []);
      return uris.map((_, index) => texts[index] ?? undefined);
    },
    readBytes: async (uris) => {
      const contents = await ask('edgeNetwork/files/readBytes', { uris, mostBytes: mostCharacters }).catch(() => []);
      return uris.map((_, index) => {
        const content = contents[index];
        return typeof content === 'string' ? Uint8Array.from(atob(content), (character) => character.charCodeAt(0)) : undefined;
      });
    },
    entries: async (folders) => {
      const listed = await ask('edgeNetwork/files/entries', { folders }).catch(() => []);
      return folders.map((_, index) => listed[index] ?? undefined);
    },
  };
}

/** For a client that reads nothing. */
export const noFiles: FileSource = {
  list: () => Promise.resolve([]),
  read: (uris) => Promise.resolve(uris.map(() => undefined)),
  readBytes: (uris) => Promise.resolve(uris.map(() => undefined)),
  entries: (folders) => Promise.resolve(folders.map(() => undefined)),
};
