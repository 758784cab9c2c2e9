import { placeOf } from '../../manifests/place.ts';
import type { Resource } from '../../manifests/resource.ts';
import type { IPPoolResource } from '../../manifests/resources/calico.ts';
import type { ServiceResource } from '../../manifests/resources/core.ts';
import { parseCIDR } from '../../base/ip.ts';
import { parseSelector, selects, selectsAll, type Selector } from '../calico/selector.ts';
import { poolRequestOf } from '../metallb/requests.ts';
import { from, type Collector } from './collector.ts';
import { nameKey, selectorKeys } from './keys.ts';
import { calicoTermsOf } from './labelSelection.ts';
import { itemPlace, listOf, poolRequestsIn, type PoolRequest } from './poolRequests.ts';
import type { IPPoolTarget, LoadBalancerPoolTarget, Mention, NodeTarget } from './reference.ts';

/** The pool that a Service asks MetalLB for, by annotation. */
export type RequestedPool = Mention<'requested-pool', ServiceResource>;

export const requestedPool: Collector<RequestedPool, LoadBalancerPoolTarget> = {
  target: 'load-balancer-pool',
  sources: [
    from('Service', (service) => {
      const request = poolRequestOf(service);
      return request === undefined ? [] : [{ kind: 'requested-pool', resource: service, place: request.place, text: request.name }];
    }),
  ],
  targets: ({ text }, around) => around.loadBalancerPools(text),
  keys: ({ text }) => [nameKey('load-balancer-pool', text)],
};

/** A pool, by name or by CIDR, of the list that pods or a namespace ask Calico for. */
export interface RequestedIPPool extends Mention<'requested-ip-pool'> {
  readonly request: PoolRequest;
}

/** What is no list names nothing. */
export const requestedIPPool: Collector<RequestedIPPool, IPPoolTarget> = {
  target: 'ip-pool',
  sources: [from('Pod', requestedIn), from('Workload', requestedIn), from('Namespace', requestedIn)],
  targets: ({ text }, around) => around.ipPools(text),
  keys: ({ text }) => [nameKey('ip-pool', parseCIDR(text) === undefined ? text : '')],
};

function* requestedIn(resource: Resource): Generator<RequestedIPPool> {
  for (const request of poolRequestsIn(resource)) {
    for (const text of listOf(request.text) ?? [])
      yield { kind: 'requested-ip-pool', resource, place: itemPlace(request.place, request.text, text), text, request };
  }
}

/** The nodes that an IPPool is for, by Calico's selector. */
export interface PoolNodes extends Mention<'pool-nodes', IPPoolResource> {
  readonly selector: Selector;
}

export const poolNodes: Collector<PoolNodes, NodeTarget> = {
  target: 'node',
  sources: [
    from('IPPool', (pool) => {
      const parsed = pool.nodeSelector === undefined ? undefined : parseSelector(pool.nodeSelector);
      return parsed?.ok !== true || selectsAll(parsed.selector)
        ? []
        : [
            {
              kind: 'pool-nodes',
              resource: pool,
              place: placeOf(pool, 'spec', 'nodeSelector'),
              text: pool.nodeSelector ?? '',
              selector: parsed.selector,
            },
          ];
    }),
  ],
  targets: ({ selector }, { nodes }) => nodes.filter(({ node }) => selects(selector, node.labels)),
  keys: ({ selector }) => selectorKeys('node', calicoTermsOf(selector)),
};
