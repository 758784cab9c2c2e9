import type { ResourceBase, StringMap } from '../metadata.ts';

export const profileNames = ['azure-stack-edge', 'aks-edge-essentials', 'k3s', 'microk8s', 'kubeadm', 'talos', 'custom'] as const;
export type ProfileName = (typeof profileNames)[number];

/** edgenetwork/v1 EdgeNetwork: what the device's "Compute network" page says. Every text is as written. */
export interface EdgeNetworkResource extends ResourceBase {
  readonly type: 'EdgeNetwork';
  /** Absent, or a name that no profile has, counts as absent (and is a problem of reading). */
  readonly profile: ProfileName | undefined;
  readonly subnet: string | undefined;
  readonly gateway: string | undefined;
  readonly dhcpRanges: readonly string[];
  readonly reservedIPs: readonly string[];
  readonly kubernetesNodeIPs: string | undefined;
  readonly kubernetesServiceIPs: string | undefined;
  /** May be dual stack: `v4,v6`. */
  readonly podSubnet: string | undefined;
  readonly serviceSubnet: string | undefined;
  readonly dnsDomain: string | undefined;
  readonly clusterDNS: string | undefined;
  /** A count, a list, or absent (then the profile's). */
  readonly nodes: number | readonly DeclaredNode[] | undefined;
  readonly externalNetworks: readonly { readonly name: string; readonly subnet: string | undefined }[];
  readonly manifests: readonly string[];
  readonly serviceNodePortRange: string | undefined;
  readonly loadBalancerClass: string | undefined;
  /** `calico`, `flannel` or `cilium`, as written. */
  readonly podNetwork: string | undefined;
}

export interface DeclaredNode {
  readonly name: string;
  /** `control-plane` or `worker`; absent is worker. */
  readonly role: string | undefined;
  readonly labels: StringMap;
  /** Addresses given by hand. */
  readonly ips: readonly string[];
}

/** Azure Stack Edge device configuration JSON, its `device.network`. Paths count from the document's root. */
export interface DeviceConfigurationResource extends ResourceBase {
  readonly type: 'DeviceConfiguration';
  readonly interfaces: readonly DeviceInterface[];
  readonly vSwitches: readonly VirtualSwitch[];
  readonly virtualNetworks: readonly VirtualNetwork[];
  /** `deviceInfo.nodes` (or `device.deviceInfo.nodes`): names; empty when not written. */
  readonly nodes: readonly string[];
  readonly vips: readonly { readonly type: string; readonly address: string | undefined }[];
}

export interface DeviceInterface {
  readonly name: string;
  readonly nodeName: string | undefined;
  readonly isDhcpEnabled: boolean;
  readonly address: string | undefined;
  readonly subnetMask: string | undefined;
  readonly gateway: string | undefined;
}

export interface VirtualSwitch {
  readonly name: string;
  /** `interfaceName` (until 2309) or `interfaces`. */
  readonly interfaces: readonly string[];
  readonly enabledForCompute: boolean;
  readonly ipAddressPools: readonly DevicePool[];
}

export interface DevicePool {
  /** `KubernetesNodeIPs`, `KubernetesServiceIPs`, `VirtualMachineIPs`. */
  readonly name: string;
  readonly ipAddressRange: string | undefined;
}

export interface VirtualNetwork {
  readonly name: string;
  readonly network: string | undefined;
  readonly subnetMask: string | undefined;
  readonly gateway: string | undefined;
  readonly enabledForKubernetes: boolean;
  readonly ipAddressPools: readonly DevicePool[];
}
