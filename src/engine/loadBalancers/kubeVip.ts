import { parseRange, type IPRange } from '../../base/ip.ts';
import type { Cluster } from '../../manifests/cluster.ts';
import { placeOf, type FieldPlace } from '../../manifests/place.ts';
import type { PoolRules, SimplePool } from './pools.ts';
import { kubeVipConfigOf } from './which.ts';

/** kube-vip-cloud-provider pkg/provider/loadBalancer.go syncLoadBalancer: an address that is asked for is taken as it is. */
export const kubeVipRules: PoolRules = {
  addressAnnotations: ['kube-vip.io/loadbalancerIPs'],
  sharingAnnotations: [],
  checksRequests: false,
  firstPoolOnly: true,
};

/** The addresses at one key of the ConfigMap. */
export interface KubeVipRange {
  readonly key: string;
  readonly range: IPRange;
  readonly text: string;
  readonly place: FieldPlace;
}

/** `cidr-<namespace>`, `cidr-global`, `range-<namespace>`, `range-global`: commas between several. What cannot be read, and `0.0.0.0` for DHCP, is left out. */
export function kubeVipRanges(cluster: Cluster): readonly KubeVipRange[] {
  const map = kubeVipConfigOf(cluster);
  if (map === undefined) return [];
  return Object.entries(map.data).flatMap(([key, value]) =>
    /^(cidr|range)-/.test(key)
      ? value.split(',').flatMap((part): readonly KubeVipRange[] => {
          const text = part.trim();
          const parsed = parseRange(text);
          return !parsed.ok || parsed.range.first === 0n ? [] : [{ key, range: parsed.range, text, place: placeOf(map, 'data', key) }];
        })
      : [],
  );
}

/** For one service only the first that there is counts: the CIDR of its namespace, the global one, then the ranges likewise. discoverPool */
export function kubeVipPools(cluster: Cluster): readonly SimplePool[] {
  const ranges = kubeVipRanges(cluster);
  const keys = [...new Set(ranges.map(({ key }) => key))];
  return keys
    .toSorted((one, other) => rankOf(one) - rankOf(other))
    .flatMap((key): readonly SimplePool[] => {
      const own = ranges.filter((range) => range.key === key);
      const [first] = own;
      const scope = key.slice(key.indexOf('-') + 1);
      return first === undefined
        ? []
        : [
            {
              name: key,
              ranges: own.map(({ range }) => range),
              enabled: true,
              admits: ({ namespace }) => scope === 'global' || scope === namespace,
              place: first.place,
            },
          ];
    });
}

function rankOf(key: string): number {
  return (key.startsWith('cidr-') ? 0 : 2) + (key.endsWith('-global') ? 1 : 0);
}
