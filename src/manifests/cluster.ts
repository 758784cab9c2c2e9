import { Input, perObject, sameItems } from '../base/derived.ts';
import { Table, type Index } from '../base/derivedTable.ts';
import type { Message } from '../base/message.ts';
import type { ManifestDocument } from './document.ts';
import type { Place } from './place.ts';
import type { Resource, ResourceOf, ResourceType } from './resource.ts';

/** The resources that live together, in apply order: file path, then position in the file. */
export interface Cluster {
  readonly name: string;
  /** Folder of the cluster, as the host names it; empty for the workspace's own. */
  readonly root: string;
  /** How the manifests came together (`ClusterPlan.rule`); absent: they surely are one cluster, as for `root`. */
  readonly rule?: 'root' | 'kustomization' | 'chart' | 'folder' | undefined;
  readonly resources: readonly Resource[];
  /** Entries of the EdgeNetworks' `spec.manifests` that name no known file; absent: none. */
  readonly unmatchedManifests?: readonly string[] | undefined;
  /** Of its units; absent: it has none. */
  readonly faults?: readonly RenderingFault[] | undefined;
  /** What may exist without our seeing it; a finding that this could explain away is at most a hint. */
  readonly unknowns: ClusterUnknowns;
}

export interface ClusterUnknowns {
  /** Files or documents that could not be read (templated, broken): what they hold may be anything. */
  readonly unreadable: number;
  /** Resources of which we know what they are, and so what they could bring, but not enough to count them in. Absent: none. */
  readonly indefinite?: readonly Resource[] | undefined;
  /** What could not be rendered and may bring or change anything: a remote base, a chart that is not here, a function that only the cluster can answer. As it is written. */
  readonly unrendered: readonly string[];
}

/** Why a unit of the cluster is not rendered as its author meant it. */
export interface RenderingFault {
  readonly tool: 'kustomize' | 'helm';
  /** In the words of the tool's errors: `missing-file`, `nil-pointer`. */
  readonly class: string;
  /** `error`: the tool fails. `warning`: it goes on, and does something else than is meant. `unknown`: what it would do is not known here. */
  readonly severity: 'error' | 'warning' | 'unknown';
  readonly message: Message;
  readonly place: Place;
  readonly related: readonly { readonly message: Message; readonly place: Place }[];
}

/** The cluster's resources of one type, in apply order; sorted once per cluster. */
export function resourcesOf<T extends ResourceType>(cluster: Cluster, type: T): readonly ResourceOf<T>[] {
  const list = cluster instanceof LiveCluster ? cluster.ofType(type) : (byType(cluster).get(type) ?? none);
  return list as readonly ResourceOf<T>[];
}

const none: readonly Resource[] = [];

const byType = perObject(({ resources }: Cluster) => sorted<ResourceType>(resources, ({ type }) => [type]));

/** The resources that a document holds. */
export const resourcesOfDocument = resourcesBy<ManifestDocument>(({ document }) => [document]);

/** A question for the resources of a cluster under a key, in apply order. Keys are all that decides whether an answer has changed. */
export function resourcesBy<K>(keysOf: (resource: Resource) => Iterable<K>): (cluster: Cluster, key: K) => readonly Resource[] {
  const known = perObject(({ resources }: Cluster) => sorted(resources, keysOf));
  return (cluster, key) => (cluster instanceof LiveCluster ? cluster.by(keysOf).at(key) : (known(cluster).get(key) ?? none));
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
  readonly #unknowns = new Input<ClusterUnknowns>({ unreadable: 0, unrendered: [] }, sameUnknowns);
  readonly #resources = new Table<Resource>();
  readonly #types = new Map<ResourceType, Input<readonly Resource[]>>();
  readonly #indexes = new Map<unknown, unknown>();

  set(cluster: Cluster): void {
    this.#identity.set(cluster);
    this.#unknowns.set(cluster.unknowns);
    this.#resources.set(cluster.resources);
    const lists = byType(cluster);
    for (const [type, input] of this.#types) input.set(lists.get(type) ?? none);
    for (const [type, list] of lists) if (!this.#types.has(type)) this.#types.set(type, new Input(list, sameItems));
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

  get unmatchedManifests(): Cluster['unmatchedManifests'] {
    return this.#identity.get().unmatchedManifests;
  }

  get faults(): Cluster['faults'] {
    return this.#identity.get().faults;
  }

  get unknowns(): ClusterUnknowns {
    return this.#unknowns.get();
  }

  get resources(): readonly Resource[] {
    return this.#resources.get();
  }

  /** For `resourcesOf`. */
  ofType(type: ResourceType): readonly Resource[] {
    let input = this.#types.get(type);
    if (input === undefined) this.#types.set(type, (input = new Input(none, sameItems)));
    return input.get();
  }

  /** For `resourcesBy`. */
  by<K>(keysOf: (resource: Resource) => Iterable<K>): Index<Resource, K> {
    // The index of a function has the function's keys.
    let index = this.#indexes.get(keysOf) as Index<Resource, K> | undefined;
    if (index === undefined) this.#indexes.set(keysOf, (index = this.#resources.by(keysOf)));
    return index;
  }
}

type Identity = Pick<Cluster, 'name' | 'root' | 'rule' | 'unmatchedManifests' | 'faults'>;

function sameIdentity(one: Identity, other: Identity): boolean {
  return (
    one.name === other.name &&
    one.root === other.root &&
    one.rule === other.rule &&
    sameItems(one.unmatchedManifests ?? [], other.unmatchedManifests ?? []) &&
    sameItems(one.faults ?? [], other.faults ?? [])
  );
}

function sameUnknowns(one: ClusterUnknowns, other: ClusterUnknowns): boolean {
  return (
    one.unreadable === other.unreadable &&
    sameItems(one.indefinite ?? none, other.indefinite ?? none) &&
    sameItems(one.unrendered, other.unrendered)
  );
}
