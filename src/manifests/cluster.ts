import { Input, perObject, sameItems } from '../base/derived.ts';
import { Table, type Index } from '../base/derivedTable.ts';
import type { Message, Text } from '../base/message.ts';
import type { Applied } from './appliedOrder.ts';
import type { ManifestDocument } from './document.ts';
import type { Place } from './place.ts';
import type { ReadProblem } from './problems.ts';
import type { Resource, ResourceOf, ResourceType } from './resource.ts';
import { isSame } from './same.ts';
import type { Unknown } from './unknown.ts';

/** The resources that live together, in apply order: file path, then position in the file. */
export interface Cluster {
  readonly name: string;
  /** Folder of the cluster, as the host names it; empty for the workspace's own. */
  readonly root: string;
  /** How the manifests came together (`ClusterPlan.rule`); absent: they surely are one cluster, as for `root`. */
  readonly rule?: 'root' | 'applied' | 'together' | 'unit' | undefined;
  /** It is no cluster, but something that is judged by itself: `not-applied` by the entry points around it, or `indistinct` from another that holds the same. */
  readonly alternative?: 'not-applied' | 'indistinct' | undefined;
  readonly resources: readonly Resource[];
  /** Entries of the EdgeNetworks' `spec.manifests` that name no known file; absent: none. */
  readonly unmatchedManifests?: readonly string[] | undefined;
  /** Of its units; absent: it has none. */
  readonly faults?: readonly RenderingFault[] | undefined;
  /** What the reader reports of manifests that tools make; those that somebody writes are judged document by document. Absent: nothing. */
  readonly madeProblems?: readonly ReadProblem[] | undefined;
  /** What objects of GitOps tools apply, where they are several; absent: all is applied in one order. */
  readonly applied?: readonly Applied[] | undefined;
  /** What may exist, or be other, without our seeing it; a finding that one of these could explain away is at most a hint. */
  readonly unknowns: readonly Unknown[];
}

/** Why a unit of the cluster is not rendered as its author meant it. */
export interface RenderingFault {
  /** Which unit it is of (`unitKey`); absent: an object that applies units, or would. */
  readonly unit?: string | undefined;
  readonly tool: 'kustomize' | 'helm' | 'gitops';
  /** In the words of the tool's errors: `missing-file`, `nil-pointer`. */
  readonly class: string;
  /** `error`: the tool fails. `warning`: it goes on, and does something else than is meant. `unknown`: what it would do is not known here. */
  readonly severity: 'error' | 'warning' | 'unknown';
  /** A text that is no message is the author's own: what a chart says by `fail` or `required`. */
  readonly message: Text;
  readonly place: Place;
  readonly related: readonly { readonly message: Message; readonly place: Place }[];
}

/** The cluster's resources of one type, in apply order; sorted once per cluster. */
export function resourcesOf<T extends ResourceType>(cluster: Cluster, type: T): readonly ResourceOf<T>[] {
  const list = cluster instanceof LiveCluster ? cluster.ofType(type) : (byType(cluster).get(type) ?? none);
  return list as readonly ResourceOf<T>[];
}

const none: readonly Resource[] = [];

const typeOf = ({ type }: Resource): readonly ResourceType[] => [type];
const byType = perObject(({ resources }: Cluster) => sorted(resources, typeOf));

/** The ConfigMaps of a name, in whatever namespace. */
export function configMapsNamed(cluster: Cluster, name: string): readonly ResourceOf<'ConfigMap'>[] {
  return configMaps(cluster, name) as readonly ResourceOf<'ConfigMap'>[];
}

const configMaps = resourcesBy(({ type, metadata }) => (type === 'ConfigMap' ? [metadata.name] : []));

/** The resources that a document holds. */
export const resourcesOfDocument = resourcesBy<ManifestDocument>(({ document }) => [document]);

/** A question for the resources of a cluster that are of some sort, in apply order; what a resource is must show in itself. */
export function resourcesWhere<R extends Resource>(isMeant: (resource: Resource) => resource is R): (cluster: Cluster) => readonly R[];
export function resourcesWhere(isMeant: (resource: Resource) => boolean): (cluster: Cluster) => readonly Resource[];
export function resourcesWhere(isMeant: (resource: Resource) => boolean): (cluster: Cluster) => readonly Resource[] {
  const found = resourcesBy<true>((resource) => (isMeant(resource) ? [true] : []));
  return (cluster) => found(cluster, true);
}

/** A question for the resources of a cluster under a key, in apply order. Keys are all that decides whether an answer has changed. */
export interface ResourcesByKey<K> {
  (cluster: Cluster, key: K): readonly Resource[];
  /** Whether there are any. */
  any(cluster: Cluster, key: K): boolean;
  /** The same unless there are more than so many; each key is always asked for with the same number. */
  few(cluster: Cluster, key: K, most: number): readonly Resource[] | undefined;
  /** How many there are, without its being noted: for what only decides how to get at an answer. */
  count(cluster: Cluster, key: K): number;
}

