import { bitsOf, formatCIDR, type IPAddress } from '../../base/ip.ts';
import { message, type Message } from '../../base/message.ts';
import { communitiesFault, type CommunityAliases } from './communities.ts';
import type { PoolEntry } from './poolAddresses.ts';

/** What a BGP advertisement does with the addresses of its pools. */
export interface BGPAnnouncement {
  /** 32 when absent. */
  readonly aggregationLength: number;
  /** 128 when absent. */
  readonly aggregationLengthV6: number;
  readonly localPref: number;
  /** As written: numbers or aliases. */
  readonly communities: readonly string[];
  /** Empty: all. */
  readonly peers: readonly string[];
}

type Written = { readonly [Field in keyof BGPAnnouncement]?: BGPAnnouncement[Field] | undefined };

export function bgpAnnouncementOf(written: Written): BGPAnnouncement {
  const { aggregationLength = 32, aggregationLengthV6 = 128, localPref = 0, communities = [], peers = [] } = written;
  return { aggregationLength, aggregationLengthV6, localPref, communities, peers };
}

/** Why MetalLB refuses the lengths or communities by themselves. metallb internal/config/config.go bgpAdvertisementFromCR */
export function bgpAnnouncementFault(
  { aggregationLength, aggregationLengthV6, communities }: BGPAnnouncement,
  aliases: CommunityAliases,
  largeKnown: boolean,
): Message | undefined {
  if (aggregationLength < 0 || aggregationLength > 32) return message('{0} is not an aggregation length for IPv4.', aggregationLength);
  if (aggregationLengthV6 < 0 || aggregationLengthV6 > 128)
    return message('{0} is not an aggregation length for IPv6.', aggregationLengthV6);
  return communitiesFault(communities, aliases, largeKnown);
}

/** Why the aggregation does not fit a pool: of each entry the widest block must fit in the announced prefix. metallb internal/config/config.go validateBGPAdvPerPool */
export function aggregationFault(
  { aggregationLength, aggregationLengthV6 }: BGPAnnouncement,
  entries: readonly PoolEntry[],
  pool: string,
): Message | undefined {
  for (const { cidrs, text } of entries) {
    const [first] = cidrs;
    if (first === undefined) continue;
    const length = first.family === 4 ? aggregationLength : aggregationLengthV6;
    const widest = Math.min(...cidrs.map(({ prefix }) => prefix));
    if (length < widest) return message('Aggregation length {0} is wider than {1} of pool "{2}".', length, text, pool);
  }
  return undefined;
}

/** The route for an address, canonical. metallb speaker/bgp_controller.go SetBalancer */
export function routeFor({ family, value }: IPAddress, { aggregationLength, aggregationLengthV6 }: BGPAnnouncement): string {
  const prefix = family === 4 ? aggregationLength : aggregationLengthV6;
  const hostBits = BigInt(bitsOf(family) - prefix);
  return formatCIDR({ family, network: (value >> hostBits) << hostBits, prefix });
}
