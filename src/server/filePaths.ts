import { URI, Utils } from 'vscode-uri';
import type { ServiceFolder } from '../service/service.ts';

/** A folder of the workspace, as the client names it. */
export interface Folder {
  readonly name: string;
  readonly uri: string;
}

/**
 * Paths for the service, and the way back. A file of the workspace is `folder name/relative path`, whatever its scheme; one that is open from elsewhere
 * is named by its address, so that the files of its folder make a cluster of their own, as do untitled ones each.
 */
export class FilePaths {
  /** As the service knows them. */
  readonly folders: readonly ServiceFolder[];
  /** The innermost first, where one lies in another. */
  readonly #folders: readonly KnownFolder[];
  /** As the client spells the addresses of open documents. */
  readonly #spelled = new Map<string, string>();

  /** `isExcluded` tells of a folder's address and a path below it whether settings leave that out. */
  constructor(folders: readonly Folder[], isExcluded: (folder: string, relativePath: string) => boolean) {
    const names = new Set<string>();
    const known = folders.flatMap(({ name, uri }): readonly KnownFolder[] => {
      const address = parseAddress(uri);
      if (address === undefined) return [];
      // The name is the user's to choose, so it may hold a slash or stand twice.
      let path = name.replaceAll('/', '-') || 'workspace';
      while (names.has(path)) path += '~';
      names.add(path);
      return [{ name, path, address, start: startOf(address), isExcluded: (relativePath) => isExcluded(uri, relativePath) }];
    });
    this.folders = known.map((folder) => ({ name: folder.name, path: folder.path }));
    this.#folders = known.sort((one, other) => other.start.length - one.start.length);
  }

  /** Path of a document that the client has open; undefined for what is no file, and for one that settings exclude. Its address is spelled so from now on. */
  pathOf(uri: string): string | undefined {
    const address = parseAddress(uri);
    if (address === undefined) return undefined;
    const path = this.#ownerOf(keyOf(address)) === undefined ? elsewhere(address) : this.inWorkspace(uri);
    if (path !== undefined) this.#spelled.set(path, uri);
    return path;
  }

  /** Path of a file or folder below a folder of the workspace; undefined for one outside of all, and for one that settings exclude. */
  inWorkspace(uri: string): string | undefined {
    const address = parseAddress(uri);
    const key = address === undefined ? '' : keyOf(address);
    const owner = this.#ownerOf(key);
    const relative = owner === undefined ? '' : key.slice(owner.start.length);
    return owner === undefined || relative === '' || owner.isExcluded(relative) ? undefined : `${owner.path}/${relative}`;
  }

  /** Path of a folder of the workspace itself. */
  workspaceFolder(uri: string): string | undefined {
    const address = parseAddress(uri);
    return address === undefined ? undefined : this.#folders.find(({ start }) => start === startOf(address))?.path;
  }

  /** The address of a path; of a file that is not there (yet) as well, when it lies in the workspace. */
  uriOf(path: string): string | undefined {
    const spelled = this.#spelled.get(path);
    if (spelled !== undefined) return spelled;
    const folder = this.#folders.find((candidate) => path.startsWith(`${candidate.path}/`));
    return folder === undefined ? undefined : Utils.joinPath(folder.address, path.slice(folder.path.length + 1)).toString();
  }

  /** The address of a folder in the workspace, be it a folder of the workspace itself. */
  folderUriOf(path: string): string | undefined {
    const whole = this.#folders.find((candidate) => candidate.path === path);
    return whole === undefined ? this.uriOf(path) : whole.address.toString();
  }

  #ownerOf(key: string): KnownFolder | undefined {
    return this.#folders.find(({ start }) => key.startsWith(start));
  }
}

interface KnownFolder extends ServiceFolder {
  readonly address: URI;
  readonly start: string;
  readonly isExcluded: (relativePath: string) => boolean;
}

/** Undefined for a text that is no address. */
export function parseAddress(uri: string): URI | undefined {
  try {
    return URI.parse(uri, true);
  } catch {
    return undefined;
  }
}

/** One spelling of an address: editors write a drive's letter large or small, and escape more or less. */
function keyOf({ scheme, authority, path }: URI): string {
  return `${scheme}://${authority}${path.replace(/^\/[A-Z]:/, (drive) => drive.toLowerCase())}`;
}

/** How the addresses in a folder begin. */
function startOf(folder: URI): string {
  return `${keyOf(folder).replace(/\/$/, '')}/`;
}

function elsewhere(address: URI): string | undefined {
  const { scheme, path } = address;
  if (scheme === 'untitled') return `untitled:/${path}/${path.split('/').at(-1) ?? ''}`;
  return /\/[^/]+$/.test(path) ? keyOf(address) : undefined;
}
