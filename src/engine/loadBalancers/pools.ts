import { contains, formatAddress, parseAddress, sizeOf, type Family, type IPAddress, type IPRange } from '../../base/ip.ts';
import { list, message, term, type Message, type Term } from '../../base/message.ts';
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
  /** What it wants of a service, for people; absent: nothing that its name does not say. */
  readonly wants?: Term;
  /** The address is a DHCP server's to give. */
  readonly byDHCP?: boolean;
  /** Its addresses are filled in later. */
  readonly isOpen?: boolean;
  /** From the last address to the first. */
  readonly descending?: boolean;
  /** Addresses in the ranges that are never given. */
  readonly leavesOut?: (address: IPAddress) => boolean;
  /** Whether services share addresses as far as their port numbers differ, without asking for it. */
  readonly sharesFreely?: (service: AdmittedService) => boolean;
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
  /** Why there are no pools at all. */
  readonly withoutPools: Message;
}

interface SharedAddress {
  readonly ips: readonly IPAddress[];
  readonly pool: string;
  readonly ports: Set<string>;
  readonly users: string[];
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
  const shared = new Map<string, SharedAddress[]>();
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
        message:
          pools.length === 0
            ? rules.withoutPools
            : message(
                'No pool is for this service: {0}.',
                list(
                  pools.map(({ name, wants }) => (wants === undefined ? name : term('{0} ({1})', name, wants))),
                  5,
                ),
              ),
        because: [type, ...pools.slice(0, 5).map(({ place }) => place)],
      });
    if (own[0]?.byDHCP === true)
      return pendingOutcome({
        reason: 'no-pools',
        message: message('Its address comes from a DHCP server, which no manifest describes.'),
        because: [own[0].place],
      });
    if (own[0]?.isOpen === true)
      return pendingOutcome({
        reason: 'no-pools',
        message: message('The addresses of {0} are filled in later, and no manifest tells them.', own[0].name),
        because: [own[0].place],
      });
    const tried = rules.firstPoolOnly ? own.slice(0, 1) : own;
    const free = tried.find(({ sharesFreely }) => sharesFreely?.(service) === true);
    const ports = service.ports.map(({ protocol, port }) => (free === undefined ? `${protocol}/${port}` : String(port)));
    const asked = rules.sharingAnnotations.map((name) => resource.metadata.annotations[name] ?? '').find((value) => value !== '');
    const key = free?.name ?? asked;
    const known = shared.get(key ?? '') ?? [];
    const open = known.filter((each) => !ports.some((port) => each.ports.has(port)));
    const [joined] = open;
    if (joined !== undefined) {
      const others = [...joined.users];
      for (const port of ports) joined.ports.add(port);
      joined.users.push(`${service.namespace}/${service.name}`);
      return given(
        joined.ips,
        joined.pool,
        {
          certainty: open.length > 1 ? 'possible' : 'predicted',
          reason:
            free === undefined
              ? message('It shares the address of {0} under the key "{1}".', list(others, 3), asked ?? '')
              : message('It shares the address of {0}, whose ports are others (allow-share).', list(others, 3)),
          because: [type],
        },
        others,
      );
    }
    for (const pool of tried) {
      const ips = service.ipFamilies.flatMap((family) => firstFree(pool, family, used) ?? []);
      const wanted = service.ipFamilyPolicy === 'RequireDualStack' ? service.ipFamilies.length : 1;
      if (ips.length < wanted) continue;
      for (const ip of ips) used.add(formatAddress(ip));
      if (key !== undefined)
        shared.set(key, [...known, { ips, pool: pool.name, ports: new Set(ports), users: [`${service.namespace}/${service.name}`] }]);
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

/** At most as many are passed over as are in use or left out. */
function firstFree(
  { ranges, descending = false, leavesOut }: SimplePool,
  family: Family,
  used: ReadonlySet<string>,
): IPAddress | undefined {
  for (const range of descending ? ranges.toReversed() : ranges) {
    if (range.family !== family) continue;
    for (let offset = 0n; offset <= range.last - range.first; offset++) {
      const address = { family, value: descending ? range.last - offset : range.first + offset };
      if (!used.has(formatAddress(address)) && leavesOut?.(address) !== true) return address;
    }
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
