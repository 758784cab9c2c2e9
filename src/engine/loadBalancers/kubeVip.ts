import { cidrsOfRange, compareRanges, parseAddress, parseCIDR, rangeOfCIDR, sizeOf, type IPAddress, type IPRange } from '../../base/ip.ts';
import { message } from '../../base/message.ts';
import type { Cluster } from '../../manifests/cluster.ts';
import { placeOf, spanOf, type FieldPlace } from '../../manifests/place.ts';
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

/** The addresses at one key of the ConfigMap. */
export interface KubeVipRange {
  readonly key: string;
  readonly range: IPRange;
  readonly text: string;
  readonly place: FieldPlace;
}

/** One of several parts of a value, between its commas, that kube-vip cannot read: then it reads nothing of the value. */
export interface BrokenKubeVipPart {
  readonly key: string;
  /** The whole value is read as CIDRs where a slash is in it, else as ranges. */
  readonly form: 'cidr' | 'dashed';
  readonly text: string;
  readonly place: FieldPlace;
}

/** `cidr-<namespace>`, `cidr-global`, `range-<namespace>`, `range-global`. A value that cannot be read, and `0.0.0.0/32` for DHCP, is left out. */
export function kubeVipRanges(cluster: Cluster): readonly KubeVipRange[] {
  return valuesOf(cluster).flatMap(({ key, parts }) =>
    parts.some(({ range }) => range === undefined || range.last === 0n)
      ? []
      : parts.flatMap(({ text, range, place }) => (range === undefined ? [] : [{ key, range, text, place }])),
  );
}

export function brokenKubeVipParts(cluster: Cluster): readonly BrokenKubeVipPart[] {
  return valuesOf(cluster).flatMap(({ key, form, parts }) =>
    parts.filter(({ range }) => range === undefined).map(({ text, place }) => ({ key, form, text, place })),
  );
}

/** pkg/ipam/addressbuilder.go parseCidrs, buildAddressesFromRange: nothing is trimmed, and it is the value that tells its form, not the key. */
function valuesOf(
  cluster: Cluster,
): readonly {
  readonly key: string;
  readonly form: 'cidr' | 'dashed';
  readonly parts: readonly { readonly text: string; readonly range: IPRange | undefined; readonly place: FieldPlace }[];
  readonly place: FieldPlace;
}[] {
  const map = kubeVipConfigOf(cluster);
  if (map === undefined) return [];
  return Object.entries(map.data).flatMap(([key, value]) => {
    if (!/^(cidr|range)-/.test(key)) return [];
    const form = value.includes('/') ? 'cidr' : 'dashed';
    const place = placeOf(map, 'data', key);
    let start = 0;
    const parts = value.split(',').map((text, _, { length }) => {
      const part = length === 1 ? place : spanOf(place, start, start + text.length);
      start += text.length + 1;
      return { text, range: form === 'cidr' ? rangeOfPrefix(text) : rangeOfEnds(text), place: part };
    });
    return [{ key, form, parts, place } as const];
  });
}

function rangeOfPrefix(text: string): IPRange | undefined {
  const cidr = parseCIDR(text);
  return cidr === undefined ? undefined : rangeOfCIDR(cidr);
}

function rangeOfEnds(text: string): IPRange | undefined {
  const [first, last] = text.split('-').map(parseAddress);
  return first === undefined || last?.family !== first.family || last.value < first.value || text.split('-').length !== 2
    ? undefined
    : { family: first.family, first: first.value, last: last.value };
}

/** For one service only the first that there is counts: the CIDR of its namespace, the global one, then the ranges likewise. discoverPool */
export function kubeVipPools(cluster: Cluster): readonly SimplePool[] {
  const data = kubeVipConfigOf(cluster)?.data ?? {};
  const values = valuesOf(cluster).filter(({ parts }) => !parts.some(({ range }) => range?.last === 0n));
  return values
    .toSorted((one, other) => rankOf(one.key) - rankOf(other.key))
    .map(({ key, form, parts, place }): SimplePool => {
      const scope = key.slice(key.indexOf('-') + 1);
      const known = parts.flatMap(({ range }) => range ?? []);
      const ranges = known.length < parts.length ? [] : inOrder(known);
      return {
        name: key,
        ranges: form === 'cidr' && data['skip-end-ips-in-cidr'] === 'true' ? ranges.flatMap(withoutEnds) : ranges,
        enabled: true,
        admits: ({ namespace }) => scope === 'global' || scope === namespace,
        place,
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
