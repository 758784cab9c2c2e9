import { compareLocations, isBelow, type Item, type Split } from './contradictions.ts';

/** Items that live together, and what tells them from those of the other clusters. */
export interface Together<I extends Item> {
  readonly items: readonly I[];
  /** Of the variant that the cluster is; the empty text stands for what is right at a folder. Absent: nothing contradicts. */
  readonly label: string | undefined;
  /** Where the label stands: the deepest folder that is the cluster's own. Absent where there is no label. */
  readonly folder: readonly string[] | undefined;
  /** Items that only variants of other families hold: whether they live here, nothing says. */
  readonly elsewhere: readonly I[];
}

/**
 * Puts items together as far as they do not contradict each other. A cluster is one variant of one family, with all that is under no label. Splits whose labels are the same words, at
 * least two of them, are one family: `releases/a/{dev,production}` and `releases/b/{dev,production}`. A split inside a label refines that label only. Families are never multiplied with each other.
 * Where objects apply some of what is under no label, and nothing of a family, that is a cluster by itself, and the family's variants stand beside it.
 */
export function variantsOf<I extends Item>(items: readonly I[], splits: readonly Split[]): readonly Together<I>[] {
  return parted({ items, splits }).map(({ items: own, label, folder, elsewhere }) => ({
    items: own.toSorted((one, other) => compareLocations(one.location, other.location)),
    label,
    folder,
    elsewhere,
  }));
}

interface Region<I> {
  readonly items: readonly I[];
  readonly splits: readonly Split[];
}

function parted<I extends Item>({ items, splits: given }: Region<I>): readonly Together<I>[] {
  const { splits, collections } = withExamples(items, withNamesakes(items, given));
  const outer = outermost(splits);
  if (outer.length === 0) return [{ items, label: undefined, folder: undefined, elsewhere: [] }];
  const labelled = new Map<I, Label>();
  const common: I[] = [];
  const labels = new Labels(outer);
  for (const item of items) {
    const at = labels.over(item.location);
    if (at === undefined) common.push(item);
    else labelled.set(item, at);
  }
  const families = familiesOf(outer);
  const applied = common.filter(({ isApplied }) => isApplied === true);
  const isByHand = (family: readonly Split[]): boolean =>
    applied.length > 0 && ![...labelled].some(([{ isApplied }, { split }]) => isApplied === true && family.includes(split));
  const whole: readonly Together<I>[] =
    applied.length > 0 && families.every(isByHand)
      ? [{ items: common, label: undefined, folder: undefined, elsewhere: [...labelled.keys()] }]
      : [];
  const parts = families.flatMap((family) => {
    // What objects apply is not applied once more with each of several examples.
    const beside = isByHand(family) ? common.filter(({ isApplied }) => isApplied !== true) : common;
    const members = [...labelled].filter(([, { split }]) => family.includes(split));
    const others = [...labelled].filter(([, { split }]) => !family.includes(split)).map(([item]) => item);
    return [...new Set(family.flatMap((split) => [...split.labels]))].sort().flatMap((label): Together<I>[] => {
      const own = members.filter(([, at]) => at.label === label).map(([item]) => item);
      if (own.length === 0) return [];
      const examples = members.filter(([, at]) => at.label !== label && collections.has(at.split)).map(([item]) => item);
      const inner = splits.filter(
        ({ folder }) => label !== '' && family.some((split) => split.labels.has(label) && isBelow([...split.folder, label], folder)),
      );
      return parted({ items: own, splits: inner }).map((variant) => ({
        items: [...beside, ...variant.items],
        label: variant.label ?? label,
        folder: variant.folder ?? folderOfLabel(family, label),
        elsewhere:
          variant.elsewhere.length + examples.length === 0 ? others : [...others, ...examples.slice(0, mostExamples), ...variant.elsewhere],
      }));
    });
  });
  return [...whole, ...parts];
}

/**
 * With the folders whose folders go by the labels of a family, at least two of them, though nothing in them contradicts: `crds/overlays/{dev,prod}` beside `web/overlays/{dev,prod}`.
 */
