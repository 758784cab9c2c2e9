import { placeOf } from '../../manifests/place.ts';
import type { EndpointSliceResource, EndpointsResource } from '../../manifests/resources/core.ts';
import type { CalicoNetworkPolicyResource } from '../../manifests/resources/networking.ts';
import type { WorkloadResource } from '../../manifests/resources/workloads.ts';
import { from, type Collector } from './collector.ts';
import { nameKey } from './keys.ts';
import type { Mention, ServiceTarget } from './reference.ts';
import { serviceTarget, type Surroundings } from './surroundings.ts';

/** `spec.serviceName` of a StatefulSet: the Service that its pods have their names under. */
export type GoverningService = Mention<'governing-service', WorkloadResource>;

export const governingService: Collector<GoverningService, ServiceTarget> = {
  target: 'service',
  sources: [
    from('Workload', (workload) =>
      workload.serviceName === undefined || workload.serviceName === ''
        ? []
        : [{ kind: 'governing-service', resource: workload, place: placeOf(workload, 'spec', 'serviceName'), text: workload.serviceName }],
    ),
  ],
  targets: ({ text, resource }, around) => named(text, resource.metadata.namespace, around),
  elsewhere: ({ text, resource }, around) => elsewhere(text, resource.metadata.namespace, around),
  keys: ({ text }) => [nameKey('service', text.toLowerCase())],
};

/** Endpoints that somebody writes by hand, and the Service that they are of: Endpoints by their own name, an EndpointSlice by its label. */
export type WrittenEndpoints = Mention<'written-endpoints', EndpointsResource | EndpointSliceResource>;

export const writtenEndpoints: Collector<WrittenEndpoints, ServiceTarget> = {
  target: 'service',
  sources: [
    from('Endpoints', (endpoints) =>
      endpoints.metadata.name === ''
        ? []
        : [
            {
              kind: 'written-endpoints',
              resource: endpoints,
              place: placeOf(endpoints, 'metadata', 'name'),
              text: endpoints.metadata.name,
            },
          ],
    ),
    from('EndpointSlice', (slice) =>
      slice.serviceName === undefined || slice.serviceName === ''
        ? []
        : [
            {
              kind: 'written-endpoints',
              resource: slice,
              place: placeOf(slice, 'metadata', 'labels', 'kubernetes.io/service-name'),
              text: slice.serviceName,
            },
          ],
    ),
  ],
  targets: ({ text, resource }, around) => named(text, resource.metadata.namespace, around),
  elsewhere: ({ text, resource }, around) => elsewhere(text, resource.metadata.namespace, around),
  keys: ({ text }) => [nameKey('service', text.toLowerCase())],
};

/** `services` of a side of a Calico rule: whatever is behind a Service. */
export interface CalicoService extends Mention<'calico-service', CalicoNetworkPolicyResource> {
  readonly namespace: string | undefined;
}

export const calicoService: Collector<CalicoService, ServiceTarget> = {
  target: 'service',
  sources: [
    from('CalicoNetworkPolicy', function* (policy) {
      for (const direction of ['ingress', 'egress'] as const) {
        for (const [index, rule] of policy[direction].entries()) {
          for (const side of ['source', 'destination'] as const) {
            const { serviceName, serviceNamespace } = rule[side];
            if (serviceName === undefined || serviceName === '') continue;
            yield {
              kind: 'calico-service',
              resource: policy,
              place: placeOf(policy, 'spec', direction, index, side, 'services', 'name'),
              text: serviceName,
              namespace: serviceNamespace ?? policy.metadata.namespace,
            };
          }
        }
      }
    }),
  ],
  targets: ({ text, namespace }, around) => named(text, namespace, around),
  elsewhere: ({ text, namespace }, around) => elsewhere(text, namespace, around),
  keys: ({ text }) => [nameKey('service', text.toLowerCase())],
};

function named(name: string, namespace: string | undefined, { services }: Surroundings): readonly ServiceTarget[] {
  return services.named(name, namespace).map(serviceTarget);
}

function elsewhere(name: string, namespace: string | undefined, { services }: Surroundings): readonly ServiceTarget[] {
  return namespace === undefined ? [] : services.elsewhere(name, namespace).map(serviceTarget);
}
