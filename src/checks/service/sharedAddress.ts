import { compareAddresses, formatAddress, type IPAddress } from '../../base/ip.ts';
import { list, message, sentences, type Message, type Term } from '../../base/message.ts';
import { folderOf, isWithin } from '../../base/path.ts';
import { servicesWhere } from '../../engine/allocationIndex.ts';
import { annotationOf, sharingKeyOf } from '../../engine/metallb/claim.ts';
import { loadBalancerOf } from '../../engine/loadBalancers/which.ts';
import { addressRequestOf } from '../../engine/metallb/requests.ts';
import { nameOf } from '../../manifests/metadata.ts';
import { placeOf, type Place } from '../../manifests/place.ts';
import type { ServiceResource } from '../../manifests/resources/core.ts';
import type { Check, Problem } from '../findings/check.ts';
import type { CheckContext } from '../shared/context.ts';
import type { Fix, RelatedPlace } from '../findings/finding.ts';
import { isMisspelt } from '../metallb/unknownAnnotation.ts';
import { resourceAt } from '../findings/resourceAt.ts';
import { asking, freeAddressFor, keyEdits } from '../shared/service/requestFixes.ts';
import { obstructionOf } from '../shared/service/obstructions.ts';
import {
  externalOf,
  isExternal,
  missedShare,
  obstacleBetween,
  servicesByKey,
  type ExternalService,
  type Obstacle,
} from '../shared/service/sharing.ts';

export const sharedAddress: Check = {
  code: 'service/shared-address',
  scope: 'cluster',
  severity: 'error',
  *run(context: CheckContext): Generator<Problem> {
    // Of the nodes' ports `service/servicelb-port` speaks.
    if (loadBalancerOf(context.cluster, context.network) === 'servicelb') return;
    for (const service of pendingServices(context.allocation)) {
      if (!isExternal(service)) continue;
      const pending = obstructionOf(service);
      if (pending?.reason === 'sharing-conflict' || pending?.reason === 'port-conflict') yield* conflict(service, pending.because, context);
      else if (pending?.reason === 'exhausted') {
        const missed = missedShare(service, context.allocation);
        if (missed !== undefined) yield missedProblem(service, missed.other, missed.obstacle, context);
      }
    }
    for (const [key, services] of servicesByKey(context.allocation)) yield* keptApart(key, services, context);
  },
};

const pendingServices = servicesWhere((service) => isExternal(service) && obstructionOf(service) !== undefined);

function* conflict(service: ExternalService, because: readonly Place[], context: CheckContext): Generator<Problem> {
  const { resource } = service;
  const holders = because.slice(1).map((place) => resourceAt(context.cluster, place));
  const others = holders
    .map((holder) => (holder === undefined ? undefined : externalOf(context.allocation, holder)))
    .filter((other) => other !== undefined);
  // Of several on the address the first that it cannot be shared with.
  const obstacles = others.map((other) => ({ other, obstacle: obstacleBetween(service, other) }));
  const { other, obstacle } = obstacles.find((each) => each.obstacle !== undefined) ?? obstacles[0] ?? {};
  // A sharing key under a misspelt annotation is reported as that.
  if (
    obstacle?.kind === 'key' &&
    [service, other].some(
      (party) => party !== undefined && sharingKeyOf(party.resource) === '' && isMisspelt(party.resource, 'allow-shared-ip'),
    )
  )
    return;
  const request = addressRequestOf(resource);
  const asked = request.kind === 'addresses' ? request.place : placeOf(resource, 'spec', 'type');
  const address = commonAddress(request.kind === 'addresses' ? request.ips : [], other);
  const place =
    obstacle?.kind === 'port' && obstacle.port !== undefined && sharingKeyOf(resource) !== ''
      ? placeOf(resource, 'spec', 'ports', obstacle.port, 'port')
      : asked;
  yield {
    place,
    message: sentences(
      message('{0} gets no external address.', nameOf(resource)),
      address === undefined ? otherHolding(other) : holding(other, address),
      obstacle?.message,
    ),
    related: [...(other === undefined ? [] : [partyOf(other, context)]), ...underKey(service, other, context)],
    fixes: other === undefined ? [] : [...sharing(service, other, obstacle), ...moving(service, other, context)],
    doubt: other === undefined ? undefined : (context.assembly.doubt(place, placeOf(other.resource)) ?? byOrder(service, other, context)),
  };
}

/** Who comes first is not known between what stands in different folders of an assumed cluster that has only a part of them for its own; one that takes what comes may then have come later. */
function byOrder(service: ExternalService, other: ExternalService, { assembly, cluster }: CheckContext): Message | undefined {
  if (!assembly.assumed || addressRequestOf(other.resource).kind !== 'none' || isFixed(other)) return undefined;
  const folders = [service, other].map(({ resource }) => folderOf(resource.document.file));
  const outside = folders.find((folder) => !isWithin(folder, cluster.root));
  return outside === undefined || folders[0] === folders[1]
    ? undefined
    : message('Whether what stands in {0} lives here, too, nothing says.', outside);
}

function missedProblem(service: ExternalService, other: ExternalService, obstacle: Obstacle, context: CheckContext): Problem {
  const key = sharingKeyOf(service.resource);
  const place = keyPlaceOf(service.resource);
  return {
    place,
    message: sentences(
      message('{0} gets no external address, for no other one is free.', nameOf(service.resource)),
      message('{0} has the sharing key "{1}" too, but its address {2} cannot be shared.', nameOf(other.resource), key, textsOf(other)),
      obstacle.message,
    ),
    related: [partyOf(other, context), ...underKey(service, other, context)],
    doubt: context.assembly.doubt(place, placeOf(other.resource)),
  };
}

