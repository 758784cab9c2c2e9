import type { CIDR, Family, IPAddress, IPRange } from '../base/ip.ts';
import type { Message } from '../base/message.ts';
import type { Cluster } from '../manifests/cluster.ts';
import type { StringMap } from '../manifests/metadata.ts';
import type { Place } from '../manifests/place.ts';
import type { IPPoolResource } from '../manifests/resources/calico.ts';
import type { NodeResource, ServiceResource, Taint } from '../manifests/resources/core.ts';
import type { PodResource, PodSpec, WorkloadResource } from '../manifests/resources/workloads.ts';
import type { Explanation, Refusal } from './explanation.ts';
import type { Network } from './network.ts';
import type { RefusedWorkload } from './workloads/refusedWorkload.ts';

/** What the engine computes for one cluster. A pure function of the cluster's resources; every list in a stable order. */
export interface Allocation {
  readonly cluster: Cluster;
  readonly network: Network;
  readonly nodes: readonly AllocatedNode[];
  /** Pods in the order in which they asked for an address. */
  readonly pods: readonly AllocatedPod[];
  /** Pods that were counted but not expanded, since their workload wants more than the engine's bound. */
  readonly omittedPods: number;
  /** Workloads without pods, since the API server would refuse them. */
  readonly refusedWorkloads: readonly RefusedWorkload[];
  /** The services as the API server admits them: those of `services` before anything answers for them. */
  readonly admitted: readonly AdmittedService[];
  /** In apply order, the profile's built-in ones first. */
  readonly services: readonly AllocatedService[];
  readonly ipPools: readonly AllocatedIPPool[];
  readonly loadBalancerPools: readonly AllocatedLoadBalancerPool[];
  /** Why MetalLB refuses its whole configuration; absent when it accepts it. */
  readonly loadBalancerRefusal: Refusal<'invalid-configuration'> | undefined;
}

/** A node before anything runs on it. */
export interface ClusterNode {
  /** Empty for the one unnamed node that stands for unknown ones. */
  readonly name: string;
  readonly role: 'control-plane' | 'worker';
  readonly labels: StringMap;
  readonly taints: readonly Taint[];
  readonly unschedulable: boolean;
  /** First is the primary. Empty when nothing gives one. */
  readonly ips: readonly IPAddress[];
  /** Node IPAM blocks (`spec.podCIDRs`, declared or computed). */
  readonly podCIDRs: readonly CIDR[];
  /** The Node manifest, if there is one. */
  readonly resource: NodeResource | undefined;
  /** Where the node is declared: the Node manifest or the entry in an EdgeNetwork; absent when implied. */
  readonly place: Place | undefined;
  readonly explanation: Explanation;
  /** An event has cut it off: nothing on it answers. */
  readonly silent?: true;
}

export interface AllocatedNode extends ClusterNode {
  /** Calico blocks that the node owns, in the order in which it claimed them. */
  readonly podBlocks: readonly CIDR[];
  /** Addresses of the node's own tunnel devices, out of its blocks. */
  readonly tunnelIPs: readonly IPAddress[];
}

/** A pod as its controller would create it, before it has a node. */
export interface PlannedPod {
  readonly namespace: string;
  readonly name: string;
  readonly labels: StringMap;
  readonly annotations: StringMap;
  readonly spec: PodSpec;
  /** The workload or the bare Pod it comes from. */
  readonly origin: WorkloadResource | PodResource;
  /** Controller as `kubectl` shows it: kind and name; for a bare Pod its own, or the owner its manifest names. */
  readonly owner: { readonly kind: string; readonly name: string };
  /** Index among the pods of its workload, from 0; for a StatefulSet the ordinal. */
  readonly ordinal: number;
  readonly hostname: string | undefined;
  /** Condition Ready; a manifest without status is taken as ready. */
  readonly ready: boolean;
  readonly terminating: boolean;
  /** `Running` unless the status says otherwise. */
  readonly phase: string;
  /** The metadata of a name that the real controller makes up at random is a stand-in. */
  readonly nameCertain: boolean;
}

/** A pod with its node, or with the reason why it has none. */
export interface ScheduledPod extends PlannedPod {
  readonly node: ClusterNode | undefined;
  readonly unschedulable: Refusal<'unschedulable'> | undefined;
  readonly placement: Explanation;
}

