import { message } from '../../base/message.ts';
import type { LoadBalancerPendingReason } from '../../engine/allocation.ts';
import type { Cluster } from '../../manifests/cluster.ts';
import { nameOf } from '../../manifests/metadata.ts';
import { placeOf, type Place } from '../../manifests/place.ts';
import type { ServiceResource } from '../../manifests/resources/core.ts';
import type { Check, Problem } from '../findings/check.ts';
import type { CheckContext } from '../shared/context.ts';
import type { RelatedPlace } from '../findings/finding.ts';
import { unknownPoolRequests } from '../metallb/unknownPool.ts';
import { isSameField } from '../findings/placeSet.ts';
import { resourceAt } from '../findings/resourceAt.ts';
import { shortagesOf } from '../shared/shortages.ts';
import { explainPending } from './pendingReasons.ts';
import { isExternal, missedShare } from '../shared/sharing.ts';

export const servicePending: Check = {
  code: 'service/pending',
  severity: 'error',
  documentation: {
    title: 'LoadBalancer service that gets no address',
    what: "A Service of type LoadBalancer for which MetalLB, by its own rules, finds no address; the message says which rule, and names the pools. Only when the cluster's manifests or its profile hold the pools. A `loadBalancerClass` that this cluster's load balancer does not serve may be meant so: information, and silent where it is that of a known product (Tailscale, Cilium, kube-vip…). The Service is silent where the cause has a finding of its own: a pool with too few addresses (`range/too-small`), a pool that there is not (`metallb/unknown-pool`), an address that another service has (`service/shared-address`), a configuration that MetalLB refuses (`metallb/refused`), a pool that it does not see (`metallb/namespace`).",
    why: 'The Service stays `<pending>`: nothing outside the cluster reaches it.',
    wrong: `apiVersion: v1
kind: Service
metadata:
  name: web
  annotations: { metallb.io/loadBalancerIPs: 10.128.46.9 }   # not in any pool
spec:
  type: LoadBalancer
  selector: { app: web }
  ports: [{ port: 80 }]`,
    right: `apiVersion: v1
kind: Service
metadata:
  name: web
  annotations: { metallb.io/loadBalancerIPs: 10.128.44.245 }
spec:
  type: LoadBalancer
  selector: { app: web }
  ports: [{ port: 80 }]`,
    fix: 'Depends on the reason; offered are, where they fit: the next free address, a wider pool, a pool that must be asked for, one of two contradicting requests.',
    source: 'metallb `internal/allocator/allocator.go`, `controller/service.go`; metallb issues 245, 788, 801, 1499, 2092',
  },
  *run(context: CheckContext): Generator<Problem> {
    const { allocation, cluster, assembly } = context;
    const waiting = allocation.services
      .filter(isExternal)
      .filter(({ loadBalancer }) => loadBalancer?.pending !== undefined && !elsewhere.has(loadBalancer.pending.reason));
    if (waiting.length === 0) return;
    const short = new Set(shortagesOf(allocation).flatMap(({ services }) => services.map(({ service }) => service)));
    const unknown = unknownPoolRequests(allocation);
    for (const service of waiting) {
      const pending = service.loadBalancer?.pending;
      if (pending === undefined || short.has(service) || missedShare(service, allocation) !== undefined) continue;
      if (unknown.some(({ place }) => pending.because.some((because) => isSameField(because, place)))) continue;
      const explained = explainPending(service, pending, context);
      if (explained === undefined) continue;
      const place = explained.place ?? placeFor(service.resource, pending.reason, pending.because);
      const others = pending.because.filter((because) => !isSameField(because, place));
      yield {
        place,
        message: message('{0} gets no external address. {1}', nameOf(service.resource), explained.message),
        severity: pending.reason === 'class-not-handled' ? 'information' : undefined,
        related: others.flatMap((because) => partyOf(cluster, because)),
        fixes: explained.fixes,
        doubt: others.map((because) => assembly.doubt(place, because)).find((doubt) => doubt !== undefined),
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
