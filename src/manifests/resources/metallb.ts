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

/** Names for BGP communities, which BGPAdvertisements may use instead of the numbers. */
export interface CommunityResource extends ResourceBase {
  readonly type: 'Community';
  readonly communities: readonly CommunityAlias[];
}

export interface CommunityAlias {
  readonly name: string;
  /** As written: `65535:65282`, `large:1:2:3`. */
  readonly value: string;
}

/** metallb.io BGPPeer, v1beta1 or v1beta2. */
export interface BGPPeerResource extends ResourceBase, BGPPeer {
  readonly type: 'BGPPeer';
}

/** A router to announce addresses to. */
export interface BGPPeer {
  /** 0 when not written; so `peerASN`. */
  readonly myASN: number;
  readonly peerASN: number;
  /** `internal` or `external`, as written. */
  readonly dynamicASN: string | undefined;
  readonly localASN: number | undefined;
  readonly peerAddress: string;
  readonly peerPort: number | undefined;
  readonly interface: string;
  readonly sourceAddress: string;
  readonly routerID: string;
  /** Durations as Go writes them: `90s`, `1m30s`. */
  readonly holdTime: string | undefined;
  readonly keepaliveTime: string | undefined;
  readonly connectTime: string | undefined;
  /** ORed; empty: all nodes. */
  readonly nodeSelectors: readonly LabelSelector[];
  /** Whether a password is written; the password itself is not kept. */
  readonly hasPassword: boolean;
  /** Name of the Secret with the password; empty for none. */
  readonly passwordSecret: string;
  readonly bfdProfile: string;
  readonly ebgpMultiHop: boolean;
  readonly vrf: string;
  readonly enableGracefulRestart: boolean;
  readonly disableMP: boolean;
  readonly dualStackAddressFamily: boolean;
}

export interface BFDProfileResource extends ResourceBase, BFDProfile {
  readonly type: 'BFDProfile';
}

export interface BFDProfile {
  /** Milliseconds. */
  readonly receiveInterval: number | undefined;
  readonly transmitInterval: number | undefined;
  readonly echoInterval: number | undefined;
  readonly detectMultiplier: number | undefined;
  readonly minimumTtl: number | undefined;
  readonly echoMode: boolean;
}

/** The `config` ConfigMap that MetalLB read until v0.12. Its paths lead into the YAML text of `data.config`. */
export interface MetalLBConfigResource extends ResourceBase {
  readonly type: 'MetalLBConfig';
  readonly pools: readonly LegacyPool[];
  readonly peers: readonly BGPPeer[];
  readonly bfdProfiles: readonly (BFDProfile & { readonly name: string })[];
  /** `bgp-communities` */
  readonly communities: readonly CommunityAlias[];
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
  readonly bgpAdvertisements: readonly {
    readonly aggregationLength: number | undefined;
    readonly aggregationLengthV6: number | undefined;
    readonly localPref: number | undefined;
    readonly communities: readonly string[];
  }[];
}
