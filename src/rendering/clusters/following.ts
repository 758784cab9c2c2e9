import {
  deliveriesOf,
  fleetBundles,
  gitOpsObject,
  kindKey,
  objectKey,
  waveOfObject,
  type ClusterObject,
  type Deliveries,
  type Repository,
  type Surroundings,
} from '../gitops/gitops.ts';
import type { RenderingProblem } from '../rendered.ts';
import { isSameTree, isRendered } from '../renderedDocument.ts';
import { isSame } from '../../manifests/same.ts';
import type { Sources } from '../sources.ts';
import type { RenderedUnit, UnitRenderings } from '../unitRenderings.ts';
import { consumedBy } from './consumed.ts';
import { placeOf } from './places.ts';
import { dependencyCycles, inOrder, type Reached } from './dependencies.ts';
import { unitKey, type DeliveryUnit } from './unit.ts';

/** Where following begins: a unit, with the objects in it. */
export interface Start {
  /** Tells it from every other one. */
  readonly context: string;
  readonly folder: string;
  readonly objects: readonly ClusterObject[];
  /** Folders of bundles that Fleet applies, though no object here says so. */
  readonly bundles: readonly string[];
}

/** The same for all that is followed. */
export interface Around {
  readonly sources: Sources;
  /** Which source the workspace is, by what the objects name, these besides those that are known everywhere. */
  readonly repository: (objects: Iterable<ClusterObject>) => { readonly repository: Repository; readonly looked: ReadonlySet<string> };
  readonly root: string;
  readonly above: readonly string[] | undefined;
  /** Objects of files that nobody is known to apply: somebody may, by hand. */
  readonly elsewhere: (kind: string, namespace: string, name: string) => ClusterObject | undefined;
}

/** Of an object, and what it is about: the cluster that the object applies something to. */
export interface PlacedProblem {
  readonly problem: RenderingProblem;
  /** The empty text: where the start lives. */
  readonly destination: string;
}

/** What is applied by way of GitOps objects, directly and by what these apply. */
export interface Followed {
  readonly start: Start;
  /** In the order of creation, as far as it is known. */
  readonly units: readonly Reached[];
  /** Of the objects: paths that are not there, generators that are not known. */
  readonly problems: readonly PlacedProblem[];
  /** Files and folders that units were built from. */
  readonly consumed: ReadonlySet<string>;
  /** All that was looked at, also to find out what there is to apply. */
  readonly looked: ReadonlySet<string>;
}

/** Asked for with its answer: what was made of it holds as long as the answer is the same. */
interface Answer {
  readonly home: string;
  readonly kind: string;
  readonly namespace: string;
  /** Absent: all of the kind. */
  readonly name: string | undefined;
  readonly given: readonly ClusterObject[];
}

interface Made {
  readonly by: ClusterObject;
  readonly root: string;
  readonly above: readonly string[] | undefined;
  readonly repository: Repository;
  readonly answers: readonly Answer[];
}

/** An object is followed once for each cluster it lives in; circles end so. What turns up later may answer an earlier question, so it is gone through again until nothing new appears. */
const mostRounds = 8;
const mostUnits = 5_000;

/** Follows GitOps objects; what is as it was is not built again. */
export class Follower {
  readonly #units: UnitRenderings;
  readonly #made = new Map<string, Made>();

  constructor(units: UnitRenderings) {
    this.#units = units;
  }

