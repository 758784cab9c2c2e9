import { encloses, formatRange, intersection, type IPAddress, type IPRange } from '../../../base/ip.ts';
import { message } from '../../../base/message.ts';
import type { Claim, ClaimKind } from '../../../engine/addresses/claims.ts';
import type { CheckContext } from '../context.ts';
import type { Fix } from '../../findings/finding.ts';
import { replacing } from '../../findings/fixes.ts';

/** Fixes that make a pool reach an address: pools written `a-b` that end close to it, where nothing else claims what lies between. */
export function widening(address: IPAddress, { claims }: CheckContext): readonly Fix[] {
  return claims
    .filter(({ kind, cidr }) => (kind === 'load-balancer-pool' || kind === 'service-ips') && cidr === undefined)
    .flatMap((pool) => {
      const added = gapTo(address, pool.range);
      if (added === undefined || pool.place === undefined || !claims.every((claim) => isFree(added, claim))) return [];
      const text = formatRange({ ...pool.range, first: least(pool.range.first, added.first), last: most(pool.range.last, added.last) });
      return [replacing(message('Widen {0} to {1}', pool.label, text), false, { place: pool.place, replaces: pool.text, text })];
    });
}

/** Further away it is more likely that another address was meant. */
const furthest = 16n;

/** What is missing up to the address, both ends included. */
function gapTo({ family, value }: IPAddress, range: IPRange): IPRange | undefined {
  if (family !== range.family) return undefined;
  if (value > range.last && value - range.last <= furthest) return { family, first: range.last + 1n, last: value };
  return value < range.first && range.first - value <= furthest ? { family, first: value, last: range.first - 1n } : undefined;
}

/** The site's subnets must hold the addresses; everything else must be clear of them. */
function isFree(added: IPRange, { kind, range }: Claim): boolean {
  const common = intersection(added, range);
  if (kind === 'lan-subnet') return range.family !== added.family || encloses(range, added);
  return common === undefined || around.has(kind);
}

const around: ReadonlySet<ClaimKind> = new Set<ClaimKind>(['external-network']);

function least(one: bigint, other: bigint): bigint {
  return one < other ? one : other;
}

function most(one: bigint, other: bigint): bigint {
  return one > other ? one : other;
}
