import { globBase, globMatcher } from '../../base/glob.ts';
import { baseName, folderOf, isWithin, resolvePath } from '../../base/path.ts';
import { withoutTrailing } from '../../base/withoutTrailing.ts';
import { chartUnits } from './chartUnits.ts';
import type { ClusterPlan } from './clusterPlan.ts';
import { FolderTree, type KnownFile } from './folderTree.ts';
import { KustomizationGraph } from './kustomizationGraph.ts';
import type { FileSkeleton, Kustomization } from './skeleton.ts';
import type { ChartUnit, Unit } from './unit.ts';

export { buildCluster, ClusterBuilder, type ClusterSources, type UnitFacts } from './buildCluster.ts';
export { samePlan, type ClusterPlan } from './clusterPlan.ts';
export { skeletonOf, type FileFacts, type FileSkeleton } from './skeleton.ts';
export { unitKey, type Unit } from './unit.ts';

export interface WorkspaceFolder {
  readonly name: string;
  readonly path: string;
}

/**
 * The clusters of a workspace, in the order of their folders. The skeletons must include those of `kustomization.yaml` and `Chart.yaml` files, whatever stands in them.
 * 1. A folder with an EdgeNetwork or a device configuration takes all below it up to the next such folder, and what `spec.manifests` names.
 * 2. Elsewhere each kustomization that no other refers to, and each chart with each set of values.
 * 3. What is left of each workspace folder; files outside all of them go by their folder. A cluster without a single manifest is none, except by rule 1.
 */
export function clusterPlan(skeletons: readonly FileSkeleton[], folders: readonly WorkspaceFolder[]): readonly ClusterPlan[] {
  return new Planner(skeletons, folders).plans();
}

class Planner {
  readonly #skeletons: ReadonlyMap<string, FileSkeleton>;
  /** Innermost first. */
  readonly #folders: readonly WorkspaceFolder[];
  readonly #tree: FolderTree;
  readonly #graph: KustomizationGraph;
  /** Folders that are roots by rule 1. */
  readonly #roots = new Map<string, FileSkeleton[]>();
  readonly #claimed = new Set<string>();

  constructor(skeletons: readonly FileSkeleton[], folders: readonly WorkspaceFolder[]) {
    const sorted = [...skeletons].sort((one, other) => compare(one.path, other.path));
    this.#skeletons = new Map(sorted.map((skeleton) => [skeleton.path, skeleton]));
    this.#folders = folders
      .map(({ name, path }) => ({ name, path: withoutTrailing(path, '/') }))
      .sort((one, other) => other.path.length - one.path.length);
    this.#tree = new FolderTree(this.#skeletons.keys());
    this.#graph = new KustomizationGraph(
      sorted.map(({ kustomization }) => kustomization).filter((kustomization) => kustomization !== undefined),
      this.#tree,
    );
    for (const skeleton of sorted) {
      const folder = folderOf(skeleton.path);
      if (skeleton.root === undefined || this.#tree.folder(folder)?.inChart === true) continue;
      const others = this.#roots.get(folder);
      if (others === undefined) this.#roots.set(folder, [skeleton]);
      else others.push(skeleton);
    }
  }

  plans(): readonly ClusterPlan[] {
    const byRoot = [...this.#roots].map(([folder, skeletons]) => this.#rootPlan(folder, skeletons));
    const byKustomization = this.#kustomizationPlans();
    const byChart = this.#chartPlans();
    const rest = this.#restPlans().filter((plan) => this.#hasResources(plan));
    const taken = new Set(rest.map(({ root }) => root));
    const named = byKustomization.map((plan) => (taken.has(plan.root) ? { ...plan, name: `${plan.name} (kustomization)` } : plan));
    return [...byRoot, ...named, ...byChart, ...rest].sort((one, other) => compare(one.root, other.root));
  }

  #rootPlan(folder: string, skeletons: readonly FileSkeleton[]): ClusterPlan {
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
    const { units, used } = this.#compose([...paths].flatMap((path) => this.#graph.at(path) ?? []));
    const name =
      skeletons.map(({ root }) => root?.name ?? '').find((text) => text !== '') ??
      (baseName(folder) || (this.#folderOf(folder)?.name ?? ''));
    return {
      rule: 'root',
      name,
      root: folder,
      files: [...paths].filter((path) => !used.has(path)).sort(compare),
      units: sorted([...units, ...[...charts].flatMap((chart) => unitFor(this.#unitsOf(chart), [name, baseName(folder)]))]),
      unmatchedManifests: [...unmatched],
    };
  }

  #kustomizationPlans(): readonly ClusterPlan[] {
    const candidates = [...this.#graph.all].filter(({ path }) => !this.#claimed.has(path));
    return this.#compose(candidates).units.map((unit) => ({
      rule: 'kustomization',
      name: this.#nameOf(unit.folder),
      root: unit.folder,
      files: [],
      units: [unit],
      unmatchedManifests: [],
    }));
  }

  /** A chart that belongs to no cluster is one by itself, with each set of values that lies beside it. */
  #chartPlans(): readonly ClusterPlan[] {
    const rendered = this.#graph.charts;
    return this.#tree.charts
      .filter((folder) => !rendered.has(folder) && !this.#claimed.has(chartFile(folder)))
      .flatMap((folder) =>
        this.#unitsOf(folder).map((unit) => ({
          rule: 'chart',
          name: unit.variant === '' ? this.#nameOf(folder) : `${this.#nameOf(folder)} (${unit.variant})`,
          root: folder,
          files: [],
          units: [unit],
          unmatchedManifests: [],
        })),
      );
  }

