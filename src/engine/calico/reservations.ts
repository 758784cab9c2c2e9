import { intersection, parseAddress, parseCIDR, rangeOfAddress, rangeOfCIDR, type Family, type IPRange } from '../../base/ip.ts';
import type { IPReservationResource } from '../../manifests/resources/calico.ts';

/** Addresses that are never assigned automatically: runs in ascending order that neither overlap nor touch. */
export type Reservations = Readonly<Record<Family, readonly IPRange[]>>;

/** Blanks around an entry are trimmed and what is no address or CIDR is passed over. libcalico-go lib/ipam/reserved.go */
export function reservationsOf(resources: readonly IPReservationResource[]): Reservations {
  const ranges = resources
    .flatMap(({ reservedCIDRs }) => reservedCIDRs.map((text) => rangeOf(text.trim())))
    .filter((range) => range !== undefined);
  return { 4: merged(ranges.filter(({ family }) => family === 4)), 6: merged(ranges.filter(({ family }) => family === 6)) };
}

function rangeOf(text: string): IPRange | undefined {
  const cidr = parseCIDR(text);
  if (cidr !== undefined) return rangeOfCIDR(cidr);
  const address = parseAddress(text);
  return address === undefined ? undefined : rangeOfAddress(address);
}

function merged(ranges: readonly IPRange[]): readonly IPRange[] {
  const runs: { family: Family; first: bigint; last: bigint }[] = [];
  for (const { family, first, last } of ranges.toSorted((one, other) => (one.first < other.first ? -1 : 1))) {
    const run = runs.at(-1);
    if (run === undefined || first > run.last + 1n) runs.push({ family, first, last });
    else if (last > run.last) run.last = last;
  }
  return runs;
}

/** The reserved runs inside a range, cut to it. */
export function reservedIn(reservations: Reservations, range: IPRange): readonly IPRange[] {
  return reservations[range.family].map((run) => intersection(run, range)).filter((run) => run !== undefined);
}
