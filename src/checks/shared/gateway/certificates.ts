import { message, sentences } from '../../../base/message.ts';
import type { ListenerHolder } from '../../../engine/paths/listeners.ts';
import { nameOf } from '../../../manifests/metadata.ts';
import { placeOf } from '../../../manifests/place.ts';
import { holdsPlaceholder } from '../../../manifests/placeholder.ts';
import type { Problem } from '../../findings/check.ts';
import { replacing } from '../../findings/fixes.ts';
import type { CheckContext } from '../context.ts';
import { isGivenCertificates, nearSecretOf, secretMakers } from '../secrets.ts';
import { unappliedChanges, unreadManifests } from '../unseen.ts';
import { missingGrant } from './grants.ts';

/** Certificates of another namespace that nobody there has permitted. kubernetes-sigs/gateway-api apis/v1/gateway_types.go ListenerReasonRefNotPermitted */
export function unpermittedCertificates(holder: ListenerHolder, context: CheckContext): readonly Problem[] {
  return holder.listeners.flatMap(({ name: listener, tls }) =>
    (tls?.certificates ?? []).flatMap(({ name, namespace, path }): readonly Problem[] => {
      if (namespace === undefined || holdsPlaceholder(namespace)) return [];
      const missing = missingGrant(holder, { kind: 'Secret', name, namespace }, context);
      if (missing === undefined) return [];
      return [
        {
          place: placeOf(holder, ...path, 'namespace'),
          message: sentences(
            message(
              'Listener {0} of {1} has its certificate from Secret {2} of namespace {3}, and no ReferenceGrant there permits it: nothing is served.',
              listener,
              nameOf(holder),
              name,
              namespace,
            ),
            missing.advice,
          ),
          ...missing.problem,
        },
      ];
    }),
  );
}

/**
 * Certificates of a Secret that there is not, where one that nobody else uses is called nearly so.
 * kubernetes-sigs/gateway-api apis/v1/gateway_types.go ListenerReasonInvalidCertificateRef
 */
export function misspeltCertificates(holder: ListenerHolder, { cluster }: CheckContext): readonly Problem[] {
  const { metadata } = holder;
  if (isGivenCertificates(holder)) return [];
  return holder.listeners.flatMap(({ name: listener, tls }) =>
    (tls?.certificates ?? []).flatMap(({ name, namespace = metadata.namespace, path }): readonly Problem[] => {
      const near = nearSecretOf(cluster, { name, namespace });
      if (near?.isNamed !== false) return [];
      const place = placeOf(holder, ...path, 'name');
      return [
        {
          place,
          message: message(
            'Listener {0} of {1} has its certificate from Secret {2}, which there is not in namespace {3}: nothing is served. Nearest is {4}.',
            listener,
            nameOf(holder),
            name,
            namespace ?? 'default',
            near.name,
          ),
          fixes: [replacing(message('Write {0}', near.name), true, { place, replaces: name, text: near.name })],
          doubt: unreadManifests(cluster, { kinds: secretMakers, namespace }) ?? unappliedChanges(cluster, holder),
        },
      ];
    }),
  );
}
