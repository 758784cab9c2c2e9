import { plural, type Message } from '../../base/message.ts';
import { namespaceFacts } from '../../engine/namespaces.ts';
import { isControllerKey, mayShareNamespace } from '../../engine/references/podOwners.ts';
import { referencesOf } from '../../engine/references/references.ts';
import { resourcesOf } from '../../manifests/cluster.ts';
import type { StringMap } from '../../manifests/metadata.ts';
import type { AnalysedCluster } from '../snapshot.ts';
import type { Candidate, Offer, TypedPlace } from './candidate.ts';

/** The labels of everything that a selector of a place may mean, one map a thing. */
export type Labels = (cluster: AnalysedCluster, place: TypedPlace) => Iterable<StringMap>;

/** In the place's own namespace, where it names one. */
const podLabels: Labels = function* ({ allocation }, { namespace }) {
  const { podOwners } = referencesOf(allocation).around;
  for (const { labels, resource } of podOwners.all) if (mayShareNamespace(resource.metadata.namespace, namespace)) yield labels;
};

const podLabelsAnywhere: Labels = function* ({ allocation }) {
  for (const { labels } of referencesOf(allocation).around.podOwners.all) yield labels;
};

export const nodeLabels: Labels = function* ({ allocation }) {
  for (const { labels } of allocation.nodes) yield labels;
};

const serviceLabels: Labels = function* ({ cluster }, { namespace }) {
  for (const { metadata } of resourcesOf(cluster, 'Service')) if (mayShareNamespace(metadata.namespace, namespace)) yield metadata.labels;
};

const serviceLabelsAnywhere: Labels = function* ({ cluster }) {
  for (const { metadata } of resourcesOf(cluster, 'Service')) yield metadata.labels;
};

const poolLabels: Labels = function* ({ cluster }) {
  for (const { metadata } of resourcesOf(cluster, 'IPAddressPool')) yield metadata.labels;
};

export const namespaceLabels: Labels = function* ({ allocation, cluster }) {
  const names = new Set(resourcesOf(cluster, 'Namespace').map(({ metadata }) => metadata.name));
  for (const { metadata } of cluster.resources) if (metadata.namespace !== undefined) names.add(metadata.namespace);
  for (const name of names) yield { 'kubernetes.io/metadata.name': name, ...namespaceFacts(allocation.cluster, name).labels };
};

export interface LabelOffers {
  readonly keys: Offer;
  /** `key`: of the pair that the place is the value of, else the `key` beside the `values` of an expression. */
  readonly values: Offer;
}

function offersOf(labels: Labels): LabelOffers {
  return {
    *keys(place) {
      const { path } = place;
      const written = path.at(-1) === 'key' ? new Set<string>() : place.otherKeysAt(...path);
      for (const candidate of keysOf(labels, place)) if (!written.has(candidate.label)) yield candidate;
    },
    *values(place) {
      const { path } = place;
      const key = path.at(-2) === 'values' ? place.textAt(...path.slice(0, -2), 'key') : path.at(-1);
      if (typeof key === 'string') yield* valuesOf(labels, place, key);
    },
  };
}

/** Keys that somebody has. */
export function* keysOf(labels: Labels, place: TypedPlace): Generator<Candidate> {
  const count = new Map<string, number>();
  for (const cluster of place.clusters) for (const each of labels(cluster, place)) for (const key of Object.keys(each)) add(count, key);
  for (const [key, number] of count)
    if (!isControllerKey(key)) yield { sort: 'key', label: key, detail: carriedBy(number), rank: rankOf(number) };
}

/** Values that somebody has at a key. */
export function* valuesOf(labels: Labels, place: TypedPlace, key: string): Generator<Candidate> {
  const count = new Map<string, number>();
  for (const cluster of place.clusters) {
    for (const each of labels(cluster, place)) {
      const value = Object.hasOwn(each, key) ? each[key] : undefined;
      if (value !== undefined && value !== '') add(count, value);
    }
  }
  for (const [value, number] of count) yield { sort: 'value', label: value, detail: carriedBy(number), rank: rankOf(number) };
}

function add(count: Map<string, number>, key: string): void {
  count.set(key, (count.get(key) ?? 0) + 1);
}

function carriedBy(count: number): Message {
  return plural(count, '{0} has it', '{0} have it');
}

/** What many have comes first. */
function rankOf(count: number): number {
  return Math.max(1, 5 - Math.floor(Math.log2(count)));
}

export const labelOffers = {
  pods: offersOf(podLabels),
  podsAnywhere: offersOf(podLabelsAnywhere),
  nodes: offersOf(nodeLabels),
  services: offersOf(serviceLabels),
  servicesAnywhere: offersOf(serviceLabelsAnywhere),
  pools: offersOf(poolLabels),
  namespaces: offersOf(namespaceLabels),
};

/** Labels of a workload's template that its own selector asks for, and the other way round. */
export function pairsOf(...source: readonly string[]): LabelOffers {
  return {
    *keys(place) {
      const written = place.otherKeysAt(...place.path);
      for (const [key, value] of place.pairsAt(...source)) {
        if (!written.has(key) && value !== undefined)
          yield { sort: 'key', label: key, text: `${key}: ${value}`, detail: source.join('.'), rank: 0 };
      }
    },
    *values({ path, pairsAt }) {
      const value = pairsAt(...source).get(String(path.at(-1)));
      if (value !== undefined) yield { sort: 'value', label: value, detail: source.join('.'), rank: 0 };
    },
  };
}
