import { cidrsOfRange, compareRanges, rangeOfCIDR, sizeOf, type IPAddress, type IPRange } from '../../base/ip.ts';
import { message } from '../../base/message.ts';
import type { Cluster } from '../../manifests/cluster.ts';
import { isOpen, kubeVipValues } from './kubeVip.ts';
import type { PoolRules, SimplePool } from './pools.ts';
import { kubeVipConfigOf } from './which.ts';

/** kube-vip-cloud-provider pkg/provider/loadBalancer.go syncLoadBalancer: an address that is asked for is taken as it is. */
export const kubeVipRules: PoolRules = {
  addressAnnotations: ['kube-vip.io/loadbalancerIPs'],
  sharingAnnotations: [],
  checksRequests: false,
  firstPoolOnly: true,
  withoutPools: message(
    'The ConfigMap kubevip has none of the keys that kube-vip reads addresses from: cidr-global, range-global, and these with a namespace in place of global.',
  ),
};

/** For one service only the first that there is counts: the CIDR of its namespace, the global one, then the ranges likewise. discoverPool */
export function kubeVipPools(cluster: Cluster): readonly SimplePool[] {
  const data = kubeVipConfigOf(cluster)?.data ?? {};
  return kubeVipValues(cluster)
    .toSorted((one, other) => rankOf(one.key) - rankOf(other.key))
    .map(({ key, form, parts, place }): SimplePool => {
      const scope = key.slice(key.indexOf('-') + 1);
      const byDHCP = parts.some(({ range }) => range?.last === 0n);
      const known = byDHCP ? [] : parts.flatMap(({ range }) => range ?? []);
      const ranges = known.length < parts.length ? [] : inOrder(known);
      return {
        name: key,
        ranges: form === 'cidr' && data['skip-end-ips-in-cidr'] === 'true' ? ranges.flatMap(withoutEnds) : ranges,
        enabled: true,
        admits: ({ namespace }) => scope === 'global' || scope === namespace,
        place,
        byDHCP,
        isOpen: isOpen(parts),
        descending: data['search-order'] === 'desc',
        leavesOut: isEndOfOctet,
        sharesFreely: ({ namespace }) => isTrue(data[`allow-share-${namespace}`] ?? data['allow-share-global']),
      };
    });
}

/** As a set of addresses has them: ascending, whatever the order that they are written in, and what touches is one. go4.org/netipx IPSet.Ranges */
function inOrder(ranges: readonly IPRange[]): readonly IPRange[] {
  const merged: IPRange[] = [];
  for (const range of ranges.toSorted(compareRanges)) {
    const last = merged.at(-1);
    if (last?.family === range.family && range.first <= last.last + 1n)
      merged[merged.length - 1] = { ...last, last: range.last > last.last ? range.last : last.last };
    else merged.push(range);
  }
  return merged;
}

/** Network and broadcast address of each IPv4 network that has more than two addresses. buildHostsFromCidr */
function withoutEnds(range: IPRange): readonly IPRange[] {
  return range.family === 6
    ? [range]
    : cidrsOfRange(range)
        .map(rangeOfCIDR)
        .map((each) => (sizeOf(each) <= 2n ? each : { ...each, first: each.first + 1n, last: each.last - 1n }));
}

/** pkg/ipam/ipam.go isNetworkIDOrBroadcastIP: whatever the length of the network. */
function isEndOfOctet({ family, value }: IPAddress): boolean {
  return family === 4 && (value % 256n === 0n || value % 256n === 255n);
}

/** Go strconv.ParseBool */
function isTrue(text: string | undefined): boolean {
  return ['1', 't', 'T', 'true', 'TRUE', 'True'].includes(text ?? '');
}

function rankOf(key: string): number {
  return (key.startsWith('cidr-') ? 0 : 2) + (key.endsWith('-global') ? 1 : 0);
}
