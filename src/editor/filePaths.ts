import * as vscode from 'vscode';
import { excludedIn } from './settings.ts';

/**
 * Paths for the analysis, and the way back. A file of the workspace is `folder name/relative path`, whatever its scheme; one that is open from elsewhere
 * is named by its address, so that the files of its folder make a cluster of their own, as do untitled ones each.
 */
export class FilePaths {
  /** As the analysis knows them. */
  readonly folders: readonly { readonly name: string; readonly path: string }[];
  readonly #folders: readonly Folder[];
  readonly #uris = new Map<string, vscode.Uri>();

  constructor(folders: readonly vscode.WorkspaceFolder[]) {
    const names = new Set<string>();
    this.#folders = folders.map((folder) => {
      // The name is the user's to choose, so it may hold a slash or stand twice.
      let path = folder.name.replaceAll('/', '-') || 'workspace';
      while (names.has(path)) path += '~';
      names.add(path);
      return { folder, path, isExcluded: excludedIn(folder) };
    });
    this.folders = this.#folders.map(({ folder, path }) => ({ name: folder.name, path }));
  }

  /** Path of a file in a workspace folder; undefined for one outside of all, and for one that settings exclude. */
  inWorkspace(uri: vscode.Uri): string | undefined {
    const owner = vscode.workspace.getWorkspaceFolder(uri);
    const known = owner === undefined ? undefined : this.#folders.find(({ folder }) => folder.uri.toString() === owner.uri.toString());
    if (known === undefined) return undefined;
    const base = known.folder.uri.path.replace(/\/$/, '');
    const relative = uri.path.slice(base.length + 1);
    return relative === '' || known.isExcluded(relative) ? undefined : this.#note(`${known.path}/${relative}`, uri);
  }

  /** Path of a file that is open from outside the workspace; undefined for what is no file (a side of a comparison, an output). */
  fromElsewhere(uri: vscode.Uri): string | undefined {
    if (vscode.workspace.getWorkspaceFolder(uri) !== undefined) return undefined;
    if (uri.scheme === 'untitled') return this.#note(`untitled:/${uri.path}/${uri.path.split('/').at(-1) ?? ''}`, uri);
    if (vscode.workspace.fs.isWritableFileSystem(uri.scheme) !== true || !inFolder.test(uri.path)) return undefined;
    return this.#note(`${uri.scheme}://${uri.authority}${uri.path}`, uri);
  }

  uriOf(path: string): vscode.Uri | undefined {
    return this.#uris.get(path);
  }

  /** The workspace folder that a path lies in: its own path, and an address below it. Undefined for a file from elsewhere. */
  folderOf(path: string): { readonly path: string; readonly uriOf: (relativePath: string) => vscode.Uri } | undefined {
    const known = this.#folders.find((folder) => path.startsWith(`${folder.path}/`));
    return known === undefined
      ? undefined
      : { path: known.path, uriOf: (relativePath) => vscode.Uri.joinPath(known.folder.uri, relativePath) };
  }

  /** Known paths at or below an address. */
  *below(uri: vscode.Uri): Iterable<string> {
    const start = `${uri.path.replace(/\/$/, '')}/`;
    for (const [path, known] of this.#uris) {
      if (known.scheme === uri.scheme && known.authority === uri.authority && (known.path === uri.path || known.path.startsWith(start)))
        yield path;
    }
  }

  #note(path: string, uri: vscode.Uri): string {
    if (!this.#uris.has(path)) this.#uris.set(path, uri);
    return path;
  }
}

interface Folder {
  readonly folder: vscode.WorkspaceFolder;
  readonly path: string;
  readonly isExcluded: (relativePath: string) => boolean;
}

const inFolder = /\/[^/]+$/;
