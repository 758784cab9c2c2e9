import { formatCIDR, intersection, parseCIDR, rangeOfCIDR, type CIDR } from '../../base/ip.ts';
import { message } from '../../base/message.ts';
import { resourcesOf, type Cluster } from '../../manifests/cluster.ts';
import { lastApplied } from '../lastApplied.ts';
import type { Pool } from './pool.ts';

/** A block that a snapshot shows. libcalico-go lib/backend/model/block.go */
export interface ExistingBlock {
  readonly cidr: CIDR;
  /** Name of the node; absent when none owns it. */
  readonly owner: string | undefined;
  /** Ordinals. */
  readonly allocated: readonly number[];
  /** Ordinals in the order in which they will be given. */
  readonly unallocated: readonly number[];
}

/** In apply order; what is no block, or belongs to load balancers, is left out. */
export function existingBlocks(cluster: Cluster): readonly ExistingBlock[] {
  return lastApplied(resourcesOf(cluster, 'IPAMBlock')).flatMap(({ cidr: text = '', affinity, allocated, unallocated }) => {
    const cidr = parseCIDR(text);
    if (cidr === undefined || affinity?.startsWith('virtual:') === true) return [];
    return [{ cidr, owner: affinity?.startsWith('host:') === true ? affinity.slice('host:'.length) : undefined, allocated, unallocated }];
  });
}

/** A pool is not created over blocks of another size; one that a snapshot shows as created is there already. libcalico-go lib/clientv3/ippool.go Create */
export function withBlockSizeFaults(pools: readonly Pool[], blocks: readonly ExistingBlock[]): readonly Pool[] {
  if (blocks.length === 0) return pools;
  return pools.map((pool) => {
    if (pool.refused !== undefined || pool.created !== undefined || pool.allocatable !== undefined) return pool;
    const conflict = blocks.find(({ cidr }) => cidr.prefix !== pool.blockSize && intersection(rangeOfCIDR(cidr), pool.range) !== undefined);
    return conflict === undefined
      ? pool
      : {
          ...pool,
          refused: message('Block {0} exists, and blocks of /{1} cannot be made beside it.', formatCIDR(conflict.cidr), pool.blockSize),
        };
  });
}
