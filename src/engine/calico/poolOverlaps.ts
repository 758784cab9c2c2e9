import { intersection } from '../../base/ip.ts';
import { message } from '../../base/message.ts';
import type { Pool } from './pool.ts';

/**
 * Which of overlapping pools may hand out addresses: a walk over those that already may, those being deleted, those that may not, and the undecided; inside each
 * group older ones first (what only a manifest describes is created now, so it is the youngest), then by name. A pool that overlaps one accepted before it, or one
 * that is being deleted, loses; a disabled one stands in nobody's way. The result is in the given order.
 * kube-controllers pkg/controllers/ippool/pool_controller.go
 */
export function decideOverlaps(pools: readonly Pool[]): readonly Pool[] {
  const walk = pools
    .filter(({ refused }) => refused === undefined)
    .sort((one, other) => groupOf(one) - groupOf(other) || compareAges(one, other) || compareNames(one, other));
  const masking: Pool[] = [];
  const decided = new Map<Pool, Pool>();
  for (const pool of walk) {
    const winner = pool.disabled || pool.deleting ? undefined : masking.find(({ range }) => intersection(range, pool.range) !== undefined);
    if (winner !== undefined)
      decided.set(pool, { ...pool, allocatable: false, refused: message('It overlaps pool {0}, which comes first.', winner.name) });
    else {
      if (!pool.disabled) masking.push(pool);
      decided.set(pool, { ...pool, allocatable: !pool.disabled && !pool.deleting });
    }
  }
  return pools.map((pool) => decided.get(pool) ?? pool);
}

function groupOf({ allocatable, deleting }: Pool): number {
  return deleting ? 1 : allocatable === true ? 0 : allocatable === false ? 2 : 3;
}

function compareAges({ created: one }: Pool, { created: other }: Pool): number {
  if (one === other) return 0;
  return one !== undefined && (other === undefined || one < other) ? -1 : 1;
}

/** Bytewise. */
export function compareNames(one: Pool, other: Pool): number {
  return one.name < other.name ? -1 : one.name > other.name ? 1 : 0;
}
