import { compareAddresses, formatAddress, type IPAddress } from '../../base/ip.ts';
import { list, message } from '../../base/message.ts';
import type { LoadBalancerPendingReason } from '../allocation.ts';
import type { Refusal } from '../explanation.ts';
import type { Allocator, AssignmentFailure } from './allocator.ts';
import type { ServiceClaim } from './claim.ts';
import { explainFailure } from './explainFailure.ts';
import type { ExternalService, Grant, Rival } from './externalService.ts';

/**
 * Looks at the services in this order, and again at those that the controller's own change of their status makes it look at again.
 * What such a second look gives up goes to services that wait; nothing else that further looks could change: nobody gives up an address that one looked at before could have used.
 * metallb internal/k8s/controllers/service_controller_reload.go
 */
export function convergeAll(externals: readonly ExternalService[], allocator: Allocator): void {
  const changed = externals.filter((external) => converge(external, allocator) === 'look-again');
  for (const external of changed) converge(external, allocator);
  if (!changed.some(({ grant }) => grant.kind === 'pending')) return;
  for (const external of externals) if (external.grant.kind === 'pending') converge(external, allocator);
}

/**
 * One look of the controller at one service: keeps what it holds if it still may, gives it up if it asks for something else, and then finds something new.
 * metallb controller/service.go convergeBalancer
 */
function converge(external: ExternalService, allocator: Allocator): 'settled' | 'look-again' {
  const { claim, request, poolRequest } = external;
  if (claim === undefined) return 'settled';
  let held = external.status !== undefined && fitsFamilies(external.status, claim) ? external.status : [];
  const giveUp = () => {
    allocator.unassign(claim);
    held = [];
  };
  if (held.length > 0) {
    const assignment = allocator.assign(claim, held);
    if (!assignment.ok) {
      external.rival = rivalIn(assignment.failure);
      giveUp();
    }
    if (poolRequest !== undefined && allocator.get(claim)?.pool.pool.name !== poolRequest.name) giveUp();
    if (request.kind === 'refused') {
      // The address held stays, though the request is reported.
      settle(external, held, allocator, request.refusal);
      return 'settled';
    }
    if (request.kind === 'addresses') {
      held = inTextOrder(held);
      if (!sameAddresses(held, inTextOrder(request.ips))) giveUp();
    }
  }
  const [only] = held;
  if (only !== undefined && held.length === 1 && claim.prefersDualStack) {
    const both = allocator.addOtherFamily(claim, only);
    if (both !== undefined) {
      // The next look matters where one address is asked for: two are not what was asked.
      external.status = both;
      const pool = allocator.get(claim)?.pool.pool;
      if (pool !== undefined) external.grant = { kind: 'completed', ips: both, pool };
      return 'look-again';
    }
  }
  if (held.length > 0) settle(external, held, allocator, undefined);
  else find(external, claim, allocator);
  return 'settled';
}

function rivalIn(failure: AssignmentFailure): Rival | undefined {
  const claim = failure.reason === 'sharing-conflict' ? failure.others[0] : failure.reason === 'port-conflict' ? failure.other : undefined;
  return claim === undefined ? undefined : { claim, first: false };
}

function settle(
  external: ExternalService,
  held: readonly IPAddress[],
  allocator: Allocator,
  refusal: Refusal<LoadBalancerPendingReason> | undefined,
): void {
  const pool = external.claim === undefined ? undefined : allocator.get(external.claim)?.pool.pool;
  external.status = held;
  const before = external.grant;
  if (pool !== undefined) {
    // A second look that only confirms what the first found does not change why it was found.
    const confirmed = before.kind !== 'pending' && sameAddresses(inTextOrder(before.ips), inTextOrder(held));
    external.grant = confirmed ? { ...before, ips: held } : { kind: 'held', ips: held, pool };
  } else if (refusal !== undefined) {
    external.grant = { kind: 'pending', refusal };
  }
}

/** metallb controller/service.go allocateIPs */
function find(external: ExternalService, claim: ServiceClaim, allocator: Allocator): void {
  const { request, poolRequest } = external;
  const pending = (refusal: Refusal<LoadBalancerPendingReason>) => {
    external.status = [];
    external.grant = { kind: 'pending', refusal };
  };
  const granted = (grant: Exclude<Grant, { readonly kind: 'pending' }>) => {
    external.status = grant.ips;
    external.grant = grant;
  };
  if (request.kind === 'refused') return pending(request.refusal);
  if (request.kind === 'addresses') {
    if (request.families !== claim.families) {
      return pending({
        reason: 'family-mismatch',
        because: [request.place],
        message:
          claim.families === 'dual'
            ? message(
                'The service is dual-stack but asks for {0} only; MetalLB wants one address of each family or none.',
                list(request.ips.map(formatAddress)),
              )
            : message(
                '{0} is not of the family of the service ({1}).',
                list(request.ips.map(formatAddress)),
                claim.families === 4 ? 'IPv4' : 'IPv6',
              ),
      });
    }
    const assignment = allocator.assign(claim, request.ips);
    if (!assignment.ok) return pending(explainFailure(assignment.failure, external));
    const { pool } = assignment.pool;
    if (poolRequest !== undefined && poolRequest.name !== pool.name) {
      allocator.unassign(claim);
      return pending({
        reason: 'ip-pool-mismatch',
        because: [request.place, poolRequest.place],
        message: message(
          'The service asks for {0}, which is in pool "{1}", and for pool "{2}".',
          list(request.ips.map(formatAddress)),
          pool.name,
          poolRequest.name,
        ),
      });
    }
    return granted({ kind: 'requested', ips: request.ips, pool });
  }
  if (poolRequest !== undefined) {
    const assignment = allocator.allocateFrom(claim, poolRequest.name);
    return assignment.ok
      ? granted({ kind: 'named-pool', ips: assignment.ips, pool: assignment.pool.pool })
      : pending(explainFailure(assignment.failure, external));
  }
  const allocation = allocator.allocate(claim);
  if (allocation.ok) granted({ kind: 'automatic', ips: allocation.ips, pool: allocation.pool.pool, equals: allocation.equals });
  else pending(explainFailure(allocation.failure, external));
}

/** Whether addresses in the status are of the families that the service has; under PreferDualStack one of two will do. */
function fitsFamilies(status: readonly IPAddress[], { families, prefersDualStack }: ServiceClaim): boolean {
  const [first, second] = status;
  if (first === undefined || status.length > 2 || second?.family === first.family) return false;
  if (second !== undefined) return families === 'dual';
  return first.family === families || prefersDualStack;
}

function sameAddresses(one: readonly IPAddress[], other: readonly IPAddress[]): boolean {
  return one.length === other.length && one.every((address, index) => compareAddresses(address, other[index] ?? address) === 0);
}

/** As the controller sorts them when it compares. */
function inTextOrder(ips: readonly IPAddress[]): readonly IPAddress[] {
  if (ips.length < 2) return ips;
  return [...ips].sort((one, other) => (formatAddress(one) < formatAddress(other) ? -1 : 1));
}
