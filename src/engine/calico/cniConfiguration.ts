import type { Family } from '../../base/ip.ts';
import { configMapsNamed, type Cluster } from '../../manifests/cluster.ts';
import { rangesOf, type Network } from '../network.ts';
import { podNetworkOf } from '../podNetwork.ts';
import { cniTypeOf, ipamTypeOf } from './installationDefaults.ts';
import type { ClusterPools } from './pools.ts';

/** What the CNI plugin's network configuration decides for every pod. cni-plugin pkg/types/types.go */
export interface CNIConfiguration {
  /** Who gives addresses: Calico's IPAM, the plugin `host-local` out of the node's pod CIDRs, or somebody of whom nothing is known. */
  readonly ipam: 'calico' | 'host-local' | 'unknown';
  /** Whether the plugin is Calico's, which reads its own annotations. */
  readonly isCalico: boolean;
  /** In the order in which they are asked. */
  readonly families: readonly Family[];
  /** `ipv4_pools` and `ipv6_pools`: CIDRs or names. */
  readonly pools: Readonly<Record<Family, readonly string[]>>;
  readonly allowsAddressesWithoutIPAM: boolean;
  readonly allowsFloatingIPs: boolean;
}

/**
 * From the ConfigMap `calico-config` of Calico's own manifest; else from the operator's Installation, which assigns the families of which there is a pool; else
 * from the signs of what the installer set up: IPv6 is assigned where the cluster's subnets are IPv6 too, or where there are no IPv4 pools at all.
 */
export function cniConfigurationOf(cluster: Cluster, network: Network, { pools, installation }: ClusterPools): CNIConfiguration {
  const podNetwork = podNetworkOf(cluster, network);
  if (podNetwork !== 'calico') {
    const families = [...new Set(rangesOf(network, 'pod-subnet').map(({ range }) => range.family))];
    return {
      ...plainConfiguration,
      isCalico: false,
      ipam: podNetwork === 'flannel' ? 'host-local' : 'unknown',
      families: families.length > 0 ? families : [4],
    };
  }
  const text = configMapsNamed(cluster, 'calico-config').at(-1)?.data['cni_network_config'];
  const plugin = text === undefined ? undefined : calicoPlugin(text);
  if (plugin !== undefined) return readPlugin(plugin);
  const exists = (family: Family) =>
    pools.some((pool) => pool.cidr.family === family && (pool.refused === undefined || pool.allocatable === false));
  if (installation !== undefined) {
    const ipam = cniTypeOf(installation) !== 'Calico' ? 'unknown' : ipamTypeOf(installation) === 'HostLocal' ? 'host-local' : 'calico';
    const found = ([4, 6] as const).filter(exists);
    return { ...plainConfiguration, ipam, families: found.length > 0 ? found : [4] };
  }
  const has = (family: Family) => pools.some(({ cidr, uses }) => cidr.family === family && uses.includes('Workload'));
  const subnets = [...rangesOf(network, 'pod-subnet'), ...rangesOf(network, 'service-subnet')];
  const families: Family[] = [];
  if (has(4) || !has(6)) families.push(4);
  if (has(6) && (!has(4) || subnets.some(({ range }) => range.family === 6))) families.push(6);
  return { ...plainConfiguration, families };
}

const plainConfiguration: CNIConfiguration = {
  ipam: 'calico',
  isCalico: true,
  families: [4],
  pools: { 4: [], 6: [] },
  allowsAddressesWithoutIPAM: false,
  allowsFloatingIPs: false,
};

interface PluginObject {
  readonly [key: string]: unknown;
}

/** The plugin of type calico, alone or in a list; the text is a template with words such as `__CNI_MTU__` for numbers. */
function calicoPlugin(text: string): PluginObject | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text.replace(/:\s*__[A-Z_]+__/g, ': 0'));
  } catch {
    return undefined;
  }
  if (!isObject(parsed)) return undefined;
  const plugins = Array.isArray(parsed['plugins']) ? (parsed['plugins'] as readonly unknown[]) : [parsed];
  return plugins.filter(isObject).find((plugin) => plugin['type'] === 'calico');
}

function readPlugin(plugin: PluginObject): CNIConfiguration {
  const ipam = isObject(plugin['ipam']) ? plugin['ipam'] : {};
  const features = isObject(plugin['feature_control']) ? plugin['feature_control'] : {};
  const read = {
    isCalico: true,
    pools: { 4: texts(ipam['ipv4_pools']), 6: texts(ipam['ipv6_pools']) },
    allowsAddressesWithoutIPAM: features['ip_addrs_no_ipam'] === true,
    allowsFloatingIPs: features['floating_ips'] === true,
  };
  if (ipam['type'] === 'host-local') {
    const families = podCIDRFamilies(ipam);
    return { ...read, ipam: families.length > 0 ? 'host-local' : 'unknown', families };
  }
  const families: Family[] = [];
  if (ipam['assign_ipv4'] !== 'false') families.push(4);
  if (ipam['assign_ipv6'] === 'true') families.push(6);
  return { ...read, ipam: ipam['type'] === undefined || ipam['type'] === 'calico-ipam' ? 'calico' : 'unknown', families };
}

/** The families whose pod CIDR takes the place of the words `usePodCidr` and `usePodCidrIPv6`, in order. cni-plugin internal/pkg/utils/utils.go ReplaceHostLocalIPAMPodCIDRs */
function podCIDRFamilies(ipam: PluginObject): readonly Family[] {
  const sets = Array.isArray(ipam['ranges']) ? (ipam['ranges'] as readonly unknown[]) : [];
  const ranges = sets.flatMap((set) => (Array.isArray(set) ? (set as readonly unknown[]) : [])).filter(isObject);
  const families = [ipam, ...ranges].map(({ subnet }): Family | undefined =>
    subnet === 'usePodCidr' ? 4 : subnet === 'usePodCidrIPv6' ? 6 : undefined,
  );
  return [...new Set(families.filter((family) => family !== undefined))];
}

function isObject(value: unknown): value is PluginObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
