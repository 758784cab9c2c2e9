import { editDistance, isNear } from '../../base/nearest.ts';
import { labelOf } from '../labels.ts';
import { resourcesBy, resourcesOf, type Cluster } from '../../manifests/cluster.ts';
import type { StringMap } from '../../manifests/metadata.ts';
import type { Resource } from '../../manifests/resource.ts';
import type { FieldPath } from '../../manifests/place.ts';
import type { PodResource, PodSpec, WorkloadResource } from '../../manifests/resources/workloads.ts';

/** A manifest that makes pods: a workload by its template, or a bare Pod. */
export interface PodOwner {
  readonly resource: WorkloadResource | PodResource;
  /** Labels as written; those that the controller adds are `controllerLabels`' to know. */
  readonly labels: StringMap;
  /** From the resource to its labels and to its pod spec. */
  readonly labelsPath: FieldPath;
  readonly specPath: FieldPath;
  readonly spec: PodSpec;
}

/** What every object that a selector selects must have: the key, with one of the values where there are some. */
export interface LabelTerm {
  readonly key: string;
  /** Absent: any. */
  readonly values: readonly string[] | undefined;
}

/** An owner with the pairs of a selector that it does not meet. */
export interface Miss {
  readonly owner: PodOwner;
  readonly differences: readonly Difference[];
}

export interface Difference {
  readonly key: string;
  readonly wanted: string;
  /** Absent: the owner has no such label. */
  readonly actual: string | undefined;
  /** The key under which the owner has that very value, where it has no such label. */
  readonly under?: string | undefined;
}

/**
 * Everything of a cluster that makes pods, by label. Unlike the engine's pods, a missing namespace here matches every one, a workload of no replicas counts,
 * and so do labels that only the controller knows.
 */
export class PodOwners {
  readonly #cluster: Cluster;

  constructor(cluster: Cluster) {
    this.#cluster = cluster;
  }