function withNamesakes(items: readonly Item[], splits: readonly Split[]): readonly Split[] {
  if (splits.length === 0) return splits;
  const families = familiesOf(splits).map((family) => new Set(family.flatMap(({ labels }) => [...labels])));
  const known = new Set(splits.map(({ folder }) => folder.join('/')));
  const children = new Map<string, { readonly folder: readonly string[]; readonly names: Set<string> }>();
  for (const { location, isFile } of items) {
    const deepest = location.length - (isFile === true ? 1 : 0);
    for (let depth = 0; depth < deepest; depth++) {
      const folder = location.slice(0, depth);
      const key = folder.join('/');
      if (known.has(key)) continue;
      const entry = children.get(key) ?? { folder, names: new Set<string>() };
      children.set(key, entry);
      entry.names.add(location[depth] ?? '');
    }
  }
  const labels = new Labels(splits);
  const beside = [...children.values()].filter(({ folder }) => labels.over(folder) === undefined);
  const added = beside.flatMap(({ folder, names }): Split[] =>
    families.flatMap((words) => {
      const shared = [...names].filter((name) => words.has(name));
      return shared.length < 2 ? [] : [{ folder, labels: new Set(shared) }];
    }),
  );
  return added.length === 0 ? splits : [...splits, ...added].sort((one, other) => compareLocations(one.folder, other.folder));
}

/**
 * A folder in which most files contradict each other is a collection of examples: each file of it stands for itself, also one that contradicts none, and whether it goes with another one nothing says.
 */
function withExamples(
  items: readonly Item[],
  splits: readonly Split[],
): { readonly splits: readonly Split[]; readonly collections: ReadonlySet<Split> } {
  if (!splits.some(({ labels }) => labels.size >= leastExamples)) return { splits, collections: new Set() };
  const names = new Map<string, string[]>();
  for (const { location, isFile } of items) {
    if (isFile !== true) continue;
    const folder = location.slice(0, -1).join('/');
    const list = names.get(folder);
    if (list === undefined) names.set(folder, [location.at(-1) ?? '']);
    else list.push(location.at(-1) ?? '');
  }
  const collections = new Set<Split>();
  const all = splits.map((split) => {
    const own = names.get(split.folder.join('/')) ?? [];
    const labelled = own.filter((name) => split.labels.has(name)).length;
    if (labelled < leastExamples || labelled * 2 <= own.length) return split;
    const collection = { ...split, labels: new Set([...split.labels, ...own]) };
    collections.add(collection);
    return collection;
  });
  return { splits: all, collections };
}

/** Fewer files of one folder that contradict each other are variants, as those of two sites. */
const leastExamples = 4;
/** Of more, no variant can be told what it may go with. */
const mostExamples = 500;

function folderOfLabel(family: readonly Split[], label: string): readonly string[] {
  const split = family.find(({ labels }) => labels.has(label));
  return split === undefined ? [] : label === '' ? split.folder : [...split.folder, label];
}

/** Those that stand inside no label of another one. Sorted as given: outer ones come first. */
function outermost(splits: readonly Split[]): readonly Split[] {
  const labels = new Labels([]);
  return splits.filter((split) => {
    const isOuter = labels.over(split.folder) === undefined;
    if (isOuter) labels.add(split);
    return isOuter;
  });
}

interface Label {
  readonly split: Split;
  readonly label: string;
}

class Labels {
  readonly #splits = new Map<string, Split>();

  constructor(splits: readonly Split[]) {
    for (const split of splits) this.add(split);
  }

  add(split: Split): void {
    this.#splits.set(split.folder.join('/'), split);
  }

  /** The outermost label that a location is under. */
  over(location: readonly string[]): Label | undefined {
    let path = '';
    for (let depth = 0; depth <= location.length; depth++) {
      if (depth > 0) path = depth === 1 ? (location[0] ?? '') : `${path}/${location[depth - 1]}`;
      const split = this.#splits.get(path);
      const label = location[depth] ?? '';
      if (split?.labels.has(label) === true) return { split, label };
    }
    return undefined;
  }
}

/** Splits that share at least two labels are of one family, also by way of others. In the order of their first splits. */
function familiesOf(splits: readonly Split[]): readonly (readonly Split[])[] {
  const families: Split[][] = [];
  for (const split of splits) {
    const related = families.filter((family) => family.some((other) => shared(split, other) >= 2));
    const [first, ...others] = related;
    if (first === undefined) families.push([split]);
    else {
      first.push(split, ...others.flat());
      for (const other of others) families.splice(families.indexOf(other), 1);
    }
  }
  return families;
}

function shared(one: Split, other: Split): number {
  let count = 0;
  for (const label of one.labels) if (label !== '' && other.labels.has(label)) count++;
  return count;
}
