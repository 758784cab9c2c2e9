import { message, type Message } from '../../../base/message.ts';
import { isGranted } from '../../../engine/paths/grants.ts';
import { resourcesOf } from '../../../manifests/cluster.ts';
import { groupOf, nameOf } from '../../../manifests/metadata.ts';
import { keyPlaceOf } from '../../../manifests/place.ts';
import type { Resource } from '../../../manifests/resource.ts';
import type { Problem } from '../../findings/check.ts';
import { appending } from '../../findings/fixes.ts';
import type { CheckContext } from '../context.ts';
import { unappliedChanges, unreadManifests } from '../unseen.ts';

/** What somebody wants of another namespace. */
interface Wanted {
  readonly kind: 'Service' | 'Secret';
  readonly name: string;
  readonly namespace: string;
}

/** What to do where no ReferenceGrant permits it; absent where one does, and where it is the own namespace. kubernetes-sigs/gateway-api apis/v1beta1/referencegrant_types.go */
export function missingGrant(
  from: Resource,
  { kind, name, namespace }: Wanted,
  { cluster, assembly }: CheckContext,
): { readonly advice: Message; readonly problem: Pick<Problem, 'related' | 'fixes' | 'doubt'> } | undefined {
  const own = from.metadata.namespace;
  if (own === undefined || own === namespace) return undefined;
  const group = groupOf(from.apiVersion);
  const isGrantedBy = (of: string | undefined) =>
    isGranted(cluster, { group, kind: from.kind, namespace: own }, { kind, name, namespace: of });
  if (isGrantedBy(namespace) || isGrantedBy(undefined)) return undefined;
  const first = resourcesOf(cluster, 'ReferenceGrant').find(
    ({ metadata }) => metadata.namespace === undefined || metadata.namespace === namespace,
  );
  return {
    advice:
      first === undefined
        ? message('Add a ReferenceGrant in namespace {0} for {1} of namespace {2}.', namespace, from.kind, own)
        : message('{0} is for others: let it be for {1} of namespace {2} too.', nameOf(first), from.kind, own),
    problem: {
      related: first === undefined ? [] : [{ message: message('{0}', nameOf(first)), place: keyPlaceOf(first, 'spec', 'from') }],
      fixes:
        first !== undefined
          ? []
          : [
              appending(message('Add a ReferenceGrant in namespace {0}', namespace), false, from, {
                apiVersion: 'gateway.networking.k8s.io/v1beta1',
                kind: 'ReferenceGrant',
                metadata: { name: `${own}-to-${name}`, namespace },
                spec: { from: [{ group, kind: from.kind, namespace: own }], to: [{ group: '', kind, name }] },
              }),
            ],
      doubt: assembly.mixed ?? unreadManifests(cluster, { kinds: ['ReferenceGrant'], namespace }) ?? unappliedChanges(cluster, from),
    },
  };
}
