import { perObject } from '../../base/derived.ts';
import type { IPAddress, IPRange } from '../../base/ip.ts';
import { message, type Message } from '../../base/message.ts';
import { resourcesWhere } from '../../manifests/cluster.ts';
import { namespaceOf, nameOf } from '../../manifests/metadata.ts';
import type { AllocatedPod, Allocation } from '../allocation.ts';
import { lastAppliedOf } from '../lastApplied.ts';
import { rangeOf } from './calico.ts';
import { namespaceLabelsOf } from './ends.ts';
import type { Tier } from './policy.ts';
import { portsOf, noPorts, unite, type PortSet } from './portSet.ts';
import type { KnownLabels } from './selectorMatch.ts';
import { tiersOf } from './tiers.ts';

/** Everything that decides who may talk to whom in one cluster. */
export interface PolicyWorld {
  readonly allocation: Allocation;
  readonly tiers: readonly Tier[];
  readonly sets: readonly LabelledAddresses[];
  /** Why nothing is known of connections to and from nodes; absent: no policy is about them. */
  readonly hosts: Message | undefined;
}

/** A NetworkSet, or without a namespace a GlobalNetworkSet. */
export interface LabelledAddresses {
  readonly namespace: string;
  readonly isGlobal: boolean;
  readonly labels: KnownLabels;
  readonly namespaceLabels: KnownLabels;
  readonly ranges: readonly IPRange[];
}

export interface ServiceEndpoint {
  readonly ip: IPAddress;
  readonly pod: AllocatedPod | undefined;
  readonly ports: PortSet;
}

export const policyWorldOf: (allocation: Allocation) => PolicyWorld = perObject((allocation: Allocation): PolicyWorld => {
  const { cluster } = allocation;
  const [host] = hostEndpoints(cluster);
  return {
    allocation,
    tiers: tiersOf(cluster),
    sets: lastAppliedOf(cluster, 'NetworkSet').map((set): LabelledAddresses => {
      const isGlobal = set.kind === 'GlobalNetworkSet';
      const namespace = isGlobal ? '' : namespaceOf(set);
      return {
        namespace,
        isGlobal,
        labels: {
          labels: isGlobal ? set.metadata.labels : { ...set.metadata.labels, 'projectcalico.org/namespace': namespace },
          complete: true,
        },
        namespaceLabels: isGlobal ? { labels: {}, complete: true } : namespaceLabelsOf(cluster, namespace),
        ranges: set.nets.map(rangeOf).filter((range) => range !== undefined),
      };
    }),
    hosts: host === undefined ? undefined : message('{0} puts nodes under policies, which are not followed here.', nameOf(host)),
  };
});

const hostEndpoints = resourcesWhere(({ kind }) => kind === 'HostEndpoint');

/** What stands in the slices of a Service, ready or not; undefined when there is none. felix/labelindex service index */
export function endpointsOf({ allocation }: PolicyWorld, namespace: string, name: string): readonly ServiceEndpoint[] | undefined {
  return serviceEndpoints(allocation).get(`${namespace}/${name}`);
}

const serviceEndpoints = perObject(
  ({ services }: Allocation) =>
    new Map(
      services.map((service) => [
        `${service.namespace}/${service.name}`,
        service.slices.flatMap(({ endpoints, ports }) => {
          const opened = ports.reduce<PortSet>(
            (set, { protocol, port }) =>
              protocol === 'TCP' || protocol === 'UDP' || protocol === 'SCTP' ? unite(set, portsOf(protocol, port, port)) : set,
            noPorts,
          );
          return endpoints.map(({ ip, pod }): ServiceEndpoint => ({ ip, pod, ports: opened }));
        }),
      ]),
    ),
);
