import type { ResourceBase, StringMap } from '../metadata.ts';
import type { NamingText } from '../namingTexts.ts';

export interface NodeResource extends ResourceBase {
  readonly type: 'Node';
  /** `spec.podCIDRs`, or `spec.podCIDR` where the two disagree: the API server then takes it for the whole. */
  readonly podCIDRs: readonly string[];
  /** Where they stand. */
  readonly podCIDRField: 'podCIDR' | 'podCIDRs';
  readonly unschedulable: boolean;
  readonly taints: readonly Taint[];
  /** `status.addresses` of type InternalIP, in order. */
  readonly internalIPs: readonly string[];
  /** `status.conditions` NetworkUnavailable is True. */
  readonly networkUnavailable: boolean;
  /** `status.allocatable` (else `status.capacity`) `pods`, `cpu`, `memory` as written. */
  readonly allocatable: StringMap;
}

export interface Taint {
  readonly key: string;
  readonly value: string;
  readonly effect: string;
}

export interface NamespaceResource extends ResourceBase {
  readonly type: 'Namespace';
}

export interface ConfigMapResource extends ResourceBase {
  readonly type: 'ConfigMap';
  /** Only what other parts of the cluster are configured by: `Corefile` and what it imports, Calico's `cni_network_config`, kubeadm's `ClusterConfiguration`. */
  readonly data: StringMap;
  /** Keys of the data that are `Corefile` in other letters, or one letter off. */
  readonly misspeltCorefile: readonly string[];
  /** Lines of all other data that may hold the name of a service. */
  readonly texts: readonly NamingText[];
}

export interface ServiceResource extends ResourceBase {
  readonly type: 'Service';
  /** `spec.type` as written, `ClusterIP` when absent. */
  readonly serviceType: string;
  /** Absent or empty: the service selects nothing. */
  readonly selector: StringMap | undefined;
  readonly ports: readonly ServicePort[];
  readonly clusterIP: string | undefined;
  readonly clusterIPs: readonly string[] | undefined;
  readonly externalIPs: readonly string[];
  readonly externalName: string | undefined;
  readonly ipFamilies: readonly string[] | undefined;
  readonly ipFamilyPolicy: string | undefined;
  readonly loadBalancerIP: string | undefined;
  readonly loadBalancerClass: string | undefined;
  /** Networks that may use the external address, as written; empty: all. */
  readonly loadBalancerSourceRanges: readonly string[];
  readonly allocateLoadBalancerNodePorts: boolean | undefined;
  readonly externalTrafficPolicy: string | undefined;
  readonly internalTrafficPolicy: string | undefined;
  readonly healthCheckNodePort: number | undefined;
  readonly publishNotReadyAddresses: boolean;
  readonly sessionAffinity: string | undefined;
  /** `spec.sessionAffinityConfig.clientIP.timeoutSeconds` */
  readonly sessionAffinityTimeoutSeconds: number | undefined;
  readonly trafficDistribution: string | undefined;
  /** `status.loadBalancer.ingress[].ip`, entries without `ip` left out. */
  readonly statusIPs: readonly string[];
}

export interface ServicePort {
  readonly name: string | undefined;
  /** As written, `TCP` when absent. */
  readonly protocol: string;
  /** 0 when not written or not a number. */
  readonly port: number;
  /** A number, a name, or absent (then it is `port`). */
  readonly targetPort: number | string | undefined;
  readonly nodePort: number | undefined;
  readonly appProtocol: string | undefined;
}

/** Legacy `Endpoints`. */
export interface EndpointsResource extends ResourceBase {
  readonly type: 'Endpoints';
  readonly subsets: readonly EndpointSubset[];
}

export interface EndpointSubset {
  readonly addresses: readonly EndpointAddress[];
  readonly notReadyAddresses: readonly EndpointAddress[];
  readonly ports: readonly EndpointPort[];
}

export interface EndpointAddress {
  readonly ip: string;
  readonly hostname: string | undefined;
  readonly nodeName: string | undefined;
  readonly targetRef: ObjectReference | undefined;
}

export interface ObjectReference {
  readonly kind: string;
  readonly namespace: string | undefined;
  readonly name: string;
}

export interface EndpointPort {
  readonly name: string | undefined;
  readonly protocol: string;
  readonly port: number | undefined;
  readonly appProtocol: string | undefined;
}

export interface EndpointSliceResource extends ResourceBase {
  readonly type: 'EndpointSlice';
  /** Label `kubernetes.io/service-name`. */
  readonly serviceName: string | undefined;
  /** `IPv4`, `IPv6` or `FQDN`, as written. */
  readonly addressType: string;
  readonly endpoints: readonly SliceEndpoint[];
  readonly ports: readonly EndpointPort[];
}

export interface SliceEndpoint {
  readonly addresses: readonly string[];
  /** `conditions`, each absent when not written. */
  readonly ready: boolean | undefined;
  readonly serving: boolean | undefined;
  readonly terminating: boolean | undefined;
  /** `hints.forZones[].name`, `hints.forNodes[].name` */
  readonly hintZones: readonly string[];
  readonly hintNodes: readonly string[];
  readonly hostname: string | undefined;
  readonly nodeName: string | undefined;
  readonly zone: string | undefined;
  readonly targetRef: ObjectReference | undefined;
}
