import { globBase, globMatcher } from '../base/glob.ts';
import { baseName, folderOf, isWithin, resolvePath } from '../base/path.ts';
import { buildCluster } from './buildCluster.ts';
import type { Cluster } from './cluster.ts';
import { InstanceKeys, type ClusterPlan, type PlannedFile } from './clusterPlan.ts';
import { FolderTree, type KnownFile } from './folderTree.ts';
import { KustomizationGraph, type Composition } from './kustomize.ts';
import { skeletonOf, type FileFacts, type FileSkeleton, type Kustomization } from './skeleton.ts';

export { buildCluster, ClusterBuilder } from './buildCluster.ts';
export { samePlan, type ClusterPlan } from './clusterPlan.ts';
export { skeletonOf, type FileFacts, type FileSkeleton } from './skeleton.ts';

export interface WorkspaceFolder {
  readonly name: string;
  readonly path: string;
}

/**
 * The clusters of a workspace, in the order of their folders. The skeletons must include those of `kustomization.yaml` and `Chart.yaml` files, whatever stands in them.
 * 1. A folder with an EdgeNetwork or a device configuration takes all below it up to the next such folder, and what `spec.manifests` names.
 * 2. Elsewhere each kustomization that no other refers to.
 * 3. What is left of each workspace folder; files outside all of them go by their folder. A cluster without a single manifest is none, except by rule 1.
 */
export function clusterPlan(skeletons: readonly FileSkeleton[], folders: readonly WorkspaceFolder[]): readonly ClusterPlan[] {
  return new Planner(skeletons, folders).plans();
}

/** The clusters of a workspace in one go, for hosts that look once. */
export function clustersOf({
  files,
  folders,
}: {
  readonly files: readonly FileFacts[];
  readonly folders: readonly WorkspaceFolder[];
}): readonly Cluster[] {
  const byPath = new Map(files.map((file) => [file.path, file]));
  return clusterPlan(
    files.map((file) => skeletonOf(file)),
    folders,
  ).map((plan) => buildCluster(plan, (path) => byPath.get(path)));
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
      .map(({ name, path }) => ({ name, path: path.replace(/\/+$/, '') }))
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
    const byKustomization = this.#kustomizationPlans().filter((plan) => this.#hasResources(plan));
    const rest = this.#restPlans().filter((plan) => this.#hasResources(plan));
    const taken = new Set(rest.map(({ root }) => root));
    const named = byKustomization.map((plan) => (taken.has(plan.root) ? { ...plan, name: `${plan.name} (kustomization)` } : plan));
    return [...byRoot, ...named, ...rest].sort((one, other) => compare(one.root, other.root));
  }

  #rootPlan(folder: string, skeletons: readonly FileSkeleton[]): ClusterPlan {
    const paths = new Set<string>();
    const templates = new Set<string>();
    const add = ({ path, inChart }: KnownFile) => {
      (inChart ? templates : paths).add(path);
      this.#claimed.add(path);
    };
    for (const file of this.#below(folder)) add(file);
    const unmatched = new Set<string>();
    for (const entry of new Set(skeletons.flatMap(({ root }) => root?.manifests ?? []))) {
      const named = [...this.#named(folder, entry)];
      if (named.length === 0) unmatched.add(entry);
      for (const file of named) add(file);
    }
    const { compositions, used } = this.#compose([...paths].flatMap((path) => this.#graph.at(path) ?? []));
    const plain = [...paths].filter((path) => !used.has(path)).map(plainFile);
    const name =
      skeletons.map(({ root }) => root?.name ?? '').find((text) => text !== '') ??
      (baseName(folder) || (this.#folderOf(folder)?.name ?? ''));
    return { ...planOf('root', name, folder, plain, compositions, templates.size), unmatchedManifests: [...unmatched] };
  }

  #kustomizationPlans(): readonly ClusterPlan[] {
    const candidates = [...this.#graph.all].filter(({ path }) => !this.#claimed.has(path));
    return this.#compose(candidates).compositions.map((composition) => {
      const folder = folderOf(composition.root.path);
      const workspaceFolder = this.#folderOf(folder);
      const relative =
        workspaceFolder === undefined || workspaceFolder.path === '' ? folder : folder.slice(workspaceFolder.path.length + 1);
      return planOf('kustomization', relative || (workspaceFolder?.name ?? ''), folder, [], [composition], 0);
    });
  }

  #restPlans(): readonly ClusterPlan[] {
    const rests = new Map<string, { name: string; root: string; files: PlannedFile[]; chartTemplates: number }>();
    for (const path of this.#skeletons.keys()) {
      if (this.#claimed.has(path)) continue;
      const folder = folderOf(path);
      const { name, path: root } = this.#folderOf(folder) ?? { name: baseName(folder), path: folder };
      let rest = rests.get(root);
      if (rest === undefined) rests.set(root, (rest = { name, root, files: [], chartTemplates: 0 }));
      if (this.#tree.folder(folder)?.inChart === true) rest.chartTemplates++;
      else rest.files.push(plainFile(path));
    }
    return [...rests.values()].map(({ name, root, files, chartTemplates }) => planOf('folder', name, root, files, [], chartTemplates));
  }

  /** What the roots among the candidates come to. All that they use, and what components that nobody names would use, is claimed: it stands for nothing by itself. */
  #compose(candidates: readonly Kustomization[]): { readonly compositions: readonly Composition[]; readonly used: ReadonlySet<string> } {
    const compositions = this.#graph.rootsOf(candidates).map((root) => this.#graph.compose(root));
    const used = new Set(compositions.flatMap((composition) => [...composition.used]));
    for (const component of candidates) {
      if (component.isComponent && !used.has(component.path)) for (const path of this.#graph.compose(component).used) used.add(path);
    }
    for (const path of used) this.#claimed.add(path);
    return { compositions, used };
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
    return files.some(({ path }) => this.#skeletons.get(path)?.hasResources === true);
  }
}

function planOf(
  rule: ClusterPlan['rule'],
  name: string,
  root: string,
  plain: readonly PlannedFile[],
  compositions: readonly Composition[],
  chartTemplates: number,
): ClusterPlan {
  const keys = new InstanceKeys();
  const instances = new Map(plain.map((file) => [keys.of(file), file]));
  const unfollowed = new Set<string>();
  for (const composition of compositions) {
    for (const file of composition.files) instances.set(keys.of(file), file);
    for (const entry of composition.unfollowed) unfollowed.add(entry);
  }
  return {
    rule,
    name,
    root,
    files: [...instances.values()].sort((one, other) => compare(one.path, other.path)),
    unmatchedManifests: [],
    unfollowed: [...unfollowed],
    chartTemplates,
  };
}

function plainFile(path: string): PlannedFile {
  return { path, transformations: [], kustomization: undefined };
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
