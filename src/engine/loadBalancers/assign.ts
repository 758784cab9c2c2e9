import type { Cluster } from '../../manifests/cluster.ts';
import { parseAddress } from '../../base/ip.ts';
import type { AdmittedService, AllocatedLoadBalancerPool, ClusterNode, LoadBalancerOutcome } from '../allocation.ts';
import type { Refusal } from '../explanation.ts';
import { assignExternalAddresses as assignByMetalLB } from '../metallb/assign.ts';
import type { Network } from '../network.ts';
import { assignByOthers } from './assignByOthers.ts';
import { ciliumClasses } from './cilium.ts';
import { assignByServiceLB } from './serviceLB.ts';
import { loadBalancerOf } from './which.ts';

export interface ExternalAddresses {
  readonly outcomes: ReadonlyMap<AdmittedService, LoadBalancerOutcome>;
  readonly pools: readonly AllocatedLoadBalancerPool[];
  readonly refusal: Refusal<'invalid-configuration'> | undefined;
}

/** What the cluster's load balancer gives to the services of type LoadBalancer, whichever it is; what a status shows is taken as it is. */
export function assignExternalAddresses(input: {
  readonly cluster: Cluster;
  readonly network: Network;
  readonly services: readonly AdmittedService[];
  readonly nodes: readonly ClusterNode[];
}): ExternalAddresses {
  const { cluster, network, services, nodes } = input;
  const loadBalancer = loadBalancerOf(cluster, network);
  const plain = assignByMetalLB(input);
  if (loadBalancer === undefined || loadBalancer === 'metallb') return plain;
  // What a status shows, and what is filled in later, is the same whoever gives the addresses.
  const open = services.filter((service) => {
    const outcome = plain.outcomes.get(service);
    if (outcome === undefined || outcome.ips.length > 0 || isUnreadable(service)) return false;
    return outcome.pending?.reason !== 'class-not-handled' || (loadBalancer === 'cilium' && isOfCilium(service));
  });
  const shown = services.flatMap(({ resource }) =>
    (resource?.statusIPs ?? []).map(parseAddress).filter((address) => address !== undefined),
  );
  const given =
    loadBalancer === 'servicelb'
      ? { outcomes: assignByServiceLB(open, nodes), pools: [] }
      : assignByOthers(loadBalancer, cluster, open, shown);
  return { outcomes: new Map([...plain.outcomes, ...given.outcomes]), pools: given.pools, refusal: undefined };
}

/** Of its own two ways of announcing an address. */
function isOfCilium({ resource }: AdmittedService): boolean {
  return ciliumClasses.has(resource?.loadBalancerClass ?? '');
}

function isUnreadable({ resource }: AdmittedService): boolean {
  return (resource?.unknownFields?.length ?? 0) > 0;
}
