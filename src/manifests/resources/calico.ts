import type { ResourceBase } from '../metadata.ts';

/** projectcalico.org/v3 or crd.projectcalico.org/v1 IPPool. Text fields as written; validity is the engine's to judge. */
export interface IPPoolResource extends ResourceBase {
  readonly type: 'IPPool';
  readonly cidr: string | undefined;
  /** 0 counts as absent. */
  readonly blockSize: number | undefined;
  readonly ipipMode: string | undefined;
  readonly vxlanMode: string | undefined;
  readonly natOutgoing: boolean | undefined;
  readonly disabled: boolean;
  readonly disableBGPExport: boolean;
  readonly nodeSelector: string | undefined;
  readonly namespaceSelector: string | undefined;
  /** Absent (then Workload and Tunnel) or as written. */
  readonly allowedUses: readonly string[] | undefined;
  readonly assignmentMode: string | undefined;
  /** Condition Allocatable in `status`; absent when there is none. */
  readonly allocatable: boolean | undefined;
  /** `metadata.creationTimestamp`, in output of `kubectl get`; such texts sort by time. */
  readonly created: string | undefined;
}

export interface IPReservationResource extends ResourceBase {
  readonly type: 'IPReservation';
  readonly reservedCIDRs: readonly string[];
}

/** What calico-node tells its BGP peers beside the blocks of its pods. */
export interface BGPConfigurationResource extends ResourceBase {
  readonly type: 'BGPConfiguration';
  /** Networks, as written, of which external addresses of services are told. */
  readonly serviceLoadBalancerIPs: readonly string[];
}

export interface IPAMConfigurationResource extends ResourceBase {
  readonly type: 'IPAMConfiguration';
  readonly strictAffinity: boolean;
  readonly autoAllocateBlocks: boolean;
  readonly maxBlocksPerHost: number;
  readonly ipCooldownSeconds: number;
}

/** IPAMBlock of either group: what a snapshot shows of one block of addresses. */
export interface IPAMBlockResource extends ResourceBase {
  readonly type: 'IPAMBlock';
  readonly cidr: string | undefined;
  /** `host:` and the node's name; absent when no node owns it. */
  readonly affinity: string | undefined;
  /** Ordinals in use, ascending. */
  readonly allocated: readonly number[];
  /** Ordinals in the order in which they will be given. */
  readonly unallocated: readonly number[];
}

/** operator.tigera.io/v1 Installation: what decides about pools and the network plugin. Text fields as written. */
export interface InstallationResource extends ResourceBase {
  readonly type: 'Installation';
  readonly kubernetesProvider: string | undefined;
  /** `spec.cni.type` */
  readonly cniType: string | undefined;
  /** `spec.cni.ipam.type` */
  readonly ipamType: string | undefined;
  /** `spec.calicoNetwork.bgp` */
  readonly bgp: string | undefined;
  /** Absent: the operator chooses; empty: no pools. */
  readonly ipPools: readonly InstallationPool[] | undefined;
}

/** config.openshift.io/v1 Network: the pod subnets that OpenShift was installed with. */
export interface OpenShiftNetworkResource extends ResourceBase {
  readonly type: 'OpenShiftNetwork';
  readonly clusterNetwork: readonly string[];
}

export interface InstallationPool {
  readonly name: string | undefined;
  readonly cidr: string | undefined;
  readonly blockSize: number | undefined;
  readonly encapsulation: string | undefined;
  readonly natOutgoing: string | undefined;
  readonly nodeSelector: string | undefined;
  readonly allowedUses: readonly string[] | undefined;
  readonly assignmentMode: string | undefined;
  readonly disableNewAllocations: boolean;
  readonly disableBGPExport: boolean;
}
