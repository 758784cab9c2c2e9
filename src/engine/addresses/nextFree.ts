import { bitsOf, formatCIDR, formatRange, intersection, parseCIDR, rangeOfCIDR, sizeOf, type CIDR, type IPRange } from '../../base/ip.ts';
import { freeRuns } from './freeRanges.ts';

/**
 * The hosts of a subnet: an IPv4 subnet keeps its first and last address for itself (RFC 3021: not one of two addresses), an IPv6 subnet its first for its routers
 * (RFC 4291 2.6.1; RFC 6164: not one of two addresses).
 */
export function hostsOf({ range, cidr }: { readonly range: IPRange; readonly cidr: CIDR | undefined }): IPRange {
  if (cidr === undefined || bitsOf(cidr.family) - cidr.prefix < 2) return range;
  return { ...range, first: range.first + 1n, last: cidr.family === 4 ? range.last - 1n : range.last };
}

/** The first stretch as large as `wanted` in the free runs, behind it if there is one, else before; a prefix stays a prefix. Undefined when none is that large. */
export function nextIn(
  runs: readonly IPRange[],
  wanted: { readonly range: IPRange; readonly cidr: CIDR | undefined },
): IPRange | undefined {
  const size = sizeOf(wanted.range);
  const step = wanted.cidr === undefined ? 1n : size;
  const fits = (run: IPRange, from: bigint) => {
    const first = aligned(from, step);
    return first + size - 1n <= run.last ? { family: run.family, first, last: first + size - 1n } : undefined;
  };
  const same = runs.filter(({ family }) => family === wanted.range.family);
  for (const run of same) {
    const found = run.last > wanted.range.last ? fits(run, run.first > wanted.range.last ? run.first : wanted.range.last + 1n) : undefined;
    if (found !== undefined) return found;
  }
  for (const run of same) {
    const found = fits(run, run.first);
    if (found !== undefined) return found;
  }
  return undefined;
}

function aligned(value: bigint, step: bigint): bigint {
  const rest = value % step;
  return rest === 0n ? value : value + step - rest;
}

/** RFC 1918 and RFC 4193: what a site may use inside without asking anybody. */
const privateSpace: readonly CIDR[] = ['172.16.0.0/12', '10.0.0.0/8', '192.168.0.0/16', 'fc00::/7'].flatMap(
  (text) => parseCIDR(text) ?? [],
);

/** The next prefix of the same length in private space that touches none of `taken`: in the same space first. */
export function nextPrefix(wanted: CIDR, taken: readonly IPRange[]): CIDR | undefined {
  const own = rangeOfCIDR(wanted);
  const size = 1n << BigInt(bitsOf(wanted.family) - wanted.prefix);
  const spaces = privateSpace
    .filter(({ family, prefix }) => family === wanted.family && prefix <= wanted.prefix)
    .sort((one, other) => Number(includes(other, own)) - Number(includes(one, own)));
  for (const space of spaces) {
    const found = nextIn(freeRuns(rangeOfCIDR(space), [...taken, own]), { range: own, cidr: wanted });
    if (found !== undefined && sizeOf(found) === size)
      return { family: wanted.family, network: found.first, address: found.first, prefix: wanted.prefix };
  }
  return undefined;
}

function includes(space: CIDR, range: IPRange): boolean {
  return intersection(rangeOfCIDR(space), range) !== undefined;
}

/** `10.0.0.0/24` when the stretch is to be a prefix, else `10.0.0.1-10.0.0.9`; empty for nothing. */
export function suggestion(found: IPRange | CIDR | undefined): string {
  if (found === undefined) return '';
  return 'prefix' in found ? formatCIDR(found) : formatRange(found);
}
