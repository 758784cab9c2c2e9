import { message, type Message } from '../../base/message.ts';
import type { Place } from '../../manifests/place.ts';
import type { ConfigurationFault } from './fault.ts';

/** A BGP community as it is sent. */
export interface Community {
  /** Canonical: `65535:65282`, `large:1:2:3`. */
  readonly text: string;
  readonly large: boolean;
  /** By these numbers communities are sorted. A short one counts as a large one with zeros. */
  readonly order: readonly [number, number, number];
}

export type CommunityText =
  | { readonly ok: true; readonly community: Community }
  /** `format`: not even of the form; it may be the name of one. */
  | { readonly ok: false; readonly fault: 'value' | 'format' };

/** `a:b` of 16 bits each, `large:a:b:c` of 32 bits each. metallb internal/bgp/community/community.go */
export function parseCommunity(text: string): CommunityText {
  const parts = text.split(':');
  if (parts.length !== 2 && parts.length !== 4) return { ok: false, fault: 'format' };
  const large = parts.length === 4;
  if (large && parts[0] !== 'large') return { ok: false, fault: 'value' };
  const [one, other, last = 0] = (large ? parts.slice(1) : parts).map((part) => numberOf(part, large ? 0xffffffff : 0xffff));
  if (one === undefined || other === undefined || Number.isNaN(one + other + last)) return { ok: false, fault: 'value' };
  return {
    ok: true,
    community: large
      ? { text: `large:${one}:${other}:${last}`, large, order: [one, other, last] }
      : { text: `${one}:${other}`, large, order: [one * 0x10000 + other, 0, 0] },
  };
}

function numberOf(part: string, largest: number): number {
  return /^[0-9]+$/.test(part) && Number(part) <= largest ? Number(part) : Number.NaN;
}

/** What aliases stand for. */
export interface CommunityAliases {
  readonly byName: ReadonlyMap<string, Community>;
  /** Why MetalLB refuses them, and with them the whole configuration: the first that it meets. */
  readonly fault: ConfigurationFault | undefined;
  /** All of these. */
  readonly faults: readonly ConfigurationFault[];
}

/** metallb internal/config/config.go communitiesFromCrs */
export function communityAliasesOf(
  aliases: readonly { readonly name: string; readonly value: string; readonly place: Place }[],
  largeKnown: boolean,
): CommunityAliases {
  const byName = new Map<string, Community>();
  const faults: ConfigurationFault[] = [];
  for (const { name, value, place } of aliases) {
    const parsed = parseCommunity(value);
    if (!parsed.ok || (parsed.community.large && !largeKnown))
      faults.push({ message: message('"{0}" (named "{1}") is not a BGP community.', value, name), because: [place] });
    else if (byName.has(name)) faults.push({ message: message('Community "{0}" is defined twice.', name), because: [place] });
    else byName.set(name, parsed.community);
  }
  return { byName, fault: faults[0], faults };
}

/** Why MetalLB refuses the communities of an advertisement. An alias that nothing defines is one that MetalLB waits for. */
export function communitiesFault(communities: readonly string[], { byName }: CommunityAliases, largeKnown: boolean): Message | undefined {
  const seen = new Set<string>();
  for (const text of communities) {
    if (seen.has(text)) return message('Community "{0}" stands twice.', text);
    seen.add(text);
    if (byName.has(text)) continue;
    const parsed = parseCommunity(text);
    if (!parsed.ok && parsed.fault === 'format')
      return message('"{0}" is not a BGP community, and no Community object gives that name to one.', text);
    if (!parsed.ok || (parsed.community.large && !largeKnown)) return message('"{0}" is not a BGP community.', text);
  }
  return undefined;
}

/** The communities sent with a route: aliases resolved, each once, in MetalLB's order. What is none is left out. */
export function sentCommunities(communities: readonly string[], { byName }: CommunityAliases): readonly string[] {
  const sent = new Map<string, Community>();
  for (const text of communities) {
    const parsed = parseCommunity(text);
    const community = byName.get(text) ?? (parsed.ok ? parsed.community : undefined);
    if (community !== undefined) sent.set(community.text, community);
  }
  return [...sent.values()]
    .sort((one, other) => one.order[0] - other.order[0] || one.order[1] - other.order[1] || one.order[2] - other.order[2])
    .map(({ text }) => text);
}
