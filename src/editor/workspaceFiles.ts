import * as vscode from 'vscode';
import { isManifestPath } from '../manifests/manifestFiles.ts';
import type { FilePaths } from './filePaths.ts';
import { findManifestFiles, forEachOf, readFile } from './fileReader.ts';

/** Reads of one file system at a time; more does not make it faster. */
const readsAtOnce = 16;

export interface WorkspaceFilesOptions {
  readonly paths: FilePaths;
  /** The text of a file; undefined: there is none (any longer). */
  readonly note: (path: string, text: string | undefined) => void;
  /** Everything that was known to have changed has been noted. */
  readonly settled: () => void;
  readonly failed: (what: string, error: unknown) => void;
}

/** The closed files of the workspace: reads them all once, then follows what happens to them. Reads by `workspace.fs`, so that no other extension takes notice. */
export class WorkspaceFiles implements vscode.Disposable {
  readonly #options: WorkspaceFilesOptions;
  readonly #cancellation = new vscode.CancellationTokenSource();
  readonly #subscriptions: vscode.Disposable[] = [];
  readonly #changed = new Map<string, vscode.Uri>();
  #working = false;

  constructor(options: WorkspaceFilesOptions) {
    this.#options = options;
    // Of a folder that comes or goes, a file system may tell of the folder alone; so all names are watched, and most are dropped at once.
    const watcher = vscode.workspace.createFileSystemWatcher('**/*');
    this.#subscriptions.push(
      watcher,
      watcher.onDidCreate((uri) => this.#appeared(uri)),
      watcher.onDidChange((uri) => {
        if (isManifestPath(uri.path)) this.reread(uri);
      }),
      watcher.onDidDelete((uri) => this.#vanished(uri)),
      // What the user does in the explorer is told of even where a file system cannot be watched.
      vscode.workspace.onDidCreateFiles(({ files }) => files.forEach((uri) => this.#appeared(uri))),
      vscode.workspace.onDidDeleteFiles(({ files }) => files.forEach((uri) => this.#vanished(uri))),
      vscode.workspace.onDidRenameFiles(({ files }) => {
        for (const { oldUri, newUri } of files) {
          this.#vanished(oldUri);
          this.#appeared(newUri);
        }
      }),
    );
  }

  /** Reads every file of the folders; `progress` is told how many are done. */
  async readAll(folders: readonly vscode.WorkspaceFolder[], progress: (done: number, all: number) => void): Promise<void> {
    const { token } = this.#cancellation;
    const found = await Promise.all(folders.map(({ uri }) => findManifestFiles(uri, token)));
    const files = found.flat();
    let done = 0;
    await forEachOf(files, readsAtOnce, async (uri) => {
      if (token.isCancellationRequested) return;
      await this.#read(uri);
      progress(++done, files.length);
    });
  }

  /** Looks at a file again: it has changed, or the editor that stood for it was closed. */
  reread(uri: vscode.Uri): void {
    this.#changed.set(uri.toString(), uri);
    if (!this.#working) void this.#work();
  }

  dispose(): void {
    this.#cancellation.cancel();
    this.#cancellation.dispose();
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  #appeared(uri: vscode.Uri): void {
    if (isManifestPath(uri.path) || mayBeFolder(uri)) this.reread(uri);
  }

  #vanished(uri: vscode.Uri): void {
    const { paths, note, settled } = this.#options;
    const gone = [...paths.below(uri)];
    for (const path of gone) note(path, undefined);
    if (gone.length > 0) settled();
  }

  /** Works the changes off, those included that come in meanwhile; a checkout of a branch makes many at once. */
  async #work(): Promise<void> {
    this.#working = true;
    try {
      while (this.#changed.size > 0 && !this.#cancellation.token.isCancellationRequested) {
        const uris = [...this.#changed.values()];
        this.#changed.clear();
        await forEachOf(uris, readsAtOnce, (uri) => (isManifestPath(uri.path) ? this.#read(uri) : this.#readIfFolder(uri)));
      }
      if (!this.#cancellation.token.isCancellationRequested) this.#options.settled();
    } catch (error) {
      this.#options.failed('Following a change of files', error);
    } finally {
      this.#working = false;
    }
  }

  async #readIfFolder(uri: vscode.Uri): Promise<void> {
    try {
      if (((await vscode.workspace.fs.stat(uri)).type & vscode.FileType.Directory) === 0) return;
    } catch {
      return;
    }
    if (this.#options.paths.inWorkspace(uri) === undefined) return;
    for (const file of await findManifestFiles(uri, this.#cancellation.token)) await this.#read(file);
  }

  async #read(uri: vscode.Uri): Promise<void> {
    const path = this.#options.paths.inWorkspace(uri);
    if (path === undefined) return;
    const text = await readFile(uri, path);
    if (!this.#cancellation.token.isCancellationRequested) this.#options.note(path, text);
  }
}

/** Whether a name could be that of a folder: most files have an ending that says otherwise. */
function mayBeFolder(uri: vscode.Uri): boolean {
  return !/\.[a-z][a-z0-9]{0,5}$/i.test(uri.path);
}
