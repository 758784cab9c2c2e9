import { baseName, folderOf } from '../../base/path.ts';
import { kustomizationNames } from '../gitops/flux/generate.ts';
import type { RenderingProblem } from '../rendered.ts';
import type { RenderedUnit, UnitRenderings } from '../unitRenderings.ts';
import type { Part } from './assembling.ts';
import type { Reached } from './dependencies.ts';
import { isReaching, segmentsOf, withoutEnding, type Candidate, type Entry } from './entryPoints.ts';
import type { Followed, PlacedProblem } from './following.ts';
import { isOfGitOps, resourceIds } from './resourceIds.ts';
import { unitKey, type ChartUnit, type KustomizationUnit, type ModulesUnit, type Unit } from './unit.ts';
import type { Rest, WorkspaceUnits } from './workspaceUnits.ts';

/** What is known when parts are made: everything has been followed. */
export interface PartsOptions {
  readonly workspace: WorkspaceUnits;
  readonly units: UnitRenderings;
  readonly render: (unit: KustomizationUnit | ChartUnit | ModulesUnit) => RenderedUnit;
  /** What entry points build from. */
  readonly consumed: ReadonlySet<string>;
}

/** What is applied as one, or not at all, among what is left of a workspace folder. */
export class Parts {
  readonly #options: PartsOptions;
  readonly #rest: Rest;
  readonly #byContext: ReadonlyMap<string, Entry>;
  readonly #byFile: ReadonlyMap<string, Entry>;

  constructor(rest: Rest, entries: readonly Entry[], options: PartsOptions) {
    this.#rest = rest;
    this.#options = options;
    this.#byContext = new Map(entries.map((entry) => [entry.candidate.context, entry]));
    this.#byFile = new Map(entries.flatMap((entry) => entry.candidate.files.map((path) => [path, entry])));
  }

