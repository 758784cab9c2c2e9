import { compareAddresses, contains } from '../../base/ip.ts';
import type { LoadBalancerPendingReason } from '../allocation.ts';
import type { Refusal } from '../explanation.ts';
import type { ExternalService } from './externalService.ts';
import type { LoadBalancerPool } from './pool.ts';

/** Whether a refusal stays, however the faults of the pools are mended: by what the service asks for, and by what others ask for expressly. */
export function isSureWhateverPools(
  { reason }: Refusal<LoadBalancerPendingReason>,
  external: ExternalService,
  all: readonly ExternalService[],
  pools: readonly LoadBalancerPool[],
): boolean {
  const { request, poolRequest } = external;
  const asked = request.kind === 'addresses' ? request.ips : [];
  const isReadable = ({ entries }: LoadBalancerPool) => entries.length > 0 && entries.every(({ range }) => range !== undefined);
  const holds = ({ entries }: LoadBalancerPool, ip: (typeof asked)[number]) =>
    entries.some(({ range }) => range !== undefined && contains(range, ip));
  switch (reason) {
    case 'invalid-requested-ip':
    case 'conflicting-ip-requests':
    case 'same-family-pair':
    case 'too-many-ips':
    case 'not-enough-cluster-ips':
    case 'family-mismatch':
    case 'unknown-pool':
      return true;
    case 'not-in-pool':
      return pools.every(isReadable) && asked.some((ip) => !pools.some((pool) => holds(pool, ip)));
    case 'ip-pool-mismatch': {
      const named = pools.filter(({ name }) => name === poolRequest?.name);
      return named.every((pool) => isReadable(pool) && asked.some((ip) => !holds(pool, ip)));
    }
    case 'sharing-conflict':
    case 'port-conflict':
      return all.some(
        (other) =>
          other !== external &&
          other.request.kind === 'addresses' &&
          other.request.ips.some((ip) => asked.some((own) => compareAddresses(ip, own) === 0)),
      );
    default:
      return false;
  }
}
