import { sameItems } from '../../base/derived.ts';
import { isSame } from '../../manifests/same.ts';
import type { RenderingProblem } from '../rendered.ts';
import { samePlan, type ClusterPlan } from './clusterPlan.ts';
import { contradictions, type Item } from './contradictions.ts';
import { uniquelyNamed } from './clusterNames.ts';
import { oversights } from './oversights.ts';
import { namesOfPlaces } from './places.ts';
import { plannedKey, type Unit } from './unit.ts';
import { variantsOf, type Together } from './variants.ts';
import { compare, type WorkspaceFolder } from './workspaceUnits.ts';

/** What is applied as one, or not at all: a plain file, a unit, an entry point with all that it reaches in one place. */
export interface Part extends Item {
  readonly ids: readonly string[];
  readonly files: readonly string[];
  readonly units: readonly Unit[];
  readonly problems: readonly RenderingProblem[];
  /** Of an entry point: whose words its objects are in. */
  readonly entry: { readonly folder: string; readonly isArgo: boolean } | undefined;
  /** Whether there is a manifest in it. */
  readonly hasResources: boolean;
  /** A unit by itself, and no plain file. */
  readonly isUnit: boolean;
}

/** Parts that may live together. */
export interface Group {
  readonly folder: WorkspaceFolder;
  /** Where the objects that apply them say they go; the empty text: where they are themselves, and where nobody says anything. */
  readonly destination: string;
  readonly parts: readonly Part[];
}

export interface Gathered {
  /** Clusters by a description of their own. */
  readonly roots: readonly ClusterPlan[];
  readonly groups: readonly Group[];
  readonly notApplied: readonly Part[];
}

/** Whether the same clusters come out. */
export function sameGathered(one: Gathered, other: Gathered): boolean {
  return (
    one.roots.length === other.roots.length &&
    one.roots.every((plan, index) => samePlan(plan, other.roots[index] as ClusterPlan) && plan.name === other.roots[index]?.name) &&
    one.groups.length === other.groups.length &&
    one.groups.every((group, index) => {
      const counterpart = other.groups[index];
      return (
        counterpart !== undefined &&
        group.folder.path === counterpart.folder.path &&
        group.folder.name === counterpart.folder.name &&
        group.destination === counterpart.destination &&
        sameParts(group.parts, counterpart.parts)
      );
    }) &&
    sameParts(one.notApplied, other.notApplied)
  );
}

function sameParts(one: readonly Part[], other: readonly Part[]): boolean {
  return one.length === other.length && one.every((part, index) => samePart(part, other[index] as Part));
}

function samePart(one: Part, other: Part): boolean {
  return (
    one.hasResources === other.hasResources &&
    one.isUnit === other.isUnit &&
    one.entry?.folder === other.entry?.folder &&
    one.entry?.isArgo === other.entry?.isArgo &&
    sameItems(one.location, other.location) &&
    sameItems(one.ids, other.ids) &&
    sameItems(one.files, other.files) &&
    sameItems(one.units.map(plannedKey), other.units.map(plannedKey)) &&
    isSame(one.problems, other.problems)
  );
}

/** The clusters by folder, then what is judged by itself. */
export function assemble({ roots, groups, notApplied }: Gathered): readonly ClusterPlan[] {
  const clusters: ClusterPlan[] = [...roots];
  const alternatives: ClusterPlan[] = notApplied.map((part) => alone(part, 'not-applied'));
  const nameOfPlace = namesOfPlaces(groups.map(({ destination }) => destination));
  for (const group of groups) {
    const { splits, indistinct } = contradictions(group.parts, oversights(group.parts));
    for (const part of indistinct) alternatives.push(alone(part, 'indistinct'));
    const parts = indistinct.size === 0 ? group.parts : group.parts.filter((part) => !indistinct.has(part));
    if (parts.length === 0) continue;
    for (const together of variantsOf(parts, splits))
      if (together.items.some(({ hasResources }) => hasResources)) clusters.push(planOf(group, nameOfPlace(group.destination), together));
  }
  return [...sorted(uniquelyNamed(clusters)), ...sorted(uniquelyNamed(alternatives))];
}

function planOf({ folder }: Group, destination: string, { items, label, folder: labelFolder, elsewhere }: Together<Part>): ClusterPlan {
  const entries = items.flatMap(({ entry }) => entry ?? []);
  const [entry] = entries;
  const [first] = items;
  const isOneUnit = items.length === 1 && first?.isUnit === true && entry === undefined;
  const root =
    labelFolder?.join('/') ??
    (entries.length === 1 && entry !== undefined ? entry.folder : isOneUnit ? first.location.join('/') : folder.path);
  const name =
    destination ||
    (entry?.isArgo === true && entries.every(({ isArgo }) => isArgo) ? 'in-cluster' : '') ||
    label ||
    lastSegment(labelFolder === undefined ? (mainEntry(items)?.folder ?? root) : root) ||
    folder.name;
  return {
    rule: entry !== undefined ? 'applied' : isOneUnit ? 'unit' : 'together',
    alternative: undefined,
    name,
    root,
    ...contentOf(items),
    elsewhere: elsewhere.map(({ location, files, units }) => ({ path: location.join('/'), files, units })),
  };
}

/** Of several the one that applies nearly all. */
function mainEntry(items: readonly Part[]): Part['entry'] {
  const applied = items.filter(({ entry }) => entry !== undefined);
  const all = applied.reduce((sum, { units }) => sum + units.length, 0);
  return applied.length < 2 ? undefined : applied.find(({ units }) => units.length * 5 >= all * 4)?.entry;
}

function alone(part: Part, alternative: ClusterPlan['alternative']): ClusterPlan {
  const root = part.location.join('/');
  return {
    rule: part.isUnit ? 'unit' : 'together',
    alternative,
    name: lastSegment(root) || '.',
    root,
    ...contentOf([part]),
    elsewhere: [],
  };
}

function contentOf(parts: readonly Part[]): Pick<ClusterPlan, 'files' | 'descriptions' | 'units' | 'unmatchedManifests' | 'problems'> {
  const units = parts.flatMap((part) => part.units);
  const isApplied = ({ kind }: Unit): boolean => kind === 'delivery';
  return {
    files: [...new Set(parts.flatMap(({ files }) => files))].sort(compare),
    units: [
      ...units.filter((unit) => !isApplied(unit)).sort((one, other) => compare(one.folder, other.folder)),
      ...units.filter(isApplied),
    ],
    descriptions: [],
    unmatchedManifests: [],
    problems: parts.flatMap(({ problems }) => problems),
  };
}

function sorted(plans: readonly ClusterPlan[]): readonly ClusterPlan[] {
  return [...plans].sort((one, other) => compare(one.root, other.root) || compare(one.name, other.name));
}

function lastSegment(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
