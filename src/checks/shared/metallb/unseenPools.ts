import type { Message } from '../../../base/message.ts';
import type { Resource } from '../../../manifests/resource.ts';
import { leftOpen } from '../../findings/leftOpen.ts';
import type { CheckContext } from '../context.ts';
import { poolResources } from '../poolResources.ts';
import { brokenTexts } from '../range/rangeTexts.ts';
import { mayBringLoadBalancerPool, unappliedChanges, unreadManifests } from '../unseen.ts';
import { isOwnedByDevice } from './objects.ts';

/** What could give these Services addresses after all: pools that are not read or whose addresses a chart leaves open, and changes of them or of the Services; absent where nothing could. */
export function unseenPools({ cluster, network }: CheckContext, asking: readonly (Resource | undefined)[]): Message | undefined {
  return (
    (isOwnedByDevice(network) ? undefined : unreadManifests(cluster, mayBringLoadBalancerPool)) ??
    unappliedChanges(cluster, ...asking, ...poolResources(cluster)) ??
    [...brokenTexts(cluster, network)].map(({ place }) => leftOpen(place)).find((doubt) => doubt !== undefined)
  );
}
