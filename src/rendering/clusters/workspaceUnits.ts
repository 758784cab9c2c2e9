import { globBase, globMatcher } from '../../base/glob.ts';
import { baseName, folderOf, isWithin, resolvePath } from '../../base/path.ts';
import { withoutTrailing } from '../../base/withoutTrailing.ts';
import { chartUnits } from './chartUnits.ts';
import { FolderTree, type KnownFile } from './folderTree.ts';
import { KustomizationGraph } from './kustomizationGraph.ts';
import type { FileSkeleton, Kustomization } from './skeleton.ts';
import type { ChartUnit, KustomizationUnit } from './unit.ts';

export interface WorkspaceFolder {
  readonly name: string;
  readonly path: string;
  /** What may be the root of its repository, as the host names it, the likeliest first: at or above `path`; absent: the folder itself. */
  readonly repositories?: readonly string[] | undefined;
  /** Names of the folders above up to the one that really is the repository's root, outermost first, where the host cannot read there. */
  readonly above?: readonly string[] | undefined;
}

/** A folder with an EdgeNetwork or a device configuration, with all below it up to the next such folder, and what `spec.manifests` names. */
export interface ClusterRoot extends Gathered {
  readonly name: string;
  readonly path: string;
  /** Files in the folder that describe the cluster, by path; in `files`, too, unless a unit is built from them. */
  readonly descriptions: readonly string[];
  readonly unmatchedManifests: readonly string[];
}

/** What is left of a workspace folder. */
export interface Rest extends Gathered {
  readonly folder: WorkspaceFolder;
}

interface Gathered {
  /** Plain files, by path. */
  readonly files: readonly string[];
  readonly kustomizations: readonly UsingUnit<KustomizationUnit>[];
  readonly charts: readonly UsingUnit<ChartUnit>[];
}

export interface UsingUnit<U> {
  readonly unit: U;
  /** The file that makes the folder what it is. */
  readonly marker: string;
  /** Files in which an object of a GitOps tool may stand that comes out of it. */
  readonly uses: Iterable<string>;
}

/** Few of many files. */
export interface SpecialFiles {
  /** Objects of GitOps tools may be in them. */
  readonly applying: readonly string[];
  /** Modules of IoT Edge are in them. */
  readonly withModules: readonly string[];
  /** Fleet's settings of a bundle. */
  readonly bundles: readonly string[];
}

/** The units of a workspace as folders and files show them, whoever applies them. The skeletons must include those of `kustomization.yaml` and `Chart.yaml` files, whatever stands in them. */
export class WorkspaceUnits {
  readonly roots: readonly ClusterRoot[];
  readonly rests: readonly Rest[];
  /** Whether any file has kustomize read files of anywhere. */
  readonly unrestricts: boolean;
  readonly #skeletons: ReadonlyMap<string, FileSkeleton>;
  /** Innermost first. */
  readonly #folders: readonly WorkspaceFolder[];
  readonly #tree: FolderTree;
  readonly #graph: KustomizationGraph;
  readonly #rootFolders = new Map<string, FileSkeleton[]>();
  readonly #claimed = new Set<string>();
  readonly #special = new WeakMap<readonly string[], SpecialFiles>();

