import { list, message, sentences, term, type Message } from '../../base/message.ts';
import { nearestOf } from '../../base/nearest.ts';
import { servicesWhere } from '../../engine/allocationIndex.ts';
import { networkPoolName } from '../../engine/metallb/configuration.ts';
import type { AllocatedLoadBalancerPool } from '../../engine/allocation.ts';
import type { RequestedPool } from '../../engine/references/pools.ts';
import type { References } from '../../engine/references/references.ts';
import { resourcesOf } from '../../manifests/cluster.ts';
import { nameOf } from '../../manifests/metadata.ts';
import type { Place } from '../../manifests/place.ts';
import type { Resource } from '../../manifests/resource.ts';
import type { Check, Problem } from '../findings/check.ts';
import type { CheckContext } from '../shared/context.ts';
import { replacing } from '../findings/fixes.ts';
import { nearnessOfName } from '../shared/nearness.ts';
import { poolResources } from '../shared/poolResources.ts';
import { mayBringLoadBalancerPool, unappliedChanges, unreadManifests } from '../shared/unseen.ts';
import { obstructionOf } from '../shared/service/obstructions.ts';
import { isOwnedByDevice } from '../shared/metallb/objects.ts';

export const unknownPool: Check = {
  code: 'metallb/unknown-pool',
  scope: 'cluster',
  severity: 'error',
  *run(context: CheckContext): Generator<Problem> {
    const { allocation, cluster, network, references } = context;
    for (const { resource, text, place } of unknownPoolRequests(references)) {
      const pools = allocation.loadBalancerPools.filter((pool) => pool.name !== networkPoolName);
      yield {
        ...problemOf(text, place, pools),
        doubt:
          pools.length === 0
            ? message('The pool is a range of the site; what it is called in the cluster is not known.')
            : unseen(context, resource, text, pools),
        message: sentences(
          message('{0} gets no external address, for there is no address pool "{1}".', nameOf(resource), text),
          known(pools),
        ),
      };
    }
    // Where the pools are not in the manifests, nothing is known of their names.
    if (isOwnedByDevice(network) || resourcesOf(cluster, 'IPAddressPool').length === 0) return;
    for (const mention of references.of('advertised-pool')) {
      if (references.leads(mention)) continue;
      yield {
        ...problemOf(mention.text, mention.place, allocation.loadBalancerPools),
        severity: 'warning',
        message: sentences(
          message('{0} names an address pool "{1}" that there is not; MetalLB passes over it.', nameOf(mention.resource), mention.text),
          known(allocation.loadBalancerPools),
        ),
        doubt: unseen(context, mention.resource, mention.text, allocation.loadBalancerPools),
      };
    }
  },
};

/** Services that get no address since they ask for a pool that there is not: under whatever reason the engine says so. */
export function unknownPoolRequests(references: References): readonly RequestedPool[] {
  return pooledElsewhere(references.around.allocation).flatMap(({ resource }) =>
    resource === undefined ? [] : references.ofKindIn('requested-pool', resource).filter((mention) => !references.leads(mention)),
  );
}

const pooledElsewhere = servicesWhere((service) => {
  const reason = obstructionOf(service)?.reason;
  return reason === 'unknown-pool' || reason === 'ip-pool-mismatch';
});

function problemOf(name: string, place: Place, pools: readonly AllocatedLoadBalancerPool[]): Pick<Problem, 'place' | 'related' | 'fixes'> {
  const near = nearestOf(
    name,
    pools.map((pool) => pool.name),
  );
  const only = pools.length === 1 ? pools[0]?.name : undefined;
  const offered = near ?? only;
  return {
    place,
    related: pools
      .filter((pool) => near === undefined || pool.name === near)
      .slice(0, 5)
      .flatMap(({ name: pool, place: at }) => (at === undefined ? [] : [{ message: term('address pool "{0}"', pool), place: at }])),
    fixes:
      offered === undefined ? [] : [replacing(message('Write {0}', offered), near !== undefined, { place, replaces: name, text: offered })],
  };
}

function known(pools: readonly AllocatedLoadBalancerPool[]): Message | undefined {
  const [only, ...more] = new Set(pools.map(({ name }) => name));
  if (only === undefined) return undefined;
  return more.length === 0 ? message('The only one is {0}.', only) : message('The pools are: {0}.', list([only, ...more], 8));
}

/** What may make the pool, or call one so. */
function unseen(
  { cluster, assembly }: CheckContext,
  asker: Resource,
  name: string,
  pools: readonly AllocatedLoadBalancerPool[],
): Message | undefined {
  const near = nearestOf(
    name,
    pools.map((pool) => pool.name),
  );
  const isSure = nearnessOfName(cluster, name, near, asker) === 'sure';
  return (
    assembly.mixed ??
    (isSure ? undefined : unreadManifests(cluster, (each) => mayBringLoadBalancerPool(each, name))) ??
    unappliedChanges(cluster, asker, ...poolResources(cluster))
  );
}
