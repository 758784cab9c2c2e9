import { message, sentences } from '../../base/message.ts';
import { resourcesOf, type Cluster } from '../../manifests/cluster.ts';
import type { ResourceBase } from '../../manifests/metadata.ts';
import { placeOf } from '../../manifests/place.ts';
import type { BFDProfileResource, BGPPeerResource } from '../../manifests/resources/metallb.ts';
import type { ClusterNode } from '../allocation.ts';
import { bgpModeOf } from './bgpMode.ts';
import { bfdProfileFault, nativePeerFault, peerFault } from './bgpPeers.ts';
import { isSeen, metalLBNamespace } from './namespace.ts';
import type { ConfigurationFault } from './fault.ts';
import { compareNames } from './pool.ts';
import { matchesAny, type ListFault } from './selectorLists.ts';

/** The routers of a cluster, as its speakers see them. */
export interface BGPPeers {
  /** In name order. */
  readonly peers: readonly BGPPeerResource[];
  /** Names of peers with a BFD profile in echo mode, which IPv6 does not know. */
  readonly withEcho: ReadonlySet<string>;
  /** Why the speakers refuse them, and with them everything that there is to announce. The controller does not read them, so addresses are assigned all the same. */
  readonly fault: ConfigurationFault | undefined;
}

/** metallb internal/config/config.go bfdProfilesFor, peersFor; internal/config/validation.go */
export function bgpPeersOf(cluster: Cluster, nodes: readonly ClusterNode[]): BGPPeers {
  const peers = peersSeen(cluster);
  const profiles = seen(cluster, resourcesOf(cluster, 'BFDProfile'));
  const echo = new Set(profiles.filter(({ echoMode }) => echoMode).map(({ metadata }) => metadata.name));
  return {
    peers,
    withEcho: new Set(peers.filter(({ bfdProfile }) => echo.has(bfdProfile)).map(({ metadata }) => metadata.name)),
    fault: modeFault(cluster, peers, profiles, nodes) ?? profilesFault(profiles) ?? eachPeerFault(peers, profiles),
  };
}

function peersSeen(cluster: Cluster): readonly BGPPeerResource[] {
  return seen(cluster, resourcesOf(cluster, 'BGPPeer'));
}

function seen<T extends ResourceBase>(cluster: Cluster, resources: readonly T[]): readonly T[] {
  const namespace = metalLBNamespace(cluster);
  return resources
    .filter((resource) => isSeen(resource, namespace))
    .sort((one, other) => compareNames(one.metadata.name, other.metadata.name));
}

function modeFault(
  cluster: Cluster,
  peers: readonly BGPPeerResource[],
  profiles: readonly BFDProfileResource[],
  nodes: readonly ClusterNode[],
): ConfigurationFault | undefined {
  switch (bgpModeOf(cluster)) {
    case 'native': {
      for (const peer of peers) {
        const fault = nativePeerFault(peer);
        if (fault !== undefined) return faultOf(peer, fault);
      }
      const [profile] = profiles;
      return profile === undefined
        ? undefined
        : faultOf(profile, { message: message('It needs FRR, which this MetalLB runs without.'), path: [] });
    }
    case 'frr':
      return meetingFault(peers, nodes);
    case undefined:
      return undefined;
  }
}

/** What FRR would refuse of the peers, where nothing tells whether MetalLB runs with it. */
export function faultUnderFRR(cluster: Cluster, nodes: readonly ClusterNode[]): ConfigurationFault | undefined {
  return bgpModeOf(cluster) === undefined ? meetingFault(peersSeen(cluster), nodes) : undefined;
}

/** Peers that meet on a node are sessions of one FRR. metallb DiscardNativeOnly */
function meetingFault(peers: readonly BGPPeerResource[], nodes: readonly ClusterNode[]): ConfigurationFault | undefined {
  const sites = peers.map((peer) => ({
    peer,
    on: nodes.filter(({ labels }) => peer.nodeSelectors.length === 0 || matchesAny(peer.nodeSelectors, labels)),
  }));
  const before = new Set<string>();
  const sessions = new Set<string>();
  for (const [index, { peer, on }] of sites.entries()) {
    const session = [peer.routerID, peer.vrf, peer.myASN].join(' ');
    // As a rule all peers are of one router and differ in whom they speak to: none of them can be in conflict, wherever they meet.
    const isApart = (before.size === 0 || (before.size === 1 && before.has(session))) && !sessions.has(`${session} ${targetOf(peer)}`);
    before.add(session);
    sessions.add(`${session} ${targetOf(peer)}`);
    if (isApart) continue;
    for (const { peer: other, on: others } of sites.slice(0, index)) {
      if (!on.some((node) => others.includes(node))) continue;
      const conflict = meetingConflict(peer, other);
      if (conflict !== undefined) return faultOf(peer, conflict);
    }
  }
  return undefined;
}

function meetingConflict(one: BGPPeerResource, other: BGPPeerResource): ListFault | undefined {
  const { name } = other.metadata;
  if (one.routerID !== other.routerID)
    return {
      message: message('Its routerID differs from that of peer "{0}" on the same node.', name),
      path: one.routerID === '' ? [] : ['routerID'],
    };
  if (one.vrf !== other.vrf) return undefined;
  if (one.myASN !== other.myASN)
    return { message: message('Its myASN differs from that of peer "{0}" on the same node.', name), path: ['myASN'] };
  return targetOf(one) === targetOf(other)
    ? {
        message: message('It is the router of peer "{0}" on the same node.', name),
        path: [one.peerAddress === '' ? 'interface' : 'peerAddress'],
      }
    : undefined;
}

/** Whom a peer speaks to: an address, or who is found at an interface. */
function targetOf({ peerAddress, interface: link }: BGPPeerResource): string {
  return peerAddress === '' ? link : peerAddress;
}

function profilesFault(profiles: readonly BFDProfileResource[]): ConfigurationFault | undefined {
  for (const [index, profile] of profiles.entries()) {
    const fault = profile.metadata.name === '' ? { message: message('It has no name.'), path: [] } : bfdProfileFault(profile);
    if (fault !== undefined) return faultOf(profile, fault);
    if (profiles[index - 1]?.metadata.name === profile.metadata.name)
      return faultOf(profile, { message: message('It stands there twice.'), path: [] });
  }
  return undefined;
}

function eachPeerFault(peers: readonly BGPPeerResource[], profiles: readonly BFDProfileResource[]): ConfigurationFault | undefined {
  for (const peer of peers) {
    const fault = peerFault(peer);
    if (fault !== undefined) return faultOf(peer, fault);
    if (peer.bfdProfile !== '' && !profiles.some(({ metadata }) => metadata.name === peer.bfdProfile)) {
      return faultOf(peer, { message: message('There is no BFDProfile "{0}".', peer.bfdProfile), path: ['bfdProfile'] });
    }
  }
  return undefined;
}

function faultOf(resource: BGPPeerResource | BFDProfileResource, { message: text, path }: ListFault): ConfigurationFault {
  return {
    message: sentences(message('The fault is in {0} "{1}".', resource.kind, resource.metadata.name), text),
    because: [placeOf(resource, 'spec', ...path)],
  };
}
