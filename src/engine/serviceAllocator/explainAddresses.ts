import { perObject } from '../../base/derived.ts';
import { formatAddress, formatCIDR, formatRange, type Family, type IPAddress } from '../../base/ip.ts';
import { list, message, sentences, type Message } from '../../base/message.ts';
import { placeOf, type Place } from '../../manifests/place.ts';
import type { ServiceResource } from '../../manifests/resources/core.ts';
import { isUnknown } from '../../manifests/unknownFields.ts';
import type { Certainty, Explanation } from '../explanation.ts';
import type { AddressPlan } from './addressPlan.ts';
import type { Band } from './bandedRange.ts';
import type { AutomaticAddress } from './clusterIPs.ts';
import { addressPath } from './ipFields.ts';

/** How a service came by one of its cluster IPs. */
export type AddressSource =
  | {
      readonly kind: 'requested';
      readonly address: IPAddress;
      readonly index: number;
      /** The band it lies in, where a range is known. */ readonly band: Band | undefined;
    }
  | { readonly kind: 'built-in'; readonly address: IPAddress }
  | { readonly kind: 'automatic'; readonly address: IPAddress; readonly choice: AutomaticAddress }
  /** No range of the family is known, or none that the API server accepts; or what the manifest asks for is not known. */
  | { readonly kind: 'unknown'; readonly family: Family };

export function explainAddresses(resource: ServiceResource, sources: readonly AddressSource[], plan: AddressPlan): Explanation {
  const reasons = sources.map((source) => reasonOf(source, resource, plan));
  const [first, second] = reasons;
  if (first === undefined) throw new Error('A service with cluster IPs has at least one family.');
  return {
    certainty: sources.map(certaintyOf).reduce((one, other) => (rank(one) > rank(other) ? one : other)),
    reason: sentences(first, second),
    because: sources.flatMap((source) => becauseOf(source, resource, plan)),
  };
}

/** Whether the manifest may ask for an address that it does not say yet. */
export function asksForUnknown(resource: ServiceResource): boolean {
  return isUnknown(resource, 'spec', 'clusterIP') || isUnknown(resource, 'spec', 'clusterIPs');
}

function certaintyOf(source: AddressSource): Certainty {
  switch (source.kind) {
    case 'requested':
    case 'built-in':
      return 'fixed';
    case 'automatic':
      return source.choice.choices > 1n || source.choice.otherRanges.length > 0 ? 'possible' : 'predicted';
    case 'unknown':
      return 'predicted';
  }
}

function rank(certainty: Certainty): number {
  return certainty === 'fixed' ? 0 : certainty === 'predicted' ? 1 : 2;
}

function reasonOf(source: AddressSource, resource: ServiceResource, plan: AddressPlan): Message {
  switch (source.kind) {
    case 'requested':
      return source.band?.kind === 'dynamic'
        ? message(
            'The manifest asks for {0}. It lies in {1}, which the API server hands out at random, so a service created earlier may already hold it.',
            formatAddress(source.address),
            bandText(source.address.family, source.band),
          )
        : message('The manifest asks for {0}.', formatAddress(source.address));
    case 'built-in':
      return message('The cluster already has this service, with the address {0}.', formatAddress(source.address));
    case 'automatic':
      return automaticReason(source.address, source.choice);
    case 'unknown':
      if (asksForUnknown(resource))
        return message('What cluster IP the manifest asks for is filled in later or could not be read, so it is not known.');
      return plan.texts[source.family] === ''
        ? message('The service subnet is not known, so neither is the cluster IP.')
        : message('The API server does not accept {0} as service subnet: an IPv6 one must be a /64 or smaller.', plan.texts[source.family]);
  }
}

function automaticReason(address: IPAddress, { band, choices, range, otherRanges }: AutomaticAddress): Message {
  const subnet = formatCIDR(range.cidr);
  if (otherRanges.length > 0) {
    return message(
      'The API server picks a free address at random from any of the service ranges {0}; {1} is the lowest of {2}.',
      list([range, ...otherRanges].map(({ cidr }) => formatCIDR(cidr))),
      formatAddress(address),
      bandText(address.family, band),
    );
  }
  if (choices === 1n) return message('{0} is the only address of service subnet {1} left to choose.', formatAddress(address), subnet);
  return band.kind === 'dynamic'
    ? message(
        'The API server picks a free address at random from {0} of service subnet {1}; {2} is the lowest.',
        bandText(address.family, band),
        subnet,
        formatAddress(address),
      )
    : message(
        'The rest of service subnet {1} is full, so the API server picks a free address at random from {0}; {2} is the lowest.',
        bandText(address.family, band),
        subnet,
        formatAddress(address),
      );
}

/** One text for each band, however many services draw from it. */
function bandText(family: Family, band: Band): string {
  return bandTexts[family](band);
}

const bandTextsOf = (family: Family) => perObject(({ first, last }: Band) => formatRange({ family, first, last }));
const bandTexts: Readonly<Record<Family, (band: Band) => string>> = { 4: bandTextsOf(4), 6: bandTextsOf(6) };

function becauseOf(source: AddressSource, resource: ServiceResource, plan: AddressPlan): readonly Place[] {
  switch (source.kind) {
    case 'requested':
      return [placeOf(resource, 'spec', ...addressPath(resource, source.index))];
    case 'built-in':
      return [placeOf(resource, 'metadata', 'name'), ...plan.places[source.address.family]];
    case 'automatic':
      return plan.places[source.address.family];
    case 'unknown':
      return plan.places[source.family];
  }
}
