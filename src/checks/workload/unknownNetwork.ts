import { list, message, sentences } from '../../base/message.ts';
import { nearestOf } from '../../base/nearest.ts';
import { mayShareNamespace } from '../../engine/references/podOwners.ts';
import { resourcesOf } from '../../manifests/cluster.ts';
import { nameOf } from '../../manifests/metadata.ts';
import { holdsPlaceholder } from '../../manifests/placeholder.ts';
import { placeOf } from '../../manifests/place.ts';
import { eachMention, type ResourceCheck } from '../findings/check.ts';
import { replacing } from '../findings/fixes.ts';
import { unappliedChanges, unreadManifests } from '../shared/unseen.ts';

export const unknownNetwork: ResourceCheck = {
  code: 'workload/unknown-network',
  scope: 'cluster',
  severity: 'warning',
  parts: [
    eachMention('attached-network', function* (mention, context) {
      const { cluster, references, assembly } = context;
      const { resource, text, namespace, place } = mention;
      if (holdsPlaceholder(text) || references.leads(mention)) return;
      const networks = resourcesOf(cluster, 'NetworkAttachmentDefinition');
      // Where none is written, all may stand elsewhere.
      if (networks.length === 0) return;
      const [other] = references.elsewhere(mention);
      const reachable = networks.filter(({ metadata }) => mayShareNamespace(metadata.namespace, namespace));
      const names = reachable.map(({ metadata: { name } }) => name);
      const near = nearestOf(text, names);
      yield {
        place,
        message: sentences(
          message(
            '{0} asks for the secondary network {1}, which there is not in namespace {2}: its pods do not start.',
            nameOf(resource),
            text,
            namespace ?? 'default',
          ),
          other !== undefined
            ? message('One of this name is in namespace {0}: ask for {0}/{1}.', other.resource.metadata.namespace ?? 'default', text)
            : near !== undefined
              ? message('Did you mean {0}?', near)
              : names.length === 0
                ? undefined
                : message('The networks there are: {0}.', list(names, 5)),
        ),
        related: (other === undefined ? reachable : [other.resource])
          .slice(0, 3)
          .map((network) => ({ message: message('{0}', nameOf(network)), place: placeOf(network, 'metadata', 'name') })),
        fixes:
          other !== undefined
            ? [replacingName(place, text, `${other.resource.metadata.namespace ?? 'default'}/${text}`)]
            : near === undefined
              ? []
              : [replacingName(place, text, near)],
        doubt:
          assembly.mixed ??
          unreadManifests(cluster, { kinds: ['NetworkAttachmentDefinition'], namespace }) ??
          unappliedChanges(cluster, resource, ...reachable),
      };
    }),
  ],
};

function replacingName(place: Parameters<typeof replacing>[2]['place'], text: string, meant: string) {
  return replacing(message('Write {0}', meant), true, { place, replaces: text, text: meant });
}
