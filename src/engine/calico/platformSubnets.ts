import { parseCIDR, type CIDR } from '../../base/ip.ts';
import { message, type Message } from '../../base/message.ts';
import { configMapsNamed, resourcesOf, type Cluster } from '../../manifests/cluster.ts';
import { namespaceOf } from '../../manifests/metadata.ts';
import type { Resource } from '../../manifests/resource.ts';
import type { InstallationResource } from '../../manifests/resources/calico.ts';
import { rangesOf, type Network } from '../network.ts';

/** The pod subnets that the platform was installed with. */
export interface PlatformSubnets {
  readonly cidrs: readonly CIDR[];
  /** The operator compares pools with them. */
  readonly binding: boolean;
  /** Why the operator cannot read them; it then makes no pool. */
  readonly fault: Message | undefined;
}

/**
 * OpenShift's Network, else kubeadm's ConfigMap, else what the cluster's own plan says. Absent when none says anything.
 * operator pkg/controller/ippool/defaults.go fillDefaults, kubeadm.go
 */
export function platformSubnets(
  cluster: Cluster,
  { kubernetesProvider = '' }: InstallationResource,
  network: Network,
): PlatformSubnets | undefined {
  const openShift = resourcesOf(cluster, 'OpenShiftNetwork').findLast(({ metadata: { name } }) => name === 'cluster');
  if (openShift !== undefined && (kubernetesProvider === '' || kubernetesProvider === 'OpenShift')) {
    return { cidrs: openShift.clusterNetwork.map(parseCIDR).filter((cidr) => cidr !== undefined), binding: true, fault: undefined };
  }
  const inSystem = (map: Resource) => map.metadata.namespace === undefined || namespaceOf(map) === 'kube-system';
  const configuration = resourcesOf(cluster, 'DistributionConfiguration').findLast(
    (map) => map.metadata.name === 'kubeadm-config' && map.embeddedText !== undefined && inSystem(map),
  );
  const kubeadm = configMapsNamed(cluster, 'kubeadm-config').findLast(inSystem);
  if (kubernetesProvider !== 'OpenShift') {
    if (configuration?.embeddedText !== undefined) return kubeadmSubnets([configuration.embeddedText]);
    if (kubeadm !== undefined) return kubeadmSubnets(Object.values(kubeadm.data));
  }
  const cidrs = rangesOf(network, 'pod-subnet')
    .map(({ cidr }) => cidr)
    .filter((cidr) => cidr !== undefined);
  // Of the products with a plan of their own, these two are installed by kubeadm.
  const binding = network.profile.name === 'kubeadm' || network.profile.name === 'azure-stack-edge';
  if (cidrs.length > 0) return { cidrs, binding, fault: undefined };
  const bare = resourcesOf(cluster, 'DistributionConfiguration').findLast(({ kind }) => kind === 'ClusterConfiguration');
  // kubeadm writes it into the ConfigMap as it is, with what the defaults add: of the pod subnet there is none.
  return bare === undefined || bare.podSubnets.length > 0 || kubernetesProvider === 'OpenShift'
    ? undefined
    : { cidrs: [], binding: true, fault: message('The ClusterConfiguration of kubeadm names no podSubnet.') };
}

/** The operator looks for a line in the text and does not read its YAML: quotes and blanks are part of the value. */
function kubeadmSubnets(texts: readonly string[]): PlatformSubnets {
  const text = texts.map((value) => /podSubnet: (.*)/.exec(value)?.[1]).find((value) => value !== undefined);
  if (text === undefined) return { cidrs: [], binding: true, fault: message('The ConfigMap {0} names no podSubnet.', 'kubeadm-config') };
  const parts = text.split(',');
  const cidrs = parts.map(parseCIDR).filter((cidr) => cidr !== undefined);
  const wrong = parts.find((part) => parseCIDR(part) === undefined);
  return {
    cidrs: wrong === undefined ? cidrs : [],
    binding: true,
    fault: wrong === undefined ? undefined : message('"{0}" is not a CIDR.', wrong),
  };
}
