import { intersection } from '../../base/ip.ts';
import { message } from '../../base/message.ts';
import type { Pool } from './pool.ts';

/**
 * Pools that Calico's own API does not create, since a pool is there already with addresses of theirs, and one of the two is disabled: who hands out and who does not is
 * not asked then. What is written to the API server as it is stored (`crd.projectcalico.org`) passes by this, and so has what a snapshot shows.
 * `pools` in apply order. libcalico-go lib/clientv3/ippool.go validateAndSetDefaults
 */
export function withCreationFaults(pools: readonly Pool[]): readonly Pool[] {
  if (!pools.some(({ disabled }) => disabled)) return pools;
  const created: Pool[] = [];
  return pools.map((pool) => {
    const isNew =
      pool.refused === undefined &&
      pool.created === undefined &&
      pool.allocatable === undefined &&
      pool.resource?.apiVersion.startsWith('projectcalico.org/') === true;
    const earlier = isNew
      ? created.find((other) => (other.disabled || pool.disabled) && intersection(other.range, pool.range) !== undefined)
      : undefined;
    if (earlier !== undefined)
      return { ...pool, refused: message('It overlaps pool {0}, and Calico creates no pool over another, disabled or not.', earlier.name) };
    if (pool.refused === undefined && !pool.deleting) created.push(pool);
    return pool;
  });
}
