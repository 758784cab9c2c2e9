import { formatCIDR, type CIDR } from '../../base/ip.ts';
import { message, sentences, type Message } from '../../base/message.ts';
import type { StringMap } from '../../manifests/metadata.ts';
import type { Place } from '../../manifests/place.ts';
import type { BGPAnnouncement } from './bgpAnnouncement.ts';
import type { ConfigurationFault } from './fault.ts';
import { overlapsOf } from './overlaps.ts';
import { parsePoolEntry, type PoolEntry } from './poolAddresses.ts';
import type { PoolScope } from './scope.ts';

/** An address pool, whatever kind of manifest it comes from. */
export interface LoadBalancerPool {
  readonly name: string;
  /** Those that could be read, in written order. */
  readonly entries: readonly PoolEntry[];
  readonly autoAssign: boolean;
  readonly avoidBuggyIPs: boolean;
  /** Absent: the pool is for every service. */
  readonly scope: PoolScope | undefined;
  readonly labels: StringMap;
  /** How the pool's own kind announces it: always (`layer2`), by these BGP advertisements, or as the advertisement manifests say. */
  readonly announcement: 'layer2' | readonly BGPAnnouncement[] | 'by-manifests';
  readonly place: Place | undefined;
  /** Why MetalLB refuses the pool, and with it the whole configuration. */
  readonly fault: ConfigurationFault | undefined;
}

export type PoolDraft = Omit<LoadBalancerPool, 'entries' | 'fault'> & {
  /** Each address item as written, with its place. */
  readonly addresses: readonly { readonly text: string; readonly place: Place }[];
  /** Faults of other fields. */
  readonly fault: ConfigurationFault | undefined;
};

/** Reads the addresses of one pool. metallb internal/config/config.go addressPoolFromCR */
export function poolOf({ addresses, ...draft }: PoolDraft): LoadBalancerPool {
  const entries: PoolEntry[] = [];
  let fault: ConfigurationFault | undefined;
  const add = (text: Message, place: Place | undefined) => (fault ??= { message: text, because: place === undefined ? [] : [place] });
  if (draft.name === '') add(message('One of the pools has no name.'), draft.place);
  if (addresses.length === 0) add(message('Pool "{0}" has no addresses.', draft.name), draft.place);
  for (const { text, place } of addresses) {
    const parsed = parsePoolEntry(text);
    if (parsed.ok) entries.push(parsed.entry);
    else add(sentences(message('The fault is in pool "{0}".', draft.name), parsed.fault), place);
  }
  return { ...draft, entries, fault: fault ?? draft.fault };
}

/**
 * The pools with the faults that they have together: a name that stands twice, addresses that stand twice, in one pool or in two.
 * Of two the later by name is the one refused. metallb internal/config/config.go poolsFor
 */
export function withCommonFaults(pools: readonly LoadBalancerPool[]): readonly LoadBalancerPool[] {
  const byName = [...pools].sort((one, other) => compareNames(one.name, other.name));
  const faults = new Map<LoadBalancerPool, ConfigurationFault>();
  const because = (...parties: readonly LoadBalancerPool[]) => parties.flatMap(({ place }) => (place === undefined ? [] : [place]));
  for (const [index, pool] of byName.entries()) {
    const previous = byName[index - 1];
    if (previous?.name === pool.name)
      faults.set(pool, { message: message('There are two pools "{0}".', pool.name), because: because(pool, previous) });
  }
  const cidrs = byName.flatMap((pool) => cidrsOf(pool).map((cidr) => ({ cidr, pool })));
  for (const { earlier, later } of overlapsOf(cidrs)) {
    if (faults.has(later.pool)) continue;
    faults.set(later.pool, {
      message: message(
        '{0} of pool "{1}" overlaps {2} of pool "{3}".',
        formatCIDR(later.cidr),
        later.pool.name,
        formatCIDR(earlier.cidr),
        earlier.pool.name,
      ),
      because: later.pool === earlier.pool ? because(later.pool) : because(later.pool, earlier.pool),
    });
  }
  return faults.size === 0 ? pools : pools.map((pool) => ({ ...pool, fault: pool.fault ?? faults.get(pool) }));
}

/** In written order, ranges expanded in place. */
export function cidrsOf({ entries }: Pick<LoadBalancerPool, 'entries'>): readonly CIDR[] {
  return entries.flatMap(({ cidrs }) => cidrs);
}

/** By bytes, as Go sorts. */
export function compareNames(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
