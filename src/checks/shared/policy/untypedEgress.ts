import { perObject } from '../../../base/derived.ts';
import { list, message, sentences } from '../../../base/message.ts';
import type { Allocation } from '../../../engine/allocation.ts';
import { nameOf } from '../../../manifests/metadata.ts';
import { keyPlaceOf, placeOf } from '../../../manifests/place.ts';
import type { Resource } from '../../../manifests/resource.ts';
import type { NetworkPolicyResource } from '../../../manifests/resources/networking.ts';
import type { Problem } from '../../findings/check.ts';
import { inserting } from '../../findings/fixes.ts';
import type { CheckContext } from '../context.ts';
import { unappliedChanges, unreadManifests } from '../unseen.ts';
import { governedBy, isolates, policiesOf } from './peers.ts';

/** What a policy without `policyTypes` makes of its `egress`. kubernetes pkg/apis/networking/v1/defaults.go SetDefaults_NetworkPolicy */
export function untypedEgress(policy: NetworkPolicyResource, context: CheckContext): readonly Problem[] {
  return [...emptyEgress(policy, context), ...isolatedBesides(policy, context)];
}

/** An empty list without a type is no policy for egress. */
function* emptyEgress(policy: NetworkPolicyResource, { cluster }: CheckContext): Generator<Problem> {
  if (!policy.writes.egress || policy.egress.length > 0) return;
  yield {
    place: keyPlaceOf(policy, 'spec', 'egress'),
    message: sentences(
      message('{0} isolates no egress: without policyTypes an empty egress counts for nothing.', nameOf(policy)),
      message('Write the policyTypes that are meant.'),
    ),
    fixes: [typed(policy, ['Ingress', 'Egress'])],
    doubt: unappliedChanges(cluster, policy),
  };
}

/** A policy that has rules for egress alone shuts the ingress of its pods as well. Only where something is to reach these pods by a Service. */
function* isolatedBesides(policy: NetworkPolicyResource, context: CheckContext): Generator<Problem> {
  if (policy.egress.length === 0 || policy.writes.ingress) return;
  const { cluster } = context;
  const served = originsServed(context.allocation);
  // What another policy isolates was to be isolated.
  const shut = [...governedBy(policy, context)].filter(
    (owner) => served.has(owner.resource) && !policiesOf(owner, context).some((other) => other !== policy && isolates(other, 'ingress')),
  );
  if (shut.length === 0) return;
  yield {
    place: keyPlaceOf(policy, 'spec', 'egress'),
    message: sentences(
      message(
        '{0} has rules for egress alone, and shuts the ingress of {1} as well: without policyTypes a policy is always for Ingress.',
        nameOf(policy),
        list(
          shut.map(({ resource }) => nameOf(resource)),
          3,
        ),
      ),
      message('Write policyTypes: [Egress], or Ingress as well where that is meant.'),
    ),
    fixes: [typed(policy, ['Egress'])],
    doubt:
      unreadManifests(cluster, { kinds: ['NetworkPolicy'], namespace: policy.metadata.namespace ?? '' }) ??
      unappliedChanges(cluster, policy),
  };
}

/** What makes the pods that some Service leads to. */
const originsServed = perObject(
  ({ services }: Allocation): ReadonlySet<Resource> =>
    new Set(
      services.flatMap(({ slices, unaddressed }) => [
        ...unaddressed.map(({ origin }) => origin),
        ...slices.flatMap(({ endpoints }) => endpoints.flatMap(({ pod }) => pod?.origin ?? [])),
      ]),
    ),
);

function typed(policy: NetworkPolicyResource, types: readonly string[]): ReturnType<typeof inserting> {
  return inserting(message('Write policyTypes: {0}', types.join(', ')), true, {
    place: placeOf(policy, 'spec', 'policyTypes'),
    value: types,
  });
}
