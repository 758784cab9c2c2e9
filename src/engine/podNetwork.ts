import { configMapsNamed, resourcesOf, resourcesWhere, type Cluster } from '../manifests/cluster.ts';
import type { Network } from './network.ts';
import { programsNamed } from './programs.ts';

/** Who gives pods their addresses: Calico, flannel (the plugin host-local, out of the node's pod CIDR), or somebody of whom nothing is known here. */
export type PodNetwork = 'calico' | 'flannel' | 'unknown';

/**
 * What the manifests show, then what the EdgeNetwork says, then the distribution's own configuration, then the product's default. Where nothing says anything, a pod subnet is
 * taken to be Calico's. k3s-io/docs basic-network-options, rancher/rke2-docs networking/basic_network_options, siderolabs/talos cluster.network.cni, MicrosoftDocs aks-edge NetworkPlugin
 */
export function podNetworkOf(cluster: Cluster, { edgeNetwork, profile }: Network): PodNetwork {
  if (showsCalico(cluster)) return 'calico';
  const written = edgeNetwork?.podNetwork;
  if (written !== undefined) return written === 'calico' || written === 'flannel' ? written : 'unknown';
  if (flannels(cluster).length > 0) return 'flannel';
  if (others(cluster).length > 0) return 'unknown';
  const configurations = resourcesOf(cluster, 'DistributionConfiguration');
  const named = configurations.flatMap(({ podNetworks }) => podNetworks).find((name) => name !== '' && name !== 'multus');
  switch (profile.name) {
    case 'k3s':
    case 'talos':
      return networkNamed(named ?? 'flannel');
    case 'aks-edge-essentials':
      return resourcesOf(cluster, 'AksEdgeConfiguration')[0]?.networkPlugin === 'calico' ? 'calico' : 'flannel';
    default:
      return 'calico';
  }
}

/** Of K3s any backend is flannel's; `canal` is flannel with Calico's policies. */
function networkNamed(name: string): PodNetwork {
  switch (name) {
    case 'none':
    case 'custom':
    case 'cilium':
      return 'unknown';
    case 'calico':
      return 'calico';
    default:
      return 'flannel';
  }
}

/** Whether something of Calico's own is among the manifests. */
export function showsCalico(cluster: Cluster): boolean {
  return (
    resourcesOf(cluster, 'IPPool').length + resourcesOf(cluster, 'Installation').length + configMapsNamed(cluster, 'calico-config').length >
      0 || programsNamed(cluster, 'calico-node').length > 0
  );
}

const flannels = resourcesWhere(
  ({ type, kind, metadata: { name } }) =>
    (type === 'Workload' && kind === 'DaemonSet' && /^kube-flannel(-ds)?$/.test(name)) ||
    (type === 'ConfigMap' && name === 'kube-flannel-cfg'),
);

const others = resourcesWhere(
  ({ type, kind, metadata: { name } }) =>
    (type === 'Workload' && kind === 'DaemonSet' && /^(cilium|weave-net|kube-router|antrea-agent|kube-ovn-cni)$/.test(name)) ||
    (type === 'ConfigMap' && name === 'cilium-config'),
);
