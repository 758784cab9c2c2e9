import { perObject } from '../../base/derived.ts';
import { groupBy } from '../../base/groupBy.ts';
import { resourcesOf, type Cluster } from '../../manifests/cluster.ts';
import type { AllocatedNode } from '../allocation.ts';
import { isSeen, metalLBNamespace } from './namespace.ts';
import { matchesAny } from './selectorLists.ts';

/**
 * Whether a node has a session with one of the named BGPPeers, with any where no name is given. Where no peer is written they stand elsewhere, and every node has one;
 * so does a node of which no manifest tells the labels. metallb speaker/bgp_controller.go syncPeers, internal/bgp Advertisement.MatchesPeer
 */
export const sessionsOf = perObject((cluster: Cluster): ((node: AllocatedNode, names: readonly string[]) => boolean) => {
  const namespace = metalLBNamespace(cluster);
  const peers = resourcesOf(cluster, 'BGPPeer').filter((peer) => isSeen(peer, namespace));
  if (peers.length === 0) return () => true;
  const byName = groupBy(peers, ({ metadata }) => metadata.name);
  return (node, names) =>
    node.place === undefined ||
    (names.length === 0 ? peers : names.flatMap((name) => byName.get(name) ?? [])).some(
      ({ nodeSelectors }) => nodeSelectors.length === 0 || matchesAny(nodeSelectors, node.labels),
    );
});
