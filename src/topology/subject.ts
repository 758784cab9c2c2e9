import type {
  AllocatedIPPool,
  AllocatedLoadBalancerPool,
  AllocatedNode,
  AllocatedPod,
  AllocatedService,
  Allocation,
} from '../engine/allocation.ts';
import type { NetworkRange } from '../engine/network.ts';
import type { GatewayResource } from '../manifests/resources/gateway.ts';
import type { IngressResource } from '../manifests/resources/networking.ts';
import type { Text, Unsaid } from '../base/message.ts';
import type { Place } from '../manifests/place.ts';
import type { Resource } from '../manifests/resource.ts';
import type { Badge } from './badges.ts';
import type { GraphEdge, GraphElement } from './protocol.ts';

/** What an element of the graph stands for: the way back from the picture to the allocation and the manifests. */
export interface Subject {
  readonly what: SubjectValue;
  readonly allocation: Allocation;
  /** The manifest that made it, when there is one. */
  readonly resource: Resource | undefined;
  /** Where a click leads; absent for what only a profile implies. */
  readonly place: Place | undefined;
  readonly badges: readonly Badge[];
}

export type SubjectValue =
  | { readonly type: 'cluster' | 'clients' | 'unscheduled' | 'addressPlan' }
  | { readonly type: 'range'; readonly range: NetworkRange }
  | { readonly type: 'loadBalancerPool'; readonly pool: AllocatedLoadBalancerPool }
  | { readonly type: 'externalAddress'; readonly address: string; readonly services: readonly AllocatedService[] }
  | { readonly type: 'ingress'; readonly ingress: IngressResource }
  | { readonly type: 'gateway'; readonly gateway: GatewayResource }
  | { readonly type: 'namespace'; readonly name: string }
  | { readonly type: 'dnsName'; readonly name: string; readonly service: AllocatedService }
  | { readonly type: 'service'; readonly service: AllocatedService }
  | { readonly type: 'node'; readonly node: AllocatedNode }
  | { readonly type: 'workload'; readonly pods: readonly AllocatedPod[] }
  | { readonly type: 'pod'; readonly pod: AllocatedPod }
  | { readonly type: 'endpoint'; readonly address: string }
  | { readonly type: 'ipPool'; readonly pool: AllocatedIPPool };

export type UnsaidElement = Omit<Unsaid<GraphElement, 'label' | 'detail' | 'note'>, 'source'> & { readonly source?: Text | undefined };
export type UnsaidEdge = Unsaid<GraphEdge, 'label'>;

/** The graph of the protocol before anybody has chosen a language. */
export interface UnsaidGraph {
  readonly elements: readonly UnsaidElement[];
  readonly edges: readonly UnsaidEdge[];
}

/** The graph, in no language yet, with what stands behind each of its elements, by id. */
export interface Topology {
  readonly graph: UnsaidGraph;
  readonly subjects: ReadonlyMap<string, Subject>;
}
