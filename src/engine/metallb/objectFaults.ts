import { perObject } from '../../base/derived.ts';
import { message, sentences } from '../../base/message.ts';
import { resourcesOf, type Cluster } from '../../manifests/cluster.ts';
import { placeOf } from '../../manifests/place.ts';
import { ownAdvertisementFault } from './advertisements.ts';
import { bgpModeOf } from './bgpMode.ts';
import { bfdProfileFault, nativePeerFault, peerFaults } from './bgpPeers.ts';
import { aliasesOf } from './configuration.ts';
import type { ConfigurationFault } from './fault.ts';
import { isSeen, metalLBNamespace } from './namespace.ts';
import type { ListFault } from './selectorLists.ts';

/** A fault of one object that MetalLB finds whatever stands beside it. */
export interface ObjectFault extends ConfigurationFault {
  /** Who refuses its whole configuration for it: the controller gives no addresses then, the speakers announce none. */
  readonly by: 'controller' | 'speakers';
}

/**
 * What is wrong with communities, peers, BFD profiles and advertisements by themselves, with pools or without, and behind another fault that MetalLB stops at first.
 * Of a peer every fault, of the others the first; in the order of the manifests. metallb internal/config/config.go
 */
export const objectFaultsOf: (cluster: Cluster) => readonly ObjectFault[] = perObject((cluster: Cluster) => {
  const namespace = metalLBNamespace(cluster);
  const mode = bgpModeOf(cluster);
  const communities = aliasesOf(cluster, namespace);
  const isNative = mode === 'native';
  const speakers = (
    resource: Parameters<typeof isSeen>[0] & Parameters<typeof placeOf>[0],
    fault: ListFault | undefined,
  ): readonly ObjectFault[] =>
    fault === undefined || !isSeen(resource, namespace)
      ? []
      : [
          {
            by: 'speakers',
            message: sentences(message('The fault is in {0} "{1}".', resource.kind, resource.metadata.name), fault.message),
            because: [placeOf(resource, 'spec', ...fault.path)],
          },
        ];
  return [
    ...communities.faults.map((fault): ObjectFault => ({ ...fault, by: 'controller' })),
    ...resourcesOf(cluster, 'BGPPeer').flatMap((peer) =>
      [...peerFaults(peer), isNative ? nativePeerFault(peer) : undefined].flatMap((fault) => speakers(peer, fault)),
    ),
    ...resourcesOf(cluster, 'BFDProfile').flatMap((profile) => speakers(profile, bfdProfileFault(profile))),
    ...resourcesOf(cluster, 'L2Advertisement').flatMap((resource) =>
      speakers(resource, ownAdvertisementFault(resource, communities, mode)),
    ),
    ...resourcesOf(cluster, 'BGPAdvertisement').flatMap((resource) =>
      speakers(resource, ownAdvertisementFault(resource, communities, mode)),
    ),
  ];
});
