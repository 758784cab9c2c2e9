import type { AllocatedPod, AllocatedService, Allocation } from '../engine/allocation.ts';
import { selectedPods } from '../engine/endpoints/selection.ts';

/** Namespaces with exposed services first, those that hold only what the profile implies last; inside one, exposed services first. Otherwise as they came. */
export function orderServices(services: readonly AllocatedService[]): readonly AllocatedService[] {
  const rank = ({ resource, loadBalancer, type }: AllocatedService) =>
    resource === undefined
      ? 2
      : loadBalancer !== undefined || type === 'LoadBalancer' || type === 'NodePort' || resource.externalIPs.length > 0
        ? 0
        : 1;
  const ofNamespace = new Map<string, number>();
  for (const service of services) ofNamespace.set(service.namespace, Math.min(ofNamespace.get(service.namespace) ?? 2, rank(service)));
  const position = new Map([...ofNamespace.keys()].map((name, index) => [name, index]));
  return services.toSorted(
    (one, other) =>
      compareNumbers(ofNamespace.get(one.namespace), ofNamespace.get(other.namespace)) ||
      compareNumbers(position.get(one.namespace), position.get(other.namespace)) ||
      compareNumbers(rank(one), rank(other)),
  );
}

/** Position of the first service that leads to a pod: pods are then drawn in the order of their services. */
export function podRanks(allocation: Allocation, services: readonly AllocatedService[]): ReadonlyMap<AllocatedPod, number> {
  const ranks = new Map<AllocatedPod, number>();
  services.forEach((service, index) => {
    for (const pod of selectedPods(allocation, service)) if (!ranks.has(pod)) ranks.set(pod, index);
  });
  return ranks;
}

export function compareNumbers(one = 0, other = 0): number {
  return one === other ? 0 : one - other;
}
