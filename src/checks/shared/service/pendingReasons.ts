import { contains, formatAddress, formatRange, parseAddress, type IPAddress, type IPRange } from '../../../base/ip.ts';
import { list, message, sentences, term, type Message, type Term } from '../../../base/message.ts';
import type { LoadBalancerPendingReason } from '../../../engine/allocation.ts';
import type { Refusal } from '../../../engine/explanation.ts';
import { isBuggy } from '../../../engine/metallb/capacity.ts';
import { annotationOf } from '../../../engine/metallb/claim.ts';
import { configurationOf } from '../../../engine/metallb/configuration.ts';
import type { LoadBalancerPool } from '../../../engine/metallb/pool.ts';
import { addressRequestOf, poolRequestOf } from '../../../engine/metallb/requests.ts';
import { admits } from '../../../engine/metallb/scope.ts';
import { placeOf, type Place } from '../../../manifests/place.ts';
import type { CheckContext } from '../context.ts';
import type { Fix } from '../../findings/finding.ts';
import { inserting, removing, replacing } from '../../findings/fixes.ts';
import { isMisspelt } from '../../metallb/unknownAnnotation.ts';
import { asking, freeAddressFor } from './requestFixes.ts';
import type { ExternalService } from './sharing.ts';
import { widening } from './widening.ts';

/** A sentence for people, and what would help. */
export interface ExplainedPending {
  readonly message: Message;
  readonly fixes?: readonly Fix[];
  /** Where another token than the request is the wrong one. */
  readonly place?: Place;
}

/** Undefined where another finding says it: a pool that MetalLB does not see, a misspelt annotation. */
export function explainPending(
  service: ExternalService,
  pending: Refusal<LoadBalancerPendingReason>,
  context: CheckContext,
): ExplainedPending | undefined {
  const { resource } = service;
  switch (pending.reason) {
    case 'not-in-pool':
      return notInPool(service, context);
    case 'exhausted':
      return exhausted(service, pending, context);
    case 'pool-not-allowed':
      return {
        message: sentences(pending.message, message('Ask for an address of another pool, or change the pool.')),
        fixes: anotherAddress(service, context),
      };
    case 'ip-pool-mismatch':
      return poolMismatch(service, pending.message, context);
    case 'conflicting-ip-requests':
      return { message: pending.message, fixes: oneRequest(service) };
    case 'invalid-requested-ip':
      return invalidAddress(service, pending.message);
    case 'class-not-handled': {
      // Without a word of MetalLB, or with the class of another product, the service is another one's business.
      if (!configurationOf(context.cluster, context.network).known || otherProducts.test(resource.loadBalancerClass ?? ''))
        return undefined;
      const own = context.network.loadBalancerClass ?? '';
      const fixes =
        (resource.loadBalancerClass ?? '') === '' && own !== ''
          ? [
              inserting(message('Write loadBalancerClass {0}', own), false, {
                place: placeOf(resource, 'spec', 'loadBalancerClass'),
                value: own,
                after: 'type',
              }),
            ]
          : [];
      return { message: pending.message, fixes };
    }
    default:
      return { message: pending.message };
  }
}

/** Classes of other load balancers that run beside MetalLB. */
const otherProducts =
  /^(tailscale$|ngrok$|io\.cilium\/|service\.k8s\.aws\/|eks\.amazonaws\.com\/|networking\.gke\.io\/|kube-vip\.io\/|purelb\.io\/|openelb\.io\/|loxilb\.io\/)/;

function notInPool(service: ExternalService, context: CheckContext): ExplainedPending | undefined {
  const { cluster, network } = context;
  const { pools, unseen } = configurationOf(cluster, network);
  const request = addressRequestOf(service.resource);
  const ips = request.kind === 'addresses' ? request.ips : [];
  const outside = ips.filter((ip) => !pools.some((pool) => holds(pool, ip)));
  const [address] = outside;
  if (address === undefined) {
    const names = ips.flatMap((ip) => pools.filter((pool) => holds(pool, ip)).map((pool) => `${formatAddress(ip)}: ${titleOf(pool)}`));
    const left = ips.find((ip) => isBuggy(ip) && pools.some((pool) => pool.avoidBuggyIPs && holds(pool, ip)));
    return left === undefined
      ? {
          message: message(
            'The two addresses that it asks for are in different pools ({0}), and MetalLB takes both from one.',
            list(names),
          ),
        }
      : {
          message: message('Its pool leaves out addresses that end in .0 and .255 (avoidBuggyIPs), so also {0}.', formatAddress(left)),
          fixes: anotherAddress(service, context),
        };
  }
  if (unseen.some((pool) => holds(pool, address))) return undefined;
  return {
    message: sentences(message('{0} is in no address pool.', formatAddress(address)), listOf(pools)),
    fixes: [...anotherAddress(service, context), ...(ips.length === 1 ? widening(address, context) : [])],
  };
}

