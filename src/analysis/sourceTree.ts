import { decodeText } from '../base/decodeText.ts';
import { baseName, folderOf } from '../base/path.ts';
import type { SourceEntry, Sources } from '../rendering/sources.ts';

/** What rendering asked for and nobody has said yet. */
export interface Wanted {
  readonly files: readonly string[];
  readonly folders: readonly string[];
}

/**
 * The files as rendering sees them: the texts under judgement, and what hosts read besides because rendering asked for it. What is not known counts as not there, and is
 * noted as wanted; each path is asked for once, until it is said to have changed.
 */
export class SourceTree implements Sources {
  readonly #textOf: (path: string) => string | undefined;
  /** Of files that are no text under judgement; undefined: there is none. */
  readonly #contents = new Map<string, { readonly bytes: Uint8Array; text: string | undefined } | undefined>();
  readonly #folders = new Map<string, readonly SourceEntry[] | undefined>();
  /** By folder that nobody had listed: the paths in it that were asked for meanwhile. */
  readonly #unlisted = new Map<string, Set<string>>();
  #wantedFiles = new Set<string>();
  #wantedFolders = new Set<string>();

  /** `textOf`: of a file under judgement, as a manifest's; empty also for one whose text is not kept. */
  constructor(textOf: (path: string) => string | undefined) {
    this.#textOf = textOf;
  }

  /** Whether rendering has looked at a path, or at what stands in a folder above it: that may come or go with it. */
  knows(path: string): boolean {
    if (this.#contents.has(path) || this.#folders.has(path)) return true;
    for (let folder = path; folder !== '';) {
      folder = folderOf(folder);
      if (this.#folders.has(folder)) return true;
    }
    return false;
  }

  /** Whether what stands at a path has been noted, be it that there is nothing. */
  hasRead(path: string): boolean {
    return this.#contents.has(path);
  }

  noteFile(path: string, bytes: Uint8Array | undefined): void {
    this.#contents.set(path, bytes === undefined ? undefined : { bytes, text: undefined });
  }

  /** `entries`: undefined where there is no such folder. Returns the paths of which something else may have been said before. */
  noteFolder(folder: string, entries: readonly SourceEntry[] | undefined): Iterable<string> {
    this.#folders.set(
      folder,
      entries?.toSorted((one, other) => (one.name < other.name ? -1 : 1)),
    );
    const asked = this.#unlisted.get(folder) ?? [];
    this.#unlisted.delete(folder);
    return [folder, ...asked];
  }

  /** What stands in a file is of no use any longer; that it is there still counts. */
  drop(path: string): void {
    this.#contents.delete(path);
  }

  /** Something has come, gone or changed: what was said of it counts no longer. */
  forget(path: string): void {
    this.#contents.delete(path);
    this.#folders.delete(path);
    // With the last file of a folder the folder may have gone, with the first it may have come.
    for (let folder = path; folder !== '';) {
      folder = folderOf(folder);
      this.#folders.delete(folder);
    }
  }

  takeWanted(): Wanted | undefined {
    const files = [...this.#wantedFiles];
    const folders = [...this.#wantedFolders];
    this.#wantedFiles = new Set();
    this.#wantedFolders = new Set();
    return files.length + folders.length === 0 ? undefined : { files, folders };
  }

  readonly bytes = (path: string): Uint8Array | undefined => {
    const known = this.#known(path);
    return known ?? (this.kindOf(path) === 'file' ? this.#asked(path)?.bytes : undefined);
  };

  readonly text = (path: string): string | undefined => {
    const text = this.#textOf(path);
    if (text !== undefined && text !== '') return text;
    if (this.kindOf(path) !== 'file') return undefined;
    const content = this.#asked(path);
    return content === undefined ? undefined : (content.text ??= decodeText(content.bytes));
  };

  readonly list = (folder: string): readonly SourceEntry[] | undefined => {
    if (!this.#folders.has(folder)) this.#wantedFolders.add(folder);
    return this.#folders.get(folder);
  };

  readonly kindOf = (path: string): 'file' | 'folder' | undefined => {
    if (path === '') return 'folder';
    if (this.#textOf(path) !== undefined) return 'file';
    const folder = folderOf(path);
    if (!this.#folders.has(folder)) {
      const asked = this.#unlisted.get(folder);
      if (asked === undefined) this.#unlisted.set(folder, new Set([path]));
      else asked.add(path);
    }
    const around = this.list(folder);
    if (around !== undefined) return around.find(({ name }) => name === baseName(path))?.kind;
    // What lies above the workspace is listed by nobody; a folder of the workspace is.
    return this.list(path) === undefined ? undefined : 'folder';
  };

  /** Links are the hosts' business: what they list is what links lead to, and whether that is beyond what may be looked at. */
  readonly realPath = (path: string): string | undefined => (this.kindOf(path) === undefined || this.#leadsOut(path) ? undefined : path);

  #leadsOut(path: string): boolean {
    for (let at = path; at !== ''; at = folderOf(at)) {
      const entry = this.#folders.get(folderOf(at))?.find(({ name }) => name === baseName(at));
      if (entry?.leadsOut === true) return true;
    }
    return false;
  }

  #known(path: string): Uint8Array | undefined {
    const text = this.#textOf(path);
    return text === undefined || text === '' ? undefined : new TextEncoder().encode(text);
  }

  #asked(path: string) {
    if (!this.#contents.has(path)) this.#wantedFiles.add(path);
    return this.#contents.get(path);
  }
}
