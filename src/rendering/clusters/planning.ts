import { perObject } from '../../base/derived.ts';
import { folderOf } from '../../base/path.ts';
import { isSame } from '../../manifests/same.ts';
import type { ClusterObject } from '../gitops/delivery.ts';
import { gitOpsObject } from '../gitops/object.ts';
import { isRendered } from '../renderedDocument.ts';
import type { Sources } from '../sources.ts';
import type { RenderedUnit, UnitRenderings } from '../unitRenderings.ts';
import type { Gathered, Part } from './assembling.ts';
import type { ClusterPlan } from './clusterPlan.ts';
import { isArchived } from './archives.ts';
import { objectBeside } from './objectsBeside.ts';
import { candidatesIn, entriesAmong, isReaching, segmentsOf, withoutLeftOut, type Candidate, type Entry } from './entryPoints.ts';
import type { Followed, Follower, Start } from './following.ts';
import { byUnit, idsOf, isUnlisted, modulesOf, Parts, problemsOf, reachedByDestination, type PartsOptions } from './parts.ts';
import { PlainObjects, type ReadObjects } from './plainObjects.ts';
import { RepositoryRoots } from './repositoryRoots.ts';
import { unitKey, type ChartUnit, type KustomizationUnit, type ModulesUnit } from './unit.ts';
import { compare, type ClusterRoot, type Rest, type WorkspaceFolder, type WorkspaceUnits } from './workspaceUnits.ts';
import { standingIn, zoneOf, type Zone } from './zones.ts';

/** What was followed from where, for as long as nothing that was looked at has changed. */
export interface KnownFollowing {
  readonly workspace: WorkspaceUnits;
  readonly objects: readonly ClusterObject[];
  readonly root: string;
  readonly above: readonly string[] | undefined;
  /** Plain files in which something that was asked for was looked for. */
  readonly asked: ReadonlySet<string>;
  /** Folders beside the start in which it was found. */
  readonly beside: ReadonlySet<string>;
  readonly followed: Followed;
}

/** What one planning leaves to the next. */
export interface PlanningState {
  readonly units: UnitRenderings;
  readonly follower: Follower;
  readonly following: Map<string, KnownFollowing>;
  readonly objects: ReadObjects;
}

type Join = (folder: WorkspaceFolder, destination: string, part: Part) => void;

/** One way from the files of a workspace to what lives together. */
export class Planning {
  readonly #workspace: WorkspaceUnits;
  readonly #sources: Sources;
  readonly #state: PlanningState;
  readonly #changed: ReadonlySet<string>;
  readonly #plain: PlainObjects;
  readonly #repositories: RepositoryRoots;
  readonly #live = new Set<string>();
  readonly #contexts = new Set<string>();
  readonly #consumed = new Set<string>();
  readonly #zones: { readonly zone: Zone; readonly entry: object }[] = [];
  readonly #options: PartsOptions;

  constructor(workspace: WorkspaceUnits, sources: Sources, state: PlanningState, changed: ReadonlySet<string>) {
    this.#workspace = workspace;
    this.#sources = sources;
    this.#state = state;
    this.#changed = changed;
    this.#plain = new PlainObjects(workspace, sources, state.objects);
    this.#repositories = new RepositoryRoots(this.#plain, sources);
    this.#options = { workspace, units: state.units, consumed: this.#consumed, render: (unit) => this.#render(unit) };
  }

