import type { ResourceBase } from '../metadata.ts';

/** projectcalico.org/v3 or crd.projectcalico.org/v1 IPPool. Text fields as written; validity is the engine's to judge. */
export interface IPPoolResource extends ResourceBase {
  readonly type: 'IPPool';
  readonly cidr: string | undefined;
  /** 0 counts as absent. */
  readonly blockSize: number | undefined;
  readonly ipipMode: string | undefined;
  readonly vxlanMode: string | undefined;
  readonly natOutgoing: boolean;
  readonly disabled: boolean;
  readonly disableBGPExport: boolean;
  readonly nodeSelector: string | undefined;
  readonly namespaceSelector: string | undefined;
  /** Absent (then Workload and Tunnel) or as written. */
  readonly allowedUses: readonly string[] | undefined;
  readonly assignmentMode: string | undefined;
  /** Condition Allocatable in `status`; absent when there is none. */
  readonly allocatable: boolean | undefined;
}

export interface IPReservationResource extends ResourceBase {
  readonly type: 'IPReservation';
  readonly reservedCIDRs: readonly string[];
}

export interface IPAMConfigurationResource extends ResourceBase {
  readonly type: 'IPAMConfiguration';
  readonly strictAffinity: boolean;
  readonly autoAllocateBlocks: boolean;
  readonly maxBlocksPerHost: number;
  readonly ipCooldownSeconds: number;
}

/** operator.tigera.io/v1 Installation, its `spec.calicoNetwork`. */
export interface InstallationResource extends ResourceBase {
  readonly type: 'Installation';
  /** Absent: the operator chooses; empty: no pools. */
  readonly ipPools: readonly InstallationPool[] | undefined;
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
}
