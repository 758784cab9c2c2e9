/** Something that is applied or left out as one: a file, a unit, what an entry point reaches. */
export interface Item {
  /** Where it stands: the segments of its path, a file's without its ending; a unit with a variant has that for a last segment. */
  readonly location: readonly string[];
  /** A plain file, and no folder. */
  readonly isFile?: boolean;
  /** Objects of a GitOps tool apply it. */
  readonly isApplied?: boolean;
  /** The resources in it (`resourceIds`). */
  readonly ids: Iterable<string>;
}

/** A folder below which things contradict each other, and the segments behind it that tell them apart. */
export interface Split {
  readonly folder: readonly string[];
  /** The empty text stands for what is right at the folder, where the other side goes on below. */
  readonly labels: ReadonlySet<string>;
}

/**
 * Where items contradict each other: two hold the same resource, so they are not meant for one cluster. For each such pair the deepest folder that they have in common is
 * a split, and the next segment on each side a label. Sorted by folder.
 * Resources that are `overlooked` say nothing. Items of the very same location stand beside each other without anything that tells them apart; they are given back as `indistinct`.
 */
export function contradictions<I extends Item>(
  items: readonly I[],
  overlooked: ReadonlySet<string> = new Set(),
): { readonly splits: readonly Split[]; readonly indistinct: ReadonlySet<I> } {
  const holders = new Map<string, I[]>();
  for (const item of items)
    for (const id of item.ids) {
      if (overlooked.has(id)) continue;
      const others = holders.get(id);
      if (others === undefined) holders.set(id, [item]);
      else if (others.at(-1) !== item) others.push(item);
    }
  const splits = new Map<string, { folder: readonly string[]; labels: Set<string> }>();
  const indistinct = new Set<I>();
  for (const group of distinct(holders.values())) {
    const sorted = [...group].sort((one, other) => compareLocations(one.location, other.location));
    // In order, every folder at which two of them part is one at which two neighbours do.
    for (let index = 1; index < sorted.length; index++) {
      const one = sorted[index - 1] as I;
      const other = sorted[index] as I;
      const depth = commonDepth(one.location, other.location);
      if (depth === one.location.length && depth === other.location.length) {
        indistinct.add(one).add(other);
        continue;
      }
      const folder = one.location.slice(0, depth);
      const key = folder.join('/');
      let split = splits.get(key);
      if (split === undefined) splits.set(key, (split = { folder, labels: new Set() }));
      split.labels.add(one.location[depth] ?? '').add(other.location[depth] ?? '');
    }
  }
  return { splits: [...splits.values()].sort((one, other) => compareLocations(one.folder, other.folder)), indistinct };
}

/** Most groups are the same few items again and again: each once. */
function* distinct<I extends Item>(groups: Iterable<readonly I[]>): Generator<readonly I[]> {
  const numbers = new Map<I, number>();
  const seen = new Set<string>();
  for (const group of groups) {
    if (group.length < 2) continue;
    const key = group
      .map((item) => {
        let number = numbers.get(item);
        if (number === undefined) numbers.set(item, (number = numbers.size));
        return number;
      })
      .join(' ');
    if (seen.has(key)) continue;
    seen.add(key);
    yield group;
  }
}

function commonDepth(one: readonly string[], other: readonly string[]): number {
  let depth = 0;
  while (depth < one.length && depth < other.length && one[depth] === other[depth]) depth++;
  return depth;
}

export function compareLocations(one: readonly string[], other: readonly string[]): number {
  const depth = commonDepth(one, other);
  const left = one[depth];
  const right = other[depth];
  if (left === right) return 0;
  return left === undefined ? -1 : right === undefined ? 1 : left < right ? -1 : 1;
}

export function isBelow(folder: readonly string[], location: readonly string[]): boolean {
  return commonDepth(folder, location) === folder.length;
}
