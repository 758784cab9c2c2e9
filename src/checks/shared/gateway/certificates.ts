import { message, sentences } from '../../../base/message.ts';
import type { ListenerHolder } from '../../../engine/paths/listeners.ts';
import { nameOf } from '../../../manifests/metadata.ts';
import { placeOf } from '../../../manifests/place.ts';
import { holdsPlaceholder } from '../../../manifests/placeholder.ts';
import type { Problem } from '../../findings/check.ts';
import type { CheckContext } from '../context.ts';
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
