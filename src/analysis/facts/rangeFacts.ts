import { formatAddress, formatCIDR, formatRange, rangeOfCIDR, sizeOf, type IPRange } from '../../base/ip.ts';
import { message, plural, term, type Message } from '../../base/message.ts';
import type { ClaimKind } from '../../engine/addresses/claims.ts';
import { givesAddresses, useOf, type RangeUse } from '../../engine/addresses/inventory.ts';
import type { AllocatedIPPool, AllocatedLoadBalancerPool, Allocation } from '../../engine/allocation.ts';
import type { NetworkRange } from '../../engine/network.ts';
import { fact, type Fact, type FactValue } from './fact.ts';

export type UseFactKey = 'used' | 'used-by' | 'set-aside' | 'free';

/** Who has addresses of ranges that belong together, what is set aside there and what is left. */
export function useFacts(allocation: Allocation, kind: ClaimKind, ranges: readonly IPRange[]): readonly Fact<UseFactKey>[] {
  const use = useOf(allocation, kind, ranges);
  const gives = givesAddresses(kind);
  const used = fact('used', message('Used'), use.used === 0n && !gives ? [] : [term('{0} of {1}', use.used, use.size)]);
  const usedBy = fact('used-by', message('Used by'), usersOf(use));
  if (!gives) return [used, usedBy];
  return [
    used,
    usedBy,
    fact('set-aside', message('Set aside'), use.held === 0n ? [] : [countOf(use.held), ...keptIn(use)]),
    fact('free', message('Free'), use.free === 0n ? [term('none')] : [countOf(use.free), ...use.freeRanges.map(formatRange)]),
  ];
}

/** How many addresses of ranges are used, set aside and free, in one sentence; of ranges that nobody is given addresses out of only how many there are. */
export function countsOf(kind: ClaimKind, { size, used, held, free }: RangeUse): Message {
  if (!givesAddresses(kind)) return message('{0} in all', size);
  return held === 0n
    ? message('{0} in all, {1} used, {2} free', size, used, free)
    : message('{0} in all, {1} used, {2} set aside, {3} free', size, used, held, free);
}

/** Who has an address, by address. */
export function usersOf({ holders }: Pick<RangeUse, 'holders'>): readonly FactValue[] {
  return holders.map(({ address, holder }) => ({ value: formatAddress(address), text: holder }));
}

/** What is kept and for what, by address. */
export function keptIn({ setAside }: Pick<RangeUse, 'setAside'>): readonly FactValue[] {
  return setAside.map(({ range, label }) => ({ value: formatRange(range), text: label }));
}

/** Of a range of the address plan. */
export function networkRangeFacts(allocation: Allocation, { role, range, text, implied }: NetworkRange): readonly Fact[] {
  return [
    fact('addresses', message('Addresses'), [formatRange(range)]),
    fact('written', message('Written as'), text === formatRange(range) || implied !== undefined ? [] : [text]),
    fact(
      'size',
      message('Size'),
      [message('{0}', sizeOf(range))],
      implied === undefined ? undefined : message('No manifest says it; the profile {0} implies it.', implied),
    ),
    ...useFacts(allocation, role, [range]),
  ];
}

export type LoadBalancerPoolFactKey = UseFactKey | 'ranges' | 'refused' | 'on-request' | 'left-out';

export function loadBalancerPoolFacts(allocation: Allocation, pool: AllocatedLoadBalancerPool): readonly Fact<LoadBalancerPoolFactKey>[] {
  const { ranges, autoAssign, avoidBuggyIPs, refused } = pool;
  return [
    fact('ranges', message('Ranges'), ranges.map(formatRange)),
    fact('refused', message('Refused'), refused === undefined ? [] : [refused]),
    ...useFacts(allocation, 'load-balancer-pool', ranges),
    fact('on-request', message('Given on request only'), autoAssign ? [] : [term('yes')]),
    fact('left-out', message('Leaves out .0 and .255'), avoidBuggyIPs ? [term('yes')] : []),
  ];
}

export type IPPoolFactKey = UseFactKey | 'range' | 'refused' | 'disabled' | 'block-size';

export function ipPoolFacts(
  allocation: Allocation,
  { cidr, blockSize, disabled, refused }: AllocatedIPPool,
): readonly Fact<IPPoolFactKey>[] {
  return [
    fact('range', message('Range'), [formatCIDR(cidr)]),
    fact('refused', message('Not used'), refused === undefined ? [] : [refused]),
    fact('disabled', message('Disabled'), disabled ? [term('yes')] : []),
    fact('block-size', message('Block size'), [`/${blockSize}`]),
    ...useFacts(allocation, 'ip-pool', [rangeOfCIDR(cidr)]),
  ];
}

function countOf(addresses: bigint): Message {
  return plural(addresses, '1 address', '{0} addresses');
}
