import type { Place } from '../manifests/place.ts';
import type { Resource } from '../manifests/resource.ts';
import type { Topology } from './subject.ts';

/** Where the manifest of an element stands; undefined for an element without one, or an id that no element has (any longer). */
export function placeOfElement(topology: Topology, id: string): Place | undefined {
  return topology.subjects.get(id)?.place;
}

/** The elements that a manifest makes, in topology order: a workload's pods on every node, a service with its names and addresses. */
export function elementsOf(topology: Topology, resource: Resource): readonly string[] {
  let index = indexes.get(topology);
  if (index === undefined) {
    index = new Map();
    for (const [id, subject] of topology.subjects) {
      if (subject.resource === undefined) continue;
      const ids = index.get(subject.resource);
      if (ids === undefined) index.set(subject.resource, [id]);
      else ids.push(id);
    }
    indexes.set(topology, index);
  }
  return index.get(resource) ?? [];
}

const indexes = new WeakMap<Topology, Map<Resource, string[]>>();
