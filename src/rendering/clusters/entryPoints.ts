import { baseName, folderOf, isWithin } from '../../base/path.ts';
import { objectKey, type ClusterObject } from '../gitops/delivery.ts';
import { isArchived } from './archives.ts';
import { contradictions } from './contradictions.ts';
import type { Around, Followed, Follower } from './following.ts';
import type { FileSkeleton } from './skeleton.ts';
import { unitKey, type ChartUnit, type KustomizationUnit } from './unit.ts';
import type { Rest } from './workspaceUnits.ts';

/** A unit that may hold GitOps objects. */
export interface Candidate {
  /** Tells it from every other one. */
  readonly context: string;
  readonly folder: string;
  /** Segments of its place: its folder's, and the file's or the variant's where the folder has several. */
  readonly location: readonly string[];
  /** Files that make it what it is: who reads all of them reaches it. */
  readonly markers: readonly string[];
  readonly unit: KustomizationUnit | ChartUnit | undefined;
  /** Of plain files; empty for others. */
  readonly files: readonly string[];
  /** Folders of bundles for Fleet. */
  readonly bundles: readonly string[];
}

export interface Entry {
  readonly candidate: Candidate;
  readonly followed: Followed;
}

/** Units among what is left of a workspace folder in which GitOps objects may stand; those that hold what surely points at folders first. */
export function candidatesIn(rest: Rest, skeletonOf: (path: string) => FileSkeleton | undefined): readonly Candidate[] {
  const mayApply = (path: string): boolean => skeletonOf(path)?.mayApply === true;
  const byFolder = new Map<string, string[]>();
  for (const path of rest.files) {
    if (!mayApply(path)) continue;
    const list = byFolder.get(folderOf(path));
    if (list === undefined) byFolder.set(folderOf(path), [path]);
    else list.push(path);
  }
  const plain = [...byFolder].flatMap(([folder, paths]) => plainCandidates(folder, paths, skeletonOf));
  const units = [...rest.kustomizations, ...rest.charts].flatMap(({ unit, marker, uses }): Candidate[] => {
    let may = false;
    for (const path of uses) may ||= mayApply(path);
    const location = segmentsOf(unit.folder);
    return may
      ? [
          {
            context: unitKey(unit),
            folder: unit.folder,
            location: unit.kind === 'chart' && unit.variant !== '' ? [...location, unit.variant] : location,
            markers: [marker],
            unit,
            files: [],
            bundles: [],
          },
        ]
      : [];
  });
  const bundles = rest.files.flatMap((path): Candidate[] => {
    const folder = folderOf(path);
    return baseName(path) === 'fleet.yaml'
      ? [
          {
            context: `bundle ${folder}`,
            folder,
            location: segmentsOf(folder),
            markers: [path],
            unit: undefined,
            files: [],
            bundles: [folder],
          },
        ]
      : [];
  });
  return [...plain, ...units, ...bundles];
}

/** The plain files of a folder are one; but files that hold the same objects are alternatives, each by itself. */
function plainCandidates(
  folder: string,
  paths: readonly string[],
  skeletonOf: (path: string) => FileSkeleton | undefined,
): readonly Candidate[] {
  const items = paths.map((path) => ({ location: [withoutEnding(baseName(path))], ids: skeletonOf(path)?.ids ?? [], path }));
  const labels = new Set(contradictions(items).splits.flatMap((split) => [...split.labels]));
  const apart = items.filter(({ location }) => labels.has(location[0] ?? ''));
  const together = items.filter((item) => !apart.includes(item)).map(({ path }) => path);
  const location = segmentsOf(folder);
  return [
    ...(together.length === 0
      ? []
      : [{ context: `files ${folder}`, folder, location, markers: together, unit: undefined, files: together, bundles: [] }]),
    ...apart.map(({ path, location: own }): Candidate => ({
      context: `file ${path}`,
      folder,
      location: [...location, ...own],
      markers: [path],
      unit: undefined,
      files: [path],
      bundles: [],
    })),
  ];
}

/**
 * Follows from each candidate that no other one reaches. Of candidates that reach each other the first one counts, for all.
 * A candidate is not followed when something that was followed before has reached it.
 */
