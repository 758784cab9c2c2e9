import { baseName, folderOf, siblingOf } from '../../base/path.ts';

export interface Folder {
  readonly path: string;
  /** Paths of the files right here. */
  readonly files: readonly string[];
  readonly folders: readonly Folder[];
  /** Below a folder of a Helm chart that only Helm reads (`templates`, `charts`, `crds`), or that tests of the chart read: no manifests as they stand. */
  readonly inChart: boolean;
}

export interface KnownFile {
  readonly path: string;
  /** As of its folder. */
  readonly inChart: boolean;
}

/** The known files by folder, so that "all below" costs what it yields. */
export class FolderTree {
  readonly #folders = new Map<string, { path: string; files: string[]; folders: Folder[]; inChart: boolean }>();
  readonly #files: ReadonlySet<string>;

  constructor(paths: Iterable<string>) {
    this.#files = new Set(paths);
    for (const path of this.#files) this.#open(folderOf(path)).files.push(path);
    this.#markCharts();
  }

  /** Folders of charts that are no part of another chart, sorted. */
  get charts(): readonly string[] {
    return [...this.#folders.values()]
      .filter(({ path, inChart }) => !inChart && this.#files.has(path === '' ? 'Chart.yaml' : `${path}/Chart.yaml`))
      .map(({ path }) => path)
      .sort();
  }

  /** The folder of a chart that a file is the description of; undefined for any other file. */
  chartOf(path: string): string | undefined {
    const folder = folderOf(path);
    return baseName(path) === 'Chart.yaml' && this.#folders.get(folder)?.inChart === false ? folder : undefined;
  }

  folder(path: string): Folder | undefined {
    return this.#folders.get(path);
  }

  hasFile(path: string): boolean {
    return this.#files.has(path);
  }

  /** Files below a folder, without the folders below it at which `stop` says so. */
  *filesBelow(start: Folder, stop: (folder: Folder) => boolean): Iterable<KnownFile> {
    const waiting = [start];
    for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
      for (const path of folder.files) yield { path, inChart: folder.inChart };
      for (const inner of folder.folders) if (!stop(inner)) waiting.push(inner);
    }
  }

  #open(path: string) {
    let folder = this.#folders.get(path);
    if (folder !== undefined) return folder;
    folder = { path, files: [], folders: [], inChart: false };
    this.#folders.set(path, folder);
    // Upwards until a folder that is known; the host's top has the empty path.
    for (let child = folder; child.path !== '';) {
      const parentPath = folderOf(child.path);
      const known = this.#folders.get(parentPath);
      const parent = known ?? { path: parentPath, files: [], folders: [], inChart: false };
      parent.folders.push(child);
      if (known !== undefined) break;
      this.#folders.set(parentPath, parent);
      child = parent;
    }
    return folder;
  }

  #markCharts(): void {
    for (const folder of this.#folders.values()) {
      if (!chartFolders.has(baseName(folder.path)) || !this.#files.has(siblingOf(folder.path, 'Chart.yaml'))) continue;
      const waiting: { folders: Folder[]; inChart: boolean }[] = [folder];
      for (let inner = waiting.pop(); inner !== undefined; inner = waiting.pop()) {
        if (inner.inChart) continue;
        inner.inChart = true;
        for (const { path } of inner.folders) waiting.push(this.#open(path));
      }
    }
  }
}

const chartFolders: ReadonlySet<string> = new Set(['templates', 'charts', 'crds', 'ci', 'tests']);
