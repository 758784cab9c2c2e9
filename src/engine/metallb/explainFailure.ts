import { formatAddress } from '../../base/ip.ts';
import { list, message, type Term } from '../../base/message.ts';
import { placeOf, type Place } from '../../manifests/place.ts';
import type { LoadBalancerPendingReason } from '../allocation.ts';
import type { Refusal } from '../explanation.ts';
import type { AssignmentFailure } from './allocator.ts';
import type { ExternalService } from './externalService.ts';
import type { LoadBalancerPool } from './pool.ts';

/** Why the allocator gave nothing, as said to the service's owner. */
export function explainFailure(
  failure: AssignmentFailure,
  { request, poolRequest, resource, claim }: ExternalService,
): Refusal<LoadBalancerPendingReason> {
  const asked: Place = request.kind === 'addresses' ? request.place : (poolRequest?.place ?? placeOf(resource, 'metadata', 'name'));
  const addresses = list(request.kind === 'addresses' ? request.ips.map(formatAddress) : []);
  switch (failure.reason) {
    case 'not-in-pool':
      return {
        reason: 'not-in-pool',
        because: [asked],
        message:
          request.kind === 'addresses' && request.ips.length > 1
            ? message('No address pool has both of {0}.', addresses)
            : message('{0} is in no address pool.', addresses),
      };
    case 'pool-not-allowed':
      return {
        reason: 'pool-not-allowed',
        because: [asked, ...placesOf([failure.pool])],
        message: message('Pool "{0}" is meant for other services (its serviceAllocation).', failure.pool.name),
      };
    case 'sharing-conflict':
      return {
        reason: 'sharing-conflict',
        because: [asked, ...failure.others.slice(0, 3).map(({ place }) => place)],
        message: message(
          '{0} is in use by {1}; services share an address only under one allow-shared-ip key, and with externalTrafficPolicy Local also one selector.',
          formatAddress(failure.address),
          list(failure.others.slice(0, 3).map(({ id }) => id)),
        ),
      };
    case 'port-conflict':
      return {
        reason: 'port-conflict',
        because: failure.other === undefined ? [asked] : [asked, failure.other.place],
        message: message(
          'Port {0} of {1} is already used by {2}, which shares the address.',
          failure.port,
          formatAddress(failure.address),
          failure.other?.id ?? '',
        ),
      };
    case 'unknown-pool':
      return { reason: 'unknown-pool', because: [asked], message: message('There is no address pool "{0}".', poolRequest?.name ?? '') };
    case 'exhausted': {
      const family = claim?.families === 4 ? 'IPv4' : claim?.families === 6 ? 'IPv6' : 'IPv4 + IPv6';
      return {
        reason: 'exhausted',
        because: [asked, ...placesOf(failure.tried)],
        message:
          failure.tried.length === 0
            ? message(
                'No address pool may be used for this service: each is meant for other services or must be asked for (autoAssign false).',
              )
            : message('No {0} address is left in {1}.', family, poolNames(failure.tried)),
      };
    }
  }
}

/** `pool "a"`, `pool "b"`…; of many the first few. */
export function poolNames(pools: readonly LoadBalancerPool[]): Term {
  return list(
    pools.map(({ name }) => `"${name}"`),
    8,
  );
}

function placesOf(pools: readonly LoadBalancerPool[]): readonly Place[] {
  return pools.slice(0, 8).flatMap(({ place }) => (place === undefined ? [] : [place]));
}
