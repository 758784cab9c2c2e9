import { resourcesOf, resourcesWhere, type Cluster } from '../../manifests/cluster.ts';
import { groupOf, type ResourceBase } from '../../manifests/metadata.ts';

/**
 * The namespace that MetalLB runs in, and so the only one whose pools and advertisements it sees: that of its controller's manifest;
 * else `metallb-system`, if a MetalLB object or a Namespace manifest names it; else the one that most MetalLB objects name (the first of equals).
 * Absent when no manifest names any.
 */
export function metalLBNamespace(cluster: Cluster): string | undefined {
  const controller = controllers(cluster)[0]?.metadata.namespace;
  if (controller !== undefined) return controller;
  const counts = new Map<string, number>();
  for (const { metadata } of ownObjects(cluster)) {
    const { namespace } = metadata;
    if (namespace !== undefined) counts.set(namespace, (counts.get(namespace) ?? 0) + 1);
  }
  const usual = 'metallb-system';
  if (counts.has(usual) || resourcesOf(cluster, 'Namespace').some(({ metadata }) => metadata.name === usual)) return usual;
  return [...counts].reduce<readonly [string, number] | undefined>(
    (best, current) => (best !== undefined && best[1] >= current[1] ? best : current),
    undefined,
  )?.[0];
}

/** An object without a namespace gets one later, the right one we trust. */
export function isSeen({ metadata }: ResourceBase, namespace: string | undefined): boolean {
  return namespace === undefined || metadata.namespace === undefined || metadata.namespace === namespace;
}

/** Whether a manifest installs MetalLB. */
export function hasController(cluster: Cluster): boolean {
  return controllers(cluster).length > 0;
}

const controllers = resourcesWhere((resource) => resource.type === 'Workload' && isController(resource));
const ownObjects = resourcesWhere(({ apiVersion }) => groupOf(apiVersion) === 'metallb.io');

/** As the project's manifests (`app: metallb`, `component: controller`) and its Helm chart label the controller. */
function isController({ metadata: { name, labels } }: ResourceBase): boolean {
  const component = labels['app.kubernetes.io/component'] ?? labels['component'];
  const metallb = labels['app'] === 'metallb' || labels['app.kubernetes.io/name'] === 'metallb';
  return metallb && (component === 'controller' || name === 'controller' || name === 'metallb-controller');
}
