import type { LabelSelector } from '../labelSelector.ts';
import type { ResourceBase } from '../metadata.ts';

/** metallb.io/v1beta1 IPAddressPool. */
export interface IPAddressPoolResource extends ResourceBase {
  readonly type: 'IPAddressPool';
  /** As written, blanks and all. */
  readonly addresses: readonly string[];
  readonly autoAssign: boolean;
  readonly avoidBuggyIPs: boolean;
  /** Absent: the pool is not scoped. */
  readonly serviceAllocation: ServiceAllocation | undefined;
}

export interface ServiceAllocation {
  /** 0 = unset. */
  readonly priority: number;
  readonly namespaces: readonly string[];
  readonly namespaceSelectors: readonly LabelSelector[];
  readonly serviceSelectors: readonly LabelSelector[];
}

interface Advertisement extends ResourceBase {
  readonly ipAddressPools: readonly string[];
  readonly ipAddressPoolSelectors: readonly LabelSelector[];
  readonly nodeSelectors: readonly LabelSelector[];
  readonly serviceSelectors: readonly LabelSelector[];
}

export interface L2AdvertisementResource extends Advertisement {
  readonly type: 'L2Advertisement';
  readonly interfaces: readonly string[];
  readonly preferredNodeSelectors: readonly { readonly weight: number; readonly preference: LabelSelector }[];
}

export interface BGPAdvertisementResource extends Advertisement {
  readonly type: 'BGPAdvertisement';
  readonly aggregationLength: number | undefined;
  readonly aggregationLengthV6: number | undefined;
  readonly localPref: number | undefined;
  readonly communities: readonly string[];
  readonly peers: readonly string[];
}

/** The `config` ConfigMap that MetalLB read until v0.12. Its paths lead into the YAML text of `data.config`. */
export interface MetalLBConfigResource extends ResourceBase {
  readonly type: 'MetalLBConfig';
  readonly pools: readonly LegacyPool[];
  /** Why MetalLB would refuse the whole text (not YAML, an unknown key); absent when readable. */
  readonly refused: string | undefined;
}

export interface LegacyPool {
  readonly name: string;
  readonly protocol: string | undefined;
  readonly addresses: readonly string[];
  readonly autoAssign: boolean;
  readonly avoidBuggyIPs: boolean;
  /** `bgp-advertisements`, each as the CRD would have it. */
  readonly bgpAdvertisements: readonly { readonly aggregationLength: number | undefined; readonly aggregationLengthV6: number | undefined; readonly localPref: number | undefined; readonly communities: readonly string[] }[];
}
