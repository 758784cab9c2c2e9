import { message } from '../../base/message.ts';
import type { LoadBalancerPendingReason } from '../../engine/allocation.ts';
import type { Cluster } from '../../manifests/cluster.ts';
import { nameOf } from '../../manifests/metadata.ts';
import { placeOf, type Place } from '../../manifests/place.ts';
import type { ServiceResource } from '../../manifests/resources/core.ts';
import type { Check, Problem } from '../check.ts';
import type { CheckContext } from '../context.ts';
import type { RelatedPlace } from '../finding.ts';
import { isSameField } from '../placeSet.ts';
import { resourceAt } from '../resourceAt.ts';
import { shortagesOf } from '../shortages.ts';

export const servicePending: Check = {
  code: 'service/pending',
  severity: 'error',
  documentation: {
    title: 'LoadBalancer service that gets no address',
    what: 'A Service of type LoadBalancer for which MetalLB, by its own rules, finds no address; the message says which rule. Only when the cluster\'s manifests or its profile hold the pools. A `loadBalancerClass` that this cluster\'s load balancer does not serve may be meant so: information. Where a pool simply has too few addresses, `range/too-small` says so at the pool, and the services are silent.',
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
    fix: 'Depends on the reason: ask for an address or pool that there is, add a sharing key on both sides, free a port.',
    source: 'metallb `internal/allocator/allocator.go`, `controller/service.go`; metallb issues 245, 788, 801, 1499, 2092',
  },
  *run({ allocation, cluster, assembly }: CheckContext): Generator<Problem> {
    const short = new Set(shortagesOf(allocation).flatMap(({ services }) => services.map(({ service }) => service)));
    for (const service of allocation.services) {
      const pending = service.loadBalancer?.pending;
      if (service.resource === undefined || pending === undefined || quiet.has(pending.reason) || short.has(service)) continue;
      const place = placeFor(service.resource, pending.reason, pending.because);
      const others = pending.because.filter((because) => !isSameField(because, place));
      yield {
        place,
        message: message('{0} gets no external address. {1}', nameOf(service.resource), pending.message),
        severity: pending.reason === 'class-not-handled' ? 'information' : undefined,
        related: others.flatMap((because) => partyOf(cluster, because)),
        doubt: others.map((because) => assembly.doubt(place, because)).find((doubt) => doubt !== undefined),
      };
    }
  },
};

/** Without pools nothing is known of the load balancer; the other two follow from what is reported elsewhere. */
const quiet: ReadonlySet<LoadBalancerPendingReason> = new Set(['no-pools', 'no-cluster-ip', 'invalid-configuration']);

/** The request that cannot be met, where the service makes one; else its type, which asks for any address. */
function placeFor(service: ServiceResource, reason: LoadBalancerPendingReason, because: readonly Place[]): Place {
  if (reason === 'class-not-handled') return placeOf(service, 'spec', 'loadBalancerClass');
  const own = because.find((place) => place.document === service.document && place.path !== undefined && isRequest(place.path.slice(service.root.length)));
  return own ?? placeOf(service, 'spec', 'type');
}

function isRequest([first, second]: readonly (string | number)[]): boolean {
  return (first === 'metadata' && second === 'annotations') || (first === 'spec' && second !== 'type');
}

function partyOf(cluster: Cluster, place: Place): readonly RelatedPlace[] {
  const resource = resourceAt(cluster, place);
  return resource === undefined ? [] : [{ message: message('{0}', nameOf(resource)), place }];
}
