import type { StringMap } from '../manifests/metadata.ts';

/** A label that something must have. */
export type NeededLabel = readonly [key: string, value: string];

/** Things that select, by a label without which they select nothing: so that of very many those alone are asked that may select something. */
export class NeededLabels<T> {
  readonly #all: readonly T[];
  /** Positions of those that need no certain label, ascending; those of the others by their label. */
  readonly #always: number[] = [];
  readonly #byLabel = new Map<string, number[]>();

  /** `neededBy`: any one label that all that the thing selects must have; absent where there is none. */
  constructor(things: readonly T[], neededBy: (thing: T) => NeededLabel | undefined) {
    this.#all = things;
    for (const [position, thing] of things.entries()) {
      const label = neededBy(thing);
      if (label === undefined) this.#always.push(position);
      else {
        const key = keyOf(label);
        const same = this.#byLabel.get(key);
        if (same === undefined) this.#byLabel.set(key, [position]);
        else same.push(position);
      }
    }
  }

  /** Those that may select what has these labels and no others, in their order; of unknown labels (absent) all. */
  about(labels: StringMap | undefined): readonly T[] {
    if (labels === undefined || this.#byLabel.size === 0) return this.#all;
    const positions = [...this.#always];
    for (const label of Object.entries(labels)) positions.push(...(this.#byLabel.get(keyOf(label)) ?? []));
    return positions
      .sort((one, other) => one - other)
      .map((position) => this.#all[position])
      .filter((thing) => thing !== undefined);
  }
}

function keyOf([key, value]: NeededLabel): string {
  return `${key}=${value}`;
}
