import { resourcesBy, resourcesOf, resourcesSharing, type Cluster } from '../manifests/cluster.ts';
import type { ResourceBase } from '../manifests/metadata.ts';
import type { ResourceOf, ResourceType } from '../manifests/resource.ts';

/**
 * What exists once all manifests are applied in order: of several with one kind, namespace and name the last written, at the place of the first.
 * A manifest without a name (half-typed, or with `generateName`) makes nothing that could be named, so it is left out.
 */
export function lastApplied<R extends ResourceBase>(resources: readonly R[]): readonly R[] {
  const applied = new Map<string, R>();
  for (const resource of resources) {
    const { name } = resource.metadata;
    if (name !== '') applied.set(keyOf(resource), resource);
  }
  return applied.size === resources.length ? resources : [...applied.values()];
}

/** The same of all resources of a type. */
export function lastAppliedOf<T extends ResourceType>(cluster: Cluster, type: T): readonly ResourceOf<T>[] {
  const resources = resourcesOf(cluster, type);
  const isPlain = !nameless.any(cluster, type) && !namesakes(cluster).some((group) => group.some((resource) => resource.type === type));
  return isPlain ? resources : (lastApplied(resources as readonly ResourceBase[]) as readonly ResourceOf<T>[]);
}

const nameless = resourcesBy<ResourceType>(({ type, metadata }) => (metadata.name === '' ? [type] : []));

/** Resources with one kind, namespace and name, one that is not written counting as `default`; whatever their API groups. */
export const namesakes = resourcesSharing((resource) => (resource.metadata.name === '' ? [] : [keyOf(resource)]));

function keyOf({ kind, metadata: { name, namespace } }: ResourceBase): string {
  return `${kind}/${namespace ?? 'default'}/${name}`;
}
