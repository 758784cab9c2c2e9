import type { CIDR, Family } from '../../base/ip.ts';
import type { Cluster } from '../../manifests/cluster.ts';
import type { Place } from '../../manifests/place.ts';
import { rangesOf, type Network } from '../network.ts';
import { serviceCIDRsOf } from './serviceCIDRs.ts';
import { serviceRangeOf, type ServiceRange } from './serviceRange.ts';

/** What the API server is told of service ranges. */
export interface AddressPlan {
  /** Of the ranges that it accepts, those that it was started with first, then those of ServiceCIDR objects. */
  readonly ranges: readonly ServiceRange[];
  /** Families that services may have, the first being the default; undefined when no range is known. */
  readonly configured: readonly Family[] | undefined;
  /** As written or implied, in order: for people. */
  readonly texts: Readonly<Record<Family, string>>;
  /** Where the ranges of a family are written; empty when implied. */
  readonly places: Readonly<Record<Family, readonly Place[]>>;
}

/**
 * The service subnet and the cluster's ServiceCIDR objects. The families are those of the service subnet alone, as the API server goes by what it was started with;
 * where no subnet is known, those of the object `kubernetes`, which repeats it, or else of all objects.
 */
export function addressPlanOf(cluster: Cluster, network: Network): AddressPlan {
  const subnets = rangesOf(network, 'service-subnet').flatMap(({ cidr, text, place }): PlannedRange[] =>
    cidr === undefined ? [] : [{ cidr, text, place, ready: true }],
  );
  const declared = serviceCIDRsOf(cluster);
  const defaults = declared.filter(({ isDefault }) => isDefault);
  // The API server itself creates the object `kubernetes` from its service subnet, where the manifests do not hold it.
  const planned: readonly PlannedRange[] = defaults.length > 0 ? declared : [...subnets, ...declared];
  const started = subnets.length > 0 ? subnets : defaults.length > 0 ? defaults : declared;
  const of = (family: Family) => {
    const all = planned.filter(({ cidr }) => cidr.family === family);
    const ready = all.filter((range) => range.ready);
    return ready.length > 0 ? ready : all;
  };
  const textOf = (family: Family) =>
    of(family)
      .map(({ text }) => text)
      .join(', ');
  const placesOf = (family: Family) => of(family).flatMap(({ place }) => (place === undefined ? [] : [place]));
  return {
    ranges: planned
      .map(({ cidr, ready }) => {
        const range = serviceRangeOf(cidr);
        return range === undefined || ready ? range : { ...range, usable: undefined };
      })
      .filter((range) => range !== undefined),
    configured: started.length === 0 ? undefined : [...new Set(started.map(({ cidr }) => cidr.family))],
    texts: { 4: textOf(4), 6: textOf(6) },
    places: { 4: placesOf(4), 6: placesOf(6) },
  };
}

interface PlannedRange {
  readonly cidr: CIDR;
  readonly text: string;
  readonly place: Place | undefined;
  readonly ready: boolean;
}