export type PodPendingReason = 'unschedulable' | 'no-pool' | 'exhausted' | 'invalid-request' | 'in-use' | 'node-silent';

export interface AllocatedPod extends ScheduledPod {
  /** In family order as asked (IPv4 first). Of a host-network pod the node's. Empty when pending, or when no pool is known. */
  readonly ips: readonly IPAddress[];
  readonly ipPool: string | undefined;
  readonly pending: Refusal<PodPendingReason> | undefined;
  readonly explanation: Explanation;
}

export type ServiceRejectedReason =
  | 'ip-out-of-range'
  | 'ip-taken'
  | 'ip-range-full'
  | 'port-out-of-range'
  | 'port-taken'
  | 'port-range-full'
  | 'duplicate-node-port'
  | 'node-port-not-allowed'
  | 'headless-not-allowed'
  | 'health-check-port-not-allowed'
  | 'invalid-ip-fields'
  // The remaining fields:
  | 'invalid-type'
  | 'invalid-name'
  | 'invalid-external-name'
  | 'invalid-ports'
  | 'invalid-field';

export type LoadBalancerPendingReason =
  // An event is raised:
  | 'exhausted'
  | 'not-in-pool'
  | 'pool-not-allowed'
  | 'unknown-pool'
  | 'ip-pool-mismatch'
  | 'sharing-conflict'
  | 'port-conflict'
  | 'family-mismatch'
  | 'invalid-requested-ip'
  | 'conflicting-ip-requests'
  | 'same-family-pair'
  | 'too-many-ips'
  | 'not-enough-cluster-ips'
  // Silent:
  | 'class-not-handled'
  | 'no-pools'
  | 'no-cluster-ip'
  | 'invalid-configuration';

/** A Service as the API server would create it. */
export interface AdmittedService {
  /** Absent for a service that the profile implies (`default/kubernetes`, cluster DNS). */
  readonly resource: ServiceResource | undefined;
  readonly namespace: string;
  readonly name: string;
  readonly type: string;
  readonly headless: boolean;
  /** Empty when headless, ExternalName, rejected, or when no service subnet is known. */
  readonly clusterIPs: readonly IPAddress[];
  /** Families in order, after the API server's defaulting. */
  readonly ipFamilies: readonly Family[];
  readonly ipFamilyPolicy: 'SingleStack' | 'PreferDualStack' | 'RequireDualStack' | undefined;
  readonly ports: readonly AllocatedServicePort[];
  readonly healthCheckNodePort: number | undefined;
  readonly rejected: Refusal<ServiceRejectedReason> | undefined;
  /** Of the cluster IPs. */
  readonly explanation: Explanation;
}

export interface AllocatedServicePort {
  readonly name: string | undefined;
  readonly protocol: string;
  readonly port: number;
  /** After defaulting: a number or a name. */
  readonly targetPort: number | string;
  readonly nodePort: number | undefined;
  /** Whether the manifest asks for the node port itself. */
  readonly nodePortCertainty: Explanation['certainty'] | undefined;
}

export interface AllocatedService extends AdmittedService {
  /** Absent unless the type is LoadBalancer and the service was admitted. */
  readonly loadBalancer: LoadBalancerOutcome | undefined;
  readonly slices: readonly EndpointSlice[];
  /** Pods that would be endpoints, but whose addresses nothing in the manifests tells: so no slice can show them. */
  readonly unaddressed: readonly AllocatedPod[];
}

export interface LoadBalancerOutcome {
  /** IPv4 first when automatic. */
  readonly ips: readonly IPAddress[];
  readonly pool: string | undefined;
  readonly pending: Refusal<LoadBalancerPendingReason> | undefined;
  /** Where the load balancer refuses its whole configuration: what would keep the service from an address all the same, were it right. Only what is sure then. */
  readonly besides: Refusal<LoadBalancerPendingReason> | undefined;
  /** `possible` outcomes name the set in the reason. */
  readonly explanation: Explanation;
  /** Layer 2: the node that announces the (first) address. */
  readonly announcedBy: Announcement | undefined;
  /** Other services on the same address (`namespace/name`), by a sharing key. */
  readonly sharedWith: readonly string[];
}

