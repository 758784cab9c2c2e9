import { configMapsNamed, resourcesOf, resourcesWhere, type Cluster } from '../../manifests/cluster.ts';
import { configurationOf } from '../metallb/configuration.ts';
import type { Network } from '../network.ts';

/** Who gives addresses to services of type LoadBalancer. */
export type LoadBalancer = 'metallb' | 'cilium' | 'kube-vip' | 'servicelb';

/** MetalLB wherever anything says what its pools are; else who has pools, or comes with the product. Absent where nobody is known. */
export function loadBalancerOf(cluster: Cluster, network: Network): LoadBalancer | undefined {
  if (configurationOf(cluster, network).known) return 'metallb';
  if (resourcesOf(cluster, 'CiliumLoadBalancerIPPool').length > 0) return 'cilium';
  if (kubeVipConfigOf(cluster) !== undefined) return 'kube-vip';
  return runsServiceLB(cluster, network) ? 'servicelb' : undefined;
}

/** The ConfigMap of kube-vip's cloud provider; of several the last applied. */
export function kubeVipConfigOf(cluster: Cluster): ReturnType<typeof configMapsNamed>[number] | undefined {
  return configMapsNamed(cluster, 'kubevip').findLast(
    ({ metadata: { namespace } }) => namespace === undefined || namespace === 'kube-system',
  );
}

/** k3s-io/docs docs/networking/networking-services.md: ServiceLB runs unless it is turned off, and leaves the work to another load balancer only then. */
function runsServiceLB(cluster: Cluster, { profile }: Network): boolean {
  if (profile.name !== 'k3s' || others(cluster).length > 0) return false;
  const configurations = resourcesOf(cluster, 'DistributionConfiguration');
  if (configurations.some(({ distribution }) => distribution === 'rke2')) return false;
  if (configurations.some(({ disabled }) => disabled.includes('servicelb'))) return false;
  // Nodes that are chosen for it, in pools of their own.
  return !resourcesOf(cluster, 'Node').some(({ metadata: { labels } }) =>
    Object.keys(labels).some((key) => key.startsWith('svccontroller.k3s.cattle.io/')),
  );
}

/** Other programs that serve them. */
const others = resourcesWhere(
  ({ type, kind, metadata: { name } }) =>
    type === 'IPAddressPool' ||
    type === 'MetalLBConfig' ||
    (type === 'Workload' && /^(kube-vip|metallb|speaker$|controller$)/.test(name)) ||
    (type === 'ConfigMap' && name === 'kubevip') ||
    (type === 'Other' && kind === 'HelmChart' && /metallb|kube-vip|cilium/.test(name)),
);
