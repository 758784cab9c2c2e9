import { bitsOf, compareRanges, formatAddress, formatRange, type IPRange } from '../../../base/ip.ts';
import type { Claim } from '../../../engine/addresses/claims.ts';

/** What is left of a range without the given ones: runs in ascending order. */
export function without(range: IPRange, holes: readonly IPRange[]): readonly IPRange[] {
  const runs: IPRange[] = [];
  let first = range.first;
  for (const hole of [...holes].sort(compareRanges)) {
    if (hole.family !== range.family || hole.last < first || hole.first > range.last) continue;
    if (hole.first > first) runs.push({ ...range, first, last: hole.first - 1n });
    first = hole.last + 1n;
  }
  if (first <= range.last) runs.push({ ...range, first });
  return runs;
}

/** The range as the claim's field takes it: MetalLB writes one address as a prefix, the device as `a-a`. */
export function writtenAs({ kind }: Claim, range: IPRange): string {
  if (range.first !== range.last) return formatRange(range);
  const address = formatAddress({ family: range.family, value: range.first });
  return kind === 'load-balancer-pool' ? `${address}/${bitsOf(range.family)}` : `${address}-${address}`;
}

/** Whether the claim's field takes any run of addresses, not only a network. */
export function takesRuns({ kind }: Claim): boolean {
  return (
    kind === 'load-balancer-pool' || kind === 'service-ips' || kind === 'node-ips' || kind === 'dhcp' || kind === 'virtual-machine-ips'
  );
}
