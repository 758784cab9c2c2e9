import { perObject } from '../../../base/derived.ts';
import { groupBy } from '../../../base/groupBy.ts';
import { message, type Message } from '../../../base/message.ts';
import { servicesBy, servicesWhere } from '../../../engine/allocationIndex.ts';
import type { AllocatedService, Allocation } from '../../../engine/allocation.ts';
import { backendKeyOf, sharingKeyOf } from '../../../engine/metallb/claim.ts';
import { nameOf } from '../../../manifests/metadata.ts';
import type { Resource } from '../../../manifests/resource.ts';
import type { ServiceResource } from '../../../manifests/resources/core.ts';

/** A service of type LoadBalancer that a manifest declares. */
export interface ExternalService extends AllocatedService {
  readonly resource: ServiceResource;
}

export function isExternal(service: AllocatedService): service is ExternalService {
  return service.resource !== undefined && service.loadBalancer !== undefined;
}

/** The service that a manifest declares. */
export function externalOf(allocation: Allocation, resource: Resource): ExternalService | undefined {
  return resource.type === 'Service' ? byResource(allocation, resource).find(isExternal) : undefined;
}

const byResource = servicesBy(({ resource }) => (resource === undefined ? [] : [resource]));

/** What keeps two services from one address: `port` for good, `backends` under externalTrafficPolicy Local, `key` until both have one. */
export interface Obstacle {
  readonly kind: 'port' | 'backends' | 'key';
  /** A sentence that says it and what to do. */
  readonly message: Message;
  /** Index in the first service's ports. */
  readonly port?: number;
}

/** The obstacle that weighs most; absent when the two may share an address. */
export function obstacleBetween(one: ExternalService, other: ExternalService): Obstacle | undefined {
  const others = new Set(other.ports.map(({ protocol, port }) => `${protocol}/${port}`));
  const port = one.ports.findIndex((each) => others.has(`${each.protocol}/${each.port}`));
  if (port >= 0) {
    const { protocol = '', port: number = 0 } = one.ports[port] ?? {};
    return { kind: 'port', port, message: message('Both use port {0}/{1}, so they cannot share it.', protocol, number) };
  }
  const key = sharingKeyOf(one.resource);
  const otherKey = sharingKeyOf(other.resource);
  if (backendKeyOf(one.resource) !== backendKeyOf(other.resource)) {
    const both = one.resource.externalTrafficPolicy === 'Local' && other.resource.externalTrafficPolicy === 'Local';
    return {
      kind: 'backends',
      message: both
        ? message('Under externalTrafficPolicy Local only services with the same selector share an address, and theirs differ.')
        : message('They cannot share it, since only one of them has externalTrafficPolicy Local.'),
    };
  }
  if (key !== '' && key === otherKey) return undefined;
  return { kind: 'key', message: keyMessage(one, key, other, otherKey) };
}

function keyMessage(one: ExternalService, key: string, other: ExternalService, otherKey: string): Message {
  if (key === '' && otherKey === '')
    return message('Neither has a sharing key: to share it, both need the annotation {0} with one value.', ANNOTATION);
  if (key === '' || otherKey === '') {
    const [has, lacks, which] = key === '' ? [other, one, otherKey] : [one, other, key];
    return message(
      'Only {0} has a sharing key ("{1}"): to share it, {2} needs the same annotation {3}.',
      nameOf(has.resource),
      which,
      nameOf(lacks.resource),
      ANNOTATION,
    );
  }
  return message('Their sharing keys differ ("{0}" and "{1}"): to share it, both need one value of {2}.', key, otherKey, ANNOTATION);
}

const ANNOTATION = 'metallb.io/allow-shared-ip';

/** Services with a sharing key, by key, in apply order. */
export const servicesByKey = perObject((allocation: Allocation): ReadonlyMap<string, readonly ExternalService[]> =>
  groupBy(keyed(allocation).filter(isExternal), ({ resource }) => sharingKeyOf(resource)),
);

const keyed = servicesWhere((service) => isExternal(service) && sharingKeyOf(service.resource) !== '');

/** Why a service that finds no free address may not share that of another with its key; absent when that is not why it gets none. */
export function missedShare(
  service: AllocatedService,
  allocation: Allocation,
): { readonly other: ExternalService; readonly obstacle: Obstacle } | undefined {
  if (!isExternal(service) || service.loadBalancer?.pending?.reason !== 'exhausted') return undefined;
  const key = sharingKeyOf(service.resource);
  for (const other of key === '' ? [] : (servicesByKey(allocation).get(key) ?? [])) {
    const obstacle = other === service || (other.loadBalancer?.ips.length ?? 0) === 0 ? undefined : obstacleBetween(service, other);
    if (obstacle !== undefined) return { other, obstacle };
  }
  return undefined;
}
