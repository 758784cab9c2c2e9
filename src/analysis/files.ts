import type { Finding } from '../checks/findings/finding.ts';
import type { AnySuppression } from '../checks/findings/controls.ts';
import type { Configuration } from '../manifests/configuration.ts';
import type { ManifestFile } from '../manifests/documents.ts';
import type { DocumentFacts } from '../manifests/read.ts';
import type { Suppression } from '../manifests/suppressions.ts';

/** A file as read. Documents that an edit left alone are the same objects as before. */
export interface AnalysedFile {
  readonly path: string;
  readonly file: ManifestFile;
  /** One for each document of `file`, in order. */
  readonly documents: readonly DocumentFacts[];
  /** About the text itself; what manifests mean together is a cluster's matter. */
  readonly findings: readonly Finding[];
  /** What its comments and annotations say of findings. */
  readonly suppressions: readonly Suppression[];
  /** Those of them, and of configuration files, that kept a finding about the text away. */
  readonly used: ReadonlySet<AnySuppression>;
  /** What the file says, if it is a configuration file. */
  readonly configuration: Configuration | undefined;
}

/** The files of a workspace. Immutable: a change copies one folder's list and the list of folders, not every file. */
export class FileTable {
  readonly #folders: ReadonlyMap<string, ReadonlyMap<string, AnalysedFile>>;

  constructor(folders: ReadonlyMap<string, ReadonlyMap<string, AnalysedFile>> = new Map()) {
    this.#folders = folders;
  }

  get(path: string): AnalysedFile | undefined {
    return this.#folders.get(folderOf(path))?.get(path);
  }

  /** In no promised order. */
  *[Symbol.iterator](): IterableIterator<AnalysedFile> {
    for (const folder of this.#folders.values()) yield* folder.values();
  }

  get size(): number {
    let size = 0;
    for (const folder of this.#folders.values()) size += folder.size;
    return size;
  }

  /** Paths of the files that are other objects than in an earlier table, new and removed ones included. Folders that nobody touched cost one comparison each. */
  *changesSince(before: FileTable): Iterable<string> {
    for (const [name, folder] of this.#folders) {
      const old = before.#folders.get(name);
      if (old === folder) continue;
      for (const [path, file] of folder) if (old?.get(path) !== file) yield path;
    }
    for (const [name, old] of before.#folders) {
      const folder = this.#folders.get(name);
      if (old === folder) continue;
      for (const path of old.keys()) if (folder?.has(path) !== true) yield path;
    }
  }

  /** The table after changes; an `undefined` file is removed. */
  with(changes: ReadonlyMap<string, AnalysedFile | undefined>): FileTable {
    if (changes.size === 0) return this;
    const folders = new Map(this.#folders);
    const copied = new Map<string, Map<string, AnalysedFile>>();
    for (const [path, file] of changes) {
      const name = folderOf(path);
      let folder = copied.get(name);
      if (folder === undefined) {
        folder = new Map(folders.get(name));
        copied.set(name, folder);
        folders.set(name, folder);
      }
      if (file === undefined) folder.delete(path);
      else folder.set(path, file);
      if (folder.size === 0) folders.delete(name);
      else folders.set(name, folder);
    }
    return new FileTable(folders);
  }
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1);
}
