import type { IPAddress } from '../../base/ip.ts';
import type { Cluster } from '../../manifests/cluster.ts';
import type { AdmittedService } from '../allocation.ts';
import { ciliumPools, ciliumRules } from './ciliumPools.ts';
import { kubeVipPools, kubeVipRules } from './kubeVipPools.ts';
import { assignFromPools } from './pools.ts';

/** What load balancers with pools of their own give to services. `shown`: in use by what a status shows. */
export function assignByOthers(
  loadBalancer: 'cilium' | 'kube-vip',
  cluster: Cluster,
  services: readonly AdmittedService[],
  shown: readonly IPAddress[],
): ReturnType<typeof assignFromPools> {
  return loadBalancer === 'cilium'
    ? assignFromPools(services, ciliumPools(cluster), ciliumRules, shown)
    : assignFromPools(services, kubeVipPools(cluster), kubeVipRules, shown);
}