  constructor(skeletons: Iterable<FileSkeleton>, folders: readonly WorkspaceFolder[]) {
    const sorted = [...skeletons].sort((one, other) => compare(one.path, other.path));
    this.#skeletons = new Map(sorted.map((skeleton) => [skeleton.path, skeleton]));
    this.#folders = folders
      .map((folder) => ({ ...folder, path: withoutTrailing(folder.path, '/') }))
      .sort((one, other) => other.path.length - one.path.length);
    this.#tree = new FolderTree(this.#skeletons.keys());
    this.#graph = new KustomizationGraph(
      sorted.map(({ kustomization }) => kustomization).filter((kustomization) => kustomization !== undefined),
      this.#tree,
    );
    for (const skeleton of sorted) {
      const folder = folderOf(skeleton.path);
      if (skeleton.root === undefined || this.#tree.folder(folder)?.inChart === true) continue;
      const others = this.#rootFolders.get(folder);
      if (others === undefined) this.#rootFolders.set(folder, [skeleton]);
      else others.push(skeleton);
    }
    this.unrestricts = sorted.some(({ unrestricts }) => unrestricts);
    this.roots = [...this.#rootFolders].map(([folder, own]) => this.#root(folder, own));
    this.rests = this.#rests();
  }

  skeleton(path: string): FileSkeleton | undefined {
    return this.#skeletons.get(path);
  }

  /** Those of a list of files that plans ask for again and again, found once. */
  special(files: readonly string[]): SpecialFiles {
    let special = this.#special.get(files);
    if (special === undefined) {
      special = {
        applying: files.filter((path) => this.skeleton(path)?.mayApply === true),
        withModules: files.filter((path) => this.skeleton(path)?.hasModules === true),
        bundles: files.filter((path) => baseName(path) === 'fleet.yaml'),
      };
      this.#special.set(files, special);
    }
    return special;
  }

  /** The innermost workspace folder around a path; a folder of its own where there is none. */
  folderOf(path: string): WorkspaceFolder {
    return this.#folders.find((folder) => isWithin(folder.path, path)) ?? { name: baseName(path), path };
  }

  #root(folder: string, skeletons: readonly FileSkeleton[]): ClusterRoot {
    const paths = new Set<string>();
    const charts = new Set<string>();
    const add = ({ path, inChart }: KnownFile) => {
      const chart = this.#tree.chartOf(path);
      if (chart !== undefined) charts.add(chart);
      if (!inChart) paths.add(path);
      this.#claimed.add(path);
    };
    for (const file of this.#below(folder)) add(file);
    const unmatched = new Set<string>();
    for (const entry of new Set(skeletons.flatMap(({ root }) => root?.manifests ?? []))) {
      const named = [...this.#named(folder, entry)];
      if (named.length === 0) unmatched.add(entry);
      for (const file of named) add(file);
    }
    const { kustomizations, used } = this.#compose([...paths].flatMap((path) => this.#graph.at(path) ?? []));
    const name =
      skeletons.map(({ root }) => root?.name ?? '').find((text) => text !== '') ?? (baseName(folder) || this.folderOf(folder).name);
    return {
      name,
      path: folder,
      descriptions: skeletons.map(({ path }) => path),
      files: [...paths].filter((path) => !used.has(path)).sort(compare),
      kustomizations,
      charts: [...charts].sort(compare).flatMap((chart) => unitFor(this.#unitsOf(chart), [name, baseName(folder)])),
      unmatchedManifests: [...unmatched],
    };
  }

  #rests(): readonly Rest[] {
    const rests = new Map<
      string,
      { folder: WorkspaceFolder; files: string[]; kustomizations: UsingUnit<KustomizationUnit>[]; charts: UsingUnit<ChartUnit>[] }
    >();
    const restOf = (path: string) => {
      const folder = this.folderOf(path);
      let rest = rests.get(folder.path);
      if (rest === undefined) rests.set(folder.path, (rest = { folder, files: [], kustomizations: [], charts: [] }));
      return rest;
    };
    const candidates = [...this.#graph.all].filter(({ path }) => !this.#claimed.has(path));
    for (const kustomization of this.#compose(candidates).kustomizations)
      restOf(kustomization.unit.folder).kustomizations.push(kustomization);
    const rendered = this.#graph.charts;
    for (const folder of this.#tree.charts)
      if (!rendered.has(folder) && !this.#claimed.has(chartFile(folder))) restOf(folder).charts.push(...this.#unitsOf(folder));
    for (const path of this.#skeletons.keys()) {
      const folder = folderOf(path);
      if (!this.#claimed.has(path) && this.#tree.folder(folder)?.inChart !== true) restOf(folder).files.push(path);
    }
    return [...rests.values()];
  }

  #unitsOf(chart: string): readonly UsingUnit<ChartUnit>[] {
    if (this.#graph.charts.has(chart)) return [];
    const folder = this.#tree.folder(chart);
    const uses = folder === undefined ? [] : [...this.#tree.filesBelow(folder, () => false)].map(({ path }) => path);
    return chartUnits(chart, this.#tree).map((unit) => ({ unit, marker: chartFile(chart), uses }));
  }

  /** The units among some kustomizations. All that they use, and what components that nobody names would use, is claimed: it stands for nothing by itself. */
  #compose(candidates: readonly Kustomization[]): {
    readonly kustomizations: readonly UsingUnit<KustomizationUnit>[];
    readonly used: ReadonlySet<string>;
  } {
    const kustomizations = this.#graph
      .rootsOf(candidates)
      .map((root): UsingUnit<KustomizationUnit> => ({
        unit: { kind: 'kustomization', folder: folderOf(root.path) },
        marker: root.path,
        uses: this.#graph.usedBy(root),
      }));
    const used = new Set(kustomizations.flatMap(({ uses }) => [...uses]));
    for (const component of candidates) {
      if (component.isComponent && !used.has(component.path)) for (const path of this.#graph.usedBy(component)) used.add(path);
    }
    for (const path of used) this.#claimed.add(path);
    kustomizations.sort((one, other) => compare(one.unit.folder, other.unit.folder));
    return { kustomizations, used };
  }

  *#below(folder: string): Iterable<KnownFile> {
    const start = this.#tree.folder(folder);
    if (start !== undefined) yield* this.#tree.filesBelow(start, ({ path }) => this.#rootFolders.has(path));
  }

  /** What an entry of `spec.manifests` names: a file, all below a folder, or what a glob matches, up to the next cluster root in each case. Only known files are ever looked at. */
  *#named(folder: string, entry: string): Iterable<KnownFile> {
    const { base, rest } = globBase(entry);
    const start = resolvePath(folder, base);
    if (start === undefined) return;
    if (rest === '') {
      if (this.#tree.hasFile(start)) yield { path: start, inChart: false };
      else yield* this.#below(start);
      return;
    }
    const matchesFile = globMatcher(rest);
    const matchesFolder = globMatcher(`${rest}/**`);
    for (const file of this.#below(start)) {
      const relative = start === '' ? file.path : file.path.slice(start.length + 1);
      if (matchesFile(relative) || matchesFolder(relative)) yield file;
    }
  }
}

/** Of a chart in a cluster: with the values that are called like the cluster, if there are such; else with its defaults, even where there are others. */
function unitFor(units: readonly UsingUnit<ChartUnit>[], names: readonly string[]): readonly UsingUnit<ChartUnit>[] {
  const [first] = units;
  const named = units.find(({ unit }) => unit.variant !== '' && names.includes(unit.variant));
  return named === undefined ? (first === undefined ? [] : [{ ...first, unit: { ...first.unit, valuesFiles: [], variant: '' } }]) : [named];
}

function chartFile(folder: string): string {
  return folder === '' ? 'Chart.yaml' : `${folder}/Chart.yaml`;
}

export function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
