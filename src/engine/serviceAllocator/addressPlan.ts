import type { Family } from '../../base/ip.ts';
import type { Place } from '../../manifests/place.ts';
import { rangesOf, type Network } from '../network.ts';
import { serviceRangeOf, type ServiceRange } from './serviceRange.ts';

/** What the API server is told of service ranges. */
export interface AddressPlan {
  /** Of the ranges that it accepts, in order. ServiceCIDR objects would add theirs here. */
  readonly ranges: readonly ServiceRange[];
  /** Families of all ranges, the first being the default; undefined when no range is known. */
  readonly configured: readonly Family[] | undefined;
  /** As written or implied, in order: for people. */
  readonly texts: Readonly<Record<Family, string>>;
  /** Where the ranges of a family are written; empty when implied. */
  readonly places: Readonly<Record<Family, readonly Place[]>>;
}

export function addressPlanOf(network: Network): AddressPlan {
  const written = rangesOf(network, 'service-subnet').flatMap((range) => (range.cidr === undefined ? [] : [{ ...range, cidr: range.cidr }]));
  const of = (family: Family) => written.filter(({ cidr }) => cidr.family === family);
  const textOf = (family: Family) => of(family).map(({ text }) => text).join(', ');
  const placesOf = (family: Family) => of(family).flatMap(({ place }) => (place === undefined ? [] : [place]));
  return {
    ranges: written.map(({ cidr }) => serviceRangeOf(cidr)).filter((range) => range !== undefined),
    configured: written.length === 0 ? undefined : [...new Set(written.map(({ cidr }) => cidr.family))],
    texts: { 4: textOf(4), 6: textOf(6) },
    places: { 4: placesOf(4), 6: placesOf(6) },
  };
}
