import { type Message } from '../../base/message.ts';
import type { Cluster } from '../../manifests/cluster.ts';
import type { Place } from '../../manifests/place.ts';
import type { AllocatedNode, AllocatedPod, Announcement, Endpoint, EndpointSlice } from '../allocation.ts';
import { type Advertisement } from './advertisements.ts';
import { isAvailable } from './speakers.ts';

export interface Speakers {
  readonly cluster: Cluster;
  readonly nodes: readonly AllocatedNode[];
  /** False when one unnamed node stands for all. */
  readonly known: boolean;
  readonly serving: readonly Hosted[];
  readonly slices: readonly EndpointSlice[];
  readonly unaddressed: readonly AllocatedPod[];
  readonly local: boolean;
}

/** Something that answers, and on which node. */
export type Hosted = Pick<Endpoint, 'node'>;

export function withUnaddressed(endpoints: readonly Hosted[], pods: readonly AllocatedPod[]): readonly Hosted[] {
  if (pods.length === 0) return endpoints;
  return [
    ...endpoints,
    ...pods.filter(({ ready }) => ready).map(({ node }): Hosted => ({ node: node?.name === '' ? undefined : node?.name })),
  ];
}

export function willingAmong(
  nodes: readonly AllocatedNode[],
  advertisements: readonly Advertisement[],
  cluster: Cluster,
): readonly AllocatedNode[] {
  return nodes.filter((node) => advertisements.some((advertisement) => advertisement.nodes.has(node.name)) && isAvailable(node, cluster));
}

export function canServe({ ready, serving }: Endpoint): boolean {
  return serving || ready;
}

export function nobody(
  protocol: Announcement['protocol'],
  silence: Announcement['silence'],
  reason: Message,
  because: readonly Place[],
): Announcement {
  return { protocol, nodes: [], interfaces: [], routes: [], bgpRoutes: [], silence, reason, because };
}

export function placesOf(advertisements: readonly Advertisement[]): readonly Place[] {
  return advertisements.flatMap(({ place }) => (place === undefined ? [] : [place]));
}
