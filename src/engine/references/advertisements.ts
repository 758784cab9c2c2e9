import type { LabelSelector } from '../../manifests/labelSelector.ts';
import { keyPlaceOf, placeOf } from '../../manifests/place.ts';
import { resourcesOf } from '../../manifests/cluster.ts';
import type { BGPAdvertisementResource, BGPPeerResource, L2AdvertisementResource } from '../../manifests/resources/metallb.ts';
import { matchesAny } from '../metallb/selectorLists.ts';
import { from, type Collector, type Source } from './collector.ts';
import { nameKey, selectorKeys, type Labelled } from './keys.ts';
import { selectorText, termsOf } from './labelSelection.ts';
import {
  objectTarget,
  type LoadBalancerPoolTarget,
  type Mention,
  type NodeTarget,
  type ObjectTarget,
  type ServiceTarget,
} from './reference.ts';
import { serviceTarget } from './surroundings.ts';

type Advertisement = L2AdvertisementResource | BGPAdvertisementResource;

/** A pool that an advertisement names. */
export type AdvertisedPool = Mention<'advertised-pool', Advertisement>;

export const advertisedPool: Collector<AdvertisedPool, LoadBalancerPoolTarget> = {
  target: 'load-balancer-pool',
  sources: ofAdvertisements(function* (advertisement) {
    for (const [index, text] of advertisement.ipAddressPools.entries()) {
      const place = placeOf(advertisement, 'spec', 'ipAddressPools', index);
      yield { kind: 'advertised-pool', resource: advertisement, place, text };
    }
  }),
  targets: ({ text }, around) => around.loadBalancerPools(text),
  keys: ({ text }) => [nameKey('load-balancer-pool', text)],
};

/** Selectors, of which any may select: the pools, nodes or services that an advertisement is for, or the nodes that speak to a peer. */
interface SelectorList<Kind extends string, R extends Advertisement | BGPPeerResource = Advertisement> extends Mention<Kind, R> {
  readonly selectors: readonly LabelSelector[];
}

export type AdvertisedPools = SelectorList<'advertised-pools'>;

export const advertisedPools: Collector<AdvertisedPools, LoadBalancerPoolTarget> = {
  target: 'load-balancer-pool',
  sources: ofAdvertisements((advertisement) => listOf('advertised-pools', advertisement, 'ipAddressPoolSelectors')),
  *targets({ selectors }, around) {
    for (const { metadata } of resourcesOf(around.cluster, 'IPAddressPool'))
      if (matchesAny(selectors, metadata.labels))
        yield* around.loadBalancerPools(metadata.name).filter(({ resource }) => resource?.metadata === metadata);
  },
  keys: (mention) => keysOfList('load-balancer-pool', mention),
};

export type AdvertisingNodes = SelectorList<'advertising-nodes'>;

export const advertisingNodes: Collector<AdvertisingNodes, NodeTarget> = {
  target: 'node',
  sources: ofAdvertisements((advertisement) => listOf('advertising-nodes', advertisement, 'nodeSelectors')),
  targets: ({ selectors }, { nodes }) => nodes.filter(({ node }) => matchesAny(selectors, node.labels)),
  keys: (mention) => keysOfList('node', mention),
};

export type AdvertisedServices = SelectorList<'advertised-services'>;

export const advertisedServices: Collector<AdvertisedServices, ServiceTarget> = {
  target: 'service',
  sources: ofAdvertisements((advertisement) => listOf('advertised-services', advertisement, 'serviceSelectors')),
  targets: ({ selectors }, { services }) =>
    services.all.filter(({ resource }) => matchesAny(selectors, resource?.metadata.labels ?? {})).map(serviceTarget),
  keys: (mention) => keysOfList('service', mention),
};

/** The nodes that speak to a peer. */
export type PeerNodes = SelectorList<'peer-nodes', BGPPeerResource>;

export const peerNodes: Collector<PeerNodes, NodeTarget> = {
  target: 'node',
  sources: [from('BGPPeer', (peer) => listOf('peer-nodes', peer, 'nodeSelectors'))],
  targets: ({ selectors }, { nodes }) => nodes.filter(({ node }) => matchesAny(selectors, node.labels)),
  keys: (mention) => keysOfList('node', mention),
};

/** An object of MetalLB's that another of its objects names: a peer, a BFD profile, the Secret with a password. */
export interface MetalLBObject extends Mention<'metallb-object', BGPAdvertisementResource | BGPPeerResource> {
  readonly named: 'BGPPeer' | 'BFDProfile' | 'Secret';
}

export const metalLBObject: Collector<MetalLBObject, ObjectTarget> = {
  target: 'object',
  sources: [
    from('BGPAdvertisement', function* (advertisement) {
      for (const [index, text] of advertisement.peers.entries()) {
        const place = placeOf(advertisement, 'spec', 'peers', index);
        yield { kind: 'metallb-object', resource: advertisement, place, text, named: 'BGPPeer' };
      }
    }),
    from('BGPPeer', function* (peer) {
      const { bfdProfile, passwordSecret } = peer;
      if (bfdProfile !== '')
        yield { kind: 'metallb-object', resource: peer, place: placeOf(peer, 'spec', 'bfdProfile'), text: bfdProfile, named: 'BFDProfile' };
      if (passwordSecret !== '')
        yield {
          kind: 'metallb-object',
          resource: peer,
          place: placeOf(peer, 'spec', 'passwordSecret', 'name'),
          text: passwordSecret,
          named: 'Secret',
        };
    }),
  ],
  targets: ({ named, text, resource }, around) => around.objects(named, text, resource.metadata.namespace),
  keys: ({ text }) => [nameKey('object', text)],
};

/** A name that a BGPAdvertisement has for a community; a number as such names nothing. */
export type AdvertisedCommunity = Mention<'advertised-community', BGPAdvertisementResource>;

export const advertisedCommunity: Collector<AdvertisedCommunity, ObjectTarget> = {
  target: 'object',
  sources: [
    from('BGPAdvertisement', function* (advertisement) {
      for (const [index, text] of advertisement.communities.entries()) {
        if (text.includes(':')) continue;
        const place = placeOf(advertisement, 'spec', 'communities', index);
        yield { kind: 'advertised-community', resource: advertisement, place, text };
      }
    }),
  ],
  *targets({ text }, { cluster }) {
    for (const resource of resourcesOf(cluster, 'Community')) {
      for (const [index, { name }] of resource.communities.entries())
        if (name === text) yield { ...objectTarget(resource), name, place: placeOf(resource, 'spec', 'communities', index, 'name') };
    }
  },
  keys: ({ text }) => [nameKey('object', text)],
};

function ofAdvertisements<M extends Mention>(mentionsIn: (advertisement: Advertisement) => Iterable<M>): readonly Source<M>[] {
  return [from('L2Advertisement', mentionsIn), from('BGPAdvertisement', mentionsIn)];
}

function listOf<Kind extends string, R extends Advertisement | BGPPeerResource>(
  kind: Kind,
  resource: R,
  field: keyof R & ('ipAddressPoolSelectors' | 'nodeSelectors' | 'serviceSelectors'),
): readonly SelectorList<Kind, R>[] {
  const selectors = resource[field] as readonly LabelSelector[];
  return selectors.length === 0
    ? []
    : [{ kind, resource, place: keyPlaceOf(resource, 'spec', field), text: selectors.map(selectorText).join(' | '), selectors }];
}

function* keysOfList(what: Labelled, { selectors }: { readonly selectors: readonly LabelSelector[] }): Generator<string> {
  for (const selector of selectors) yield* selectorKeys(what, termsOf(selector));
}
