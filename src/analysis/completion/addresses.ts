import { formatAddress, formatCIDR, formatRange, parseRange, rangeOfAddress, sizeOf, type IPRange } from '../../base/ip.ts';
import { term } from '../../base/message.ts';
import type { ClaimKind } from '../../engine/addresses/claims.ts';
import { externalAddressesOf } from '../../engine/addresses/external.ts';
import { inventoryOf, useOf } from '../../engine/addresses/inventory.ts';
import { nextIn } from '../../engine/addresses/nextFree.ts';
import { resourcesOf } from '../../manifests/cluster.ts';
import type { AnalysedCluster } from '../snapshot.ts';
import type { Offer } from './candidate.ts';

/** The first address of each pool that nobody has; of the pool that the Service asks for, where it names one. */
export const freeAddresses: Offer = function* (place) {
  const annotations = place.pairsAt('metadata', 'annotations');
  const wanted = annotations.get('metallb.io/address-pool') ?? annotations.get('metallb.universe.tf/address-pool');
  const name = place.textAt('metadata', 'name');
  for (const { allocation } of place.clusters) {
    for (const service of allocation.services) {
      if (service.resource === undefined || service.name !== name || service.namespace !== (place.namespace ?? 'default')) continue;
      for (const { address, source } of externalAddressesOf(service)) {
        if (source === 'load-balancer' && (wanted === undefined || wanted === service.loadBalancer?.pool))
          yield { sort: 'address', label: formatAddress(address), detail: term('its own address'), rank: 0 };
      }
    }
    for (const { name: pool, free } of allocation.loadBalancerPools) {
      if (wanted !== undefined && wanted !== pool) continue;
      for (const address of free)
        yield {
          sort: 'address',
          label: formatAddress(address),
          detail: pool === '' ? term('next free address') : term('next free address of {0}', pool),
          rank: 1,
        };
    }
  }
};

/** The next stretch of the LAN that is free and as large as what stands there, or as the item before it. */
export const freeRanges: Offer = function* ({ clusters, context, path, textAt }) {
  const item = path.at(-1);
  const written = textAt(...path) ?? '';
  const before = typeof item === 'number' && item > 0 ? textAt(...path.slice(0, -1), item - 1) : undefined;
  const size = [written, context.typed, before].map(rangeOf).find((range) => range !== undefined);
  for (const cluster of clusters) {
    const found = nextFree(cluster, size);
    if (found !== undefined)
      yield { sort: 'address', label: textOfRange(found, size), detail: term('next free range of the LAN'), rank: 1 };
  }
};

/** What a first pool of a site hands out: what the site keeps for services, else the next stretch of the LAN that is free and as large as another range. Undefined: neither is known. */
export function poolRange(analysed: AnalysedCluster, asLargeAs: string): string | undefined {
  const { allocation, cluster } = analysed;
  const kept = inventoryOf(allocation).claims.find(({ kind }) => kind === 'service-ips');
  if (kept !== undefined && resourcesOf(cluster, 'IPAddressPool').length === 0) return formatRange(kept.range);
  const size = rangeOf(asLargeAs);
  const found = nextFree(analysed, size);
  return found === undefined ? undefined : textOfRange(found, size);
}

type Wanted = ReturnType<typeof rangeOf>;

function rangeOf(text: string | undefined) {
  const parsed = text === undefined || text === '' ? undefined : parseRange(text);
  return parsed?.ok === true ? parsed : undefined;
}

const lan: ClaimKind = 'lan-subnet';
/** Where nothing says how large the range is to be. */
const usualSize = 8n;

function nextFree({ allocation }: AnalysedCluster, wanted: Wanted): IPRange | undefined {
  const subnets = inventoryOf(allocation).claims.filter(({ kind }) => kind === lan);
  const ranges = subnets.map(({ range }) => range);
  const [first] = ranges;
  if (first === undefined) return undefined;
  const { freeRanges: runs } = useOf(allocation, lan, ranges);
  const range = wanted?.range ?? { family: first.family, first: first.first, last: first.first + usualSize - 1n };
  return nextIn(runs, { range, cidr: wanted?.cidr });
}

function textOfRange(range: IPRange, wanted: Wanted): string {
  if (wanted?.cidr !== undefined) return formatCIDR({ family: range.family, network: range.first, prefix: wanted.cidr.prefix });
  return sizeOf(range) === 1n ? formatRange(rangeOfAddress({ family: range.family, value: range.first })) : formatRange(range);
}
