import type { Cluster } from '../manifests/cluster.ts';
import type { ProfileName } from '../manifests/resources/edgeNetwork.ts';
import type { Allocation } from './allocation.ts';
import { assignPodAddresses } from './calico/assign.ts';
import { publishEndpoints } from './endpoints/publish.ts';
import { announce } from './metallb/announce.ts';
import { assignExternalAddresses } from './metallb/assign.ts';
import { networkOf } from './network.ts';
import { nodesOf } from './nodes/nodes.ts';
import { schedule } from './scheduler/schedule.ts';
import { admitServices } from './serviceAllocator/admit.ts';
import { plannedPods } from './workloads/pods.ts';

/**
 * Does on paper what the components of the cluster do, in the order in which they depend on one another.
 * Names (`coredns/`) and traffic (`kubeProxy/`) are asked of the finished allocation.
 * `defaultProfile` counts where no manifest names a profile.
 */
export function allocate(cluster: Cluster, defaultProfile: ProfileName = 'custom'): Allocation {
  const network = networkOf(cluster, defaultProfile);
  const drafted = nodesOf(cluster, network);
  const planned = plannedPods(cluster, drafted);
  const placed = schedule(cluster, planned.pods, drafted);
  const { nodes, pods, ipPools } = assignPodAddresses({ cluster, network, nodes: drafted, pods: placed });
  const admitted = admitServices(cluster, network);
  const external = assignExternalAddresses({ cluster, network, services: admitted });
  const published = publishEndpoints({ cluster, services: admitted, pods, nodes });
  const services = admitted.map((service) => {
    const slices = published.get(service) ?? [];
    const outcome = external.outcomes.get(service);
    const loadBalancer = outcome === undefined ? undefined : { ...outcome, announcedBy: announce({ cluster, network, service, outcome, slices, nodes }) };
    return { ...service, slices, loadBalancer };
  });
  return {
    cluster, network, nodes, pods, services, ipPools,
    omittedPods: planned.omitted,
    loadBalancerPools: external.pools,
    loadBalancerRefusal: external.refusal,
  };
}
