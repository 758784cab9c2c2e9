import { message, sentences } from '../../base/message.ts';
import { servicesWhere } from '../../engine/allocationIndex.ts';
import type { LoadBalancerPendingReason } from '../../engine/allocation.ts';
import type { Refusal } from '../../engine/explanation.ts';
import { loadBalancerOf } from '../../engine/loadBalancers/which.ts';
import { addressRequestOf } from '../../engine/metallb/requests.ts';
import type { Cluster } from '../../manifests/cluster.ts';
import { nameOf } from '../../manifests/metadata.ts';
import { placeOf, type Place } from '../../manifests/place.ts';
import type { ServiceResource } from '../../manifests/resources/core.ts';
import type { Check, Problem } from '../findings/check.ts';
import type { CheckContext } from '../shared/context.ts';
import type { RelatedPlace } from '../findings/finding.ts';
import { unknownPoolRequests } from '../metallb/unknownPool.ts';
import { unseenPools } from '../shared/metallb/unseenPools.ts';
import { isSameField } from '../findings/placeSet.ts';
import { resourceAt } from '../findings/resourceAt.ts';
import { shortagesOf } from '../shared/range/shortages.ts';
import { obstructionOf } from '../shared/service/obstructions.ts';
import { explainPending, type ExplainedPending } from '../shared/service/pendingReasons.ts';
import { isExternal, missedShare } from '../shared/service/sharing.ts';

export const servicePending: Check = {
  code: 'service/pending',
  scope: 'cluster',
  severity: 'error',
  *run(context: CheckContext): Generator<Problem> {
    const { allocation, cluster, assembly } = context;
    const waiting = waitingServices(allocation).filter(isExternal);
    if (waiting.length === 0) return;
    const loadBalancer = loadBalancerOf(cluster, context.network);
    const isMetalLBs = loadBalancer === undefined || loadBalancer === 'metallb';
    const short = new Set(shortagesOf(allocation).flatMap(({ services }) => services.map(({ service }) => service)));
    const unknown = unknownPoolRequests(context.references);
    for (const service of waiting) {
      const pending = obstructionOf(service);
      if (pending === undefined || short.has(service) || missedShare(service, allocation) !== undefined) continue;
      if (unknown.some(({ place }) => pending.because.some((because) => isSameField(because, place)))) continue;
      const nonsense = pending.reason === 'no-pools' ? nonsenseIn(service.resource) : undefined;
      const explained: ExplainedPending | undefined =
        nonsense !== undefined
          ? { message: nonsense.message }
          : isMetalLBs
            ? explainPending(service, pending, context)
            : pending.reason === 'class-not-handled'
              ? undefined
              : { message: pending.message };
      if (explained === undefined) continue;
      const place = explained.place ?? placeFor(service.resource, pending.reason, (nonsense ?? pending).because);
      const others = pending.because.filter((because) => !isSameField(because, place));
      yield {
        place,
        message: sentences(message('{0} gets no external address.', nameOf(service.resource)), explained.message),
        severity: pending.reason === 'class-not-handled' ? 'information' : undefined,
        related: others.flatMap((because) => partyOf(cluster, because)),
        fixes: explained.fixes,
        doubt:
          others.map((because) => assembly.doubt(place, because)).find((doubt) => doubt !== undefined) ??
          unseenPools(context, [service.resource]),
      };
    }
  },
};

/** Without pools nothing is known of the load balancer; the others follow from what is reported elsewhere. */
const elsewhere: ReadonlySet<LoadBalancerPendingReason> = new Set([
  'no-pools',
  'no-cluster-ip',
  'invalid-configuration',
  'unknown-pool',
  'sharing-conflict',
  'port-conflict',
]);

const waitingServices = servicesWhere((service) => {
  const pending = isExternal(service) ? obstructionOf(service) : undefined;
  return (
    pending !== undefined &&
    (!elsewhere.has(pending.reason) ||
      (pending.reason === 'no-pools' && service.resource !== undefined && nonsenseIn(service.resource) !== undefined))
  );
});

/** What no load balancer can give, whichever it is: an address that is none. */
function nonsenseIn(service: ServiceResource): Refusal<LoadBalancerPendingReason> | undefined {
  const request = addressRequestOf(service);
  return request.kind === 'refused' && request.refusal.reason === 'invalid-requested-ip' ? request.refusal : undefined;
}

/** The request that cannot be met, where the service makes one; else its type, which asks for any address. */
function placeFor(service: ServiceResource, reason: LoadBalancerPendingReason, because: readonly Place[]): Place {
  if (reason === 'class-not-handled') return placeOf(service, 'spec', 'loadBalancerClass');
  const own = because.find(
    (place) => place.document === service.document && place.path !== undefined && isRequest(place.path.slice(service.root.length)),
  );
  return own ?? placeOf(service, 'spec', 'type');
}

function isRequest([first, second]: readonly (string | number)[]): boolean {
  return (first === 'metadata' && second === 'annotations') || (first === 'spec' && second !== 'type');
}

function partyOf(cluster: Cluster, place: Place): readonly RelatedPlace[] {
  const resource = resourceAt(cluster, place);
  return resource === undefined ? [] : [{ message: message('{0}', nameOf(resource)), place }];
}
