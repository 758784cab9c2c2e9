import { list, message, sentences, term } from '../../base/message.ts';
import { nearestOf } from '../../base/nearest.ts';
import { resourcesOf } from '../../manifests/cluster.ts';
import { nameOf } from '../../manifests/metadata.ts';
import { keyPlaceOf, placeOf } from '../../manifests/place.ts';
import { matches } from '../../engine/labels.ts';
import { selectorText } from '../../engine/references/labelSelection.ts';
import { eachMention, type Problem, type ResourceCheck } from '../findings/check.ts';
import { replacing } from '../findings/fixes.ts';
import type { CheckContext } from '../shared/context.ts';
import { mayBringAddresses, unappliedChanges, unreadManifests } from '../shared/unseen.ts';

export const unknownPeer: ResourceCheck = {
  code: 'metallb/unknown-peer',
  scope: 'cluster',
  severity: 'warning',
  parts: [
    eachMention('metallb-object', function* (mention, context) {
      const { resource, text, place, named } = mention;
      if (named !== 'BGPPeer' || text === '' || context.references.leads(mention)) return;
      const peers = resourcesOf(context.cluster, 'BGPPeer');
      // Where no peer is written, all may stand elsewhere.
      if (peers.length === 0) return;
      const names = peers.map(({ metadata }) => metadata.name);
      const byAddress = peers.find(({ peerAddress }) => peerAddress === text);
      const near = byAddress?.metadata.name ?? nearestOf(text, names) ?? (peers.length === 1 ? names[0] : undefined);
      yield {
        place,
        message: sentences(
          byAddress === undefined
            ? message('{0} is for a BGPPeer "{1}" that there is not, so that it announces nothing to it.', nameOf(resource), text)
            : message(
                '{0} is for the address {1}; peers takes the names of BGPPeers, so that it announces nothing.',
                nameOf(resource),
                text,
              ),
          byAddress === undefined
            ? message('The names are: {0}.', list(names, 10))
            : message('The BGPPeer with that address is {0}.', byAddress.metadata.name),
        ),
        related: peers.slice(0, 5).map((peer) => ({ message: message('{0}', nameOf(peer)), place: placeOf(peer, 'metadata', 'name') })),
        fixes:
          near === undefined
            ? []
            : [replacing(message('Write {0}', near), byAddress !== undefined || peers.length > 1, { place, replaces: text, text: near })],
        doubt: context.assembly.mixed ?? unreadManifests(context.cluster, mayBringAddresses) ?? unappliedChanges(context.cluster),
      };
    }),
    withoutNode,
  ],
};

/** Peers that no node talks to. What nodes there are must be known. */
function* withoutNode({ cluster, allocation: { nodes }, assembly }: CheckContext): Generator<Problem> {
  if (nodes.length === 0 || nodes.some(({ place, name }) => place === undefined || name === '')) return;
  for (const peer of resourcesOf(cluster, 'BGPPeer')) {
    if (peer.nodeSelectors.length === 0 || nodes.some(({ labels }) => peer.nodeSelectors.some((selector) => matches(selector, labels))))
      continue;
    yield {
      place: keyPlaceOf(peer, 'spec', 'nodeSelectors'),
      message: message(
        'The nodeSelectors of {0} ({3}) select none of the nodes ({1}), so that nobody talks to {2}.',
        nameOf(peer),
        list(
          nodes.map(({ name }) => name),
          3,
        ),
        peer.peerAddress,
        peer.nodeSelectors.map(selectorText).join('; '),
      ),
      related: nodes.slice(0, 3).flatMap(({ name, place }) => (place === undefined ? [] : [{ message: term('node {0}', name), place }])),
      doubt: assembly.mixed,
    };
  }
}
