import { parseAddress, type Family, type IPAddress } from '../../base/ip.ts';
import { message, plural, type Message } from '../../base/message.ts';
import { placeOf, type Place } from '../../manifests/place.ts';
import type { ServiceResource } from '../../manifests/resources/core.ts';
import type { LoadBalancerPendingReason } from '../allocation.ts';
import type { Refusal } from '../explanation.ts';
import { annotationOf } from './claim.ts';

/** The addresses that a service asks for. */
export type AddressRequest =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'addresses';
      /** As written. */ readonly ips: readonly IPAddress[];
      readonly families: Family | 'dual';
      readonly place: Place;
    }
  | { readonly kind: 'refused'; readonly refusal: Refusal<LoadBalancerPendingReason> };

/** By annotation (comma list) or by `spec.loadBalancerIP`, never by both. metallb controller/service.go getDesiredLbIPs */
export function addressRequestOf(resource: ServiceResource): AddressRequest {
  const annotation = annotationOf(resource, 'loadBalancerIPs');
  const field = resource.loadBalancerIP ?? '';
  const fieldPlace = placeOf(resource, 'spec', 'loadBalancerIP');
  if (annotation === undefined || annotation.value === '') {
    if (field === '') return { kind: 'none' };
    const address = parseAddress(field);
    if (address === undefined) return refused('invalid-requested-ip', message('"{0}" is not an IP address.', field), fieldPlace);
    return { kind: 'addresses', ips: [address], families: address.family, place: fieldPlace };
  }
  const place = placeOf(resource, 'metadata', 'annotations', annotation.key);
  if (field !== '')
    return refused(
      'conflicting-ip-requests',
      message(
        'The service asks for addresses twice, by annotation {0} and by loadBalancerIP; MetalLB accepts only one of them.',
        annotation.key,
      ),
      place,
      fieldPlace,
    );
  const ips: IPAddress[] = [];
  for (const part of annotation.value.split(',')) {
    const address = parseAddress(part.trim());
    if (address === undefined) return refused('invalid-requested-ip', message('"{0}" is not an IP address.', part.trim()), place);
    ips.push(address);
  }
  if (ips.length > 2)
    return refused(
      'too-many-ips',
      plural(
        ips.length,
        'The service asks for {0} address; it can have two, one of each family.',
        'The service asks for {0} addresses; it can have two, one of each family.',
      ),
      place,
    );
  const [first, second] = ips;
  if (first === undefined) return { kind: 'none' };
  if (second?.family === first.family)
    return refused('same-family-pair', message('The service asks for two addresses of one family; it can have one of each.'), place);
  return { kind: 'addresses', ips, families: second === undefined ? first.family : 'dual', place };
}

/** The pool that a service names, if any. */
export function poolRequestOf(resource: ServiceResource): { readonly name: string; readonly place: Place } | undefined {
  const annotation = annotationOf(resource, 'address-pool');
  return annotation === undefined || annotation.value === ''
    ? undefined
    : { name: annotation.value, place: placeOf(resource, 'metadata', 'annotations', annotation.key) };
}

function refused(reason: LoadBalancerPendingReason, text: Message, ...because: readonly Place[]): AddressRequest {
  return { kind: 'refused', refusal: { reason, message: text, because } };
}
