import { message, term } from '../../base/message.ts';
import { resourcesOf, type Cluster } from '../../manifests/cluster.ts';
import { placeOf } from '../../manifests/place.ts';
import { matches } from '../labels.ts';
import { lastApplied } from '../lastApplied.ts';
import { selectorText } from '../references/labelSelection.ts';
import { ciliumRanges } from './cilium.ts';
import type { PoolRules, SimplePool } from './pools.ts';

/** cilium Documentation/network/lb-ipam.rst, operator/pkg/lbipam */
export const ciliumRules: PoolRules = {
  addressAnnotations: ['lbipam.cilium.io/ips', 'io.cilium/lb-ipam-ips'],
  sharingAnnotations: ['lbipam.cilium.io/sharing-key', 'io.cilium/lb-ipam-sharing-key'],
  checksRequests: true,
  firstPoolOnly: false,
  withoutPools: message('There is no CiliumLoadBalancerIPPool.'),
};

/** In name order, where Cilium goes by the order of a Go map. */
export function ciliumPools(cluster: Cluster): readonly SimplePool[] {
  return lastApplied(resourcesOf(cluster, 'CiliumLoadBalancerIPPool'))
    .map((pool): SimplePool => ({
      name: pool.metadata.name,
      ranges: ciliumRanges(pool).map(({ range }) => range),
      enabled: !pool.disabled,
      admits: ({ namespace, name }, { metadata: { labels } }) =>
        pool.serviceSelector === undefined ||
        matches(pool.serviceSelector, { ...labels, 'io.kubernetes.service.namespace': namespace, 'io.kubernetes.service.name': name }),
      place: placeOf(pool, 'metadata', 'name'),
      ...(pool.disabled ? { wants: term('disabled') } : pool.serviceSelector && { wants: term('{0}', selectorText(pool.serviceSelector)) }),
    }))
    .sort((one, other) => (one.name < other.name ? -1 : 1));
}
