import { resourcesOf, type Cluster } from '../../manifests/cluster.ts';
import type { StringMap } from '../../manifests/metadata.ts';
import { placeOf, spanOf, type FieldPath, type FieldPlace } from '../../manifests/place.ts';
import type { Resource } from '../../manifests/resource.ts';
import type { Family } from '../../base/ip.ts';

/** An annotation of a pod, a pod template or a namespace that names pools. */
export interface PoolRequest {
  readonly resource: Resource;
  readonly annotation: string;
  readonly family: Family;
  /** As written: a JSON list of names and CIDRs. */
  readonly text: string;
  readonly place: FieldPlace;
}

/** The annotations of a pod, a pod template or a namespace that ask for pools, and are not empty. */
export function poolRequestsIn(resource: Resource): Iterable<PoolRequest> {
  switch (resource.type) {
    case 'Pod':
    case 'Namespace':
      return requestsIn(resource, resource.metadata.annotations, ['metadata', 'annotations']);
    case 'Workload':
      return requestsIn(resource, resource.template.annotations, [...resource.templatePath, 'metadata', 'annotations']);
    default:
      return [];
  }
}

/** Of all of a cluster: those of pods, of workloads, of namespaces. */
export function* poolRequests(cluster: Cluster): Generator<PoolRequest> {
  for (const type of ['Pod', 'Workload', 'Namespace'] as const)
    for (const resource of resourcesOf(cluster, type)) yield* poolRequestsIn(resource);
}

const keys: readonly (readonly [string, Family])[] = [
  ['cni.projectcalico.org/ipv4pools', 4],
  ['cni.projectcalico.org/ipv6pools', 6],
];

function* requestsIn(resource: Resource, annotations: StringMap, path: FieldPath): Generator<PoolRequest> {
  for (const [annotation, family] of keys) {
    const text = Object.hasOwn(annotations, annotation) ? annotations[annotation] : undefined;
    if (text !== undefined && text !== '') yield { resource, annotation, family, text, place: placeOf(resource, ...path, annotation) };
  }
}

/** The texts of a JSON list; undefined when it is none. Calico takes `null` for an empty one. */
export function listOf(text: string): readonly string[] | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (value === null) return [];
  return Array.isArray(value) && value.every((item): item is string => typeof item === 'string') ? value : undefined;
}

/** What the list surely was meant to be: words without quotes around them, with or without brackets. */
export function meantList(text: string): string | undefined {
  const words = text
    .replace(/^\s*\[|\]\s*$/g, '')
    .split(',')
    .map((word) => word.trim().replace(/^(["'])(.*)\1$/, '$2'));
  return words.every((word) => /^[A-Za-z0-9][-A-Za-z0-9.:/]*$/.test(word)) ? JSON.stringify(words) : undefined;
}

/** One text of the list, without its quotes; the whole list where it cannot be found as it is. */
export function itemPlace(place: FieldPlace, list: string, item: string): FieldPlace {
  const quoted = JSON.stringify(item);
  const at = list.indexOf(quoted);
  return at < 0 ? place : spanOf(place, at + 1, at + quoted.length - 1);
}
