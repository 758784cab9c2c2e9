import type { ResourceBase } from './metadata.ts';
import type { FieldPath } from './place.ts';
import type { Resource } from './resource.ts';

/** Whether a field's value, or part of what stands below it, is filled in later or could not be read; and whether the field stands in something that is so. */
export function isUnknown({ unknownFields }: Pick<ResourceBase, 'unknownFields'>, ...path: FieldPath): boolean {
  return unknownFields?.some((unknown) => startsWith(path, unknown) || startsWith(unknown, path)) === true;
}

function startsWith(path: FieldPath, start: FieldPath): boolean {
  return start.length <= path.length && start.every((step, index) => step === path[index]);
}

/**
 * Whether so much of a resource is filled in later that it cannot take its place in a cluster: what it is called, whom it selects or is selected by, what range it opens.
 * A resource that is broken in its text is none: what could be read of it stands in the picture.
 */
export function isIndefinite(resource: Resource): boolean {
  return resource.unknownFields?.some((path) => path.length > 0 && decides(resource, path)) === true;
}

function decides({ type }: Resource, path: FieldPath): boolean {
  const [first, second, third] = path;
  if (first === 'metadata') {
    switch (second) {
      case 'namespace':
        return false;
      case 'annotations':
        return type !== 'Service' && usedAnnotation.test(String(third));
      case 'labels':
        return !withoutLabels.has(type);
      default:
        return true;
    }
  }
  switch (type) {
    case 'ForeignPolicy':
    case 'Ingress':
    case 'IngressClass':
    case 'Other':
      return false;
    case 'Service':
      return !(first === 'spec' && (lateInService.has(String(second)) || (second === 'ports' && lateInPort.has(String(path[3])))));
    case 'Workload':
      return !(first === 'spec' && second === 'replicas') && !isOfContainer(path) && !isAnnotation(path);
    case 'Pod':
      return !isOfContainer(path);
    default:
      return true;
  }
}

/** What a Service can do without, as long as nothing is concluded from it. */
const lateInService: ReadonlySet<string> = new Set(['clusterIP', 'clusterIPs', 'loadBalancerIP', 'sessionAffinity', 'trafficDistribution']);
const lateInPort: ReadonlySet<string> = new Set(['targetPort', 'nodePort', 'appProtocol']);

/** Of those nobody here is selected by labels. */
const withoutLabels: ReadonlySet<Resource['type']> = new Set([
  'ClusterPolicy',
  'ConfigMap',
  'ForeignPolicy',
  'Ingress',
  'IngressClass',
  'NetworkPolicy',
  'Other',
  'Service',
  'Tier',
  'Workload',
]);

/** Annotations that decide addresses. */
const usedAnnotation = /metallb|projectcalico|kube-vip|loadBalancerIPs/i;

/** What a container is called decides nothing. */
function isOfContainer(path: FieldPath): boolean {
  return /^(?:init)?containers$/i.test(String(path.at(-3))) && path.at(-1) === 'name';
}

function isAnnotation(path: FieldPath): boolean {
  return path.at(-2) === 'annotations' && !usedAnnotation.test(String(path.at(-1)));
}
