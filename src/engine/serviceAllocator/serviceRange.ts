import { bitsOf, rangeOfCIDR, type CIDR, type IPRange } from '../../base/ip.ts';

/** A service range of the API server, with the two bands that automatic requests use: the dynamic one first. */
export interface ServiceRange {
  readonly cidr: CIDR;
  /** Absent when the prefix has no usable address (/31, /32, /128), or when none may be given from it. */
  readonly usable: IPRange | undefined;
  /** How many of the first usable addresses make the static band; the rest is the dynamic one. */
  readonly staticSize: bigint;
}

/**
 * The usable addresses of a service range: all but the network address, and in IPv4 the broadcast address.
 * Absent for an IPv6 prefix shorter than /64, which the API server refuses.
 * kubernetes pkg/registry/core/service/ipallocator/ipallocator.go, bitmap.go calculateRangeOffset
 */
export function serviceRangeOf(cidr: CIDR): ServiceRange | undefined {
  if (cidr.family === 6 && cidr.prefix < 64) return undefined;
  const all = rangeOfCIDR(cidr);
  const usable = { family: cidr.family, first: all.first + 1n, last: cidr.family === 4 ? all.last - 1n : all.last };
  return {
    cidr,
    usable: usable.first <= usable.last ? usable : undefined,
    staticSize: bandOffset(1n << BigInt(bitsOf(cidr.family) - cidr.prefix), { divisor: 16n, largest: 256n }),
  };
}

/** Size of the static band: none up to 16 numbers, else a fraction of all, at least 16. The size counts every number of the range, usable or not. */
export function bandOffset(size: bigint, { divisor, largest }: { readonly divisor: bigint; readonly largest: bigint }): bigint {
  if (size <= 16n) return 0n;
  const share = size / divisor;
  return share < 16n ? 16n : share > largest ? largest : share;
}
