import { message, sentences } from '../../../base/message.ts';
import type { ListenerHolder } from '../../../engine/paths/listeners.ts';
import { mayShareNamespace } from '../../../engine/references/podOwners.ts';
import { resourcesWhere, type Cluster } from '../../../manifests/cluster.ts';
import { nameOf } from '../../../manifests/metadata.ts';
import { placeOf } from '../../../manifests/place.ts';
import { holdsPlaceholder } from '../../../manifests/placeholder.ts';
import type { Resource } from '../../../manifests/resource.ts';
import type { Problem } from '../../findings/check.ts';
import { replacing } from '../../findings/fixes.ts';
import type { CheckContext } from '../context.ts';
import { isSlip } from '../slip.ts';
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
 * Certificates of a Secret that there is not, where one that nobody else uses is called nearly so. Of those that are nowhere at all nothing is known: Secrets often stand in no repository.
 * kubernetes-sigs/gateway-api apis/v1/gateway_types.go ListenerReasonInvalidCertificateRef
 */
export function misspeltCertificates(holder: ListenerHolder, { cluster }: CheckContext): readonly Problem[] {
  const { metadata } = holder;
  // cert-manager makes the Secret that the listener names.
  if (Object.keys(metadata.annotations).some((key) => key.startsWith('cert-manager.io/'))) return [];
  return holder.listeners.flatMap(({ name: listener, tls }) =>
    (tls?.certificates ?? []).flatMap(({ name, namespace = metadata.namespace, path }): readonly Problem[] => {
      if (name === '' || holdsPlaceholder(name) || holdsPlaceholder(namespace ?? '')) return [];
      const made = secretMakers(cluster).filter((maker) => mayShareNamespace(maker.metadata.namespace, namespace));
      if (made.some((maker) => maker.metadata.name === name || maker.document.text.includes(name))) return [];
      const near = made.flatMap(secretOf).find((each) => isSlip(name, each) && !isNamed(cluster, each));
      if (near === undefined) return [];
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
            near,
          ),
          fixes: [replacing(message('Write {0}', near), true, { place, replaces: name, text: near })],
          doubt: unreadManifests(cluster, { kinds: makers, namespace }) ?? unappliedChanges(cluster, holder),
        },
      ];
    }),
  );
}

const makers = ['Secret', 'SealedSecret', 'ExternalSecret', 'Certificate'];
const secretMakers = resourcesWhere(({ kind }) => makers.includes(kind));

/** Whether anything but what makes it names a Secret. */
function isNamed(cluster: Cluster, name: string): boolean {
  return cluster.resources.some(({ kind, document }) => !makers.includes(kind) && document.text.includes(name));
}

/** The Secret with a certificate that a resource is or makes. What another makes it of says nothing of what is in it. */
function secretOf({ kind, metadata, document }: Resource): readonly string[] {
  if (kind === 'Secret') return /^\s{0,40}"?type"?:\s{1,9}["']?kubernetes\.io\/tls\b/m.test(document.text) ? [metadata.name] : [];
  if (kind !== 'Certificate') return [];
  const [, name] = /^\s{1,40}"?secretName"?:\s{1,9}["']?([a-z0-9.-]{1,253})/m.exec(document.text) ?? [];
  return name === undefined ? [] : [name];
}
