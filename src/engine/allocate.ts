import { resourcesOf, type Cluster } from '../manifests/cluster.ts';
import type { ResourceType } from '../manifests/resource.ts';
import type { ProfileName } from '../manifests/resources/edgeNetwork.ts';
import type { AdmittedService, AllocatedService, Allocation } from './allocation.ts';
import { assignPodAddresses } from './calico/assign.ts';
import { publishEndpoints, type PublishedEndpoints } from './endpoints/publish.ts';
import { announce } from './metallb/announce.ts';
import { assignExternalAddresses } from './metallb/assign.ts';
import { networkOf, type Network } from './network.ts';
import { nodesOf } from './nodes/nodes.ts';
import { schedule } from './scheduler/schedule.ts';
import { admitServices } from './serviceAllocator/admit.ts';
import { plannedPods } from './workloads/pods.ts';

/**
 * Does on paper what the components of the cluster do, in the order in which they depend on one another.
 * Names (`coredns/`) and traffic (`kubeProxy/`) are asked of the finished allocation.
 * `defaultProfile` counts where no manifest names a profile.
 * `previous`, an allocation of an earlier state of the cluster, changes nothing in the result: where a step reads the very same resources as then, its outcome is taken over, the same objects.
 */
export function allocate(cluster: Cluster, defaultProfile: ProfileName = 'custom', previous?: Allocation): Allocation {
  const network = networkOf(cluster, defaultProfile);
  const { nodes, pods, ipPools, omittedPods, refusedWorkloads } =
    previous !== undefined && readsTheSame(previous, cluster, network, podSources) ? previous : podsOf(cluster, network);
  const admitted =
    previous !== undefined && readsTheSame(previous, cluster, network, serviceSources)
      ? previous.admitted
      : admitServices(cluster, network);
  const external = assignExternalAddresses({ cluster, network, services: admitted });
  const published = publishEndpoints({ cluster, services: admitted, pods, nodes });
  const services = admitted.map((service): AllocatedService => {
    const { slices, unaddressed } = published.get(service) ?? nothingPublished;
    const outcome = external.outcomes.get(service);
    const loadBalancer =
      outcome === undefined
        ? undefined
        : { ...outcome, announcedBy: announce({ cluster, network, service, outcome, slices, unaddressed, nodes }) };
    return withEndpoints(service, slices, unaddressed, loadBalancer);
  });
  return {
    cluster,
    network,
    nodes,
    pods,
    omittedPods,
    refusedWorkloads,
    admitted,
    services,
    ipPools,
    loadBalancerPools: external.pools,
    loadBalancerRefusal: external.refusal,
  };
}

const nothingPublished: PublishedEndpoints = { slices: [], unaddressed: [] };

function podsOf(cluster: Cluster, network: Network): Pick<Allocation, 'nodes' | 'pods' | 'ipPools' | 'omittedPods' | 'refusedWorkloads'> {
  const drafted = nodesOf(cluster, network);
  const planned = plannedPods(cluster, drafted);
  const placed = schedule(cluster, planned.pods, drafted);
  return {
    ...assignPodAddresses({ cluster, network, nodes: drafted, pods: placed }),
    omittedPods: planned.omitted,
    refusedWorkloads: planned.refused,
  };
}

/** Written out, since this runs for every service at every keystroke and a spread costs many times as much. */
function withEndpoints(
  service: AdmittedService,
  slices: AllocatedService['slices'],
  unaddressed: AllocatedService['unaddressed'],
  loadBalancer: AllocatedService['loadBalancer'],
): AllocatedService {
  const {
    resource,
    namespace,
    name,
    type,
    headless,
    clusterIPs,
    ipFamilies,
    ipFamilyPolicy,
    ports,
    healthCheckNodePort,
    rejected,
    explanation,
  } = service;
  return {
    resource,
    namespace,
    name,
    type,
    headless,
    clusterIPs,
    ipFamilies,
    ipFamilyPolicy,
    ports,
    healthCheckNodePort,
    rejected,
    explanation,
    loadBalancer,
    slices,
    unaddressed,
  };
}

/** All that the network is made of, and so a source of every step. */
const networkSources = ['EdgeNetwork', 'DeviceConfiguration', 'AksEdgeConfiguration', 'DistributionConfiguration'] as const;

/** What nodes, workloads, scheduler and Calico read. A ConfigMap may hold the configuration of Calico's network plugin. */
const podSources = [
  'Node',
  'Namespace',
  'Workload',
  'Pod',
  'ConfigMap',
  'IPPool',
  'IPReservation',
  'IPAMConfiguration',
  'IPAMBlock',
  'Installation',
  'OpenShiftNetwork',
] as const;

/** What the API server reads to admit services. */
const serviceSources = ['Service', 'ServiceCIDR'] as const;

function readsTheSame(previous: Allocation, cluster: Cluster, network: Network, sources: readonly ResourceType[]): boolean {
  return (
    previous.network.profile === network.profile &&
    [...networkSources, ...sources].every((type) => {
      const before = resourcesOf(previous.cluster, type);
      const after = resourcesOf(cluster, type);
      return before.length === after.length && before.every((resource, index) => resource === after[index]);
    })
  );
}
