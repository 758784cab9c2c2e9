import { contains, formatAddress, parseAddress, rangeOfAddress, type IPAddress } from '../../base/ip.ts';
import { message, sentences, type Message } from '../../base/message.ts';
import { servicesWhere } from '../../engine/allocationIndex.ts';
import type { AllocatedLoadBalancerPool, AllocatedService } from '../../engine/allocation.ts';
import type { AddressHolder } from '../../engine/addresses/holders.ts';
import { holdersAt } from '../../engine/addresses/inventory.ts';
import type { Claim } from '../../engine/addresses/claims.ts';
import { nameOf } from '../../manifests/metadata.ts';
import { placeOf, type FieldPlace } from '../../manifests/place.ts';
import type { ServiceResource } from '../../manifests/resources/core.ts';
import type { Check, Problem } from '../findings/check.ts';
import type { CheckContext } from '../shared/context.ts';
import { overlapBounds } from '../shared/range/overlaps.ts';

export const externalIPTaken: Check = {
  code: 'service/external-ip-taken',
  scope: 'cluster',
  severity: 'warning',
  *run(context: CheckContext): Generator<Problem> {
    let reported = 0;
    for (const { resource, service, address, place } of writtenAddresses(withExternalIPs(context.allocation))) {
      const found = problemOf(resource, service, address, place, context);
      if (found === undefined) continue;
      yield found;
      if (++reported >= overlapBounds.reported) return;
    }
  },
};

const withExternalIPs = servicesWhere(({ resource }) => (resource?.externalIPs.length ?? 0) > 0);

function* writtenAddresses(
  services: readonly AllocatedService[],
): Generator<{
  readonly service: AllocatedService;
  readonly resource: ServiceResource;
  readonly address: IPAddress;
  readonly place: FieldPlace;
}> {
  for (const service of services) {
    const { resource, rejected } = service;
    if (resource === undefined || rejected !== undefined) continue;
    for (const [index, text] of resource.externalIPs.entries()) {
      const address = parseAddress(text);
      if (address !== undefined) yield { service, resource, address, place: placeOf(resource, 'spec', 'externalIPs', index) };
    }
  }
}

function problemOf(
  resource: ServiceResource,
  service: AllocatedService,
  address: IPAddress,
  place: FieldPlace,
  { allocation, claims, assembly }: CheckContext,
): Problem | undefined {
  const { holders } = holdersAt(allocation, address);
  // An address of its own that the load balancer gives it is what it should be; a node's is how traffic gets to the node.
  if (holders.some(({ owner }) => owner.type === 'load-balancer' && owner.service === service)) return undefined;
  const given = holders.find(({ owner }) => owner.type === 'load-balancer' && owner.service !== service);
  const rival = given ?? holders.find((holder) => isEarlierRival(holder, service, allocation.services));
  const text = formatAddress(address);
  if (rival !== undefined) {
    const port = commonPort(service, rival);
    // Two services with an external IP in common and ports of their own are one way to share it.
    if (given === undefined && port === undefined) return undefined;
    return {
      place,
      message: sentences(
        message('{0} is an external IP of {1}, and {2} has it too.', text, nameOf(resource), rival.holder),
        port === undefined
          ? message('The load balancer knows nothing of external IPs: whoever asks for the address gets the one or the other.')
          : message('Both answer on port {0}: kube-proxy sends the connections to one of the two only.', port),
      ),
      related: rival.place === undefined ? [] : [{ message: message('{0}', rival.holder), place: rival.place }],
      doubt: rival.place === undefined ? undefined : assembly.doubt(place, rival.place),
    };
  }
  const pool = claims.find((claim) => isPool(claim) && contains(claim.range, address));
  if (pool === undefined) return undefined;
  return {
    place,
    message: sentences(
      message('{0} is an external IP of {1}, and an address of {2}.', text, nameOf(resource), pool.label),
      nextTaker(pool, address),
    ),
    related: pool.place === undefined ? [] : [{ message: message('{0}', pool.label), place: pool.place }],
    // One that must be asked for gives nothing away by itself.
    severity: isAutomatic(allocation.loadBalancerPools, address) ? undefined : 'information',
    doubt: pool.place === undefined ? undefined : assembly.doubt(place, pool.place),
  };
}

function nextTaker({ range }: Claim, address: IPAddress): Message {
  return range.first === range.last || rangeOfAddress(address).first === range.first
    ? message('MetalLB does not know that it is taken, and gives it to the next service that wants one.')
    : message('MetalLB does not know that it is taken, and may give it to another service.');
}

function isAutomatic(pools: readonly AllocatedLoadBalancerPool[], address: IPAddress): boolean {
  return pools.some(({ autoAssign, ranges }) => autoAssign && ranges.some((range) => contains(range, address)));
}

function isPool({ kind }: Claim): boolean {
  return kind === 'load-balancer-pool' || kind === 'service-ips';
}

/** Of services that write the same external IP only a later one is told. */
function isEarlierRival({ owner }: AddressHolder, service: AllocatedService, services: readonly AllocatedService[]): boolean {
  return owner.type === 'external-ip' && owner.service !== service && services.indexOf(owner.service) < services.indexOf(service);
}

function commonPort({ ports }: AllocatedService, { owner }: AddressHolder): string | undefined {
  if (owner.type !== 'load-balancer' && owner.type !== 'external-ip') return undefined;
  const common = ports.find(({ port, protocol }) =>
    owner.service.ports.some((other) => other.port === port && other.protocol === protocol),
  );
  return common === undefined ? undefined : `${common.port}/${common.protocol}`;
}
