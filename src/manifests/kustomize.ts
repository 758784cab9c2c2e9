import { folderOf, resolvePath } from '../base/path.ts';
import type { PlannedFile } from './clusterPlan.ts';
import type { FolderTree } from './folderTree.ts';
import { limits } from './limits.ts';
import type { Kustomization } from './skeleton.ts';
import { transformationOf, type Transformation } from './transformation.ts';

/** What a root kustomization comes to. */
export interface Composition {
  readonly root: Kustomization;
  /** The kustomizations themselves included, which hold no resources of the cluster. */
  readonly files: readonly PlannedFile[];
  /** Every file that was used in some way: resources, kustomizations, patches. */
  readonly used: ReadonlySet<string>;
  /** Bases that are not among the known files, and fields that are not applied. */
  readonly unfollowed: readonly string[];
}

interface Targets {
  readonly resources: readonly Target[];
  readonly components: readonly Target[];
  readonly transformation: Transformation | undefined;
  /** Steps that it takes to put the transformation on one file: its labels are copied into each resource. */
  readonly weight: number;
}

type Target = { readonly file: string } | { readonly kustomization: Kustomization } | { readonly unknown: string };

/** All kustomizations of the workspace, and who refers to whom. */
export class KustomizationGraph {
  readonly #tree: FolderTree;
  readonly #byFolder = new Map<string, Kustomization>();
  readonly #targets = new Map<Kustomization, Targets>();
  #stepsLeft: number = limits.allKustomizeSteps;

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

  /** Follows a root down. Circles, and what goes beyond the limits, are named as unfollowed. kustomize api/internal/target/kusttarget.go (accumulateTarget) */
  compose(root: Kustomization): Composition {
    const accumulation = new Accumulation(
      (kustomization) => this.#targetsOf(kustomization),
      Math.min(limits.kustomizeSteps, this.#stepsLeft),
    );
    const files: Instance[] = [];
    accumulation.accumulate(root, files, 0);
    this.#stepsLeft = Math.max(0, this.#stepsLeft - accumulation.steps);
    for (const { path } of accumulation.kustomizations) files.push({ path, transformations: [] });
    return {
      root,
      files: files.map(({ path, transformations }) => ({ path, transformations, kustomization: root.path })),
      used: accumulation.used,
      unfollowed: [...accumulation.unfollowed],
    };
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
      targets = {
        resources: kustomization.resources.map(resolve),
        components: kustomization.components.map(resolve),
        transformation: transformationOf(kustomization),
        weight: Math.ceil((1 + pairsIn(kustomization)) / 20),
      };
      this.#targets.set(kustomization, targets);
    }
    return targets;
  }

  #target(folder: string, entry: string): Target {
    const path = resolvePath(folder, entry);
    if (path === undefined) return { unknown: entry };
    if (this.#tree.hasFile(path)) return { file: path };
    const kustomization = this.#byFolder.get(path);
    return kustomization === undefined ? { unknown: entry } : { kustomization };
  }
}

/** Labels and annotations that a kustomization puts on each resource. */
function pairsIn({ commonLabels, commonAnnotations, labels }: Kustomization): number {
  return [commonLabels, commonAnnotations, ...labels.map(({ pairs }) => pairs)].reduce((sum, map) => sum + Object.keys(map).length, 0);
}

interface Instance {
  readonly path: string;
  readonly transformations: Transformation[];
}

class Accumulation {
  readonly used = new Set<string>();
  readonly kustomizations = new Set<Kustomization>();
  readonly unfollowed = new Set<string>();
  readonly #targetsOf: (kustomization: Kustomization) => Targets;
  readonly #active = new Set<Kustomization>();
  readonly #mostSteps: number;
  #steps = 0;

  constructor(targetsOf: (kustomization: Kustomization) => Targets, mostSteps: number) {
    this.#targetsOf = targetsOf;
    this.#mostSteps = mostSteps;
  }

  get steps(): number {
    return this.#steps;
  }

  /** Adds what a kustomization gathers; its transformations reach all that `files` then holds, which for a component is also its parent's. */
  accumulate(kustomization: Kustomization, files: Instance[], depth: number): void {
    if (this.#active.has(kustomization) || depth > limits.depth || this.#steps >= this.#mostSteps) {
      this.unfollowed.add(kustomization.path);
      return;
    }
    const { resources, components, transformation, weight } = this.#targetsOf(kustomization);
    this.#active.add(kustomization);
    // What it lists costs time each time that it is reached, whether or not it leads anywhere.
    this.#steps += 1 + kustomization.otherFiles.length + kustomization.unapplied.length + resources.length + components.length;
    this.kustomizations.add(kustomization);
    this.used.add(kustomization.path);
    for (const entry of kustomization.otherFiles) {
      const path = resolvePath(folderOf(kustomization.path), entry);
      if (path !== undefined) this.used.add(path);
    }
    for (const target of resources) {
      if ('file' in target) {
        this.used.add(target.file);
        files.push({ path: target.file, transformations: [] });
      } else if ('unknown' in target) {
        this.unfollowed.add(target.unknown);
      } else {
        const own: Instance[] = [];
        this.accumulate(target.kustomization, own, depth + 1);
        for (const instance of own) files.push(instance);
        this.#steps += own.length;
      }
    }
    for (const target of components) {
      if ('kustomization' in target) this.accumulate(target.kustomization, files, depth + 1);
      else this.unfollowed.add('file' in target ? target.file : target.unknown);
    }
    for (const field of kustomization.unapplied) this.unfollowed.add(field);
    if (transformation !== undefined) {
      this.#steps += files.length * weight;
      // What goes beyond the limits is not known, so nothing is said to have been done to it.
      if (this.#steps > this.#mostSteps) this.unfollowed.add(kustomization.path);
      else for (const instance of files) instance.transformations.push(transformation);
    }
    this.#active.delete(kustomization);
  }
}
