import type { Family } from '../../base/ip.ts';
import { namespaceOf, type StringMap } from '../../manifests/metadata.ts';
import { placeOf, type Place } from '../../manifests/place.ts';
import type { ServiceResource } from '../../manifests/resources/core.ts';
import type { AdmittedService } from '../allocation.ts';

/** A service as the allocator sees it. */
export interface ServiceClaim {
  /** `namespace/name` */
  readonly id: string;
  readonly namespace: string;
  readonly labels: StringMap;
  /** `TCP/80`: protocol and service port; target and node ports do not count. */
  readonly ports: readonly string[];
  /** `ports` as one text. */
  readonly portsKey: string;
  /** Empty: does not share. */
  readonly sharingKey: string;
  /** What services that share an address must have in common: empty under externalTrafficPolicy Cluster, else the selector. */
  readonly backendKey: string;
  /** Families that the addresses must have: one, or both. */
  readonly families: Family | 'dual';
  /** Family that counts when only one can be had. */
  readonly primary: Family;
  /** Dual stack, but one address will do. */
  readonly prefersDualStack: boolean;
  readonly place: Place;
}

export function claimOf(service: AdmittedService, resource: ServiceResource, families: Family | 'dual'): ServiceClaim {
  const ports = service.ports.map(({ protocol, port }) => `${protocol}/${port}`);
  return {
    id: `${service.namespace}/${service.name}`,
    namespace: namespaceOf(resource),
    labels: resource.metadata.labels,
    ports,
    portsKey: ports.join(),
    sharingKey: sharingKeyOf(resource),
    backendKey: backendKeyOf(resource),
    families,
    primary: service.ipFamilies[0] ?? 4,
    prefersDualStack: families === 'dual' && service.ipFamilyPolicy === 'PreferDualStack',
    place: placeOf(resource, 'metadata', 'name'),
  };
}

/** The value of an annotation under MetalLB's prefix; under the old one only if the other is absent: present but empty hides it. */
export function annotationOf(
  { metadata: { annotations } }: ServiceResource,
  name: string,
): { readonly value: string; readonly key: string } | undefined {
  for (const key of [`metallb.io/${name}`, `metallb.universe.tf/${name}`]) {
    const value = Object.hasOwn(annotations, key) ? annotations[key] : undefined;
    if (value !== undefined) return { value, key };
  }
  return undefined;
}

export function sharingKeyOf(resource: ServiceResource): string {
  return annotationOf(resource, 'allow-shared-ip')?.value ?? '';
}

/** What services that share an address must have in common. metallb internal/allocator/k8salloc BackendKey */
export function backendKeyOf({ externalTrafficPolicy, selector = {} }: ServiceResource): string {
  if (externalTrafficPolicy !== 'Local') return '';
  return Object.keys(selector)
    .sort()
    .map((key) => `${key}=${selector[key] ?? ''}`)
    .join();
}