  /** What nobody is known to apply, as far as it stands for something. */
  *statics(): Generator<undefined, readonly Part[]> {
    const parts: Part[] = [];
    const modules = modulesOf(this.#rest.folder.path, this.#rest.files, this.#options);
    for (const path of this.#rest.files) {
      const part = this.#filePart(path, modules);
      if (part !== undefined) parts.push(part);
    }
    for (const { unit, marker } of [...this.#rest.kustomizations, ...this.#rest.charts]) {
      const entry = this.#byContext.get(unitKey(unit));
      if (this.#options.consumed.has(marker) || (entry !== undefined && isReaching(entry.followed))) continue;
      parts.push(this.#unitPart(unit, entry));
      yield;
    }
    return parts;
  }

  #filePart(path: string, modules: readonly ModulesUnit[]): Part | undefined {
    const { consumed, workspace } = this.#options;
    const entry = this.#byFile.get(path) ?? this.#byContext.get(`files ${folderOf(path)}`);
    if (consumed.has(path) || (entry !== undefined && isReaching(entry.followed) && !this.#isUnlistedBeside(path, entry.candidate)))
      return undefined;
    const skeleton = workspace.skeleton(path);
    // What objects would apply that is not here is said with the first of their files.
    const followed = entry?.candidate.files[0] === path ? entry.followed : undefined;
    return {
      location: [...segmentsOf(folderOf(path)), withoutEnding(baseName(path))],
      ids: skeleton?.ids ?? [],
      isFile: true,
      files: [path],
      units: [...(followed?.units.map(({ unit }) => unit) ?? []), ...modules.filter(({ files }) => files[0] === path)],
      problems: followed === undefined ? [] : problemsOf(followed),
      entry: undefined,
      hasResources: skeleton?.hasResources === true,
      isUnit: false,
    };
  }

  #unitPart(unit: KustomizationUnit | ChartUnit, entry: Entry | undefined): Part {
    const location = segmentsOf(unit.folder);
    return {
      location: unit.kind === 'chart' && unit.variant !== '' ? [...location, unit.variant] : location,
      ids: idsOf(this.#options.render(unit)),
      files: [],
      units: [unit, ...(entry?.followed.units.map((reached) => reached.unit) ?? [])],
      problems: entry === undefined ? [] : problemsOf(entry.followed),
      entry: undefined,
      hasResources: true,
      isUnit: true,
    };
  }

  /** What an entry point reaches, by where it is applied; what stands beside the objects (and `own`, which belongs to it by its place) is where they are. */
  *ofEntry({ candidate, followed }: Entry, own: readonly Part[]): Generator<{ readonly destination: string; readonly part: Part }> {
    const { consumed, render, units: rendered, workspace } = this.#options;
    const entry = { folder: candidate.folder, isArgo: isOfArgo(followed) };
    const beside = candidate.unit === undefined ? this.#rest.files.filter((path) => this.#isBeside(path, candidate)) : [];
    const files = [...beside, ...own.flatMap((part) => part.files)];
    const isSelf = candidate.unit !== undefined && !candidate.markers.every((path) => consumed.has(path));
    const units: Unit[] = [...(isSelf ? [candidate.unit] : []), ...own.flatMap((part) => part.units)];
    const byDestination = reachedByDestination(followed);
    // The objects themselves are no reason for a cluster of their own beside those that they fill.
    const isHub =
      byDestination.size > 1 && byDestination.get('')?.length === 0 && own.length === 0 && !files.some((path) => this.#holdsMore(path));
    // What is about a cluster to which nothing else goes is said where the objects are.
    const isAbout = ({ destination }: PlacedProblem): boolean => byDestination.has(destination);
    const here = [...problemsOf(followed, (problem) => !isAbout(problem)), ...own.flatMap((part) => part.problems)];
    const destinations = [...byDestination.keys()].filter((destination) => destination !== '' || !isHub);
    const home = isHub ? destinations[0] : '';
    for (const destination of destinations) {
      const applied = byDestination.get(destination)?.map(({ unit }) => unit) ?? [];
      const ids = applied.flatMap((unit) => idsOf(rendered.get(unit)));
      if (destination === '') {
        for (const path of files) ids.push(...(workspace.skeleton(path)?.ids ?? []));
        for (const unit of units) if (unit.kind !== 'delivery') ids.push(...idsOf(render(unit)));
      }
      const isHome = destination === home;
      yield {
        destination,
        part: {
          location: candidate.location,
          isApplied: true,
          ids,
          files: isHome ? files : [],
          units: [...(destination === '' ? units : []), ...applied],
          problems: [
            ...problemsOf(followed, (problem) => problem.destination === destination && isAbout(problem)),
            ...(isHome ? here : []),
          ],
          entry,
          hasResources: true,
          isUnit: false,
        },
      };
    }
  }

  /** One of the entry point's own files, or another of their folder that does not stand for itself. */
  #isBeside(path: string, candidate: Candidate): boolean {
    const { folder, files, location } = candidate;
    if (this.#isUnlistedBeside(path, candidate)) return false;
    if (this.#options.consumed.has(path)) return false;
    const isWhole = location.length === segmentsOf(folder).length;
    return files.includes(path) || (folderOf(path) === folder && isWhole && !this.#byContext.has(`file ${path}`));
  }

  #isUnlistedBeside(path: string, { files }: Candidate): boolean {
    return !files.includes(path) && isUnlisted(path, this.#options.consumed);
  }

  /** Whether a file holds more than the objects of GitOps tools. */
  #holdsMore(path: string): boolean {
    return this.#options.workspace.skeleton(path)?.ids.some((id) => !isOfGitOps(id)) === true;
  }
}

/** What the deployment manifests of IoT Edge among some files are rendered as, if there are any. */
export function modulesOf(folder: string, files: readonly string[], { workspace, render }: PartsOptions): readonly ModulesUnit[] {
  const own = workspace.special(files).withModules;
  if (own.length === 0) return [];
  const unit: ModulesUnit = { kind: 'modules', folder, files: own };
  render(unit);
  return [unit];
}

function isOfArgo({ units: [first] }: Followed): boolean {
  return first?.unit.delivery.by.apiVersion.startsWith('argoproj.io/') === true;
}

/** Also for where the objects are, be it that nothing goes there. */
export function reachedByDestination({ units }: Followed): ReadonlyMap<string, readonly Reached[]> {
  const byDestination = new Map<string, Reached[]>([['', []]]);
  for (const reached of units) {
    const list = byDestination.get(reached.destination);
    if (list === undefined) byDestination.set(reached.destination, [reached]);
    else list.push(reached);
  }
  return byDestination;
}

export function problemsOf({ problems }: Followed, isMeant: (problem: PlacedProblem) => boolean = () => true): readonly RenderingProblem[] {
  return problems.filter(isMeant).map(({ problem }) => problem);
}

/** What its resources are called in a cluster. */
export function idsOf(rendered: RenderedUnit | undefined): string[] {
  return rendered?.documents.flatMap(resourceIds) ?? [];
}

/** The plain files of a folder are one unit; what holds nothing is none. */
export function byUnit(parts: readonly Part[]): readonly Part[] {
  const byFolder = new Map<string, Part[]>();
  for (const part of parts) {
    if (!part.hasResources || part.isUnit) continue;
    const key = part.location.slice(0, -1).join('/');
    const list = byFolder.get(key);
    if (list === undefined) byFolder.set(key, [part]);
    else list.push(part);
  }
  return [...parts.filter(({ hasResources, isUnit }) => hasResources && isUnit), ...[...byFolder.values()].flatMap(joined)];
}

function joined(parts: readonly Part[]): readonly Part[] {
  const [first] = parts;
  if (first === undefined) return [];
  return [
    {
      ...first,
      location: first.location.slice(0, -1),
      ids: parts.flatMap(({ ids }) => ids),
      files: parts.flatMap(({ files }) => files),
      units: parts.flatMap(({ units }) => units),
      problems: parts.flatMap(({ problems }) => problems),
    },
  ];
}

/** Whether the kustomization of a file's folder is built by somebody, which then leaves the file out. */
export function isUnlisted(path: string, consumed: ReadonlySet<string>): boolean {
  const folder = folderOf(path);
  return !consumed.has(path) && kustomizationNames.some((name) => consumed.has(folder === '' ? name : `${folder}/${name}`));
}
