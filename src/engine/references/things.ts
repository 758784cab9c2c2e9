import type { FieldPath } from '../../manifests/place.ts';
import type { Resource } from '../../manifests/resource.ts';
import { objectTarget, type Target } from './reference.ts';
import { ownerOf } from './podOwners.ts';
import { containerPortTargets, podsTarget, servicePortTargets, serviceTarget, type Surroundings } from './surroundings.ts';

/** The thing that a resource is, as others name or select it. Empty for one that nobody can name. */
export function thingsOf(resource: Resource, around: Surroundings): readonly Target[] {
  const { name, namespace } = resource.metadata;
  switch (resource.type) {
    case 'Service':
      return around.services
        .named(name, namespace)
        .filter((service) => service.resource === resource)
        .map(serviceTarget);
    case 'Workload':
    case 'Pod':
      return [podsTarget(ownerOf(resource))];
    case 'Node':
      return around.nodes.filter((node) => node.resource === resource);
    case 'IPPool':
      return around.ipPools(name).filter((pool) => pool.resource === resource);
    case 'IPAddressPool':
      return around.loadBalancerPools(name).filter((pool) => pool.resource === resource);
    default:
      return name === '' ? [] : [objectTarget(resource)];
  }
}

/** The things that a field of a resource makes: what has its name or its number there. `path` counts from the resource. */
export function thingsMadeAt(resource: Resource, path: FieldPath, around: Surroundings): readonly Target[] {
  const [first, second, third, fourth, ...rest] = path;
  if (first === 'metadata' && second === 'name' && path.length === 2) return thingsOf(resource, around);
  switch (resource.type) {
    case 'Service': {
      if (first !== 'spec' || second !== 'ports' || rest.length > 0 || (fourth !== 'name' && fourth !== 'port')) return [];
      const port = typeof third === 'number' ? resource.ports[third] : undefined;
      return around.services
        .named(resource.metadata.name, resource.metadata.namespace)
        .filter((service) => service.resource === resource)
        .flatMap((service) => servicePortTargets(service, (own) => own === port));
    }
    case 'Workload':
    case 'Pod': {
      const last = path.at(-1);
      if (last !== 'name' && last !== 'containerPort') return [];
      return containerPortTargets(ownerOf(resource), (declared) => isPath(declared.path, path.slice(0, -1)));
    }
    case 'EdgeNetwork':
      return around.nodes.filter(
        ({ place }) =>
          place?.document === resource.document && place.path !== undefined && startsWith(path, place.path.slice(resource.root.length)),
      );
    case 'Community':
      return first === 'spec' && second === 'communities' && fourth === 'name' && typeof third === 'number'
        ? [{ ...objectTarget(resource), name: resource.communities[third]?.name ?? '' }]
        : [];
    default:
      return [];
  }
}

function isPath(one: FieldPath, other: FieldPath): boolean {
  return one.length === other.length && startsWith(one, other);
}

function startsWith(path: FieldPath, start: FieldPath): boolean {
  return start.length <= path.length && start.every((step, index) => path[index] === step);
}
