import type { ResourceBase } from './metadata.ts';
import type {
  InstallationResource,
  IPAMBlockResource,
  IPAMConfigurationResource,
  IPPoolResource,
  IPReservationResource,
  OpenShiftNetworkResource,
} from './resources/calico.ts';
import type {
  ConfigMapResource,
  EndpointSliceResource,
  EndpointsResource,
  NamespaceResource,
  NodeResource,
  ServiceResource,
} from './resources/core.ts';
import type { AksEdgeConfigurationResource } from './resources/aksEdge.ts';
import type { DistributionConfigurationResource } from './resources/distribution.ts';
import type { DeviceConfigurationResource, EdgeNetworkResource } from './resources/edgeNetwork.ts';
import type { KustomizationResource } from './resources/kustomization.ts';
import type {
  BFDProfileResource,
  BGPAdvertisementResource,
  BGPPeerResource,
  CommunityResource,
  IPAddressPoolResource,
  L2AdvertisementResource,
  MetalLBConfigResource,
} from './resources/metallb.ts';
import type { ServiceCIDRResource } from './resources/serviceCIDR.ts';
import type { CalicoNetworkPolicyResource, IngressResource, NetworkPolicyResource } from './resources/networking.ts';
import type { ServiceImportResource } from './resources/multicluster.ts';
import type { PodResource, WorkloadResource } from './resources/workloads.ts';

/** A manifest that we understand. `type` tells which; it is ours, while `kind` is what the manifest says. */
export type Resource =
  | EdgeNetworkResource
  | DeviceConfigurationResource
  | KustomizationResource
  | NodeResource
  | NamespaceResource
  | ConfigMapResource
  | ServiceResource
  | EndpointsResource
  | EndpointSliceResource
  | ServiceCIDRResource
  | ServiceImportResource
  | WorkloadResource
  | PodResource
  | IngressResource
  | NetworkPolicyResource
  | CalicoNetworkPolicyResource
  | DistributionConfigurationResource
  | AksEdgeConfigurationResource
  | IPPoolResource
  | IPReservationResource
  | IPAMConfigurationResource
  | IPAMBlockResource
  | InstallationResource
  | OpenShiftNetworkResource
  | IPAddressPoolResource
  | L2AdvertisementResource
  | BGPAdvertisementResource
  | CommunityResource
  | BGPPeerResource
  | BFDProfileResource
  | MetalLBConfigResource
  | OtherResource;

/** A kind we know by name only: never an error, but it may own pods or services that we cannot see. */
export interface OtherResource extends ResourceBase {
  readonly type: 'Other';
}

export type ResourceType = Resource['type'];
export type ResourceOf<T extends ResourceType> = Extract<Resource, { readonly type: T }>;
