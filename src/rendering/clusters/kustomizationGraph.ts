import { folderOf, resolvePath } from '../../base/path.ts';
import type { FolderTree } from './folderTree.ts';
import type { Kustomization } from './skeleton.ts';

interface Targets {
  readonly resources: readonly Target[];
  readonly components: readonly Target[];
}

type Target = { readonly file: string } | { readonly kustomization: Kustomization };

/** All kustomizations of the workspace, and who refers to whom. */
export class KustomizationGraph {
  readonly #tree: FolderTree;
  readonly #byFolder = new Map<string, Kustomization>();
  readonly #targets = new Map<Kustomization, Targets>();

  /** Of several kustomizations in one folder, the first counts. */
  constructor(kustomizations: readonly Kustomization[], tree: FolderTree) {
    this.#tree = tree;
    for (const kustomization of kustomizations) {
      const folder = folderOf(kustomization.path);
      if (!this.#byFolder.has(folder)) this.#byFolder.set(folder, kustomization);
    }
  }

  get all(): Iterable<Kustomization> {
    return this.#byFolder.values();
  }

  /** The kustomization that is a file. */
  at(path: string): Kustomization | undefined {
    const kustomization = this.#byFolder.get(folderOf(path));
    return kustomization?.path === path ? kustomization : undefined;
  }

  /**
   * Those of the candidates that no other one refers to, directly or by way of others. Of a circle that nothing else refers to, its first member.
   * A Component is never a root: it counts only through a kustomization that names it.
   */
  rootsOf(candidates: readonly Kustomization[]): readonly Kustomization[] {
    const referenced = new Set<Kustomization>();
    this.#reach(candidates, new Set(), (from, to) => {
      if (from !== to) referenced.add(to);
    });
    const roots = candidates.filter((kustomization) => !kustomization.isComponent && !referenced.has(kustomization));
    const reached = new Set<Kustomization>();
    this.#reach([...roots, ...candidates.filter(({ isComponent }) => isComponent)], reached);
    for (const kustomization of candidates) {
      if (reached.has(kustomization)) continue;
      roots.push(kustomization);
      this.#reach([kustomization], reached);
    }
    return roots;
  }

  /** Every file that a kustomization names in some way, and those that the ones below it name: resources, kustomizations, patches. What is named and not there is left out. */
  usedBy(root: Kustomization): ReadonlySet<string> {
    const used = new Set<string>();
    const seen = new Set<Kustomization>();
    this.#reach([root], seen);
    for (const kustomization of seen) {
      used.add(kustomization.path);
      for (const target of this.#targetsOf(kustomization).resources) if ('file' in target) used.add(target.file);
      for (const entry of kustomization.otherFiles) {
        const path = resolvePath(folderOf(kustomization.path), entry);
        if (path !== undefined && this.#tree.hasFile(path)) used.add(path);
      }
    }
    return used;
  }

  /** Folders of the charts that kustomizations render. */
  get charts(): ReadonlySet<string> {
    const charts = new Set<string>();
    for (const { path, charts: named } of this.all)
      for (const entry of named) {
        const folder = resolvePath(folderOf(path), entry);
        if (folder !== undefined) charts.add(folder);
      }
    return charts;
  }

  #reach(from: readonly Kustomization[], seen: Set<Kustomization>, edge?: (from: Kustomization, to: Kustomization) => void): void {
    const waiting = [...from];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      if (seen.has(next)) continue;
      seen.add(next);
      const { resources, components } = this.#targetsOf(next);
      for (const target of [...resources, ...components]) {
        if (!('kustomization' in target)) continue;
        edge?.(next, target.kustomization);
        waiting.push(target.kustomization);
      }
    }
  }

  #targetsOf(kustomization: Kustomization): Targets {
    let targets = this.#targets.get(kustomization);
    if (targets === undefined) {
      const resolve = (entry: string) => this.#target(folderOf(kustomization.path), entry);
      targets = { resources: kustomization.resources.flatMap(resolve), components: kustomization.components.flatMap(resolve) };
      this.#targets.set(kustomization, targets);
    }
    return targets;
  }

  #target(folder: string, entry: string): readonly Target[] {
    const path = resolvePath(folder, entry);
    if (path === undefined) return [];
    if (this.#tree.hasFile(path)) return [{ file: path }];
    const kustomization = this.#byFolder.get(path);
    return kustomization === undefined ? [] : [{ kustomization }];
  }
}
