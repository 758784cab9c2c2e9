import { message } from '../../base/message.ts';
import { resourcesOf } from '../../manifests/cluster.ts';
import { placeOf } from '../../manifests/place.ts';
import type { Check, Problem } from '../findings/check.ts';
import type { CheckContext } from '../shared/context.ts';

export const noManifests: Check = {
  code: 'resource/no-manifests',
  severity: 'warning',
  documentation: {
    title: 'Entry of an EdgeNetwork that names no manifests',
    what: 'An entry of `spec.manifests` of an EdgeNetwork names a folder, a file or a pattern at which the workspace has no manifest. Paths count from the folder of the EdgeNetwork. Addresses on the network are not followed.',
    why: 'The manifests are missing from the cluster as it is shown and judged here.',
    wrong: `# file: sites/store-42/edge-network.yaml
apiVersion: edgenetwork/v1
kind: EdgeNetwork
metadata: { name: store-42 }
spec:
  manifests: [../apps]
# file: apps/shop.yaml
apiVersion: v1
kind: Namespace
metadata: { name: shop }`,
    right: `# file: sites/store-42/edge-network.yaml
apiVersion: edgenetwork/v1
kind: EdgeNetwork
metadata: { name: store-42 }
spec:
  manifests: [../../apps]
# file: apps/shop.yaml
apiVersion: v1
kind: Namespace
metadata: { name: shop }`,
    fix: 'Correct the path, open the folder that holds it too, or remove the entry.',
    source: 'the EdgeNetwork manifest',
  },
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
