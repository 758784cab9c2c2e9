import { Cell } from './derived.ts';
import { changeOf } from './listChange.ts';

/**
 * One derived value for each thing of a list: after a change only those are computed that are new or read what has changed; nothing is kept of what is gone.
 * The things are distinct; their order is that of the values.
 */
export class Each<S extends object, T> {
  #subjects: readonly S[] = [];
  #cells: EachCell<S, T>[] = [];
  readonly #bySubject = new Map<S, EachCell<S, T>>();
  /** In doubt, or never computed. */
  readonly #due = new Set<EachCell<S, T>>();
  /** Since the last update that was brought to its end. */
  #changed = false;
  readonly #owner: Owner<S, T>;

  constructor(compute: (subject: S, before: T | undefined) => T, same: (before: T, after: T) => boolean = Object.is) {
    this.#owner = { compute, same, due: this.#due };
  }

  /** Brings the values in line with a list. Yields now and then, and may be left off there; says whether any value is another than after the last update. */
  *update(subjects: readonly S[]): Generator<undefined, boolean> {
    if (this.#follow(subjects)) this.#changed = true;
    let worked = 0;
    for (const cell of this.#due) {
      const before = cell.peek();
      // Off the list first: what comes into doubt from here on is due again.
      this.#due.delete(cell);
      if (cell.get() !== before) this.#changed = true;
      if (++worked % 64 === 0) yield;
    }
    const changed = this.#changed;
    this.#changed = false;
    return changed;
  }

  /** In the order of the subjects, as of the last update that was brought to its end. */
  values(): readonly T[] {
    return this.#cells.map((cell) => cell.peek() as T);
  }

  /** Absent for what is not on the list. */
  at(subject: S): T | undefined {
    return this.#bySubject.get(subject)?.peek();
  }

  /** Forgets everything. */
  release(): void {
    for (const cell of this.#cells) cell.release();
    this.#bySubject.clear();
    this.#due.clear();
    this.#subjects = [];
    this.#cells = [];
  }

  #follow(subjects: readonly S[]): boolean {
    if (subjects === this.#subjects) return false;
    const { head, removed, added } = changeOf(this.#subjects, subjects);
    this.#subjects = subjects;
    if (removed.length === 0 && added.length === 0) return false;
    const staying = new Set(added);
    for (const subject of removed) {
      const cell = this.#bySubject.get(subject);
      if (cell === undefined || staying.has(subject)) continue;
      this.#bySubject.delete(subject);
      this.#due.delete(cell);
      cell.release();
    }
    const cells = added.map((subject) => this.#cellOf(subject));
    this.#cells = [...this.#cells.slice(0, head), ...cells, ...this.#cells.slice(head + removed.length)];
    return true;
  }

  #cellOf(subject: S): EachCell<S, T> {
    const known = this.#bySubject.get(subject);
    if (known !== undefined) return known;
    const cell = new EachCell(subject, this.#owner);
    this.#bySubject.set(subject, cell);
    this.#due.add(cell);
    return cell;
  }
}

interface Owner<S, T> {
  readonly compute: (subject: S, before: T | undefined) => T;
  readonly same: (before: T, after: T) => boolean;
  readonly due: Set<EachCell<S, T>>;
}

/** Without functions of its own: there are very many. */
class EachCell<S, T> extends Cell<T> {
  readonly subject: S;
  readonly #owner: Owner<S, T>;

  constructor(subject: S, owner: Owner<S, T>) {
    super();
    this.subject = subject;
    this.#owner = owner;
  }

  protected override compute(before: T | undefined): T {
    return this.#owner.compute(this.subject, before);
  }

  protected override same(before: T, after: T): boolean {
    return this.#owner.same(before, after);
  }

  protected override told(): void {
    this.#owner.due.add(this);
  }
}
