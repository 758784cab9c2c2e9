import { bitsOf, formatCIDR, type IPAddress } from '../../base/ip.ts';
import { message, type Message } from '../../base/message.ts';
import type { PoolEntry } from './poolAddresses.ts';

/** What a BGP advertisement does with the addresses of its pools. */
export interface BGPAnnouncement {
  /** 32 when absent. */
  readonly aggregationLength: number;
  /** 128 when absent. */
  readonly aggregationLengthV6: number;
  readonly localPref: number;
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
export function bgpAnnouncementFault({ aggregationLength, aggregationLengthV6, communities }: BGPAnnouncement): Message | undefined {
  if (aggregationLength < 0 || aggregationLength > 32) return message('{0} is not an aggregation length for IPv4', aggregationLength);
  if (aggregationLengthV6 < 0 || aggregationLengthV6 > 128) return message('{0} is not an aggregation length for IPv6', aggregationLengthV6);
  const repeated = communities.find((community, index) => communities.indexOf(community) < index);
  if (repeated !== undefined) return message('community "{0}" stands twice', repeated);
  const broken = communities.find((community) => !isCommunity(community));
  return broken === undefined ? undefined : message('"{0}" is not a BGP community', broken);
}

/** Why the aggregation does not fit a pool: of each entry the widest block must fit in the announced prefix. metallb internal/config/config.go validateBGPAdvPerPool */
export function aggregationFault({ aggregationLength, aggregationLengthV6 }: BGPAnnouncement, entries: readonly PoolEntry[], pool: string): Message | undefined {
  for (const { cidrs, text } of entries) {
    const [first] = cidrs;
    if (first === undefined) continue;
    const length = first.family === 4 ? aggregationLength : aggregationLengthV6;
    const widest = Math.min(...cidrs.map(({ prefix }) => prefix));
    if (length < widest) return message('aggregation length {0} is wider than {1} of pool "{2}"', length, text, pool);
  }
  return undefined;
}

/** The route for an address, canonical. metallb speaker/bgp_controller.go SetBalancer */
export function routeFor({ family, value }: IPAddress, { aggregationLength, aggregationLengthV6 }: BGPAnnouncement): string {
  const prefix = family === 4 ? aggregationLength : aggregationLengthV6;
  const hostBits = BigInt(bitsOf(family) - prefix);
  return formatCIDR({ family, network: (value >> hostBits) << hostBits, prefix });
}

/** `a:b` of 16 bits each, `large:a:b:c` of 32 bits each; a text of another form may be the alias of a Community object. metallb internal/bgp/community/community.go */
function isCommunity(text: string): boolean {
  const parts = text.split(':');
  const number = (part: string, largest: number) => /^[0-9]+$/.test(part) && Number(part) <= largest;
  if (parts[0] === 'large') return parts.length !== 4 || parts.slice(1).every((part) => number(part, 0xffffffff));
  return parts.length !== 2 || parts.every((part) => number(part, 0xffff));
}
