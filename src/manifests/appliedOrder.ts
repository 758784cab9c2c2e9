/** What one object of a GitOps tool applies, and what of the cluster is surely applied before it. */
export interface Applied {
  /** The unit that its resources are rendered with (`unitKey`). */
  readonly unit: string;
  /** The objects by way of which it is applied, the outermost first, its own last; each with the wave that it came in. */
  readonly lineage: readonly { readonly object: string; readonly wave: number }[];
  /** Other names that something may wait for it by. */
  readonly names: readonly string[];
  /** What its own object waits for, by objects' names. */
  readonly after: readonly string[];
  /** Whether it counts as there only when all is there that its objects apply. */
  readonly waits: boolean;
}

/** Answers which of two units is surely applied first. Those that do not wait for each other are applied side by side, as it happens. */
export class AppliedOrder {
  readonly #byUnit: ReadonlyMap<string, Applied>;
  readonly #byName = new Map<string, Applied[]>();
  /** Thousands of services may come from the same few units. */
  readonly #open = new Map<Applied, Map<Applied, boolean>>();

  constructor(all: readonly Applied[]) {
    this.#byUnit = new Map(all.map((applied) => [applied.unit, applied]));
    for (const applied of all)
      for (const name of [applied.lineage.at(-1)?.object ?? '', ...applied.names]) {
        const list = this.#byName.get(name);
        if (list === undefined) this.#byName.set(name, [applied]);
        else list.push(applied);
      }
  }

  /** Whether the two are applied by different objects of which neither surely comes first. */
  isOpen(one: string | undefined, other: string | undefined): boolean {
    const first = this.#byUnit.get(one ?? '');
    const second = this.#byUnit.get(other ?? '');
    if (first === undefined || second === undefined || first === second) return false;
    let known = this.#open.get(first);
    if (known === undefined) this.#open.set(first, (known = new Map<Applied, boolean>()));
    let open = known.get(second);
    if (open === undefined) known.set(second, (open = !this.#isBefore(first, second) && !this.#isBefore(second, first)));
    return open;
  }

  #isBefore(one: Applied, other: Applied): boolean {
    const own = one.lineage.at(-1)?.object;
    const seen = new Set<Applied>();
    const waiting = [other];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      if (seen.has(next)) continue;
      seen.add(next);
      if (isParentOrEarlier(one, next)) return true;
      for (const { object } of next.lineage) {
        const step = object === next.lineage.at(-1)?.object ? [next] : (this.#byName.get(object) ?? []);
        for (const { after } of step)
          for (const name of after)
            for (const awaited of this.#byName.get(name) ?? []) {
              if (
                awaited === one ||
                (awaited.waits && own !== undefined && one.lineage.some((each) => each.object === awaited.lineage.at(-1)?.object))
              )
                return true;
              waiting.push(awaited);
            }
      }
    }
    return false;
  }
}

/** Whether it applies the object by way of which the other one is applied, or comes in an earlier wave of what both are applied by. */
function isParentOrEarlier({ lineage: one }: Applied, { lineage: other }: Applied): boolean {
  let depth = 0;
  while (depth < one.length && depth < other.length && one[depth]?.object === other[depth]?.object) depth++;
  if (depth === one.length) return depth < other.length;
  const [left, right] = [one[depth], other[depth]];
  return depth > 0 && left !== undefined && right !== undefined && left.wave < right.wave;
}