export function* entriesAmong(
  candidates: readonly Candidate[],
  objectsOf: (candidate: Candidate) => readonly ClusterObject[],
  follow: (candidate: Candidate, objects: readonly ClusterObject[]) => ReturnType<Follower['follow']>,
  reachedAlready: ReadonlySet<string>,
): Generator<undefined, readonly Entry[]> {
  let entries: Entry[] = [];
  for (const candidate of inOrder(candidates)) {
    if (reaches(reachedAlready, candidate) || entries.some(({ followed }) => reaches(followed.consumed, candidate))) continue;
    const objects = objectsOf(candidate);
    if (objects.length === 0 && candidate.bundles.length === 0) continue;
    const followed = yield* follow(candidate, objects);
    const kept = withSameObjects(candidates, candidate, objects, followed, objectsOf);
    entries = entries.filter((entry) => !reaches(followed.consumed, entry.candidate));
    entries.push(kept === undefined ? { candidate, followed } : { candidate: kept, followed: yield* follow(kept, objectsOf(kept)) });
  }
  return entries;
}

/** Objects that apply a folder in which they stand once more are kept there, and what begins with them is a template for the first time: the candidate there. */
function withSameObjects(
  candidates: readonly Candidate[],
  candidate: Candidate,
  objects: readonly ClusterObject[],
  { consumed }: Followed,
  objectsOf: (candidate: Candidate) => readonly ClusterObject[],
): Candidate | undefined {
  if (objects.length === 0 || reaches(consumed, candidate)) return undefined;
  const keys = new Set(objects.map(objectKey));
  return candidates.find((other) => {
    if (other === candidate || !reaches(consumed, other)) return false;
    const known = new Set(objectsOf(other).map(objectKey));
    return [...keys].every((key) => known.has(key));
  });
}

/**
 * Without those that another one leaves out: they stand below a folder that it applies as a whole, and it does not apply them. A folder that the other one stands in itself says nothing: that is where sites stand beside
 * each other; unless a kustomization lists what is applied there, or the other one is among it. And without what is kept in an archive.
 */
export function withoutLeftOut(all: readonly Entry[], hasKustomization: (folder: string) => boolean): readonly Entry[] {
  const inUse = all.filter(({ candidate }) => !isArchived(segmentsOf(candidate.folder)));
  const entries = inUse.some(({ followed }) => isReaching(followed)) ? inUse : all;
  const folders = entries.map(({ candidate, followed }) => {
    const applied = followed.units.flatMap(({ unit: { delivery } }) =>
      delivery.applied.type === 'kustomization' ? [delivery.applied.folder] : [],
    );
    const isListed = (folder: string): boolean => !isWithin(folder, candidate.folder) || hasKustomization(folder);
    return new Set(reaches(followed.consumed, candidate) ? applied : applied.filter(isListed));
  });
  return entries.filter(
    ({ candidate }, index) => !folders.some((applied, other) => other !== index && isBelowOneOf(candidate.folder, applied)),
  );
}

function isBelowOneOf(path: string, folders: ReadonlySet<string>): boolean {
  for (let folder = path; folder !== ''; folder = folderOf(folder)) if (folders.has(folder)) return true;
  return false;
}

function reaches(consumed: ReadonlySet<string>, { markers }: Candidate): boolean {
  return markers.every((path) => consumed.has(path));
}

/** Plain files come before units, which would have to be rendered first; among them those whose place says that a site begins there. */
function inOrder(candidates: readonly Candidate[]): readonly Candidate[] {
  const rank = ({ unit, files }: Candidate): number =>
    unit !== undefined
      ? 2
      : files.some((path) => /(?:^|\/)(?:flux-system|gotk[^/]*|clusters?|argocd|bootstrap)(?:\/|[^/]*$)/.test(path))
        ? 0
        : 1;
  return candidates.toSorted((one, other) => rank(one) - rank(other));
}

export function isReaching({ consumed }: Followed): boolean {
  return consumed.size > 0;
}

export function segmentsOf(path: string): readonly string[] {
  return path === '' ? [] : path.split('/');
}

export function withoutEnding(name: string): string {
  const dot = name.lastIndexOf('.');
  return dot <= 0 ? name : name.slice(0, dot);
}

export type { Around };
