import { message } from '../../../base/message.ts';
import { scalarAt } from '../../../manifests/locate.ts';
import { nameOf } from '../../../manifests/metadata.ts';
import { placeOf, type FieldPath } from '../../../manifests/place.ts';
import type { RouteResource } from '../../../manifests/resources/gateway.ts';
import type { IngressResource } from '../../../manifests/resources/networking.ts';
import type { Problem } from '../../findings/check.ts';
import { replacing } from '../../findings/fixes.ts';
import type { CheckContext } from '../context.ts';
import { isGivenCertificates, nearSecretOf, secretElsewhere, secretMakers } from '../secrets.ts';
import { unappliedChanges, unreadManifests } from '../unseen.ts';

/** Certificates of an Ingress from a Secret that there is not. The controller answers with one of its own then. kubernetes/ingress-nginx docs/user-guide/tls.md, traefik docs: providers/kubernetes-ingress */
export function misspeltTLS(ingress: IngressResource, context: CheckContext): readonly Problem[] {
  if (isGivenCertificates(ingress)) return [];
  return ingress.tlsSecrets.flatMap((name, index) => certificateProblems(ingress, name, ['spec', 'tls', index, 'secretName'], context));
}

/** The same of the routes of Traefik. */
export function namesRoutedTLS(route: RouteResource, context: CheckContext): readonly Problem[] {
  const path = ['spec', 'tls', 'secretName'];
  return certificateProblems(route, scalarAt(placeOf(route, ...path))?.text ?? '', path, context);
}

function certificateProblems(
  resource: IngressResource | RouteResource,
  name: string,
  path: FieldPath,
  { cluster }: CheckContext,
): readonly Problem[] {
  // That of ingress-nginx takes one of another namespace for its default alone.
  const { namespace } = resource.metadata;
  const place = placeOf(resource, ...path);
  const doubt = unreadManifests(cluster, { kinds: secretMakers, namespace }) ?? unappliedChanges(cluster, resource);
  const near = nearSecretOf(cluster, { name, namespace });
  if (near !== undefined)
    return [
      {
        place,
        severity: near.isNamed ? 'information' : undefined,
        message: message(
          '{0} has its certificate from Secret {1}, which there is not in namespace {2}, so that browsers are shown one of the controller, which they refuse. Nearest is {3}.',
          nameOf(resource),
          name,
          namespace ?? 'default',
          near.name,
        ),
        related: [],
        fixes: [replacing(message('Write {0}', near.name), true, { place, replaces: name, text: near.name })],
        doubt,
      },
    ];
  const elsewhere = secretElsewhere(cluster, { name, namespace });
  return elsewhere === undefined
    ? []
    : [
        {
          place,
          severity: 'information',
          message: message(
            '{0} takes Secret {1} from its own namespace, {2}, and the one that {3} makes is in {4}: unless something copies it, browsers are shown a certificate of the controller, which they refuse.',
            nameOf(resource),
            name,
            namespace ?? 'default',
            nameOf(elsewhere),
            elsewhere.metadata.namespace ?? 'default',
          ),
          related: [{ message: message('{0}', nameOf(elsewhere)), place: placeOf(elsewhere, 'metadata', 'name') }],
          doubt,
        },
      ];
}
