import type { Message } from '../../base/message.ts';
import type { Cluster } from '../../manifests/cluster.ts';
import type { Place } from '../../manifests/place.ts';
import type { AllocatedNode, AllocatedPod, Announcement, Endpoint, EndpointSlice } from '../allocation.ts';
import type { Advertisement } from './advertisements.ts';
import { isAvailable } from './speakers.ts';

/** Who could announce a service, and what lies behind it. */
export interface Speakers {
  readonly cluster: Cluster;
  readonly nodes: readonly AllocatedNode[];
  /** False when one unnamed node stands for all. */
  readonly known: boolean;
  /** All that serve, those whose addresses are not known among them. */
  readonly serving: readonly Hosted[];
  readonly slices: readonly EndpointSlice[];
  /** Pods that answer for the service at addresses that are not known. */
  readonly unaddressed: readonly AllocatedPod[];
  /** externalTrafficPolicy Local: only nodes with an endpoint announce. */
  readonly local: boolean;
}

/** Something that answers, and on which node. */
export type Hosted = Pick<Endpoint, 'node'>;

/** Endpoints, and behind them the ready pods that have no known address; the very list where there are none. */
export function withUnaddressed(endpoints: readonly Hosted[], pods: readonly AllocatedPod[]): readonly Hosted[] {
  if (pods.length === 0) return endpoints;
  return [
    ...endpoints,
    ...pods.filter(({ ready }) => ready).map(({ node }): Hosted => ({ node: node?.name === '' ? undefined : node?.name })),
  ];
}

/** The available nodes that some advertisement is for, in the order of the nodes. */
export function willingAmong(
  nodes: readonly AllocatedNode[],
  advertisements: readonly Advertisement[],
  cluster: Cluster,
): readonly AllocatedNode[] {
  return nodes.filter((node) => advertisements.some((advertisement) => advertisement.nodes.has(node.name)) && isAvailable(node, cluster));
}

/** Also an endpoint that terminates, as long as it serves. metallb internal/k8s/epslices EndpointCanServe */
export function canServe({ ready, serving }: Endpoint): boolean {
  return serving || ready;
}

/** That no node announces, with the reason; `silence` is absent where a node does that is not known. */
export function nobody(
  protocol: Announcement['protocol'],
  silence: Announcement['silence'],
  reason: Message,
  because: readonly Place[],
): Announcement {
  return { protocol, nodes: [], interfaces: [], routes: [], bgpRoutes: [], silence, reason, because };
}

/** Where the advertisements are written; one that an EdgeNetwork implies has no place. */
export function placesOf(advertisements: readonly Advertisement[]): readonly Place[] {
  return advertisements.flatMap(({ place }) => (place === undefined ? [] : [place]));
}
