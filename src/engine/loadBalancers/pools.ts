import { contains, formatAddress, parseAddress, sizeOf, type Family, type IPAddress, type IPRange } from '../../base/ip.ts';
import { list, message } from '../../base/message.ts';
import { placeOf, type Place } from '../../manifests/place.ts';
import type { ServiceResource } from '../../manifests/resources/core.ts';
import type { AdmittedService, AllocatedLoadBalancerPool, LoadBalancerOutcome } from '../allocation.ts';
import { given, pendingOutcome } from './outcomes.ts';

/** Addresses that a load balancer other than MetalLB gives out. */
export interface SimplePool {
  readonly name: string;
  /** In the order in which they are gone through. */
  readonly ranges: readonly IPRange[];
  /** False: nothing is given of it. */
  readonly enabled: boolean;
  readonly admits: (service: AdmittedService, resource: ServiceResource) => boolean;
  readonly place: Place;
}

/** How a load balancer is asked. */
export interface PoolRules {
  /** Annotations with addresses, the first that is written counts; else `spec.loadBalancerIP`. */
  readonly addressAnnotations: readonly string[];
  /** Annotations with a key under which services with ports of their own share an address; empty: they never do. */
  readonly sharingAnnotations: readonly string[];
  /** Whether an address must be of a pool that is for the service. */
  readonly checksRequests: boolean;
  /** Whether only the first pool that is for the service is looked at. */
  readonly firstPoolOnly: boolean;
}

/** The first free address of the first pool that has one, in apply order; addresses that are asked for go first. `shown`: in use by what a status shows. */
export function assignFromPools(
  services: readonly AdmittedService[],
  pools: readonly SimplePool[],
  rules: PoolRules,
  shown: readonly IPAddress[],
): { readonly outcomes: ReadonlyMap<AdmittedService, LoadBalancerOutcome>; readonly pools: readonly AllocatedLoadBalancerPool[] } {
  const used = new Set(shown.map(formatAddress));
  for (const { resource } of services) for (const address of requestOf(resource, rules)?.ips ?? []) used.add(formatAddress(address));
  const shared = new Map<
    string,
    { readonly ips: readonly IPAddress[]; readonly pool: string; readonly ports: Set<string>; readonly users: string[] }
  >();
  const outcomes = new Map<AdmittedService, LoadBalancerOutcome>();
  for (const service of services) {
    const { resource } = service;
    if (resource !== undefined) outcomes.set(service, outcomeOf(service, resource));
  }

  function outcomeOf(service: AdmittedService, resource: ServiceResource): LoadBalancerOutcome {
    const request = requestOf(resource, rules);
    const type = placeOf(resource, 'spec', 'type');
    const own = pools.filter(({ enabled, admits }) => enabled && admits(service, resource));
    if (request !== undefined) {
      const outside = rules.checksRequests ? request.ips.find((ip) => !own.some((pool) => holds(pool, ip))) : undefined;
      if (outside !== undefined)
        return pendingOutcome({
          reason: 'not-in-pool',
          message: message('{0} is in no pool that is for the service.', formatAddress(outside)),
          because: [request.place],
        });
      const pool = own.find((candidate) => request.ips.some((ip) => holds(candidate, ip)));
      return given(request.ips, pool?.name, {
        certainty: 'fixed',
        reason: message('The service asks for {0}.', list(request.ips.map(formatAddress))),
        because: [request.place],
      });
    }
    if (own.length === 0)
      return pendingOutcome({
        reason: 'pool-not-allowed',
        message: message(
          'No pool is for this service: {0}.',
          list(
            pools.map(({ name }) => name),
            5,
          ),
        ),
        because: [type, ...pools.slice(0, 5).map(({ place }) => place)],
      });
    const ports = service.ports.map(({ protocol, port }) => `${protocol}/${port}`);
    const key = rules.sharingAnnotations.map((name) => resource.metadata.annotations[name] ?? '').find((value) => value !== '');
    const known = key === undefined ? undefined : shared.get(key);
    if (known !== undefined && !ports.some((port) => known.ports.has(port))) {
      const others = [...known.users];
      for (const port of ports) known.ports.add(port);
      known.users.push(`${service.namespace}/${service.name}`);
      return given(
        known.ips,
        known.pool,
        {
          certainty: 'predicted',
          reason: message('It shares the address of {0} under the key "{1}".', list(others, 3), key ?? ''),
          because: [type],
        },
        others,
      );
    }
    const tried = rules.firstPoolOnly ? own.slice(0, 1) : own;
    for (const pool of tried) {
      const ips = service.ipFamilies.flatMap((family) => firstFree(pool, family, used) ?? []);
      const wanted = service.ipFamilyPolicy === 'RequireDualStack' ? service.ipFamilies.length : 1;
      if (ips.length < wanted) continue;
      for (const ip of ips) used.add(formatAddress(ip));
      if (key !== undefined)
        shared.set(key, { ips, pool: pool.name, ports: new Set(ports), users: [`${service.namespace}/${service.name}`] });
      return given(ips, pool.name, {
        certainty: own.length > 1 && !rules.firstPoolOnly ? 'possible' : 'predicted',
        reason: message('The first free address of pool "{0}" when services are created in file order.', pool.name),
        because: [pool.place],
      });
    }
    return pendingOutcome({
      reason: 'exhausted',
      message: message(
        'No address is left for it in {0}.',
        list(
          tried.map(({ name }) => name),
          5,
        ),
      ),
      because: [type, ...tried.slice(0, 5).map(({ place }) => place)],
    });
  }

  return { outcomes, pools: pools.map((pool) => allocated(pool, used)) };
}

function requestOf(
  resource: ServiceResource | undefined,
  { addressAnnotations }: PoolRules,
): { readonly ips: readonly IPAddress[]; readonly place: Place } | undefined {
  if (resource === undefined) return undefined;
  const annotation = addressAnnotations.find((name) => (resource.metadata.annotations[name] ?? '') !== '');
  const text = annotation === undefined ? (resource.loadBalancerIP ?? '') : (resource.metadata.annotations[annotation] ?? '');
  const ips = text
    .split(',')
    .map((part) => parseAddress(part.trim()))
    .filter((address) => address !== undefined);
  if (ips.length === 0) return undefined;
  return {
    ips,
    place:
      annotation === undefined ? placeOf(resource, 'spec', 'loadBalancerIP') : placeOf(resource, 'metadata', 'annotations', annotation),
  };
}

function holds({ ranges }: SimplePool, address: IPAddress): boolean {
  return ranges.some((range) => contains(range, address));
}

/** At most as many are passed over as are in use. */
function firstFree({ ranges }: SimplePool, family: Family, used: ReadonlySet<string>): IPAddress | undefined {
  for (const range of ranges) {
    if (range.family !== family) continue;
    for (let { first: value } = range; value <= range.last; value++)
      if (!used.has(formatAddress({ family, value }))) return { family, value };
  }
  return undefined;
}

function allocated(pool: SimplePool, used: ReadonlySet<string>): AllocatedLoadBalancerPool {
  const { name, ranges, enabled, place } = pool;
  const own = [...used].map(parseAddress).filter((address) => address !== undefined && holds(pool, address)).length;
  return {
    name,
    ranges,
    autoAssign: enabled,
    avoidBuggyIPs: false,
    capacity: ranges.reduce((sum, range) => sum + sizeOf(range), 0n),
    used: own,
    free: ([4, 6] as const).map((family) => firstFree(pool, family, used)).filter((address) => address !== undefined),
    valid: true,
    refused: undefined,
    place,
  };
}
