import { FileChangeType, type FileEvent } from 'vscode-languageserver';
import { isReadPath } from '../service/manifestFiles.ts';
import { parseAddress, type FilePaths, type Folder } from './filePaths.ts';
import type { FileSource } from './fileSource.ts';

/** How many files are asked for at once, and how many such questions are under way. */
const batch = 32;
const batchesAtOnce = 2;

export interface WorkspaceFilesOptions {
  readonly paths: FilePaths;
  readonly source: FileSource;
  /** The text of a file; undefined: there is none (any longer). */
  readonly note: (path: string, text: string | undefined) => void;
  /** Something has happened to a file or a folder that may be none with manifests. */
  readonly changed: (path: string) => void;
  readonly failed: (what: string, error: unknown) => void;
}

/** The closed files of the workspace: reads them all once, then follows what happens to them. */
export class WorkspaceFiles {
  readonly #options: WorkspaceFilesOptions;
  /** Paths of the files that are there. */
  readonly #known = new Set<string>();
  readonly #changed = new Set<string>();
  #working: Promise<void> | undefined;
  #disposed = false;

  constructor(options: WorkspaceFilesOptions) {
    this.#options = options;
  }

  /** The texts of all files of the folders, by path; `progress` is told how many have been read. */
  async readAll(folders: readonly Folder[], progress: (done: number, all: number) => void): Promise<Map<string, string>> {
    const found = await Promise.all(folders.map(({ uri }) => this.#list(uri)));
    const files = [...new Set(found.flat())];
    const texts = new Map<string, string>();
    let done = 0;
    await this.#read(files, (path, text) => {
      if (text !== undefined) texts.set(path, text);
      progress(++done, files.length);
    });
    return texts;
  }

  /** What the client tells of files and folders, of manifests and of others. */
  noteEvents(events: readonly FileEvent[]): void {
    for (const { uri, type } of events) {
      const path = parseAddress(uri)?.path ?? '';
      const known = this.#options.paths.inWorkspace(uri);
      if (known !== undefined) this.#options.changed(known);
      if (type === FileChangeType.Deleted) this.#forget(uri);
      else if (isReadPath(path) || (type === FileChangeType.Created && mayBeFolder(path))) this.reread(uri);
    }
  }

  /** Looks at a file again: it has changed, or the editor that stood for it was closed. */
  reread(uri: string): void {
    this.#changed.add(uri);
    this.#working ??= this.#work();
  }

  /** Resolves when all changes that have been told of have been noted. */
  async followed(): Promise<void> {
    await this.#working;
  }

  dispose(): void {
    this.#disposed = true;
  }

  /** A file has gone, or a folder with all that was in it. */
  #forget(uri: string): void {
    const { paths, note } = this.#options;
    const gone = paths.inWorkspace(uri) ?? paths.workspaceFolder(uri);
    if (gone === undefined) return;
    this.#changed.delete(uri);
    for (const path of this.#known.has(gone) ? [gone] : [...this.#known].filter((known) => known.startsWith(`${gone}/`))) {
      this.#known.delete(path);
      note(path, undefined);
    }
  }

  /** Works the changes off, those included that come in meanwhile; a checkout of a branch makes many at once. */
  async #work(): Promise<void> {
    const { note, failed } = this.#options;
    try {
      while (this.#changed.size > 0 && !this.#disposed) {
        const uris = [...this.#changed];
        this.#changed.clear();
        const isFile = (uri: string) => isReadPath(parseAddress(uri)?.path ?? '');
        await this.#read(uris.filter(isFile), note);
        for (const folder of uris.filter((uri) => !isFile(uri))) await this.#read(await this.#list(folder), note);
      }
    } catch (error) {
      failed('Following a change of files', error);
    } finally {
      this.#working = undefined;
    }
  }

  async #list(folder: string): Promise<readonly string[]> {
    const { paths, source } = this.#options;
    const listed = await source.list(folder, (uri) => uri !== folder && paths.inWorkspace(uri) === undefined);
    return listed.filter((uri) => isReadPath(parseAddress(uri)?.path ?? ''));
  }

  async #read(uris: readonly string[], note: WorkspaceFilesOptions['note']): Promise<void> {
    const { paths, source } = this.#options;
    const wanted = uris.flatMap((uri) => {
      const path = paths.inWorkspace(uri);
      return path === undefined ? [] : [{ uri, path }];
    });
    let next = 0;
    const worker = async (): Promise<void> => {
      while (next < wanted.length && !this.#disposed) {
        const some = wanted.slice(next, (next += batch));
        const texts = await source.read(some.map(({ uri }) => uri));
        some.forEach(({ path }, index) => this.#take(path, texts[index], note));
      }
    };
    await Promise.all(Array.from({ length: batchesAtOnce }, worker));
  }

  #take(path: string, text: string | undefined, note: WorkspaceFilesOptions['note']): void {
    if (this.#disposed) return;
    if (text === undefined) this.#known.delete(path);
    else this.#known.add(path);
    note(path, text);
  }
}

/** Whether a name could be that of a folder: most files have an ending that says otherwise. */
function mayBeFolder(path: string): boolean {
  return !/\.[a-z][a-z0-9]{0,5}$/i.test(path);
}