/** `keysOf` looks at nothing but the resource. */
export function resourcesBy<K>(keysOf: (resource: Resource) => Iterable<K>): ResourcesByKey<K> {
  const known = perObject(({ resources }: Cluster) => sorted(resources, keysOf));
  return Object.assign(
    (cluster: Cluster, key: K) => (cluster instanceof LiveCluster ? cluster.by(keysOf).at(key) : (known(cluster).get(key) ?? none)),
    {
      any: (cluster: Cluster, key: K) => (cluster instanceof LiveCluster ? cluster.by(keysOf).has(key) : known(cluster).has(key)),
      few(cluster: Cluster, key: K, most: number) {
        if (cluster instanceof LiveCluster) return cluster.by(keysOf).few(key, most);
        const found = known(cluster).get(key) ?? none;
        return found.length > most ? undefined : found;
      },
      count: (cluster: Cluster, key: K) =>
        (cluster instanceof LiveCluster ? cluster.by(keysOf).peek(key) : (known(cluster).get(key) ?? none)).length,
    },
  );
}

/** A question for those resources of a cluster that share a key, in apply order of their first ones. */
export function resourcesSharing<K>(keysOf: (resource: Resource) => Iterable<K>): (cluster: Cluster) => readonly (readonly Resource[])[] {
  const known = perObject(({ resources }: Cluster) => [...sorted(resources, keysOf).values()].filter((group) => group.length > 1));
  return (cluster) => (cluster instanceof LiveCluster ? cluster.by(keysOf).crowded : known(cluster));
}

function sorted<K>(resources: readonly Resource[], keysOf: (resource: Resource) => Iterable<K>): ReadonlyMap<K, readonly Resource[]> {
  const lists = new Map<K, Resource[]>();
  for (const resource of resources)
    for (const key of keysOf(resource)) {
      const list = lists.get(key);
      if (list === undefined) lists.set(key, [resource]);
      else if (list.at(-1) !== resource) list.push(resource);
    }
  return lists;
}

/** A cluster as it changes: derived values that read it know which part of it they read. */
export class LiveCluster implements Cluster {
  readonly #identity = new Input<Identity>({ name: '', root: '' }, sameIdentity);
  readonly #unknowns = new Input<readonly Unknown[]>([], isSame);
  readonly #applied = new Input<readonly Applied[] | undefined>(undefined, isSame);
  readonly #resources = new Table<Resource>();
  readonly #types = this.#resources.by(typeOf);
  readonly #indexes = new Map<unknown, unknown>();

  set(cluster: Cluster): void {
    this.#identity.set(cluster);
    this.#unknowns.set(cluster.unknowns);
    this.#applied.set(cluster.applied);
    this.#resources.set(cluster.resources);
  }

  get name(): string {
    return this.#identity.get().name;
  }

  get root(): string {
    return this.#identity.get().root;
  }

  get rule(): Cluster['rule'] {
    return this.#identity.get().rule;
  }

  get alternative(): Cluster['alternative'] {
    return this.#identity.get().alternative;
  }

  get unmatchedManifests(): Cluster['unmatchedManifests'] {
    return this.#identity.get().unmatchedManifests;
  }

  get applied(): Cluster['applied'] {
    return this.#applied.get();
  }

  get faults(): Cluster['faults'] {
    return this.#identity.get().faults;
  }

  get madeProblems(): Cluster['madeProblems'] {
    return this.#identity.get().madeProblems;
  }

  get unknowns(): readonly Unknown[] {
    return this.#unknowns.get();
  }

  get resources(): readonly Resource[] {
    return this.#resources.get();
  }

  /** For `resourcesOf`. */
  ofType(type: ResourceType): readonly Resource[] {
    return this.#types.at(type);
  }

  /** For `resourcesBy`. */
  by<K>(keysOf: (resource: Resource) => Iterable<K>): Index<Resource, K> {
    // The index of a function has the function's keys.
    let index = this.#indexes.get(keysOf) as Index<Resource, K> | undefined;
    if (index === undefined) this.#indexes.set(keysOf, (index = this.#resources.by(keysOf)));
    return index;
  }
}

type Identity = Pick<Cluster, 'name' | 'root' | 'rule' | 'alternative' | 'unmatchedManifests' | 'faults' | 'madeProblems'>;

function sameIdentity(one: Identity, other: Identity): boolean {
  return (
    one.name === other.name &&
    one.root === other.root &&
    one.rule === other.rule &&
    one.alternative === other.alternative &&
    sameItems(one.unmatchedManifests ?? [], other.unmatchedManifests ?? []) &&
    sameItems(one.faults ?? [], other.faults ?? []) &&
    sameItems(one.madeProblems ?? [], other.madeProblems ?? [])
  );
}
