import { parseAddress, parseCIDR, rangeOfCIDR, type IPRange } from '../../base/ip.ts';
import { message, term } from '../../base/message.ts';
import { resourcesOf, type Cluster } from '../../manifests/cluster.ts';
import { placeOf } from '../../manifests/place.ts';
import type { CiliumBlock, CiliumLoadBalancerIPPoolResource } from '../../manifests/resources/cilium.ts';
import { matches } from '../labels.ts';
import { lastApplied } from '../lastApplied.ts';
import { selectorText } from '../references/labelSelection.ts';
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

/** The blocks that can be read, with what is written. */
export function ciliumRanges({
  blocks,
  givesEnds,
}: CiliumLoadBalancerIPPoolResource): readonly { readonly range: IPRange; readonly block: CiliumBlock; readonly text: string }[] {
  return blocks.flatMap((block) => {
    const range = rangeOf(block, givesEnds);
    return range === undefined ? [] : [{ range, block, text: block.cidr ?? `${block.start ?? ''}-${block.stop ?? block.start ?? ''}` }];
  });
}

function rangeOf({ cidr: text, start, stop }: CiliumBlock, givesEnds: boolean): IPRange | undefined {
  if (text !== undefined) {
    const cidr = parseCIDR(text);
    if (cidr === undefined) return undefined;
    const range = rangeOfCIDR(cidr);
    return givesEnds || range.last - range.first < 2n ? range : { ...range, first: range.first + 1n, last: range.last - 1n };
  }
  const first = parseAddress(start ?? '');
  const last = parseAddress(stop ?? start ?? '');
  return first === undefined || last?.family !== first.family || last.value < first.value
    ? undefined
    : { family: first.family, first: first.value, last: last.value };
}
