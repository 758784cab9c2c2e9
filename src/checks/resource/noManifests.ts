import { message } from '../../base/message.ts';
import { resourcesOf } from '../../manifests/cluster.ts';
import { placeOf } from '../../manifests/place.ts';
import type { Check, Problem } from '../findings/check.ts';
import type { CheckContext } from '../shared/context.ts';

export const noManifests: Check = {
  code: 'resource/no-manifests',
  scope: 'cluster',
  severity: 'warning',
  *run({ cluster }: CheckContext): Generator<Problem> {
    const unmatched = new Set(cluster.unmatchedManifests);
    if (unmatched.size === 0) return;
    for (const network of resourcesOf(cluster, 'EdgeNetwork')) {
      for (const [index, entry] of network.manifests.entries()) {
        if (!unmatched.has(entry)) continue;
        yield {
          place: placeOf(network, 'spec', 'manifests', index),
          message: /^[a-z][a-z0-9+.-]+:\/\//i.test(entry)
            ? message('"{0}" is an address on the network; only files of this workspace are read.', entry)
            : message('There is no manifest at "{0}". A path counts from the folder of this file.', entry),
        };
      }
    }
  },
};
