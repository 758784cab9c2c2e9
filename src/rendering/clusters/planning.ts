import { perObject } from '../../base/derived.ts';
import { isSame } from '../../manifests/same.ts';
import { baseName, folderOf } from '../../base/path.ts';
import type { ClusterObject } from '../gitops/delivery.ts';
import { gitOpsObject, repositoryOf } from '../gitops/gitops.ts';
import { lookedAt } from '../lookedAt.ts';
import { nearestPath, normalized } from '../gitops/paths.ts';
import type { RenderingProblem } from '../rendered.ts';
import { isRendered } from '../renderedDocument.ts';
import type { Sources } from '../sources.ts';
import type { RenderedUnit, UnitRenderings } from '../unitRenderings.ts';
import { nodeAt, textAt, valueAt } from '../yaml/change.ts';
import { inFile, readYaml } from '../yaml/read.ts';
import type { Gathered, Group, Part } from './assembling.ts';
import type { ClusterPlan } from './clusterPlan.ts';
import {
  candidatesIn,
  entriesAmong,
  isReaching,
  segmentsOf,
  withoutEnding,
  withoutLeftOut,
  type Candidate,
  type Entry,
} from './entryPoints.ts';
import type { Reached } from './dependencies.ts';
import type { Around, Followed, Follower, PlacedProblem, Start } from './following.ts';
import { resourceIds } from './resourceIds.ts';
import { unitKey, type ChartUnit, type KustomizationUnit, type ModulesUnit, type Unit } from './unit.ts';
import { compare, type ClusterRoot, type Rest, type UsingUnit, type WorkspaceFolder, type WorkspaceUnits } from './workspaceUnits.ts';
import { standingIn, zoneOf, type Zone } from './zones.ts';

/** What was followed from where, for as long as nothing that was looked at has changed. */
export interface KnownFollowing {
  readonly workspace: WorkspaceUnits;
  readonly objects: readonly ClusterObject[];
  readonly root: string;
  readonly above: readonly string[] | undefined;
  /** Plain files in which something that was asked for was found. */
  readonly asked: ReadonlySet<string>;
  readonly followed: Followed;
}

/** Objects of plain files, for as long as the text is the same. */
export interface KnownObjects {
  readonly text: string;
  readonly objects: readonly ClusterObject[];
}

export interface PlanningState {
  readonly units: UnitRenderings;
  readonly follower: Follower;
  readonly following: Map<string, KnownFollowing>;
  readonly objects: Map<string, KnownObjects>;
}

type AroundRepository = ReturnType<Around['repository']>;

/** One way from the files of a workspace to what lives together. */
export class Planning {
  readonly #workspace: WorkspaceUnits;
  readonly #sources: Sources;
  readonly #state: PlanningState;
  readonly #changed: ReadonlySet<string>;
  readonly #live = new Set<string>();
  readonly #contexts = new Set<string>();
  readonly #consumed = new Set<string>();
  readonly #zones: { readonly zone: Zone; readonly entry: object }[] = [];
  #plain: readonly ClusterObject[] | undefined;
  #plainSet: ReadonlySet<ClusterObject> | undefined;
  /** By root, where no more objects are known than those of files. */
  readonly #repositories = new Map<string, AroundRepository>();

  constructor(workspace: WorkspaceUnits, sources: Sources, state: PlanningState, changed: ReadonlySet<string>) {
    this.#workspace = workspace;
    this.#sources = sources;
    this.#state = state;
    this.#changed = changed;
  }