export interface Announcement {
  readonly protocol: 'layer2' | 'bgp' | 'none';
  /** Layer 2: one node at most; BGP: all that announce. Node names. */
  readonly nodes: readonly string[];
  /** Layer 2: the network interfaces of the node that answer, sorted; empty: all. */
  readonly interfaces: readonly string[];
  /** BGP: the routes, canonical prefixes, each once. */
  readonly routes: readonly string[];
  /** BGP: one for each address and advertisement. */
  readonly bgpRoutes: readonly BGPRoute[];
  /** Why no node announces the address; absent where one does, or where only its name is not known. */
  readonly silence: AnnouncementSilence | undefined;
  readonly reason: Message;
  readonly because: readonly Place[];
}

/**
 * `no-advertisement`: none selects the pool; `other-services`: those that do are for other services; `sharing`: layer 2 never announces an address that may be shared by an
 * advertisement for some services only; `no-node`: no advertised node may announce; `local`: none of those has an endpoint;
 * `no-peer`: none of those has a session with a router that the advertisement is for.
 */
export type AnnouncementSilence =
  'refused' | 'no-advertisement' | 'other-services' | 'sharing' | 'no-endpoints' | 'local' | 'no-node' | 'no-peer';

/** What nodes tell their routers of one address. */
export interface BGPRoute {
  /** Canonical. */
  readonly prefix: string;
  readonly localPref: number;
  /** Canonical (`65535:65282`, `large:1:2:3`), in MetalLB's order. */
  readonly communities: readonly string[];
  /** Names of BGPPeers; empty: all. */
  readonly peers: readonly string[];
  /** Names of the nodes that send it; empty where the nodes are not known. */
  readonly nodes: readonly string[];
}

/** One EndpointSlice: endpoints of one family that resolve to the same ports. */
export interface EndpointSlice {
  readonly name: string;
  readonly family: Family;
  readonly ports: readonly ResolvedPort[];
  readonly endpoints: readonly Endpoint[];
}

export interface ResolvedPort {
  readonly name: string | undefined;
  readonly protocol: string;
  /** Absent: all ports (hand-written slices only). */
  readonly port: number | undefined;
}

export interface Endpoint {
  readonly ip: IPAddress;
  /** `namespace/name` of the pod behind it, absent for hand-written ones without a target. */
  readonly pod: AllocatedPod | undefined;
  readonly target: string | undefined;
  readonly node: string | undefined;
  readonly zone: string | undefined;
  readonly hostname: string | undefined;
  readonly ready: boolean;
  readonly serving: boolean;
  readonly terminating: boolean;
  /** Zones and nodes that topology hints name; empty without hints. */
  readonly hintZones: readonly string[];
  readonly hintNodes: readonly string[];
}

export interface AllocatedIPPool {
  readonly name: string;
  readonly cidr: CIDR;
  readonly blockSize: number;
  readonly capacity: bigint;
  /** Allocated addresses, those of tunnels included. */
  readonly used: number;
  /** Addresses that reservations keep from automatic assignment; some of them may be used. */
  readonly reserved: bigint;
  /** Addresses that are neither used nor reserved; none when the pool is not used at all. */
  readonly available: bigint;
  readonly disabled: boolean;
  /** Why Calico does not use it; absent when it does. */
  readonly refused: Message | undefined;
  readonly resource: IPPoolResource | undefined;
  readonly place: Place | undefined;
}

export interface AllocatedLoadBalancerPool {
  readonly name: string;
  /** In written order, one for each entry that could be read. */
  readonly ranges: readonly IPRange[];
  readonly autoAssign: boolean;
  readonly avoidBuggyIPs: boolean;
  /** Addresses that MetalLB counts (never below -1 a lone /32). */
  readonly capacity: bigint;
  /** Distinct addresses handed out. */
  readonly used: number;
  /** Of each family the first address that nobody has, IPv4 first; empty when the pool is full or not used at all. */
  readonly free: readonly IPAddress[];
  /** False when MetalLB would refuse this pool; then it refuses all. */
  readonly valid: boolean;
  readonly refused: Message | undefined;
  readonly place: Place | undefined;
}
