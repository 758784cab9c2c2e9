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

/** Files are kept in so many parts. */
const parts = 256;

type Part = ReadonlyMap<string, AnalysedFile>;

/** The files of a workspace. Immutable: a change copies the small part in which a file is and the list of parts, however many files stand in one folder. */
export class FileTable {
  readonly #parts: readonly Part[];

  constructor(parts: readonly Part[] = noParts) {
    this.#parts = parts;
  }

  get(path: string): AnalysedFile | undefined {
    return this.#parts[partOf(path)]?.get(path);
  }

  /** In no promised order. */
  *[Symbol.iterator](): IterableIterator<AnalysedFile> {
    for (const part of this.#parts) yield* part.values();
  }

  get size(): number {
    return this.#parts.reduce((sum, part) => sum + part.size, 0);
  }

  /** Paths of the files that are other objects than in an earlier table, new and removed ones included. Parts that nobody touched cost one comparison each. */
  *changesSince(before: FileTable): Iterable<string> {
    for (const [index, part] of this.#parts.entries()) {
      const old = before.#parts[index] ?? noFiles;
      if (old === part) continue;
      for (const [path, file] of part) if (old.get(path) !== file) yield path;
      for (const path of old.keys()) if (!part.has(path)) yield path;
    }
  }

  /** The table after changes; an `undefined` file is removed. */
  with(changes: ReadonlyMap<string, AnalysedFile | undefined>): FileTable {
    if (changes.size === 0) return this;
    const all = [...this.#parts];
    const copied = new Map<number, Map<string, AnalysedFile>>();
    for (const [path, file] of changes) {
      const index = partOf(path);
      let part = copied.get(index);
      if (part === undefined) {
        part = new Map(all[index]);
        copied.set(index, part);
        all[index] = part;
      }
      if (file === undefined) part.delete(path);
      else part.set(path, file);
    }
    return new FileTable(all);
  }
}

const noFiles: Part = new Map();
const noParts: readonly Part[] = Array.from({ length: parts }, () => noFiles);

function partOf(path: string): number {
  let hash = 0;
  for (let index = 0; index < path.length; index++) hash = (Math.imul(hash, 31) + path.charCodeAt(index)) | 0;
  return (hash ^ (hash >>> 8)) & (parts - 1);
}
