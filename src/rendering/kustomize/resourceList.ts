import { identityKey } from './identity.ts';
import type { Changed, StepMemory } from './memory.ts';
import type { Pass } from './pass.ts';
import { anyIdentities, currentIdentity, type Resource } from './resource.ts';

/** The objects of one layer in their order, found by identity. What transformers do to it is done in place; the resources themselves never change. */
export class ResourceList {
  #resources: Resource[];
  #current: Map<string, number> | undefined;
  #any: Map<string, number[]> | undefined;

  /** What the transformer that works on it did the last time. */
  memory: StepMemory | undefined;
  /** How often anything has been reported of its objects. */
  reported = 0;

  constructor(resources: readonly Resource[] = []) {
    this.#resources = [...resources];
  }

  /** The next pass of a transformer over it; undefined where nothing is remembered. */
  pass(): Pass<Resource, Changed> | undefined {
    return this.memory?.pass();
  }

  get all(): readonly Resource[] {
    return this.#resources;
  }

  /** Of what has that current identity: the first. */
  withCurrent(key: string): Resource | undefined {
    const index = this.#currentIndex().get(key);
    return index === undefined ? undefined : this.#resources[index];
  }

  /** Positions of what has that identity, or had it. In order. */
  withAny(key: string): readonly number[] {
    return this.#anyIndex().get(key) ?? [];
  }

  /** The one of its identity that is there already, or the resource goes to the end. */
  appendNew(resource: Resource): Resource | undefined {
    const key = identityKey(currentIdentity(resource));
    const current = this.#currentIndex();
    const known = current.get(key);
    if (known !== undefined) return this.#resources[known];
    const index = this.#resources.push(resource) - 1;
    current.set(key, index);
    if (this.#any !== undefined) addAny(this.#any, resource, index);
    return undefined;
  }

  replace(index: number, resource: Resource): void {
    const before = this.#resources[index];
    this.#resources[index] = resource;
    if (before === undefined || before === resource) return;
    if (before.history === resource.history && identityKey(currentIdentity(before)) === identityKey(currentIdentity(resource))) return;
    this.#forget();
  }

  /** Another one for each; undefined: it goes. */
  map(change: (resource: Resource, index: number) => Resource | undefined): void {
    const before = this.#resources;
    const after = before.map(change).filter((resource) => resource !== undefined);
    if (after.length === before.length && after.every((resource, index) => resource === before[index])) return;
    this.#resources = after;
    this.#forget();
  }

  set(resources: readonly Resource[]): void {
    this.#resources = [...resources];
    this.#forget();
  }

  #forget(): void {
    this.#current = undefined;
    this.#any = undefined;
  }

  #currentIndex(): Map<string, number> {
    if (this.#current === undefined) {
      const index = new Map<string, number>();
      this.#resources.forEach((resource, at) => {
        const key = identityKey(currentIdentity(resource));
        if (!index.has(key)) index.set(key, at);
      });
      this.#current = index;
    }
    return this.#current;
  }

  #anyIndex(): Map<string, number[]> {
    if (this.#any === undefined) {
      const index = new Map<string, number[]>();
      this.#resources.forEach((resource, at) => {
        addAny(index, resource, at);
      });
      this.#any = index;
    }
    return this.#any;
  }
}

function add(index: Map<string, number[]>, key: string, at: number): void {
  const known = index.get(key);
  if (known === undefined) index.set(key, [at]);
  else if (known.at(-1) !== at) known.push(at);
}

function addAny(index: Map<string, number[]>, resource: Resource, at: number): void {
  for (const identity of anyIdentities(resource)) add(index, identityKey(identity), at);
}
