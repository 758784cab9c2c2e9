import type { Family } from '../../base/ip.ts';
import { resourcesOf, type Cluster } from '../../manifests/cluster.ts';
import { rangesOf, type Network } from '../network.ts';
import type { ClusterPools } from './pools.ts';

/** What the CNI plugin's network configuration decides for every pod. cni-plugin pkg/types/types.go */
export interface CNIConfiguration {
  /** In the order in which they are asked. */
  readonly families: readonly Family[];
  /** `ipv4_pools` and `ipv6_pools`: CIDRs or names. */
  readonly pools: Readonly<Record<Family, readonly string[]>>;
  readonly allowsAddressesWithoutIPAM: boolean;
  readonly allowsFloatingIPs: boolean;
}

/**
 * From the ConfigMap `calico-config` of Calico's own manifest; without it from the signs of what the installer set up: IPv6 is assigned where the cluster's
 * subnets or its Installation are IPv6 too, or where there are no IPv4 pools at all.
 */
export function cniConfigurationOf(cluster: Cluster, network: Network, { pools, installed }: ClusterPools): CNIConfiguration {
  const text = resourcesOf(cluster, 'ConfigMap').findLast(({ metadata: { name } }) => name === 'calico-config')?.data['cni_network_config'];
  const plugin = text === undefined ? undefined : calicoPlugin(text);
  if (plugin !== undefined) return readPlugin(plugin);
  const has = (family: Family) => pools.some(({ cidr, uses }) => cidr.family === family && uses.includes('Workload'));
  const subnets = [...rangesOf(network, 'pod-subnet'), ...rangesOf(network, 'service-subnet')];
  const families: Family[] = [];
  if (has(4) || !has(6)) families.push(4);
  if (has(6) && (!has(4) || installed.has(6) || subnets.some(({ range }) => range.family === 6))) families.push(6);
  return { families, pools: { 4: [], 6: [] }, allowsAddressesWithoutIPAM: false, allowsFloatingIPs: false };
}

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
  const families: Family[] = [];
  if (ipam['assign_ipv4'] !== 'false') families.push(4);
  if (ipam['assign_ipv6'] === 'true') families.push(6);
  return {
    families,
    pools: { 4: texts(ipam['ipv4_pools']), 6: texts(ipam['ipv6_pools']) },
    allowsAddressesWithoutIPAM: features['ip_addrs_no_ipam'] === true,
    allowsFloatingIPs: features['floating_ips'] === true,
  };
}

function isObject(value: unknown): value is PluginObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
