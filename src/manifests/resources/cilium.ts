import type { LabelSelector } from '../labelSelector.ts';
import type { ResourceBase } from '../metadata.ts';

/** cilium.io CiliumLoadBalancerIPPool: addresses that Cilium gives to services. */
export interface CiliumLoadBalancerIPPoolResource extends ResourceBase {
  readonly type: 'CiliumLoadBalancerIPPool';
  /** `spec.blocks`, before 1.15 `spec.cidrs`. */
  readonly blocks: readonly CiliumBlock[];
  readonly disabled: boolean;
  /** Absent: every service. */
  readonly serviceSelector: LabelSelector | undefined;
  /** False for `allowFirstLastIPs: "No"`: first and last address of each CIDR are not given. */
  readonly givesEnds: boolean;
}

/** A CIDR, or two ends of which the second may be left out. */
export interface CiliumBlock {
  readonly cidr: string | undefined;
  readonly start: string | undefined;
  readonly stop: string | undefined;
  /** From the resource. */
  readonly path: readonly (string | number)[];
}

/** cilium.io CiliumL2AnnouncementPolicy: which nodes answer ARP for the addresses of which services. */
export interface CiliumL2PolicyResource extends ResourceBase {
  readonly type: 'CiliumL2AnnouncementPolicy';
  /** Absent: every service. */
  readonly serviceSelector: LabelSelector | undefined;
  /** Absent: every node. */
  readonly nodeSelector: LabelSelector | undefined;
  readonly loadBalancerIPs: boolean;
  readonly externalIPs: boolean;
}