  #unitsOf(chart: string): readonly ChartUnit[] {
    return this.#graph.charts.has(chart) ? [] : chartUnits(chart, this.#tree);
  }

  #restPlans(): readonly ClusterPlan[] {
    const rests = new Map<string, { name: string; root: string; files: string[] }>();
    for (const path of this.#skeletons.keys()) {
      const folder = folderOf(path);
      if (this.#claimed.has(path) || this.#tree.folder(folder)?.inChart === true) continue;
      const { name, path: root } = this.#folderOf(folder) ?? { name: baseName(folder), path: folder };
      const rest = rests.get(root);
      if (rest === undefined) rests.set(root, { name, root, files: [path] });
      else rest.files.push(path);
    }
    return [...rests.values()].map((rest) => ({ rule: 'folder', ...rest, units: [], unmatchedManifests: [] }));
  }

  /** The units among some kustomizations. All that they use, and what components that nobody names would use, is claimed: it stands for nothing by itself. */
  #compose(candidates: readonly Kustomization[]): { readonly units: readonly Unit[]; readonly used: ReadonlySet<string> } {
    const roots = this.#graph.rootsOf(candidates);
    const used = new Set(roots.flatMap((root) => [...this.#graph.usedBy(root)]));
    for (const component of candidates) {
      if (component.isComponent && !used.has(component.path)) for (const path of this.#graph.usedBy(component)) used.add(path);
    }
    for (const path of used) this.#claimed.add(path);
    return { units: roots.map(({ path }): Unit => ({ kind: 'kustomization', folder: folderOf(path) })), used };
  }

  /** A folder as its workspace folder knows it. */
  #nameOf(folder: string): string {
    const workspaceFolder = this.#folderOf(folder);
    const relative = workspaceFolder === undefined || workspaceFolder.path === '' ? folder : folder.slice(workspaceFolder.path.length + 1);
    return relative || (workspaceFolder?.name ?? '');
  }

  *#below(folder: string): Iterable<KnownFile> {
    const start = this.#tree.folder(folder);
    if (start !== undefined) yield* this.#tree.filesBelow(start, ({ path }) => this.#roots.has(path));
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

  /** The innermost workspace folder around a folder. */
  #folderOf(path: string): WorkspaceFolder | undefined {
    return this.#folders.find((folder) => isWithin(folder.path, path));
  }

  #hasResources({ files }: ClusterPlan): boolean {
    return files.some((path) => this.#skeletons.get(path)?.hasResources === true);
  }
}

/** Of a chart in a cluster: with the values that are called like the cluster, if there are such; else with its defaults, even where there are others. */
function unitFor(units: readonly ChartUnit[], names: readonly string[]): readonly ChartUnit[] {
  const [first] = units;
  const named = units.find(({ variant }) => variant !== '' && names.includes(variant));
  return named === undefined ? (first === undefined ? [] : [{ ...first, valuesFiles: [], variant: '' }]) : [named];
}

function chartFile(folder: string): string {
  return folder === '' ? 'Chart.yaml' : `${folder}/Chart.yaml`;
}

function sorted(units: readonly Unit[]): readonly Unit[] {
  return [...units].sort((one, other) => compare(one.folder, other.folder));
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
