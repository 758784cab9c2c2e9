import { list, message, sentences } from '../../base/message.ts';
import { nearestOf } from '../../base/nearest.ts';
import { resourcesWhere } from '../../manifests/cluster.ts';
import { nameOf } from '../../manifests/metadata.ts';
import { holdsPlaceholder } from '../../manifests/placeholder.ts';
import { placeOf } from '../../manifests/place.ts';
import { each, type ResourceCheck } from '../findings/check.ts';
import { replacing } from '../findings/fixes.ts';
import { areTwins } from '../shared/slip.ts';
import { unappliedChanges, unreadManifests } from '../shared/unseen.ts';

const annotation = 'kubernetes.io/ingress.class';

export const unknownClass: ResourceCheck = {
  code: 'ingress/unknown-class',
  scope: 'cluster',
  severity: 'warning',
  parts: [
    each(['Ingress'], function* (ingress, { cluster, assembly }) {
      const { ingressClassName: text, metadata } = ingress;
      if (text === undefined || text === '' || holdsPlaceholder(text)) return;
      const known = classes(cluster);
      const names = known.map(({ metadata: { name } }) => name);
      if (names.includes(text)) return;
      // Another controller may bring its own class, and the annotation is any text that one is started with; only a slip of one that is written is surely none.
      const near = nearestOf(
        text,
        names.filter((name) => !areTwins(text, name)),
      );
      if (near === undefined) return;
      const place =
        metadata.annotations[annotation] === text
          ? placeOf(ingress, 'metadata', 'annotations', annotation)
          : placeOf(ingress, 'spec', 'ingressClassName');
      yield {
        place,
        message: sentences(
          message('{0} is of the IngressClass {1}, which there is not: no controller serves it.', nameOf(ingress), text),
          message('The classes are: {0}.', list(names, 5)),
          message('Did you mean {0}?', near),
        ),
        related: known
          .filter((each) => each.metadata.name === near)
          .map((each) => ({ message: message('{0}', nameOf(each)), place: placeOf(each, 'metadata', 'name') })),
        fixes: [replacing(message('Write {0}', near), true, { place, replaces: text, text: near })],
        doubt:
          assembly.mixed ??
          unreadManifests(cluster, { kinds: ['IngressClass'], clusterWide: true, name: text }) ??
          unappliedChanges(cluster, ingress, ...known),
      };
    }),
    each(['Gateway'], function* (gateway, { cluster, assembly }) {
      const { gatewayClassName: text } = gateway;
      if (text === undefined || text === '' || holdsPlaceholder(text)) return;
      const known = gatewayClasses(cluster);
      const names = known.map(({ metadata: { name } }) => name);
      const near = names.includes(text) ? undefined : nearestOf(text, names);
      if (near === undefined) return;
      const place = placeOf(gateway, 'spec', 'gatewayClassName');
      yield {
        place,
        message: sentences(
          message('{0} is of the GatewayClass {1}, which there is not: no controller serves it.', nameOf(gateway), text),
          message('Did you mean {0}?', near),
        ),
        fixes: [replacing(message('Write {0}', near), true, { place, replaces: text, text: near })],
        doubt:
          assembly.mixed ??
          unreadManifests(cluster, { kinds: ['GatewayClass'], clusterWide: true, name: text }) ??
          unappliedChanges(cluster, gateway, ...known),
      };
    }),
  ],
};

const gatewayClasses = resourcesWhere(({ kind }) => kind === 'GatewayClass');
const classes = resourcesWhere(({ kind }) => kind === 'IngressClass');