  /** `live`: keys of all units that are of use. */
  *gather(): Generator<undefined, Gathered & { readonly live: ReadonlySet<string> }> {
    const groups = new Map<string, { folder: WorkspaceFolder; destination: string; parts: Part[] }>();
    const join: Join = (folder, destination, part) => {
      const key = `${folder.path}\n${destination}`;
      const group = groups.get(key);
      if (group === undefined) groups.set(key, { folder, destination, parts: [part] });
      else group.parts.push(part);
    };

    const roots: { readonly root: ClusterRoot; readonly followed: Followed | undefined }[] = [];
    for (const root of this.#workspace.roots) roots.push({ root, followed: yield* this.#followRoot(root) });
    for (const { root, followed } of roots) this.#take(root, root.path, followed);

    const rests: { readonly rest: Rest; readonly entries: readonly Entry[] }[] = [];
    for (const rest of this.#workspace.rests) rests.push({ rest, entries: yield* this.#entriesIn(rest) });
    for (const { entries } of rests) for (const entry of entries) this.#take(entry, entry.candidate.folder, entry.followed);

    const notApplied: Part[] = [];
    for (const { rest, entries } of rests) notApplied.push(...(yield* this.#gatherRest(rest, entries, join)));
    const plans = roots.map(({ root, followed }) => this.#rootPlan(root, followed, join));
    for (const key of this.#state.following.keys()) if (!this.#contexts.has(key)) this.#state.following.delete(key);
    for (const path of this.#state.objects.keys()) if (this.#workspace.skeleton(path) === undefined) this.#state.objects.delete(path);
    return { roots: plans, groups: [...groups.values()], notApplied: byUnit(notApplied), live: this.#live };
  }

  *#entriesIn(rest: Rest): Generator<undefined, readonly Entry[]> {
    const found = yield* entriesAmong(
      candidatesIn(rest, (path) => this.#workspace.skeleton(path)),
      (candidate) => this.#objectsOf(candidate),
      ({ context, folder, bundles }, objects) => this.#follow({ context, folder, objects, bundles }),
      this.#consumed,
    );
    const kustomizations = new Set(rest.kustomizations.map(({ unit }) => unit.folder));
    return withoutLeftOut(found, (folder) => kustomizations.has(folder));
  }

  /** Joins what is left of a workspace folder to what it may live with; returns what no entry point around it applies. */
  *#gatherRest(rest: Rest, entries: readonly Entry[], join: Join): Generator<undefined, readonly Part[]> {
    const parts = new Parts(rest, entries, this.#options);
    const notApplied: Part[] = [];
    const own = new Map<object, Part[]>();
    const delivered = new Set<string>();
    for (const { followed } of entries)
      for (const { unit } of followed.units) for (const id of idsOf(this.#state.units.get(unit))) delivered.add(id);
    const listing = foldersOf(rest.kustomizations.flatMap(({ uses }) => [...uses]));
    for (const part of yield* parts.statics()) {
      const standing = this.#standing(part, listing) ?? (isCopy(part, delivered) ? 'not-applied' : undefined);
      const belonging = typeof standing === 'object' ? own.get(standing) : undefined;
      if (standing === undefined) join(rest.folder, '', part);
      else if (standing === 'not-applied') notApplied.push(part);
      else if (belonging === undefined) own.set(standing, [part]);
      else belonging.push(part);
    }
    for (const entry of entries) {
      if (!isReaching(entry.followed)) continue;
      for (const { destination, part } of parts.ofEntry(entry, own.get(entry) ?? [])) join(rest.folder, destination, part);
    }
    return notApplied;
  }

  /** What an entry point builds from is nobody else's, and around it nothing else is applied. */
  #take(entry: object, folder: string, followed: Followed | undefined): void {
    if (followed === undefined || !isReaching(followed)) return;
    for (const path of followed.consumed) this.#consumed.add(path);
    const files = new Set<string>();
    for (const { unit } of followed.units) for (const file of this.#state.units.get(unit)?.sources ?? []) files.add(file);
    const zone = zoneOf(folder, files);
    if (zone !== undefined) this.#zones.push({ zone, entry });
    // What is asked for there is applied where it is asked for.
    for (const path of this.#state.following.get(followed.start.context)?.beside ?? []) {
      const own = segmentsOf(path);
      this.#zones.push({ zone: { folder: own, own }, entry });
    }
  }

  /** The entry point that it belongs to by its place; undefined where none says anything. `listing`: folders of which kustomizations name files one by one. */
  #standing({ location, files: [file] }: Part, listing: ReadonlySet<string>): object | 'not-applied' | undefined {
    if (this.#zones.length > 0 && (isArchived(location) || (file !== undefined && isUnlisted(file, this.#consumed)))) return 'not-applied';
    let result: 'not-applied' | undefined;
    for (const { zone, entry } of this.#zones) {
      const standing = standingIn(zone, location);
      if (standing === 'own') return file !== undefined && listing.has(folderOf(file)) ? 'not-applied' : entry;
      result ??= standing;
    }
    return result;
  }

  *#followRoot(root: ClusterRoot): Generator<undefined, Followed | undefined> {
    const { applying, bundles: settings } = this.#workspace.special(root.files);
    const objects = applying.flatMap((path) => this.#plain.in(path));
    for (const { unit, uses } of [...root.kustomizations, ...root.charts]) {
      if (![...uses].some((path) => this.#workspace.skeleton(path)?.mayApply === true)) continue;
      objects.push(...objectsFrom(this.#render(unit)));
      yield;
    }
    const bundles = settings.map(folderOf);
    return objects.length + bundles.length === 0
      ? undefined
      : yield* this.#follow({ context: `root ${root.path}`, folder: root.path, objects, bundles });
  }

  *#follow(start: Start): Generator<undefined, Followed> {
    const { context, folder, objects } = start;
    this.#contexts.add(context);
    const { root, above, repository } = this.#repositories.around(this.#workspace.folderOf(folder), objects);
    const before = this.#state.following.get(context);
    const isAsBefore =
      before !== undefined &&
      before.workspace === this.#workspace &&
      before.root === root &&
      isSame(before.above, above) &&
      before.objects.length === objects.length &&
      before.objects.every((object, index) => object === objects[index]) &&
      ![...this.#changed].some((path) => before.followed.looked.has(path) || before.asked.has(path));
    const asked = new Set<string>();
    const beside = new Set<string>();
    const followed = isAsBefore
      ? before.followed
      : yield* this.#state.follower.follow(start, {
          sources: this.#sources,
          repository,
          root,
          above,
          elsewhere: (kind, namespace, name) =>
            this.#plain.appliedByHand(kind, namespace, name, asked) ?? this.#beside({ kind, namespace, name }, start, asked, beside),
        });
    if (!isAsBefore) this.#state.following.set(context, { workspace: this.#workspace, objects, root, above, asked, beside, followed });
    for (const { unit } of followed.units) this.#live.add(unitKey(unit));
    return followed;
  }

  #beside(named: Parameters<typeof objectBeside>[0], start: Start, asked: Set<string>, beside: Set<string>): ClusterObject | undefined {
    const found = objectBeside(named, start, this.#workspace, ({ unit, files }) =>
      unit === undefined ? files.flatMap((path) => this.#plain.in(path)) : objectsFrom(this.#render(unit)),
    );
    if (found === undefined) return undefined;
    for (const path of found.holder.files) asked.add(path);
    beside.add(found.holder.folder);
    return found.object;
  }

  #objectsOf({ unit, files }: Candidate): readonly ClusterObject[] {
    return unit === undefined ? files.flatMap((path) => this.#plain.in(path)) : objectsFrom(this.#render(unit));
  }

  #render(unit: KustomizationUnit | ChartUnit | ModulesUnit): RenderedUnit {
    this.#live.add(unitKey(unit));
    return this.#state.units.render(unit, this.#sources);
  }

  #rootPlan(root: ClusterRoot, followed: Followed | undefined, join: Join): ClusterPlan {
    // What the root's own objects build from does not count once more as it stands.
    const isReached = (path: string): boolean => followed?.consumed.has(path) === true;
    const units = [...root.kustomizations, ...root.charts]
      .filter(({ marker }) => !isReached(marker))
      .map(({ unit }) => unit)
      .sort((one, other) => compare(one.folder, other.folder));
    for (const unit of units) this.#render(unit);
    const reached: ReturnType<typeof reachedByDestination> = followed === undefined ? new Map() : reachedByDestination(followed);
    for (const [destination, list] of reached) {
      if (destination === '') continue;
      const applied = list.map(({ unit }) => unit);
      join(this.#workspace.folderOf(root.path), destination, {
        location: segmentsOf(root.path),
        isApplied: true,
        ids: applied.flatMap((unit) => idsOf(this.#state.units.get(unit))),
        files: [],
        units: applied,
        problems: followed === undefined ? [] : problemsOf(followed, (each) => each.destination === destination),
        entry: { folder: root.path, isArgo: false },
        hasResources: true,
        isUnit: false,
      });
    }
    const files = root.files.filter((path) => !isReached(path));
    return {
      rule: 'root',
      alternative: undefined,
      name: root.name,
      root: root.path,
      files,
      descriptions: root.descriptions.filter((path) => !files.includes(path)),
      units: [...units, ...modulesOf(root.path, root.files, this.#options), ...(reached.get('')?.map(({ unit }) => unit) ?? [])],
      unmatchedManifests: root.unmatchedManifests,
      problems: followed === undefined ? [] : problemsOf(followed, ({ destination }) => destination === '' || !reached.has(destination)),
      elsewhere: [],
    };
  }
}

function foldersOf(paths: readonly string[]): ReadonlySet<string> {
  return new Set(paths.map(folderOf));
}

/** A plain file of which everything is applied by objects: it was taken over from it, or is a template of it. */
function isCopy({ isFile, ids }: Part, delivered: ReadonlySet<string>): boolean {
  const all = [...ids];
  return isFile === true && all.length > 0 && all.every((id) => delivered.has(id));
}

function objectsFrom({ documents }: RenderedUnit): readonly ClusterObject[] {
  return objectsOfDocuments(documents);
}

const objectsOfDocuments = perObject((documents: RenderedUnit['documents']): readonly ClusterObject[] =>
  documents.flatMap(({ document }) => (isRendered(document) ? (gitOpsObject(document.root) ?? []) : [])),
);
