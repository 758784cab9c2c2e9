import { bitsOf, rangeOfCIDR, type CIDR, type IPAddress } from '../../base/ip.ts';

/**
 * The addresses of a pool as MetalLB counts them: with `avoidBuggyIPs` without the .0 and .255 of every /24, which it takes from a lone /32 twice.
 * One CIDR with 62 or more host bits fills the counter (2^63 - 1). metallb internal/allocator/allocator.go poolCount
 */
export function capacityOf(cidrs: readonly CIDR[], avoidBuggyIPs: boolean): bigint {
  let total = 0n;
  for (const cidr of cidrs) {
    const hostBits = bitsOf(cidr.family) - cidr.prefix;
    if (hostBits >= 62) return 2n ** 63n - 1n;
    total += 2n ** BigInt(hostBits);
    if (!avoidBuggyIPs || cidr.family === 6) continue;
    if (cidr.prefix <= 24) {
      total -= 2n ** BigInt(25 - cidr.prefix);
    } else {
      const { family, first, last } = rangeOfCIDR(cidr);
      for (const value of [first, last]) if (isBuggy({ family, value })) total--;
    }
  }
  return total;
}

/** An IPv4 address that ends in .0 or .255, whatever the prefix it is in. */
export function isBuggy({ family, value }: IPAddress): boolean {
  if (family === 6) return false;
  const last = Number(value & 0xffn);
  return last === 0 || last === 255;
}
