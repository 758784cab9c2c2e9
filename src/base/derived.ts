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
let asking: Cell<unknown> | undefined;
/** Counts computations, so that one notes each source once. */
let computations = 0;
/** The number of the one that asks just now. */
let number = 0;

abstract class Source {
  /** Those that asked for this and hold what they made of it: one or few as a rule, and there are very many of these. */
  #askers: Cell<unknown> | Cell<unknown>[] | Set<Cell<unknown>> | undefined;
  #notedBy = 0;

  /** How many hold this; for tests and for tidying. */
  get askers(): number {
    const askers = this.#askers;
    return askers === undefined ? 0 : askers instanceof Cell ? 1 : askers instanceof Set ? askers.size : askers.length;
  }

  /** @internal Brings the value up to date without anybody's asking being noted. */
  abstract refresh(): void;

  protected noteAsking(): void {
    if (asking === undefined || this.#notedBy === number) return;
    this.#notedBy = number;
    asking.note(this);
  }

  protected tellChanged(): void {
    const askers = this.#askers;
    if (askers === undefined) return;
    // They will ask again, if at all; whoever does not is forgotten here.
    this.#askers = undefined;
    if (askers instanceof Cell) askers.suspect('changed');
    else for (const asker of askers) asker.suspect('changed');
  }

  protected tellDoubt(): void {
    const askers = this.#askers;
    if (askers === undefined) return;
    if (askers instanceof Cell) askers.suspect('in doubt');
    else for (const asker of askers) asker.suspect('in doubt');
  }

  /** @internal */
  join(asker: Cell<unknown>): void {
    const askers = this.#askers;
    if (askers === undefined) this.#askers = asker;
    else if (askers instanceof Set) askers.add(asker);
    else if (askers instanceof Cell) {
      if (askers !== asker) this.#askers = [askers, asker];
    } else if (!askers.includes(asker)) {
      if (askers.length < 8) askers.push(asker);
      else this.#askers = new Set(askers).add(asker);
    }
  }

  /** @internal */
  leave(asker: Cell<unknown>): void {
    const askers = this.#askers;
    if (askers === asker) this.#askers = undefined;
    else if (askers instanceof Set) {
      if (askers.delete(asker) && askers.size === 0) this.#askers = undefined;
    } else if (Array.isArray(askers)) {
      const index = askers.indexOf(asker);
      if (index < 0) return;
      askers.splice(index, 1);
      if (askers.length === 0) this.#askers = undefined;
    }
  }
}

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

/** A value computed from others when it is asked for; how, those that extend this say. */
export abstract class Cell<T> extends Source implements Readable<T> {
  #state: 'new' | 'valid' | 'in doubt' | 'changed' | 'computing' = 'new';
  #value: T | undefined;
  /** In the order in which they were asked for; one as a rule, and then it stands for itself. */
  #sources: Source | Source[] | undefined;

  /** May look at the value that it made before, to keep of it what is still right; the outcome must not depend on it otherwise. */
  protected abstract compute(before: T | undefined): T;

  /** Whether a new outcome says the same, so that the old one stays. */
  protected abstract same(before: T, after: T): boolean;

  /** The value has come into doubt; called once until it is asked for again. */
  protected abstract told(): void;

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
    return this.#state === 'valid' && this.#sources === undefined;
  }

  /** What it was last; absent when it was never computed. Nothing is noted, and it may be out of date. */
  peek(): T | undefined {
    return this.#value;
  }

  override refresh(): void {
    if (this.#state === 'computing') throw new Error('A derived value asks for itself.');
    if (this.#state === 'in doubt') {
      // In the order of asking: whether the later ones are needed at all, the earlier ones decide.
      const sources = this.#sources;
      if (Array.isArray(sources)) {
        for (const source of sources) {
          source.refresh();
          if (this.#isChanged()) break;
        }
      } else sources?.refresh();
      if (!this.#isChanged()) this.#state = 'valid';
    }
    if (this.#state === 'changed' || this.#state === 'new') this.#computeAgain();
  }

  /** Forgets what it was computed from: for a value that nobody will ask for again. */
  release(): void {
    this.#leaveSources();
    this.#value = undefined;
    this.#state = 'new';
  }

  /** @internal */
  note(source: Source): void {
    const sources = this.#sources;
    if (sources === undefined) this.#sources = source;
    else if (Array.isArray(sources)) sources.push(source);
    else this.#sources = [sources, source];
    source.join(this);
  }

  /** @internal */
  suspect(state: 'in doubt' | 'changed'): void {
    if (this.#state === 'valid') {
      this.#state = state;
      this.told();
      this.tellDoubt();
    } else if (this.#state === 'in doubt') this.#state = state;
  }

  /** Asked of itself after others ran, who may have told it. */
  #isChanged(): boolean {
    return this.#state === 'changed';
  }

  #leaveSources(): void {
    const sources = this.#sources;
    this.#sources = undefined;
    if (Array.isArray(sources)) for (const source of sources) source.leave(this);
    else sources?.leave(this);
  }

  #computeAgain(): void {
    this.#leaveSources();
    const isNew = this.#state === 'new';
    const [outer, outerNumber] = [asking, number];
    // eslint-disable-next-line @typescript-eslint/no-this-alias -- it is noted who asks, whatever runs
    asking = this;
    number = ++computations;
    this.#state = 'computing';
    try {
      const value = this.compute(this.#value);
      const changed = isNew || !this.same(this.#value as T, value);
      if (changed) this.#value = value;
      this.#state = 'valid';
      if (changed) this.tellChanged();
    } finally {
      asking = outer;
      number = outerNumber;
      // It threw: whoever asks next gets the same again, rather than a value of yesterday.
      if (this.#isComputing()) this.#state = isNew ? 'new' : 'changed';
    }
  }

  #isComputing(): boolean {
    return this.#state === 'computing';
  }
}

/** A value computed by a function. */
export class Derived<T> extends Cell<T> {
  readonly #compute: (before: T | undefined) => T;
  readonly #same: Same<T>;
  readonly #told: (() => void) | undefined;

  /** See the methods of these names; `told` may be absent. */
  constructor(compute: (before: T | undefined) => T, same: Same<T> = Object.is, told?: () => void) {
    super();
    this.#compute = compute;
    this.#same = same;
    this.#told = told;
  }

  protected override compute(before: T | undefined): T {
    return this.#compute(before);
  }

  protected override same(before: T, after: T): boolean {
    return this.#same(before, after);
  }

  protected override told(): void {
    this.#told?.();
  }
}

/**
 * A function of one object whose outcome is kept as long as the object lives. What it reads of derived values is noted like in any computation, so the object itself may be one that changes.
 * Object and outcome go together: at the latest when something changes that was read for it.
 * `same`: whether a new outcome says the same, so that the old one stays.
 */
export function perObject<O extends object, T>(compute: (object: O) => T, same?: Same<T>): (object: O) => T {
  const known = new WeakMap<O, Derived<T> | Fixed<T>>();
  return (object) => {
    const before = known.get(object);
    if (before !== undefined) return before instanceof Fixed ? before.value : before.get();
    const derived = new Derived(() => compute(object), same);
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
  if (before === after) return true;
  if (before.length !== after.length) return false;
  for (let index = 0; index < before.length; index++) if (before[index] !== after[index]) return false;
  return true;
}
