import { perObject } from '../base/derived.ts';
import type { Index, Table } from '../base/derivedTable.ts';
import type { Resource } from '../manifests/resource.ts';
import type { AllocatedPod, AllocatedService, Allocation } from './allocation.ts';
import { LiveAllocation } from './liveAllocation.ts';

/** A question for the services of an allocation under a key, in its order. `keysOf` looks at nothing but the service; who asks is told of those alone. */
export function servicesBy<K>(
  keysOf: (service: AllocatedService) => Iterable<K>,
): (allocation: Allocation, key: K) => readonly AllocatedService[] {
  return itemsBy(
    keysOf,
    ({ services }) => services,
    (live) => live.serviceTable,
  );
}

/** The same for those that are of some sort. */
export function servicesWhere(isMeant: (service: AllocatedService) => boolean): (allocation: Allocation) => readonly AllocatedService[] {
  const found = servicesBy((service) => (isMeant(service) ? meant : notMeant));
  return (allocation) => found(allocation, true);
}

/** Those that no manifest describes: every cluster of the profile has them. */
export const impliedServices = servicesWhere(({ resource }) => resource === undefined);

const byName = servicesBy(({ namespace, name }) => [`${namespace}/${name}`]);

/** The first of the name; absent where there is none. */
export function serviceNamed(allocation: Allocation, namespace: string, name: string): AllocatedService | undefined {
  return byName(allocation, `${namespace}/${name}`)[0];
}

/** A question for the pods of an allocation under a key, in its order. `keysOf` looks at nothing but the pod; who asks is told of those alone. */
export function podsBy<K>(keysOf: (pod: AllocatedPod) => Iterable<K>): (allocation: Allocation, key: K) => readonly AllocatedPod[] {
  return itemsBy(
    keysOf,
    ({ pods }) => pods,
    (live) => live.podTable,
  );
}

export function podsWhere(isMeant: (pod: AllocatedPod) => boolean): (allocation: Allocation) => readonly AllocatedPod[] {
  const found = podsBy((pod) => (isMeant(pod) ? meant : notMeant));
  return (allocation) => found(allocation, true);
}

/** The pods that a manifest makes, or is, in the order in which they asked for an address. */
export const podsMadeBy: (allocation: Allocation, origin: Resource) => readonly AllocatedPod[] = podsBy(
  ({ origin }): readonly Resource[] => [origin],
);

function itemsBy<T extends object, K>(
  keysOf: (item: T) => Iterable<K>,
  all: (allocation: Allocation) => readonly T[],
  table: (live: LiveAllocation) => Table<T>,
): (allocation: Allocation, key: K) => readonly T[] {
  const indexes = new WeakMap<LiveAllocation, Index<T, K>>();
  const known = perObject((allocation: Allocation) => {
    const groups = new Map<K, T[]>();
    for (const item of all(allocation))
      for (const key of keysOf(item)) {
        const group = groups.get(key);
        if (group === undefined) groups.set(key, [item]);
        else group.push(item);
      }
    return groups;
  });
  return (allocation, key) => {
    if (!(allocation instanceof LiveAllocation)) return known(allocation).get(key) ?? none;
    let index = indexes.get(allocation);
    if (index === undefined) indexes.set(allocation, (index = table(allocation).by(keysOf)));
    return index.at(key);
  };
}

const meant: readonly true[] = [true];
const notMeant: readonly true[] = [];
const none: readonly never[] = [];
