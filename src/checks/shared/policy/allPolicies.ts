import { resourcesOf, type Cluster } from '../../../manifests/cluster.ts';
import type { Sought } from '../../../manifests/reach.ts';

/** Whether there is any policy at all: without one nothing is limited, and nobody need be asked. */
export function hasPolicies(cluster: Cluster): boolean {
  return (
    resourcesOf(cluster, 'NetworkPolicy').length > 0 ||
    resourcesOf(cluster, 'CalicoNetworkPolicy').length > 0 ||
    resourcesOf(cluster, 'ClusterPolicy').length > 0
  );
}

/** Policies that could be about the pods of a namespace. */
export function policiesAbout(namespace: string): readonly Sought[] {
  return [
    { kinds: ['NetworkPolicy'], namespace },
    {
      kinds: ['GlobalNetworkPolicy', 'AdminNetworkPolicy', 'BaselineAdminNetworkPolicy', 'ClusterNetworkPolicy', 'Tier'],
      clusterWide: true,
    },
  ];
}