  /** Drops what was noted of units that are no more. */
  keep(keys: ReadonlySet<string>): void {
    for (const key of this.#made.keys()) if (!keys.has(key)) this.#made.delete(key);
  }

  *follow(start: Start, around: Around): Generator<undefined, Followed> {
    let known = new Known();
    let repository = around.repository(start.objects);
    // Also at what an earlier round looked: the next time begins there again, and must find there what it asks for.
    const looked = new Set(repository.looked);
    for (let round = 1; ; round++) {
      const pass = new Pass(start, around, repository.repository, known, this.#units, this.#made, looked);
      yield* pass.run();
      const better = around.repository(pass.found.objects);
      for (const path of better.looked) looked.add(path);
      if (round === mostRounds || (isSame(better.repository, repository.repository) && pass.found.says(pass.asked))) return pass.followed();
      known = pass.found;
      repository = better;
    }
  }
}

/** Objects by where they live. */
class Known {
  readonly #byId = new Map<string, ClusterObject>();
  readonly #byKind = new Map<string, ClusterObject[]>();

  add(home: string, object: ClusterObject): void {
    const id = idOf(home, kindKey(object), object.namespace, object.name);
    const before = this.#byId.get(id);
    this.#byId.set(id, object);
    const key = idOf(home, kindKey(object), object.namespace, '');
    const list = this.#byKind.get(key);
    if (list === undefined) this.#byKind.set(key, [object]);
    else if (before === undefined) list.push(object);
    else list[list.indexOf(before)] = object;
  }

  get objects(): Iterable<ClusterObject> {
    return this.#byId.values();
  }

  get(home: string, kind: string, namespace: string, name: string): ClusterObject | undefined {
    return this.#byId.get(idOf(home, kind, namespace, name));
  }

  all(home: string, kind: string, namespace: string): readonly ClusterObject[] {
    return this.#byKind.get(idOf(home, kind, namespace, '')) ?? [];
  }

  answer({ home, kind, namespace, name }: Answer): readonly ClusterObject[] {
    if (name === undefined) return this.all(home, kind, namespace);
    const found = this.get(home, kind, namespace, name);
    return found === undefined ? [] : [found];
  }

  /** Whether the answers still are what they were. */
  says(asked: Iterable<Answer>): boolean {
    for (const answer of asked) if (!isSameAnswer(this.answer(answer), answer.given)) return false;
    return true;
  }
}

class Pass {
  readonly found = new Known();
  readonly asked: Answer[] = [];
  readonly #start: Start;
  readonly #around: Around;
  readonly #repository: Repository;
  readonly #before: Known;
  readonly #units: UnitRenderings;
  readonly #made: Map<string, Made>;
  readonly #reached: Reached[] = [];
  readonly #problems: PlacedProblem[] = [];
  readonly #consumed = new Set<string>();
  readonly #looked: Set<string>;
  readonly #waiting: { readonly object: ClusterObject; readonly home: string; readonly lineage: DeliveryUnit['lineage'] }[] = [];
  readonly #followed = new Set<string>();

  constructor(
    start: Start,
    around: Around,
    repository: Repository,
    before: Known,
    units: UnitRenderings,
    made: Map<string, Made>,
    looked: Set<string>,
  ) {
    this.#start = start;
    this.#around = around;
    this.#repository = repository;
    this.#before = before;
    this.#units = units;
    this.#made = made;
    this.#looked = looked;
  }

  *run(): Generator<undefined, void> {
    for (const folder of this.#start.bundles) yield* this.#deliver(fleetBundles(folder, this.#surroundings('', this.asked)), '', []);
    for (const object of this.#start.objects) this.#meet(object, '', []);
    for (let next = this.#waiting.shift(); next !== undefined; next = this.#waiting.shift()) {
      const { object, home, lineage } = next;
      yield* this.#deliver(deliveriesOf(object, this.#surroundings(home, this.asked)), home, lineage);
    }
  }

  *#deliver(
    { deliveries, objects, problems, destination: about, looked }: Deliveries,
    home: string,
    lineage: DeliveryUnit['lineage'],
  ): Generator<undefined, void> {
    const place = placeOf(about, home, '');
    for (const problem of problems) this.#problems.push({ problem, destination: place });
    for (const path of looked) this.#looked.add(path);
    for (const made of objects) this.#meet(made, home, lineage);
    const context = home === '' ? this.#start.context : `${this.#start.context} @ ${home}`;
    for (const delivery of deliveries) {
      if (this.#reached.length >= mostUnits) return;
      const place = placeOf(delivery.destination, home, delivery.key);
      const unit: DeliveryUnit = { kind: 'delivery', folder: this.#start.folder, context, delivery, lineage };
      const rendered = this.#render(unit, home);
      this.#reached.push({ unit, destination: place });
      for (const path of rendered.looked) this.#looked.add(path);
      for (const path of consumedBy(rendered, this.#around.sources)) this.#consumed.add(path);
      for (const { document } of rendered.documents) {
        const brought = isRendered(document) ? gitOpsObject(document.root) : undefined;
        if (brought !== undefined) this.#meet(brought, place, lineage);
      }
      yield;
    }
  }

  followed(): Followed {
    return {
      start: this.#start,
      units: inOrder(this.#reached),
      problems: [...this.#problems, ...dependencyCycles(this.#reached).map((problem) => ({ problem, destination: '' }))],
      consumed: this.#consumed,
      looked: this.#looked,
    };
  }

  /** `lineage`: of what brings it. */
  #meet(object: ClusterObject, home: string, lineage: DeliveryUnit['lineage']): void {
    this.found.add(home, object);
    const id = idOf(home, kindKey(object), object.namespace, object.name);
    if (this.#followed.has(id)) return;
    this.#followed.add(id);
    this.#waiting.push({ object, home, lineage: [...lineage, { object: objectKey(object), wave: waveOfObject(object) }] });
  }

  #render(unit: DeliveryUnit, home: string): RenderedUnit {
    const key = unitKey(unit);
    const before = this.#made.get(key);
    const { by } = unit.delivery;
    const { root, above } = this.#around;
    const repository = this.#repository;
    if (
      before !== undefined &&
      !(
        before.root === root &&
        isSame([before.above, before.repository], [above, repository]) &&
        (before.by === by || isSameTree(before.by.root, by.root))
      )
    )
      this.#units.invalidate(unit);
    else if (before?.answers.some((answer) => !isSameAnswer(this.#answer(answer), answer.given)) === true) this.#units.invalidate(unit);
    if (!this.#units.isCurrent(unit)) {
      const answers: Answer[] = [];
      this.#units.renderDelivery(unit, this.#surroundings(home, answers));
      this.#made.set(key, { by, root, above, repository, answers });
    }
    for (const answer of this.#made.get(key)?.answers ?? []) this.asked.push(answer);
    return this.#units.renderDelivery(unit, this.#surroundings(home, []));
  }

  #answer(answer: Answer): readonly ClusterObject[] {
    const { home, kind, namespace, name } = answer;
    const now = this.found.answer(answer);
    if (now.length > 0) return now;
    const before = this.#before.answer(answer);
    if (before.length > 0 || name === undefined) return before;
    const other = home === '' ? this.#around.elsewhere(kind, namespace, name) : undefined;
    return other === undefined ? [] : [other];
  }

  #surroundings(home: string, asked: Answer[]): Surroundings {
    const ask = (kind: string, namespace: string, name: string | undefined) => {
      const given = this.#answer({ home, kind, namespace, name, given: [] });
      asked.push({ home, kind, namespace, name, given });
      return given;
    };
    const { sources, root, above } = this.#around;
    return {
      sources,
      repository: this.#repository,
      root,
      above,
      object: (kind, namespace, name) => ask(kind, namespace, name)[0] ?? (mayBeMadeByHand.has(kind) ? 'unknown' : undefined),
      objects: (kind, namespace) => ask(kind, namespace, undefined),
    };
  }
}

/** Nobody keeps all of these in a repository: that one is not there does not say that the cluster lacks it. */
const mayBeMadeByHand: ReadonlySet<string> = new Set(['ConfigMap', 'Secret']);

function idOf(home: string, kind: string, namespace: string, name: string): string {
  return `${home}\n${kind}\n${namespace}\n${name}`;
}

function isSameAnswer(one: readonly ClusterObject[], other: readonly ClusterObject[]): boolean {
  return (
    one.length === other.length &&
    one.every((object, index) => {
      const counterpart = other[index];
      return counterpart !== undefined && (object === counterpart || isSameTree(object.root, counterpart.root));
    })
  );
}
