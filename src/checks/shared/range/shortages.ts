import { list, term, type Term } from '../../../base/message.ts';
import { servicesWhere } from '../../../engine/allocationIndex.ts';
import type { AllocatedLoadBalancerPool, AllocatedService, Allocation } from '../../../engine/allocation.ts';
import type { Place } from '../../../manifests/place.ts';
import { placeOf } from '../../../manifests/place.ts';
import { missedShare } from '../service/sharing.ts';

/** Pools that have no address left, and the services that so get none. */
export interface Shortage {
  /** For people: the pool, or the pools. */
  readonly pools: Term;
  readonly capacity: bigint;
  /** Of the (first) pool. */
  readonly place: Place;
  readonly services: readonly { readonly service: AllocatedService; readonly name: string; readonly place: Place }[];
}

/**
 * The services that are pending for want of addresses alone: every pool that they could have used is full to the last address.
 * Not those that were to share the address of another one with their key. A pool that still has some (of the other family, or for other namespaces) makes it the service's own problem.
 */
export function shortagesOf(allocation: Allocation): readonly Shortage[] {
  const { loadBalancerPools } = allocation;
  const automatic = loadBalancerPools.filter(({ autoAssign }) => autoAssign);
  const byPools = new Map<string, { readonly pools: readonly AllocatedLoadBalancerPool[]; readonly services: AllocatedService[] }>();
  for (const service of withoutAddress(allocation)) {
    if (service.resource === undefined || missedShare(service, allocation) !== undefined) continue;
    const named = poolAnnotations.map((key) => service.resource?.metadata.annotations[key]).find((name) => name !== undefined);
    const pools = named === undefined ? automatic : loadBalancerPools.filter(({ name }) => name === named);
    if (pools.length === 0 || !pools.every(isFull)) continue;
    const key = named === undefined ? 'automatic' : `named ${named}`;
    const group = byPools.get(key);
    if (group === undefined) byPools.set(key, { pools, services: [service] });
    else group.services.push(service);
  }
  const shortages: Shortage[] = [];
  for (const { pools, services: pending } of byPools.values()) {
    const place = pools.find((pool) => pool.place !== undefined)?.place;
    if (place === undefined) continue;
    shortages.push({
      pools: pools.length === 1 ? term('pool {0}', pools[0]?.name ?? '') : term('pools {0}', list(pools.map(({ name }) => name))),
      capacity: pools.reduce((total, pool) => total + pool.capacity, 0n),
      place,
      services: pending.flatMap((service) =>
        service.resource === undefined
          ? []
          : [{ service, name: `${service.namespace}/${service.name}`, place: placeOf(service.resource, 'spec', 'type') }],
      ),
    });
  }
  return shortages;
}

const withoutAddress = servicesWhere(({ loadBalancer }) => loadBalancer?.pending?.reason === 'exhausted');

/** MetalLB also reads the prefix that it had before. */
const poolAnnotations = ['metallb.io/address-pool', 'metallb.universe.tf/address-pool'];

function isFull({ used, capacity }: AllocatedLoadBalancerPool): boolean {
  return capacity > 0n && BigInt(used) >= capacity;
}