function exhausted(
  service: ExternalService,
  pending: Refusal<LoadBalancerPendingReason>,
  context: CheckContext,
): ExplainedPending | undefined {
  const { cluster, network } = context;
  const { resource, namespace, ipFamilies } = service;
  const { pools } = configurationOf(cluster, network);
  const mine = pools.filter(({ scope }) => admits(scope, { namespace, labels: resource.metadata.labels }));
  const wanted = poolRequestOf(resource)?.name;
  const usable = wanted === undefined ? mine.filter(({ autoAssign }) => autoAssign) : mine.filter(({ name }) => name === wanted);
  if (usable.length === 0 && wanted === undefined) {
    // It does ask for a pool, under a misspelt annotation.
    if (isMisspelt(resource, 'address-pool')) return undefined;
    const manual = mine.filter(({ autoAssign }) => !autoAssign);
    if (manual.length === 0)
      return { message: message('Every address pool is meant for other services (serviceAllocation): {0}.', namesOf(pools)) };
    return {
      message: sentences(
        message('No address pool gives addresses by itself (autoAssign: false); ask for one with the annotation metallb.io/address-pool.'),
        listOf(manual),
      ),
      fixes: manual
        .slice(0, 3)
        .map(({ name }) =>
          inserting(message('Ask for pool {0}', name), false, {
            place: placeOf(resource, 'metadata', 'annotations', 'metallb.io/address-pool'),
            value: name,
          }),
        ),
    };
  }
  const lacking = ipFamilies.find((family) => usable.every(({ entries }) => entries.every(({ range }) => range?.family !== family)));
  if (lacking === undefined || usable.length === 0) return { message: pending.message };
  const text = lacking === 4 ? 'IPv4' : 'IPv6';
  const field =
    resource.ipFamilies !== undefined
      ? placeOf(resource, 'spec', 'ipFamilies')
      : resource.ipFamilyPolicy !== undefined
        ? placeOf(resource, 'spec', 'ipFamilyPolicy')
        : undefined;
  return {
    message:
      usable.length === 1
        ? message('It needs an {0} address, and {1} has none.', text, titleOf(usable[0]))
        : message('It needs an {0} address, and none of the pools that it may use has one: {1}.', text, namesOf(usable)),
    ...(field === undefined ? {} : { place: field }),
  };
}

function poolMismatch({ resource }: ExternalService, text: Message, { cluster, network }: CheckContext): ExplainedPending {
  const request = addressRequestOf(resource);
  const named = poolRequestOf(resource);
  const [address] = request.kind === 'addresses' ? request.ips : [];
  const owner = address === undefined ? undefined : configurationOf(cluster, network).pools.find((pool) => holds(pool, address));
  return {
    message: text,
    fixes:
      named === undefined || owner === undefined
        ? []
        : [
            replacing(message('Ask for pool {0}, which has the address', owner.name), false, {
              place: named.place,
              replaces: named.name,
              text: owner.name,
            }),
          ],
  };
}

/** Of two requests one goes; surely, where both say the same. */
function oneRequest({ resource }: ExternalService): readonly Fix[] {
  const annotation = annotationOf(resource, 'loadBalancerIPs');
  const same = annotation?.value.trim() === resource.loadBalancerIP;
  return [
    ...removing(message('Remove loadBalancerIP'), same, placeOf(resource, 'spec', 'loadBalancerIP')),
    ...(annotation === undefined || same
      ? []
      : removing(
          message('Remove the annotation {0}', annotation.key),
          false,
          placeOf(resource, 'metadata', 'annotations', annotation.key),
        )),
  ];
}

/** `10.0.0.5/32` and blanks around it are how people write an address. */
function invalidAddress({ resource }: ExternalService, text: Message): ExplainedPending {
  const annotation = annotationOf(resource, 'loadBalancerIPs');
  const written = annotation !== undefined && annotation.value !== '' ? annotation.value : (resource.loadBalancerIP ?? '');
  const place =
    annotation !== undefined && annotation.value !== ''
      ? placeOf(resource, 'metadata', 'annotations', annotation.key)
      : placeOf(resource, 'spec', 'loadBalancerIP');
  const bare = written
    .split(',')
    .map((part) => part.trim().replace(/\/(32|128)$/, ''))
    .filter((part) => part !== '');
  const readable = bare.length > 0 && bare.every((part) => parseAddress(part) !== undefined);
  return {
    message: text,
    fixes: readable ? [replacing(message('Write {0}', bare.join(', ')), true, { place, replaces: written, text: bare.join(',') })] : [],
  };
}

function anotherAddress(service: ExternalService, context: CheckContext): readonly Fix[] {
  const free = freeAddressFor(service, context);
  return free === undefined
    ? []
    : [asking(message('Ask for {0} instead, the next free address', formatAddress(free)), service.resource, free, context)];
}

function holds({ entries }: Pick<LoadBalancerPool, 'entries'>, address: IPAddress): boolean {
  return entries.some(({ range }) => range !== undefined && contains(range, address));
}

/** `The pools are: lan (10.0.0.1-10.0.0.9), dmz (…).` */
function listOf(pools: readonly LoadBalancerPool[]): Message {
  return pools.length === 1
    ? message('The only pool is {0}.', describe(pools[0]))
    : message('The pools are: {0}.', list(pools.map(describe), 5));
}

function describe(pool: LoadBalancerPool | undefined): Term {
  const ranges = (pool?.entries ?? []).map(({ range }) => range).filter((range): range is IPRange => range !== undefined);
  return term('{0} ({1})', titleOf(pool), list(ranges.map(formatRange), 3));
}

/** The site's own range has no name that anybody gave it. */
function titleOf(pool: LoadBalancerPool | undefined): string {
  return pool?.name ?? '';
}

function namesOf(pools: readonly LoadBalancerPool[]): Term {
  return list(pools.map(titleOf), 5);
}
