import { perObject, sameItems } from '../../base/derived.ts';
import { resourcesOf, type Cluster } from '../../manifests/cluster.ts';
import type { LabelSelector } from '../../manifests/labelSelector.ts';
import { namespaceOf } from '../../manifests/metadata.ts';
import type { ServiceAllocation } from '../../manifests/resources/metallb.ts';
import { namespaceFacts } from '../namespaces.ts';
import type { ServiceClaim } from './claim.ts';
import { matchesAny, nameListFault, selectorListFault, type ListFault } from './selectorLists.ts';

/** `spec.serviceAllocation` with its selectors resolved: which services a pool is meant for. */
export interface PoolScope {
  /** 1 is tried before 2; 0 is unset and comes last. */
  readonly priority: number;
  /** Listed ones and those that a namespace selector matches. */
  readonly namespaces: ReadonlySet<string>;
  /** ORed. */
  readonly serviceSelectors: readonly LabelSelector[];
}

/** metallb internal/config/config.go addressPoolServiceAllocationsFromCR */
export function scopeOf({ priority, namespaces, namespaceSelectors, serviceSelectors }: ServiceAllocation, cluster: Cluster): PoolScope {
  if (namespaces.length === 0 && namespaceSelectors.length === 0 && serviceSelectors.length === 0) {
    return { priority, namespaces: new Set(), serviceSelectors: [{ matchLabels: {}, matchExpressions: [] }] };
  }
  const matched =
    namespaceSelectors.length === 0
      ? []
      : existingNamespaces(cluster).filter((name) => matchesAny(namespaceSelectors, namespaceFacts(cluster, name).labels));
  return { priority, namespaces: new Set([...namespaces, ...matched]), serviceSelectors };
}

export function scopeFault({ namespaces, namespaceSelectors, serviceSelectors }: ServiceAllocation): ListFault | undefined {
  return (
    nameListFault(namespaces, 'serviceAllocation.namespaces') ??
    selectorListFault(namespaceSelectors, 'serviceAllocation.namespaceSelectors') ??
    selectorListFault(serviceSelectors, 'serviceAllocation.serviceSelectors')
  );
}

/**
 * Whether a service may have addresses of a pool at all, also by asking for one.
 * A pool whose namespace selectors match nothing, and which has no service selectors, restricts nothing here. metallb internal/allocator isPoolCompatibleWithService
 */
export function admits(scope: PoolScope | undefined, { namespace, labels }: Pick<ServiceClaim, 'namespace' | 'labels'>): boolean {
  if (scope === undefined) return true;
  if (scope.namespaces.size > 0 && !scope.namespaces.has(namespace)) return false;
  return scope.serviceSelectors.length === 0 || matchesAny(scope.serviceSelectors, labels);
}

/** Namespaces with a manifest, and those that services are in: they must exist, though nothing is known of their labels but the name. */
const existingNamespaces = perObject(
  (cluster: Cluster): readonly string[] => [
    ...new Set([
      ...resourcesOf(cluster, 'Namespace').map(({ metadata }) => metadata.name),
      ...resourcesOf(cluster, 'Service').map(namespaceOf),
    ]),
  ],
  sameItems,
);