/** Services under one key that would share if `Local` let them: said once, at the first that does not. */
function* keptApart(key: string, services: readonly ExternalService[], context: CheckContext): Generator<Problem> {
  const [first] = services;
  if (first === undefined || services.length < 2 || first.loadBalancer?.pending !== undefined) return;
  const apart = services.find(
    (service) =>
      service !== first &&
      service.loadBalancer?.pending === undefined &&
      addressRequestOf(service.resource).kind === 'none' &&
      obstacleBetween(service, first)?.kind === 'backends' &&
      commonAddress(service.loadBalancer?.ips ?? [], first) === undefined,
  );
  const obstacle = apart === undefined ? undefined : obstacleBetween(apart, first);
  if (apart === undefined || obstacle === undefined) return;
  yield {
    place: keyPlaceOf(apart.resource),
    severity: 'information',
    message: sentences(
      message(
        '{0} has the sharing key "{1}" of {2}, but gets an address of its own ({3}, not {4}).',
        nameOf(apart.resource),
        key,
        nameOf(first.resource),
        textsOf(apart),
        textsOf(first),
      ),
      obstacle.message,
    ),
    related: [partyOf(first, context), ...underKey(apart, first, context)],
    doubt: context.assembly.doubt(keyPlaceOf(apart.resource), placeOf(first.resource)),
  };
}

/** How the other one comes by the address. */
function holding(other: ExternalService | undefined, address: IPAddress): Message {
  const text = formatAddress(address);
  if (other === undefined) return message('{0} is in use.', text);
  const name = nameOf(other.resource);
  const request = addressRequestOf(other.resource);
  if (request.kind === 'addresses' && request.ips.some((ip) => compareAddresses(ip, address) === 0))
    return message('{0} goes to {1}, which asks for it too.', text, name);
  return isFixed(other)
    ? message('{0} belongs to {1} already.', text, name)
    : message('{0} goes to {1}, which comes first and gets it automatically.', text, name);
}

/** The same where it is not known which address it is. */
function otherHolding(other: ExternalService | undefined): Message {
  if (other === undefined) return message('The address is in use.');
  const name = nameOf(other.resource);
  return isFixed(other)
    ? message('The address belongs to {0} already.', name)
    : message('The address goes to {0}, which comes first and gets it automatically.', name);
}

function isFixed({ loadBalancer }: ExternalService): boolean {
  return loadBalancer?.explanation.certainty === 'fixed';
}

function sharing(service: ExternalService, other: ExternalService, obstacle: Obstacle | undefined): readonly Fix[] {
  if (obstacle?.kind !== 'key') return [];
  const key = sharingKeyOf(other.resource) || sharingKeyOf(service.resource) || other.name;
  return [
    {
      title: message('Let the two share the address (allow-shared-ip: {0})', key),
      preferred: false,
      edits: [...keyEdits(other.resource, key), ...keyEdits(service.resource, key)],
    },
  ];
}

/** Another address for one of the two: for the other one where it did not ask for this. */
function moving(service: ExternalService, other: ExternalService, context: CheckContext): readonly Fix[] {
  const free = freeAddressFor(service, context);
  const spare = freeAddressFor(other, context);
  const automatic = addressRequestOf(other.resource).kind === 'none' && other.loadBalancer?.explanation.certainty !== 'fixed';
  return [
    ...(automatic && spare !== undefined
      ? [asking(message('Let {0} ask for {1} instead', nameOf(other.resource), formatAddress(spare)), other.resource, spare, context)]
      : []),
    ...(free === undefined || addressRequestOf(service.resource).kind !== 'addresses'
      ? []
      : [asking(message('Ask for {0} instead, the next free address', formatAddress(free)), service.resource, free, context)]),
  ];
}

function partyOf(service: ExternalService, { cluster }: CheckContext): RelatedPlace {
  const place =
    service.loadBalancer?.explanation.because.find((because) => resourceAt(cluster, because) === service.resource) ??
    placeOf(service.resource, 'metadata', 'name');
  return {
    message:
      service.loadBalancer?.ips.length === 0
        ? message('{0}', nameOf(service.resource))
        : message('{0} has {1}', nameOf(service.resource), textsOf(service)),
    place,
  };
}

/** The others under the key of a service; of many the first. */
function underKey(service: ExternalService, other: ExternalService | undefined, { allocation }: CheckContext): readonly RelatedPlace[] {
  const key = sharingKeyOf(service.resource);
  const services = key === '' ? [] : (servicesByKey(allocation).get(key) ?? []);
  return services
    .slice(0, 12)
    .filter((each) => each !== service && each !== other)
    .map((each) => ({
      message:
        each.loadBalancer?.pending === undefined
          ? message('{0} has the key "{1}" too, and {2}', nameOf(each.resource), key, textsOf(each))
          : message('{0} has the key "{1}" too, and no address', nameOf(each.resource), key),
      place: keyPlaceOf(each.resource),
    }));
}

function keyPlaceOf(resource: ServiceResource): Place {
  return placeOf(resource, 'metadata', 'annotations', annotationOf(resource, 'allow-shared-ip')?.key ?? '');
}

function commonAddress(ips: readonly IPAddress[], other: ExternalService | undefined): IPAddress | undefined {
  if (other === undefined) return undefined;
  const request = addressRequestOf(other.resource);
  const theirs = [...(other.loadBalancer?.ips ?? []), ...(request.kind === 'addresses' ? request.ips : [])];
  return ips.find((ip) => theirs.some((held) => compareAddresses(ip, held) === 0));
}

function textsOf({ loadBalancer }: ExternalService): Term {
  return list((loadBalancer?.ips ?? []).map(formatAddress));
}
