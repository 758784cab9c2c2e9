import type { FileEvent } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { isReadPath, relevantText } from '../service/manifestFiles.ts';
import type { Service } from '../service/service.ts';
import { excludedWith, type Settings } from './configuration.ts';
import { FilePaths, parseAddress, type Folder } from './filePaths.ts';
import type { SourceReader } from '../service/sourceReader.ts';
import type { FileSource } from './fileSource.ts';
import { WorkspaceFiles } from './workspaceFiles.ts';

export interface WorkspaceOptions {
  readonly service: Service;
  readonly source: FileSource;
  /** What the client has open. */
  readonly documents: () => readonly TextDocument[];
  readonly failed: (what: string, error: unknown) => void;
}

/** The files under judgement: closed ones as they were read, and for each that the client has open the text that it has there, saved or not. */
export class Workspace {
  readonly #options: WorkspaceOptions;
  #paths = new FilePaths([], () => false);
  #files: WorkspaceFiles | undefined;
  /** Paths of open documents, by address. */
  readonly #open = new Map<string, string>();
  /** Paths that the service has a text of. */
  readonly #noted = new Set<string>();
  /** What happened while files are being read. */
  #held: FileEvent[] | undefined;
  #readings = 0;
  #read = false;

  constructor(options: WorkspaceOptions) {
    this.#options = options;
  }

  /**
   * Reads every file of the folders, again if they were read before; until that is done what was known stays, since what is missing may only not have been read yet.
   * False when another reading has begun meanwhile.
   */
  async readAll(folders: readonly Folder[], settings: Settings, progress: (done: number, all: number) => void): Promise<boolean> {
    const { service, source, documents, failed } = this.#options;
    const reading = ++this.#readings;
    const held: FileEvent[] = [];
    this.#held = held;
    this.#files?.dispose();
    const paths = new FilePaths(folders, excludedWith(settings));
    const files = new WorkspaceFiles({
      paths,
      source,
      note: (path, text) => this.#noteClosed(path, text),
      changed: (path) => service.sourceChanged(path),
      failed,
    });
    this.#files = files;
    const texts = await files.readAll(folders, progress);
    const placed = await Promise.all(
      paths.folders.map(async (folder) => ({ ...folder, above: await source.belowRepository?.(paths.folderUriOf(folder.path) ?? '') })),
    );
    if (reading !== this.#readings) return false;

    this.#held = undefined;
    this.#paths = paths;
    this.#read = true;
    this.#open.clear();
    const gone = new Set(this.#noted);
    for (const document of documents()) {
      const path = this.#pathOfOpen(document);
      if (path === undefined) continue;
      this.#open.set(document.uri, path);
      texts.delete(path);
      gone.delete(path);
      this.#noteOpen(path, document);
    }
    for (const [path, text] of texts) {
      gone.delete(path);
      this.#note(path, text);
    }
    for (const path of gone) this.#note(path, undefined);
    service.setFolders(placed);
    service.complete();
    files.noteEvents(held);
    return true;
  }

  /** A document was opened or edited. */
  documentChanged(document: TextDocument): void {
    if (!this.#read) return;
    const path = this.#open.get(document.uri) ?? this.#pathOfOpen(document);
    if (path === undefined) return;
    this.#open.set(document.uri, path);
    this.#noteOpen(path, document);
  }

  /** From now on the file counts again, if there is one. */
  documentClosed({ uri }: TextDocument): void {
    const path = this.#open.get(uri);
    if (path === undefined) return;
    this.#open.delete(uri);
    this.#options.service.setSource(path, undefined);
    if (this.#paths.inWorkspace(uri) !== undefined && isReadPath(path)) this.#files?.reread(uri);
    else this.#note(path, undefined);
  }

  /** What the client tells of files and folders. */
  noteEvents(events: readonly FileEvent[]): void {
    if (this.#held === undefined) this.#files?.noteEvents(events);
    else this.#held.push(...events);
  }

  /** Resolves when all changes that have been told of have been noted. */
  async followed(): Promise<void> {
    await this.#files?.followed();
  }

  /** Path of a document that the client has open and that is read here. */
  pathOf(uri: string): string | undefined {
    return this.#open.get(uri);
  }

  /** Path of any file below a folder of the workspace, read or not; undefined for one outside of all. */
  pathWithin(uri: string): string | undefined {
    return this.#paths.inWorkspace(uri);
  }

  uriOf(path: string): string | undefined {
    return this.#paths.uriOf(path);
  }

  /** What rendering reads besides manifests. */
  get sources(): SourceReader {
    const { source } = this.#options;
    return {
      read: async (paths) => {
        const uris = paths.map((path) => this.#paths.uriOf(path));
        const wanted = uris.filter((uri) => uri !== undefined);
        const contents = await source.readBytes(wanted);
        let next = 0;
        return uris.map((uri) => (uri === undefined ? undefined : contents[next++]));
      },
      list: async (folders) => {
        const uris = folders.map((folder) => this.#paths.folderUriOf(folder));
        const wanted = uris.filter((uri) => uri !== undefined);
        const listed = await source.entries(wanted);
        return uris.map((uri) => (uri === undefined ? undefined : listed[wanted.indexOf(uri)]));
      },
    };
  }

  /** Whether a file or folder is left out, or lies outside of the workspace. */
  isExcluded(uri: string): boolean {
    return this.#paths.inWorkspace(uri) === undefined && this.#paths.workspaceFolder(uri) === undefined;
  }

  /** Paths of open documents, the one opened last first. */
  get shown(): readonly string[] {
    return [...this.#open.values()].reverse();
  }

  #noteClosed(path: string, text: string | undefined): void {
    for (const open of this.#open.values()) if (open === path) return;
    this.#note(path, text);
  }

  /** What holds no manifest may be a template, or values: rendering has it from here as well. */
  #noteOpen(path: string, document: TextDocument): void {
    const text = document.getText();
    const relevant = mayBeManifest(document) ? this.#note(path, text) : undefined;
    this.#options.service.setSource(path, relevant === undefined || relevant === '' ? text : undefined);
  }

  /** Returns what of the text is worth keeping as a manifest's. */
  #note(path: string, text: string | undefined): string | undefined {
    const relevant = text === undefined ? undefined : relevantText(path, text);
    if (relevant !== undefined) this.#noted.add(path);
    else if (!this.#noted.delete(path)) return undefined;
    this.#options.service.setFile(path, relevant);
    return relevant;
  }

  #pathOfOpen(document: TextDocument): string | undefined {
    const isOurs = mayBeManifest(document) || this.#paths.inWorkspace(document.uri) !== undefined;
    return isOurs ? this.#paths.pathOf(document.uri) : undefined;
  }
}

function mayBeManifest({ uri, languageId }: TextDocument): boolean {
  return languages.has(languageId) || isReadPath(parseAddress(uri)?.path ?? '');
}

const languages: ReadonlySet<string> = new Set(['yaml', 'json', 'jsonc']);
