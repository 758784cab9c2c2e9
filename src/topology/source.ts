import { perObject } from '../base/derived.ts';
import type { Place } from '../manifests/place.ts';
import type { Resource } from '../manifests/resource.ts';
import type { Topology } from './subject.ts';

/** Where the manifest of an element stands; undefined for an element without one, or an id that no element has (any longer). */
export function placeOfElement(topology: Topology, id: string): Place | undefined {
  return topology.subjects.get(id)?.place;
}

/** The elements that a manifest makes, in topology order: a workload's pods on every node, a service with its names and addresses. */
export function elementsOf(topology: Topology, resource: Resource): readonly string[] {
  return byResource(topology).get(resource) ?? [];
}

const byResource = perObject(({ subjects }: Topology): ReadonlyMap<Resource, readonly string[]> => {
  const index = new Map<Resource, string[]>();
  for (const [id, { resource }] of subjects) {
    if (resource === undefined) continue;
    const ids = index.get(resource);
    if (ids === undefined) index.set(resource, [id]);
    else ids.push(id);
  }
  return index;
});
