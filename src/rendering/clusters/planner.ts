import type { Sources } from '../sources.ts';
import { UnitRenderings, type RenderedUnit } from '../unitRenderings.ts';
import { assemble, sameGathered, type Gathered } from './assembling.ts';
import { consumedBy } from './consumed.ts';
import { samePlan, type ClusterPlan } from './clusterPlan.ts';
import { Follower } from './following.ts';
import { Planning, type PlanningState } from './planning.ts';
import type { FileSkeleton } from './skeleton.ts';
import type { Unit } from './unit.ts';
import { WorkspaceUnits, type WorkspaceFolder } from './workspaceUnits.ts';

/**
 * Finds the clusters of a workspace and what is rendered into each, again and again: what has not changed is neither rendered nor followed again, and a plan that comes to the same is the same object.
 * 1. A folder with an EdgeNetwork or a device configuration takes all below it up to the next such folder, what `spec.manifests` names, and all that these reach.
 * 2. Elsewhere what an entry point reaches lives where its objects say.
 * 3. What does not contradict each other lives together.
 */
export class ClusterPlanner {
  readonly #sources: Sources;
  readonly #skeletons = new Map<string, FileSkeleton>();
  #folders: readonly WorkspaceFolder[];
  #workspace: WorkspaceUnits | undefined;
  readonly #units = new UnitRenderings();
  readonly #state: PlanningState = { units: this.#units, follower: new Follower(this.#units), following: new Map(), objects: new Map() };
  #gathered: Gathered | undefined;
  #plans: readonly ClusterPlan[] = [];

  constructor(sources: Sources, folders: readonly WorkspaceFolder[]) {
    this.#sources = sources;
    this.#folders = folders;
  }

  setFolders(folders: readonly WorkspaceFolder[]): void {
    this.#folders = folders;
    this.#workspace = undefined;
  }

  skeleton(path: string): FileSkeleton | undefined {
    return this.#skeletons.get(path);
  }

  /** `undefined`: the file has gone. */
  note(path: string, skeleton: FileSkeleton | undefined): void {
    if (this.#skeletons.get(path) === skeleton) return;
    if (skeleton === undefined) this.#skeletons.delete(path);
    else this.#skeletons.set(path, skeleton);
    this.#workspace = undefined;
  }

  /** A unit of the plans, as it was rendered last. */
  rendered(unit: Unit): RenderedUnit | undefined {
    return this.#units.get(unit);
  }

  /** What stands for nothing by itself because a unit is made of it. */
  consumedBy(rendered: RenderedUnit): Iterable<string> {
    return consumedBy(rendered, this.#sources);
  }

  /** Whether anything that is of use was found or made by a look at a file. */
  looksAt(path: string): boolean {
    if (this.#units.looksAt(path)) return true;
    for (const { followed } of this.#state.following.values()) if (followed.looked.has(path)) return true;
    return false;
  }

  /** The plans as the files are now: clusters by folder, then alternatives. `changed`: files and folders that are others than at the last time. */
  *refresh(changed: ReadonlySet<string>): Generator<undefined, readonly ClusterPlan[]> {
    if (changed.size > 0) this.#units.forget(changed);
    const workspace = (this.#workspace ??= new WorkspaceUnits(this.#skeletons.values(), this.#folders));
    this.#units.readAnywhere(workspace.unrestricts);
    const gathered = yield* new Planning(workspace, this.#sources, this.#state, changed).gather();
    this.#units.keep(gathered.live);
    this.#state.follower.keep(gathered.live);
    if (this.#gathered === undefined || !sameGathered(this.#gathered, gathered))
      this.#plans = keepEqualPlans(this.#plans, assemble(gathered));
    this.#gathered = gathered;
    return this.#plans;
  }
}

/** The new plans, with the old object wherever a cluster's plan has not changed: what was built from it still holds. */
function keepEqualPlans(before: readonly ClusterPlan[], after: readonly ClusterPlan[]): readonly ClusterPlan[] {
  const known = new Map(before.map((plan) => [planKey(plan), plan]));
  return after.map((plan) => {
    const old = known.get(planKey(plan));
    return old !== undefined && samePlan(old, plan) ? old : plan;
  });
}

/** Stays the same while a cluster changes. */
export function planKey({ alternative, root, name }: ClusterPlan): string {
  return `${alternative ?? ''} ${root}\n${name}`;
}
