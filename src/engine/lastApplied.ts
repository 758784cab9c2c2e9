import type { ResourceBase } from '../manifests/metadata.ts';

/**
 * What exists once all manifests are applied in order: of several with one kind, namespace and name the last written, at the place of the first.
 * A manifest without a name (half-typed, or with `generateName`) makes nothing that could be named, so it is left out.
 */
export function lastApplied<R extends ResourceBase>(resources: readonly R[]): readonly R[] {
  const applied = new Map<string, R>();
  for (const resource of resources) {
    const { name, namespace } = resource.metadata;
    if (name !== '') applied.set(`${resource.kind}/${namespace ?? 'default'}/${name}`, resource);
  }
  return applied.size === resources.length ? resources : [...applied.values()];
}