  get all(): readonly PodOwner[] {
    return [...resourcesOf(this.#cluster, 'Workload'), ...resourcesOf(this.#cluster, 'Pod')].map(ownerOf);
  }

  /** Those whose pods the selector may mean. An unknown namespace is any. */
  selected(selector: StringMap, namespace: string | undefined): readonly PodOwner[] {
    return this.#candidates(selector, namespace).filter((owner) => this.isSelected(owner, selector, namespace));
  }

  /** Whether one owner is among those. */
  isSelected(owner: PodOwner, selector: StringMap, namespace: string | undefined): boolean {
    return mayShareNamespace(owner.resource.metadata.namespace, namespace) && meets(owner, selector);
  }

  /** Those that meet the selector in other namespaces. */
  selectedElsewhere(selector: StringMap, namespace: string | undefined): readonly PodOwner[] {
    return this.#candidates(selector).filter(
      (owner) => !mayShareNamespace(owner.resource.metadata.namespace, namespace) && meets(owner, selector),
    );
  }

  /** Owners of the namespace (unknown: of any) that are accepted, as they are asked for. The terms only narrow the search. */
  *where(terms: readonly LabelTerm[], namespace: string | undefined, accepts: (owner: PodOwner) => boolean): Generator<PodOwner> {
    for (const owner of this.#narrowed(terms, namespace)) {
      if (mayShareNamespace(owner.resource.metadata.namespace, namespace) && accepts(owner)) yield owner;
    }
  }

  /** Whether any owner has a label of this key. */
  hasKey(key: string): boolean {
    return ownersBy.any(this.#cluster, keyOfLabel(key));
  }

  /** Whether any owner surely is in the namespace. */
  isIn(namespace: string): boolean {
    return ownersBy.any(this.#cluster, keyOfNamespace(namespace));
  }

  /** Whether any owner may be in the namespace. */
  inhabits(namespace: string | undefined): boolean {
    return namespace === undefined
      ? ownersBy.any(this.#cluster, everyOwner)
      : this.isIn(namespace) || ownersBy.any(this.#cluster, keyOfNamespace(undefined));
  }

  #narrowed(terms: readonly LabelTerm[], namespace: string | undefined): readonly PodOwner[] {
    const count = (key: string) => ownersBy.count(this.#cluster, key);
    // Any one term finds all that there is to find, and in the same order; but what several lists find comes list by list.
    const severalLists =
      terms.some(({ values }) => values !== undefined && new Set(values).size !== 1) ||
      (namespace !== undefined && ownersBy.any(this.#cluster, keyOfNamespace(undefined)));
    const inNamespace = keysOfNamespace(namespace);
    let least = severalLists ? this.#inNamespace(namespace).length : sum(inNamespace.map(count));
    let shortest: readonly string[] | undefined;
    for (const { key, values } of terms) {
      if (isControllerKey(key)) continue;
      const keys = values === undefined ? [keyOfLabel(key)] : [...new Set(values)].map((value) => keyOfPair(key, value));
      const length = severalLists ? sum(keys.map((each) => this.#under(each).length)) : sum(keys.map(count));
      if (length >= least) continue;
      least = length;
      shortest = keys;
    }
    if (shortest === undefined) return this.#inNamespace(namespace);
    const [only] = shortest;
    return only !== undefined && shortest.length === 1 ? this.#under(only) : shortest.flatMap((key) => this.#under(key));
  }

  #inNamespace(namespace: string | undefined): readonly PodOwner[] {
    if (namespace === undefined) return this.#under(everyOwner);
    const unknown = this.#under(keyOfNamespace(undefined));
    const own = this.#under(keyOfNamespace(namespace));
    return unknown.length === 0 ? own : [...own, ...unknown];
  }

  /** The same unless there are too many to compare each. */
  #fewIn(namespace: string | undefined): readonly PodOwner[] | undefined {
    const lists = keysOfNamespace(namespace).map((key) => ownersBy.few(this.#cluster, key, mostOwnersCompared));
    return lists.some((list) => list === undefined) ? undefined : lists.flatMap((list) => inOrder(list ?? []));
  }

  /** Workloads first, then bare Pods. */
  #under(key: string): readonly PodOwner[] {
    return inOrder(ownersBy(this.#cluster, key));
  }

  /**
   * Of the possible namespaces the owner that meets most pairs, if it meets any; of several the one whose other values read most alike, of those the one that is `named` so, else the first.
   * When no pair is met: one with such a value under another key, then one with a value that reads nearly alike.
   */
  nearest(selector: StringMap, namespace: string | undefined, named = ''): Miss | undefined {
    const met = new Map<PodOwner, number>();
    for (const [key, value] of Object.entries(selector)) {
      const owners = ownersBy.few(this.#cluster, keyOfPair(key, value), mostOwnersOfPair);
      if (owners === undefined) continue;
      for (const owner of inOrder(owners))
        if (mayShareNamespace(owner.resource.metadata.namespace, namespace)) met.set(owner, (met.get(owner) ?? 0) + 1);
    }
    let best: { readonly miss: Miss; readonly met: number; readonly distance: number } | undefined;
    for (const [owner, count] of met) {
      if (best !== undefined && count < best.met) continue;
      const differences = differencesOf(owner, selector);
      const distance = sum(differences.map(({ wanted, actual }) => (actual === undefined ? wanted.length : distanceOf(wanted, actual))));
      const isNamed = best?.distance === distance && isNamedLike(owner, named) && !isNamedLike(best.miss.owner, named);
      if (best === undefined || count > best.met || distance < best.distance || isNamed)
        best = { miss: { owner, differences }, met: count, distance };
    }
    return best?.miss ?? this.#underOtherKey(selector, namespace, named) ?? this.#nearestByValue(selector, namespace, named);
  }

  /** `app: orders` for `app.kubernetes.io/name: orders`: every value of the selector, under other keys of the same sense. */
  #underOtherKey(selector: StringMap, namespace: string | undefined, named: string): Miss | undefined {
    const [pair] = Object.entries(selector);
    if (pair === undefined) return undefined;
    const found = nameKeys
      .filter((key) => key !== pair[0])
      .flatMap((key) => inOrder(ownersBy.few(this.#cluster, keyOfPair(key, pair[1]), mostOwnersOfPair) ?? []))
      .filter((owner) => mayShareNamespace(owner.resource.metadata.namespace, namespace))
      .map((owner) => ({ owner, differences: differencesOf(owner, selector) }))
      .filter(({ differences }) => differences.every(({ under }) => under !== undefined));
    return found.find(({ owner }) => isNamedLike(owner, named)) ?? found[0];
  }

  /** When no pair is met: an owner with a value of the same key that reads nearly alike. */
  #nearestByValue(selector: StringMap, namespace: string | undefined, named: string): Miss | undefined {
    const owners = this.#fewIn(namespace);
    if (owners === undefined) return undefined;
    let best: { readonly owner: PodOwner; readonly distance: number } | undefined;
    const pairs = Object.entries(selector);
    for (const owner of owners) {
      for (const [key, wanted] of pairs) {
        const value = labelOf(owner.labels, key);
        if (value === undefined) continue;
        const distance = isSameButEnding(wanted, value)
          ? 1
          : Math.abs(value.length - wanted.length) > 2
            ? Infinity
            : editDistance(wanted, value, best === undefined ? 2 : best.distance);
        if (!isNear(wanted, distance)) continue;
        const isNamed = distance === best?.distance && isNamedLike(owner, named) && !isNamedLike(best.owner, named);
        if (best === undefined || distance < best.distance || isNamed) best = { owner, distance };
      }
    }
    return best === undefined ? undefined : { owner: best.owner, differences: differencesOf(best.owner, selector) };
  }

  /** All that may meet a selector, of all namespaces or of those that one may be; in the same order whichever list finds the fewest. */
  #candidates(selector: StringMap, namespace?: string): readonly PodOwner[] {
    const hasOneList = namespace !== undefined && !ownersBy.any(this.#cluster, keyOfNamespace(undefined));
    let rarest = hasOneList ? keyOfNamespace(namespace) : everyOwner;
    let least = ownersBy.count(this.#cluster, rarest);
    for (const [key, value] of Object.entries(selector)) {
      if (isControllerKey(key)) continue;
      const pair = keyOfPair(key, value);
      const length = ownersBy.count(this.#cluster, pair);
      if (length >= least && rarest !== everyOwner) continue;
      rarest = pair;
      least = length;
    }
    return this.#under(rarest);
  }
}

/** Workloads first, then bare Pods. */
function inOrder(resources: readonly Resource[]): readonly PodOwner[] {
  const found = resources as readonly (WorkloadResource | PodResource)[];
  const pods = found.filter(({ type }) => type === 'Pod');
  return (pods.length === 0 || pods.length === found.length ? found : [...found.filter(({ type }) => type !== 'Pod'), ...pods]).map(
    ownerOf,
  );
}

const everyOwner = '';

function keyOfPair(key: string, value: string): string {
  return `pair ${key}\0${value}`;
}

function keyOfLabel(key: string): string {
  return `label ${key}`;
}

function keyOfNamespace(namespace: string | undefined): string {
  return namespace === undefined ? 'no namespace' : `namespace ${namespace}`;
}

/** An unknown namespace is any, and whoever is in an unknown one may be in any. */
function keysOfNamespace(namespace: string | undefined): readonly string[] {
  return namespace === undefined ? [everyOwner] : [keyOfNamespace(namespace), keyOfNamespace(undefined)];
}

const ownersBy = resourcesBy(function* (resource): Generator<string> {
  if (resource.type !== 'Workload' && resource.type !== 'Pod') return;
  yield everyOwner;
  yield keyOfNamespace(resource.metadata.namespace);
  for (const [key, value] of Object.entries(ownerOf(resource).labels)) {
    yield keyOfPair(key, value);
    yield keyOfLabel(key);
  }
});

/** A label that so many share says nothing about which one was meant, and costs time. */
const mostOwnersOfPair = 500;
/** Beyond it a value that reads nearly alike is not looked for. */
const mostOwnersCompared = 1_000;

/** Whether two namespaces may be the same once the unknown ones are set. */
export function mayShareNamespace(one: string | undefined, other: string | undefined): boolean {
  return one === undefined || other === undefined || one === other;
}

/** What a manifest says of the pods that it makes: the same object each time. */
export function ownerOf(resource: WorkloadResource | PodResource): PodOwner {
  let owner = owners.get(resource);
  if (owner === undefined) owners.set(resource, (owner = readOwner(resource)));
  return owner;
}

const owners = new WeakMap<WorkloadResource | PodResource, PodOwner>();

function readOwner(resource: WorkloadResource | PodResource): PodOwner {
  if (resource.type === 'Pod')
    return { resource, labels: resource.metadata.labels, labelsPath: ['metadata', 'labels'], specPath: ['spec'], spec: resource.spec };
  const { template, templatePath } = resource;
  return {
    resource,
    labels: template.labels,
    labelsPath: [...templatePath, 'metadata', 'labels'],
    specPath: [...templatePath, 'spec'],
    spec: template.spec,
  };
}

function meets(owner: PodOwner, selector: StringMap): boolean {
  for (const key of Object.keys(selector)) {
    const wanted = selector[key] ?? '';
    const actual = labelOf(owner.labels, key);
    if (actual !== wanted && !(actual === undefined && mayCarry(owner, key, wanted))) return false;
  }
  return true;
}

/** Keys that carry the name of a program, by one habit or another. */
const nameKeys = [
  'app.kubernetes.io/name',
  'app',
  'k8s-app',
  'name',
  'app.kubernetes.io/instance',
  'component',
  'app.kubernetes.io/component',
  'io.kompose.service',
  'run',
];

/** `orders` and `orders-svc`: one name with an ending that only says what it is the name of. */
function isSameButEnding(one: string, other: string): boolean {
  return one !== other && withoutEnding(one) === withoutEnding(other);
}

function withoutEnding(text: string): string {
  return text.replace(/-?(svc|service|app|application|pod|pods|deploy|deployment|server)$/, '');
}

function distanceOf(wanted: string, actual: string): number {
  return isSameButEnding(wanted, actual) ? 1 : editDistance(wanted, actual);
}

function isNamedLike({ resource: { metadata } }: PodOwner, name: string): boolean {
  return name !== '' && withoutEnding(metadata.name) === withoutEnding(name);
}

function underOf(owner: PodOwner, key: string, wanted: string): string | undefined {
  return nameKeys.includes(key) ? nameKeys.find((other) => other !== key && labelOf(owner.labels, other) === wanted) : undefined;
}

function differencesOf(owner: PodOwner, selector: StringMap): readonly Difference[] {
  const differences: Difference[] = [];
  for (const [key, wanted] of Object.entries(selector)) {
    const actual = labelOf(owner.labels, key);
    if (actual === wanted || (actual === undefined && mayCarry(owner, key, wanted))) continue;
    const under = actual === undefined ? underOf(owner, key, wanted) : undefined;
    differences.push(under === undefined ? { key, wanted, actual } : { key, wanted, actual, under });
  }
  return differences;
}

/** Keys that controllers put on their pods, so that no manifest need write them. */
export function isControllerKey(key: string): boolean {
  return stamped.has(key) || key === POD_NAME || key === POD_INDEX || jobKeys.has(key);
}

const POD_NAME = 'statefulset.kubernetes.io/pod-name';
const POD_INDEX = 'apps.kubernetes.io/pod-index';
const jobKeys: ReadonlySet<string> = new Set(['job-name', 'batch.kubernetes.io/job-name']);
/** With values that are made up in the cluster. */
const stamped: ReadonlySet<string> = new Set([
  'pod-template-hash',
  'rollouts-pod-template-hash',
  'controller-revision-hash',
  'pod-template-generation',
  'controller-uid',
  'batch.kubernetes.io/controller-uid',
  'batch.kubernetes.io/job-completion-index',
]);

/** Whether the controller of an owner puts a label of this key on its pods, with whatever value. */
export function mayCarryKey({ resource }: PodOwner, key: string): boolean {
  if (resource.type === 'Pod') return false;
  if (jobKeys.has(key)) return resource.controller === 'Job' || resource.controller === 'CronJob';
  return (
    stamped.has(key) ||
    ((key === POD_NAME || key === POD_INDEX) && (resource.controller === 'StatefulSet' || resource.controller === 'Other'))
  );
}

/** Whether the controller of an owner may put the label on its pods. */
export function mayCarry({ resource }: PodOwner, key: string, value: string): boolean {
  if (resource.type === 'Pod') return false;
  const {
    controller,
    metadata: { name },
  } = resource;
  if (stamped.has(key)) return true;
  if (jobKeys.has(key)) return controller === 'Job' ? value === name : controller === 'CronJob' && value.startsWith(`${name}-`);
  if (controller !== 'StatefulSet' && controller !== 'Other') return false;
  const start = Math.max(0, resource.ordinalsStart);
  const ordinal = key === POD_INDEX ? value : key === POD_NAME && value.startsWith(`${name}-`) ? value.slice(name.length + 1) : '';
  return /^(0|[1-9][0-9]{0,8})$/.test(ordinal) && Number(ordinal) >= start && Number(ordinal) < start + (resource.replicas ?? 1);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