  /** `live`: keys of all units that are of use. */
  *gather(): Generator<undefined, Gathered & { readonly live: ReadonlySet<string> }> {
    const groups = new Map<string, { folder: WorkspaceFolder; destination: string; parts: Part[] }>();
    const join = (folder: WorkspaceFolder, destination: string, part: Part): void => {
      const key = `${folder.path}\n${destination}`;
      const group = groups.get(key);
      if (group === undefined) groups.set(key, { folder, destination, parts: [part] });
      else group.parts.push(part);
    };

    const roots: { readonly root: ClusterRoot; readonly followed: Followed | undefined }[] = [];
    for (const root of this.#workspace.roots) roots.push({ root, followed: yield* this.#followRoot(root) });
    for (const { root, followed } of roots) this.#take(root, root.path, followed);

    const entries: { readonly rest: Rest; readonly entries: readonly Entry[] }[] = [];
    for (const rest of this.#workspace.rests) {
      const found = yield* entriesAmong(
        candidatesIn(rest, (path) => this.#workspace.skeleton(path)),
        (candidate) => this.#objectsOf(candidate),
        ({ context, folder, bundles }, objects) => this.#follow({ context, folder, objects, bundles }),
        this.#consumed,
      );
      entries.push({ rest, entries: withoutLeftOut(found) });
    }
    for (const { entries: found } of entries) for (const entry of found) this.#take(entry, entry.candidate.folder, entry.followed);

    const notApplied: Part[] = [];
    for (const { rest, entries: found } of entries) {
      const own = new Map<object, Part[]>();
      const byContext = new Map(found.map((entry) => [entry.candidate.context, entry]));
      const byFile = new Map(found.flatMap((entry) => entry.candidate.files.map((path) => [path, entry])));
      for (const part of yield* this.#statics(rest, byContext, byFile)) {
        const standing = this.#standing(part.location);
        if (standing === undefined) join(rest.folder, '', part);
        else if (standing === 'not-applied') notApplied.push(part);
        else own.set(standing, [...(own.get(standing) ?? []), part]);
      }
      for (const entry of found) {
        if (!isReaching(entry.followed)) continue;
        for (const { destination, part } of this.#entryParts(entry, rest, own.get(entry) ?? [])) join(rest.folder, destination, part);
      }
      for (const { root } of roots) for (const part of own.get(root) ?? []) join(rest.folder, '', part);
    }
    const plans = roots.map(({ root, followed }) => this.#rootPlan(root, followed, join));
    for (const key of this.#state.following.keys()) if (!this.#contexts.has(key)) this.#state.following.delete(key);
    return { roots: plans, groups: [...groups.values()], notApplied: byUnit(notApplied), live: this.#live };
  }

  /** What an entry point builds from is nobody else's, and around it nothing else is applied. */
  #take(entry: object, folder: string, followed: Followed | undefined): void {
    if (followed === undefined || !isReaching(followed)) return;
    for (const path of followed.consumed) this.#consumed.add(path);
    const files = new Set<string>();
    for (const { unit } of followed.units) for (const file of this.#state.units.get(unit)?.sources ?? []) files.add(file);
    const zone = zoneOf(folder, files);
    if (zone !== undefined) this.#zones.push({ zone, entry });
  }

  /** The entry point that it belongs to by its place; undefined where none says anything. */
  #standing(location: readonly string[]): object | 'not-applied' | undefined {
    let result: 'not-applied' | undefined;
    for (const { zone, entry } of this.#zones) {
      const standing = standingIn(zone, location);
      if (standing === 'own') return entry;
      result ??= standing;
    }
    return result;
  }

  *#followRoot(root: ClusterRoot): Generator<undefined, Followed | undefined> {
    const objects = root.files.flatMap((path) => this.#objectsIn(path));
    for (const { unit, uses } of [...root.kustomizations, ...root.charts]) {
      if (![...uses].some((path) => this.#workspace.skeleton(path)?.mayApply === true)) continue;
      objects.push(...objectsFrom(this.#render(unit)));
      yield;
    }
    const bundles = root.files.filter((path) => baseName(path) === 'fleet.yaml').map(folderOf);
    return objects.length + bundles.length === 0
      ? undefined
      : yield* this.#follow({ context: `root ${root.path}`, folder: root.path, objects, bundles });
  }

  *#follow(start: Start): Generator<undefined, Followed> {
    const { context, folder, objects } = start;
    this.#contexts.add(context);
    const workspaceFolder = this.#workspace.folderOf(folder);
    const root = this.#rootFor(workspaceFolder, objects);
    const above = workspaceFolder.above ?? (this.#isPlausible(root, objects) ? [] : undefined);
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
    const followed = isAsBefore
      ? before.followed
      : yield* this.#state.follower.follow(start, {
          sources: this.#sources,
          repository: (more) => this.#repositoryWith(more, root, above),
          root,
          above,
          elsewhere: (kind, namespace, name) => this.#unapplied(kind, namespace, name, asked),
        });
    this.#state.following.set(context, {
      workspace: this.#workspace,
      objects,
      root,
      above,
      asked: isAsBefore ? before.asked : asked,
      followed,
    });
    for (const { unit } of followed.units) this.#live.add(unitKey(unit));
    return followed;
  }

  /** The root that paths of objects count from: of several that may be it, the one below which most of them are. */
  #rootFor({ path, repositories = [path] }: WorkspaceFolder, objects: readonly ClusterObject[]): string {
    const [first = path, ...others] = repositories;
    if (others.length === 0) return first;
    const paths = namedPaths([...this.#plainObjects(), ...objects]);
    let best = { root: first, count: -1 };
    for (const root of repositories) {
      const count = paths.filter((each) => this.#sources.kindOf(root === '' ? each : `${root}/${each}`) !== undefined).length;
      if (count > best.count) best = { root, count };
    }
    return best.root;
  }

  /** Whether a folder that nobody knows to be the root of a repository may be it: something that objects name is there, or nearly. */
  #isPlausible(root: string, objects: readonly ClusterObject[]): boolean {
    const paths = namedPaths([...this.#plainObjects(), ...objects]).map((path) => (root === '' ? path : `${root}/${path}`));
    return paths.some((path) => this.#sources.kindOf(path) !== undefined || nearestPath(path, this.#sources) !== undefined);
  }

  /** Which source the workspace is, by what all files say and these objects besides. */
  #repositoryWith(more: Iterable<ClusterObject>, root: string, above: readonly string[] | undefined): AroundRepository {
    const plain = this.#plainObjects();
    const known = (this.#plainSet ??= new Set(plain));
    const others = [...more].filter((object) => !known.has(object));
    const key = `${root}\n${above?.join('/') ?? '?'}`;
    const before = this.#repositories.get(key);
    if (others.length === 0 && before !== undefined) return before;
    const { sources, looked } = lookedAt(this.#sources);
    const found = { repository: repositoryOf([...plain, ...others], sources, root, above), looked };
    if (others.length === 0) this.#repositories.set(key, found);
    return found;
  }

  /** All that stand in files as they are. */
  #plainObjects(): readonly ClusterObject[] {
    return (this.#plain ??= [...this.#workspace.roots, ...this.#workspace.rests].flatMap(({ files }) =>
      files.flatMap((path) => this.#objectsIn(path)),
    ));
  }

  /** A ConfigMap, a Secret or an AppProject in a plain file that somebody may apply by hand. */
  #unapplied(kind: string, namespace: string, name: string, asked: Set<string>): ClusterObject | undefined {
    const group = appliedByHand.get(kind);
    if (group === undefined) return undefined;
    const [plainKind = ''] = kind.split('.');
    const id = `${group}/${plainKind} ${namespace}/${name}`;
    for (const { files } of [...this.#workspace.rests, ...this.#workspace.roots])
      for (const path of files) {
        if (this.#workspace.skeleton(path)?.ids.includes(id) !== true) continue;
        asked.add(path);
        const found = this.#allObjectsIn(path).find(
          (object) => object.kind === plainKind && object.namespace === namespace && object.name === name,
        );
        if (found !== undefined) return found;
      }
    return undefined;
  }

  #objectsOf({ unit, files }: Candidate): readonly ClusterObject[] {
    return unit === undefined ? files.flatMap((path) => this.#objectsIn(path)) : objectsFrom(this.#render(unit));
  }

  /** Of a plain file: those in it, where a GitOps object may be. */
  #objectsIn(path: string): readonly ClusterObject[] {
    return this.#workspace.skeleton(path)?.mayApply === true ? this.#allObjectsIn(path) : [];
  }

  #allObjectsIn(path: string): readonly ClusterObject[] {
    const text = this.#sources.text(path) ?? '';
    const before = this.#state.objects.get(path);
    if (before?.text === text) return before.objects;
    const objects = readYaml(text, inFile(path), { dialect: 'yaml-1.1', duplicates: 'last' }).flatMap(({ root }) =>
      root?.type === 'map' ? (gitOpsObject(root) ?? []) : [],
    );
    this.#state.objects.set(path, { text, objects });
    return objects;
  }

  /** What the deployment manifests among some files are rendered as, if there are any. */
  #modulesOf(folder: string, files: readonly string[]): readonly ModulesUnit[] {
    const own = files.filter((path) => this.#workspace.skeleton(path)?.hasModules === true);
    if (own.length === 0) return [];
    const unit: ModulesUnit = { kind: 'modules', folder, files: own };
    this.#render(unit);
    return [unit];
  }

  #render(unit: KustomizationUnit | ChartUnit | ModulesUnit): RenderedUnit {
    this.#live.add(unitKey(unit));
    return this.#state.units.render(unit, this.#sources);
  }

  /** What nobody is known to apply, as far as it stands for something. */
  *#statics(rest: Rest, byContext: ReadonlyMap<string, Entry>, byFile: ReadonlyMap<string, Entry>): Generator<undefined, readonly Part[]> {
    const parts: Part[] = [];
    const others = new Map<Entry, string[]>();
    const modules = this.#modulesOf(rest.folder.path, rest.files);
    for (const path of rest.files) {
      if (this.#consumed.has(path)) continue;
      const entry = byFile.get(path) ?? byContext.get(`files ${folderOf(path)}`);
      if (entry !== undefined && isReaching(entry.followed)) continue;
      if (entry !== undefined && byFile.has(path)) others.set(entry, [...(others.get(entry) ?? []), path]);
      const skeleton = this.#workspace.skeleton(path);
      parts.push({
        location: [...segmentsOf(folderOf(path)), withoutEnding(baseName(path))],
        ids: skeleton?.ids ?? [],
        isFile: true,
        files: [path],
        units: [
          ...(entry !== undefined && entry.candidate.files[0] === path ? entry.followed.units.map(({ unit }) => unit) : []),
          ...modules.filter(({ files }) => files[0] === path),
        ],
        problems: entry !== undefined && entry.candidate.files[0] === path ? problemsOf(entry.followed) : [],
        entry: undefined,
        hasResources: skeleton?.hasResources === true,
        isUnit: false,
      });
    }
    for (const using of [...rest.kustomizations, ...rest.charts]) {
      if (this.#consumed.has(using.marker)) continue;
      const entry = byContext.get(unitKey(using.unit));
      if (entry !== undefined && isReaching(entry.followed)) continue;
      const part = this.#unitPart(using, entry);
      if (part !== undefined) parts.push(part);
      yield;
    }
    return parts;
  }

  #unitPart({ unit }: UsingUnit<KustomizationUnit | ChartUnit>, entry: Entry | undefined): Part | undefined {
    const rendered = this.#render(unit);
    const location = segmentsOf(unit.folder);
    return {
      location: unit.kind === 'chart' && unit.variant !== '' ? [...location, unit.variant] : location,
      ids: idsOf(rendered),
      files: [],
      units: [unit, ...(entry?.followed.units.map((reached) => reached.unit) ?? [])],
      problems: entry === undefined ? [] : problemsOf(entry.followed),
      entry: undefined,
      hasResources: true,
      isUnit: true,
    };
  }

  /** What an entry point reaches, by where it is applied; what stands beside the objects is where they are. */
  *#entryParts(
    { candidate, followed }: Entry,
    rest: Rest,
    own: readonly Part[],
  ): Generator<{ readonly destination: string; readonly part: Part }> {
    const isArgo = followed.units[0]?.unit.delivery.by.apiVersion.startsWith('argoproj.io/') === true;
    const entry = { folder: candidate.folder, isArgo };
    const files = [
      ...(candidate.unit === undefined ? rest.files.filter((path) => this.#isBeside(path, candidate)) : []),
      ...own.flatMap((part) => part.files),
    ];
    const units: Unit[] = [
      ...(candidate.unit === undefined || candidate.markers.every((path) => this.#consumed.has(path)) ? [] : [candidate.unit]),
      ...own.flatMap((part) => part.units),
    ];
    const byDestination = new Map<string, Reached[]>([['', []]]);
    for (const reached of followed.units) {
      const list = byDestination.get(reached.destination);
      if (list === undefined) byDestination.set(reached.destination, [reached]);
      else list.push(reached);
    }
    // The objects themselves are no reason for a cluster of their own beside those that they fill.
    const isHub =
      byDestination.size > 1 && byDestination.get('')?.length === 0 && !files.some((path) => this.#holdsMore(path)) && own.length === 0;
    // What is about a cluster to which nothing else goes is said where the objects are.
    const elsewhere = followed.problems.filter(({ destination }) => byDestination.has(destination));
    const here = [...problemsOf(followed, (each) => !elsewhere.includes(each)), ...own.flatMap((part) => part.problems)];
    let first = true;
    for (const [destination, reached] of byDestination) {
      if (destination === '' && isHub) continue;
      const withObjects = destination === '' || (isHub && first);
      first = false;
      const applied = reached.map(({ unit }) => unit);
      const ids: string[] = applied.flatMap((unit) => idsOf(this.#state.units.get(unit)));
      if (destination === '') {
        for (const path of files) ids.push(...(this.#workspace.skeleton(path)?.ids ?? []));
        for (const unit of units) if (unit.kind !== 'delivery') ids.push(...idsOf(this.#render(unit)));
      }
      yield {
        destination,
        part: {
          location: candidate.location,
          ids,
          files: withObjects ? files : [],
          units: [...(destination === '' ? units : []), ...applied],
          problems: [
            ...problemsOf(followed, (each) => each.destination === destination && elsewhere.includes(each)),
            ...(withObjects ? here : []),
          ],
          entry,
          hasResources: true,
          isUnit: false,
        },
      };
    }
  }

  #isBeside(path: string, { folder, files, location }: Candidate): boolean {
    if (this.#consumed.has(path)) return false;
    return files.includes(path) || (folderOf(path) === folder && location.length === segmentsOf(folder).length && !this.#isApart(path));
  }

  /** Stands for itself beside files that hold the same objects. */
  #isApart(path: string): boolean {
    return this.#contexts.has(`file ${path}`);
  }

  /** Whether a file holds more than the objects of GitOps tools. */
  #holdsMore(path: string): boolean {
    return this.#workspace.skeleton(path)?.ids.some((id) => !isOfGitOps(id)) === true;
  }

  #rootPlan(
    root: ClusterRoot,
    followed: Followed | undefined,
    join: (folder: WorkspaceFolder, destination: string, part: Part) => void,
  ): ClusterPlan {
    const statics = [...root.kustomizations, ...root.charts].filter(({ marker }) => !this.#isReachedFrom(root, followed, marker));
    const here = followed?.units.filter(({ destination }) => destination === '').map(({ unit }) => unit) ?? [];
    const away = new Map<string, Unit[]>();
    for (const { unit, destination } of followed?.units ?? [])
      if (destination !== '') away.set(destination, [...(away.get(destination) ?? []), unit]);
    for (const [destination, units] of away)
      join(this.#workspace.folderOf(root.path), destination, {
        location: segmentsOf(root.path),
        ids: units.flatMap((unit) => idsOf(this.#state.units.get(unit))),
        files: [],
        units,
        problems: followed === undefined ? [] : problemsOf(followed, (each) => each.destination === destination),
        entry: { folder: root.path, isArgo: false },
        hasResources: true,
        isUnit: false,
      });
    const units = statics.map(({ unit }) => unit).sort((one, other) => compare(one.folder, other.folder));
    for (const unit of units) this.#render(unit);
    const modules = this.#modulesOf(root.path, root.files);
    return {
      rule: 'root',
      alternative: undefined,
      name: root.name,
      root: root.path,
      files: root.files.filter((path) => !this.#isReachedFrom(root, followed, path)),
      units: [...units, ...modules, ...here],
      unmatchedManifests: root.unmatchedManifests,
      problems: followed === undefined ? [] : problemsOf(followed, (each) => !away.has(each.destination)),
      elsewhere: [],
    };
  }

  /** What the root's own objects build from does not count once more as it stands. */
  #isReachedFrom(_root: ClusterRoot, followed: Followed | undefined, path: string): boolean {
    return followed?.consumed.has(path) === true;
  }
}

/** Paths that objects name, each once, without those that mean the root. */
function namedPaths(objects: readonly ClusterObject[]): readonly string[] {
  const paths = new Set<string>();
  for (const { root } of objects) {
    const spec = valueAt(root, 'spec');
    const sources = valueAt(spec, 'sources');
    for (const node of [spec, valueAt(spec, 'source'), ...(sources?.type === 'list' ? sources.items : [])]) {
      const path = normalized(textAt(node, 'path') ?? '');
      if (path !== '') paths.add(path);
    }
    const chart = normalized(textAt(nodeAt(spec, 'chart', 'spec'), 'chart') ?? '');
    if (chart !== '') paths.add(chart);
  }
  return [...paths].slice(0, mostNamedPaths);
}

const mostNamedPaths = 200;

/** The plain files of a folder are one unit. */
function byUnit(parts: readonly Part[]): readonly Part[] {
  const byFolder = new Map<string, Part>();
  const units: Part[] = [];
  for (const part of parts) {
    if (!part.hasResources) continue;
    if (part.isUnit) {
      units.push(part);
      continue;
    }
    const location = part.location.slice(0, -1);
    const key = location.join('/');
    const before = byFolder.get(key);
    byFolder.set(
      key,
      before === undefined
        ? { ...part, location }
        : {
            ...before,
            ids: [...before.ids, ...part.ids],
            files: [...before.files, ...part.files],
            units: [...before.units, ...part.units],
            problems: [...before.problems, ...part.problems],
          },
    );
  }
  return [...units, ...byFolder.values()];
}

function problemsOf({ problems }: Followed, isMeant: (problem: PlacedProblem) => boolean = () => true): readonly RenderingProblem[] {
  return problems.filter(isMeant).map(({ problem }) => problem);
}

/** Kinds as `kindKey` writes them, with their groups. */
const appliedByHand: ReadonlyMap<string, string> = new Map([
  ['ConfigMap', ''],
  ['Secret', ''],
  ['AppProject.argoproj.io', 'argoproj.io'],
]);

/** Of `resourceIds`: whether it names an object of a GitOps tool. */
function isOfGitOps(id: string): boolean {
  const group = id.slice(0, id.indexOf('/'));
  return gitOpsGroups.some((each) => group === each || group.endsWith(`.${each}`));
}

const gitOpsGroups = ['argoproj.io', 'fleet.cattle.io', 'fluxcd.io', 'fluxcd.controlplane.io'];

function objectsFrom({ documents }: RenderedUnit): readonly ClusterObject[] {
  return objectsOfUnit(documents);
}

const objectsOfUnit = perObject((documents: RenderedUnit['documents']): readonly ClusterObject[] =>
  documents.flatMap(({ document }) => (isRendered(document) ? (gitOpsObject(document.root) ?? []) : [])),
);

function idsOf(rendered: RenderedUnit | undefined): readonly string[] {
  return rendered?.documents.flatMap(resourceIds) ?? [];
}

export type { Group };
