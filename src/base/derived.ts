/**
 * Values that know what they were computed from. While a derived value is computed, it notes every input and derived value that it asks for;
 * it is computed again when somebody asks for it and one of those has really changed. A value that comes out as before stops the change there.
 *
 * What is noted is the asking, so a computation may read as it likes, in any order and only on some ways; it must read nothing that changes but through these values, and change nothing.
 * A change is told at once to those that asked, and worked off when somebody asks them: nothing is computed that nobody wants.
 * Only one computation runs at a time, and none is ever left off half-way: work in slices pauses between computations, never within one.
 */

/** Something that a computation can ask for. */
export interface Readable<T> {
  get(): T;
}

type Same<T> = (before: T, after: T) => boolean;

/** The computation that asks just now. */
let asking: Derived<unknown> | undefined;
/** Counts computations, so that one notes each source once. */
let computations = 0;

abstract class Source {
  /** Those that asked for this and hold what they made of it. */
  #askers: Set<Derived<unknown>> | undefined;
  #notedBy = 0;

  /** How many hold this; for tests and for tidying. */
  get askers(): number {
    return this.#askers?.size ?? 0;
  }

  /** @internal Brings the value up to date without anybody's asking being noted. */
  abstract refresh(): void;

  protected noteAsking(): void {
    if (asking === undefined || this.#notedBy === asking.computation) return;
    this.#notedBy = asking.computation;
    asking.note(this);
  }

  protected tellChanged(): void {
    const askers = this.#askers;
    if (askers === undefined) return;
    // They will ask again, if at all; whoever does not is forgotten here.
    this.#askers = undefined;
    for (const asker of askers) asker.suspect('changed');
  }

  protected tellDoubt(): void {
    for (const asker of this.#askers ?? none) asker.suspect('in doubt');
  }

  /** @internal */
  join(asker: Derived<unknown>): void {
    (this.#askers ??= new Set()).add(asker);
  }

  /** @internal */
  leave(asker: Derived<unknown>): void {
    if (this.#askers?.delete(asker) === true && this.#askers.size === 0) this.#askers = undefined;
  }
}

const none: readonly never[] = [];

/** A value set from outside. */
export class Input<T> extends Source implements Readable<T> {
  #value: T;
  readonly #same: Same<T>;

  constructor(value: T, same: Same<T> = Object.is) {
    super();
    this.#value = value;
    this.#same = same;
  }

  get(): T {
    this.noteAsking();
    return this.#value;
  }

  /** The value without its being noted: for what stands outside all computations. */
  peek(): T {
    return this.#value;
  }

  /** A value that is the same as before changes nothing, and the old object stays. */
  set(value: T): void {
    if (asking !== undefined) throw new Error('A computation may not set what others compute from.');
    if (this.#same(this.#value, value)) return;
    this.#value = value;
    this.tellChanged();
  }

  override refresh(): void {
    // Always up to date.
  }
}

/** A value computed from others when it is asked for. */
export class Derived<T> extends Source implements Readable<T> {
  readonly #compute: (before: T | undefined) => T;
  readonly #same: Same<T>;
  readonly #told: (() => void) | undefined;
  #state: 'valid' | 'in doubt' | 'changed' | 'computing' = 'changed';
  #value: T | undefined;
  #has = false;
  /** In the order in which they were asked for. */
  #sources: Source[] = [];
  /** @internal Number of the running computation. */
  computation = 0;

  /**
   * `compute` may look at the value that it made before, to keep of it what is still right; the outcome must not depend on it otherwise.
   * `same`: whether a new outcome says the same, so that the old one stays. `told` is called once when the value has come into doubt.
   */
  constructor(compute: (before: T | undefined) => T, same: Same<T> = Object.is, told?: () => void) {
    super();
    this.#compute = compute;
    this.#same = same;
    this.#told = told;
  }

  get(): T {
    // Noted once it is up to date: what is told on the way concerns those who asked before. Also where it throws.
    try {
      if (this.#state !== 'valid') this.refresh();
    } finally {
      this.noteAsking();
    }
    return this.#value as T;
  }

  /** Whether it was computed from nothing that can change. */
  get isFixed(): boolean {
    return this.#has && this.#sources.length === 0;
  }

  /** What it was last; absent when it was never computed. Nothing is noted, and it may be out of date. */
  peek(): T | undefined {
    return this.#value;
  }

  override refresh(): void {
    if (this.#state === 'computing') throw new Error('A derived value asks for itself.');
    if (this.#state === 'in doubt') {
      // In the order of asking: whether the later ones are needed at all, the earlier ones decide.
      for (const source of this.#sources) {
        source.refresh();
        if (this.#isChanged()) break;
      }
      if (!this.#isChanged()) this.#state = 'valid';
    }
    if (this.#state === 'changed') this.#computeAgain();
  }

  /** Forgets what it was computed from: for a value that nobody will ask for again. */
  release(): void {
    for (const source of this.#sources) source.leave(this as Derived<unknown>);
    this.#sources = [];
    this.#value = undefined;
    this.#has = false;
    this.#state = 'changed';
  }

  /** @internal */
  note(source: Source): void {
    this.#sources.push(source);
    source.join(this as Derived<unknown>);
  }

  /** @internal */
  suspect(state: 'in doubt' | 'changed'): void {
    if (this.#state === 'valid') {
      this.#state = state;
      this.#told?.();
      this.tellDoubt();
    } else if (this.#state === 'in doubt') this.#state = state;
  }

  /** Asked of itself after others ran, who may have told it. */
  #isChanged(): boolean {
    return this.#state === 'changed';
  }

  #computeAgain(): void {
    for (const source of this.#sources) source.leave(this as Derived<unknown>);
    this.#sources = [];
    const outer = asking;
    asking = this as Derived<unknown>;
    this.computation = ++computations;
    this.#state = 'computing';
    try {
      const value = this.#compute(this.#value);
      const changed = !this.#has || !this.#same(this.#value as T, value);
      if (changed) this.#value = value;
      this.#has = true;
      this.#state = 'valid';
      if (changed) this.tellChanged();
    } finally {
      asking = outer;
      // It threw: whoever asks next gets the same again, rather than a value of yesterday.
      if (this.#state === 'computing') this.#state = 'changed';
    }
  }
}

/**
 * A function of one object whose outcome is kept as long as the object lives. What it reads of derived values is noted like in any computation, so the object itself may be one that changes.
 * Object and outcome go together: at the latest when something changes that was read for it.
 */
export function perObject<O extends object, T>(compute: (object: O) => T): (object: O) => T {
  const known = new WeakMap<O, Derived<T> | Fixed<T>>();
  return (object) => {
    const before = known.get(object);
    if (before !== undefined) return before instanceof Fixed ? before.value : before.get();
    const derived = new Derived(() => compute(object));
    known.set(object, derived);
    const value = derived.get();
    // What was made of the object alone stays as it is; most is, and a value takes less room than its way here.
    if (derived.isFixed) known.set(object, new Fixed(value));
    return value;
  };
}

class Fixed<T> {
  readonly value: T;

  constructor(value: T) {
    this.value = value;
  }
}

/** Whether two lists hold the very same things in the same order. */
export function sameItems<T>(before: readonly T[], after: readonly T[]): boolean {
  return before === after || (before.length === after.length && before.every((item, index) => item === after[index]));
}
