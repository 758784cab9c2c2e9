import { message, sentences } from '../../base/message.ts';
import { resourcesWhere } from '../../manifests/cluster.ts';
import { nameOf } from '../../manifests/metadata.ts';
import { placeOf } from '../../manifests/place.ts';
import { mayShareNamespace } from '../../engine/references/podOwners.ts';
import { eachMention, type ResourceCheck } from '../findings/check.ts';
import { replacing } from '../findings/fixes.ts';
import { nearestName } from '../shared/nearestName.ts';
import { nearnessOfName } from '../shared/nearness.ts';
import { unseenPods } from '../shared/unseen.ts';

export const unknownTarget: ResourceCheck = {
  code: 'resource/unknown-target',
  scope: 'cluster',
  severity: 'warning',
  parts: [
    eachMention('scaled-object', function* (mention, { references, cluster, assembly }) {
      if (references.leads(mention)) return;
      const { resource: scaler, text, place } = mention;
      const { namespace } = scaler.metadata;
      const all = scalable(cluster).filter(({ metadata }) => metadata.name !== '' && mayShareNamespace(metadata.namespace, namespace));
      const ofKind = all.filter(({ kind }) => kind === scaler.target.kind).map(({ metadata }) => metadata.name);
      const otherKind = all.find(({ metadata }) => metadata.name === text);
      const [elsewhere] = references.elsewhere(mention);
      const near = nearestName(text, ofKind) ?? (ofKind.includes(scaler.metadata.name) ? scaler.metadata.name : undefined);
      // What it scales may come by other means.
      if (near === undefined && otherKind === undefined && elsewhere === undefined) return;
      const target =
        near === undefined ? otherKind : all.find(({ kind, metadata }) => kind === scaler.target.kind && metadata.name === near);
      yield {
        place,
        message: sentences(
          message('{0} scales {1} {2}, which there is not.', nameOf(scaler), scaler.target.kind, text),
          near !== undefined
            ? message('Nearest is {0}.', near)
            : otherKind !== undefined
              ? message('{0} is of another kind.', nameOf(otherKind))
              : message(
                  '{0} is in another namespace; an autoscaler reaches its own only.',
                  elsewhere === undefined ? '' : nameOf(elsewhere.resource),
                ),
        ),
        related: [otherKind, elsewhere?.resource].flatMap((other) =>
          other === undefined ? [] : [{ message: message('{0}', nameOf(other)), place: placeOf(other, 'metadata', 'name') }],
        ),
        fixes: near === undefined ? [] : [replacing(message('Write {0}', near), true, { place, replaces: text, text: near })],
        doubt:
          assembly.doubt(place, target === undefined ? undefined : placeOf(target)) ??
          unseenPods(cluster, {
            namespace,
            near: near === undefined ? undefined : nearnessOfName(cluster, text, near, scaler),
            written: target === undefined ? [scaler] : [scaler, target],
          }),
      };
    }),
  ],
};

const scalable = resourcesWhere(({ type }) => type === 'Workload');
