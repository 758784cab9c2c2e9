import type { LabelSelector } from '../../manifests/labelSelector.ts';
import type { StringMap } from '../../manifests/metadata.ts';
import { placeOf, type FieldPath } from '../../manifests/place.ts';
import type { ServiceResource } from '../../manifests/resources/core.ts';
import type { NetworkPolicyPeer, NetworkPolicyPort, NetworkPolicyResource } from '../../manifests/resources/networking.ts';
import type { Container, ContainerConnection, PodResource, WorkloadResource } from '../../manifests/resources/workloads.ts';
import { from, type Collector } from './collector.ts';
import type { DeclaredPort } from './containerPorts.ts';
import { containerPortKeys } from './keys.ts';
import { maySelect, termsOf } from './labelSelection.ts';
import { ownerOf, type PodOwner } from './podOwners.ts';
import { podSelectorOf } from './podSelectors.ts';
import type { ContainerPortTarget, Mention } from './reference.ts';
import { containerPortTarget, containerPortTargets, type Surroundings } from './surroundings.ts';

/** `targetPort` of a Service, where it is a name: the pods' ports of that name. */
export interface TargetPort extends Mention<'target-port', ServiceResource> {
  readonly selector: StringMap;
  /** Of the port in `spec.ports`. */
  readonly index: number;
  readonly protocol: string;
}

/** Of Services that select pods. */
export const targetPort: Collector<TargetPort, ContainerPortTarget> = {
  target: 'container-port',
  sources: [
    from('Service', function* (service) {
      const selector = podSelectorOf(service);
      if (selector === undefined) return;
      for (const [index, { targetPort: text, protocol }] of service.ports.entries()) {
        if (typeof text !== 'string' || text === '') continue;
        const place = placeOf(service, 'spec', 'ports', index, 'targetPort');
        yield { kind: 'target-port', resource: service, place, text, selector, index, protocol };
      }
    }),
  ],
  *targets({ text, protocol, selector, resource }, { podOwners }) {
    for (const owner of podOwners.selected(selector, resource.metadata.namespace))
      yield* containerPortTargets(owner, ({ port }) => port.name === text && port.protocol === protocol);
  },
  leadsTo({ text, protocol, selector, resource }, { declared: { owner, port } }, { podOwners }) {
    return port.name === text && port.protocol === protocol && podOwners.isSelected(owner, selector, resource.metadata.namespace);
  },
  *elsewhere({ text, protocol, selector, resource }, { podOwners }) {
    for (const owner of podOwners.selected(selector, resource.metadata.namespace))
      yield* containerPortTargets(owner, ({ port }) => port.name === text && port.protocol !== protocol);
  },
  keys: ({ text, resource }) => containerPortKeys(text, resource.metadata.namespace),
};

/** The port of a probe or a lifecycle hook, where it is a name: one of its own container. */
export interface ProbePort extends Mention<'probe-port', WorkloadResource | PodResource> {
  readonly owner: PodOwner;
  readonly container: Container;
  readonly connection: ContainerConnection;
  /** Every port of the container. */
  readonly own: readonly DeclaredPort[];
}

/** A name counts in its own container only. kubernetes pkg/probe/util.go ResolveContainerPort, pkg/kubelet/lifecycle/handlers.go */
export const probePort: Collector<ProbePort, ContainerPortTarget> = {
  target: 'container-port',
  sources: [from('Workload', probePortsOf), from('Pod', probePortsOf)],
  targets: ({ text, own }) => own.filter(({ port }) => port.name === text).map(containerPortTarget),
  elsewhere: ({ text, owner }) => containerPortTargets(owner, ({ port }) => port.name === text),
  keys: ({ text, resource }) => containerPortKeys(text, resource.metadata.namespace),
};

function* probePortsOf(resource: WorkloadResource | PodResource): Generator<ProbePort> {
  const owner = ownerOf(resource);
  const { spec, specPath } = owner;
  for (const key of ['containers', 'initContainers'] as const) {
    for (const [index, container] of spec[key].entries()) {
      for (const connection of container.connections) {
        const { port: text } = connection;
        if (typeof text !== 'string' || text === '') continue;
        const path = [...specPath, key, index];
        const own = container.ports.map((port, position) => ({ owner, container, port, path: [...path, 'ports', position] }));
        yield {
          kind: 'probe-port',
          resource,
          place: placeOf(resource, ...path, ...connection.path, 'port'),
          text,
          owner,
          container,
          connection,
          own,
        };
      }
    }
  }
}

/** A port of a NetworkPolicy's rule, where it is a name: that of the pods that receive. */
export interface PolicyPort extends Mention<'policy-port', NetworkPolicyResource> {
  /** Who receives: any that one of them selects. */
  readonly receivers: readonly LabelSelector[];
  readonly protocol: string;
}

/**
 * Of `ingress` the pods of the policy receive, of `egress` those of its peers; where these are not all pods of its own namespace, nobody knows, and their ports are left out.
 * kubernetes staging/src/k8s.io/api/networking/v1/types.go (NetworkPolicyPort)
 */
export const policyPort: Collector<PolicyPort, ContainerPortTarget> = {
  target: 'container-port',
  sources: [
    from('NetworkPolicy', function* (policy) {
      for (const [index, { ports }] of policy.ingress.entries())
        yield* policyPortsOf(policy, [policy.podSelector ?? everything], ports, ['spec', 'ingress', index, 'ports']);
      for (const [index, { ports, peers }] of policy.egress.entries()) {
        const receivers = ownPods(peers);
        if (receivers !== undefined) yield* policyPortsOf(policy, receivers, ports, ['spec', 'egress', index, 'ports']);
      }
    }),
  ],
  *targets(mention, around) {
    for (const owner of receiversOf(mention, around))
      yield* containerPortTargets(owner, ({ port }) => port.name === mention.text && port.protocol === mention.protocol);
  },
  keys: ({ text, resource }) => containerPortKeys(text, resource.metadata.namespace),
};

/** The pods that a port of a policy is about, one by one. */
export function* receiversOf({ receivers, resource }: PolicyPort, { podOwners }: Surroundings): Generator<PodOwner> {
  for (const selector of receivers)
    yield* podOwners.where(termsOf(selector), resource.metadata.namespace, (owner) => maySelect(selector, owner));
}

const everything: LabelSelector = { matchLabels: {}, matchExpressions: [] };

/** The selectors of peers that are all pods of the policy's own namespace. */
function ownPods(peers: readonly NetworkPolicyPeer[]): readonly LabelSelector[] | undefined {
  const selectors = peers.map(({ podSelector, namespaceSelector, ipBlock }) =>
    namespaceSelector === undefined && ipBlock === undefined ? podSelector : undefined,
  );
  return selectors.length > 0 && selectors.every((selector) => selector !== undefined) ? selectors : undefined;
}

function* policyPortsOf(
  policy: NetworkPolicyResource,
  receivers: readonly LabelSelector[],
  ports: readonly NetworkPolicyPort[],
  path: FieldPath,
): Generator<PolicyPort> {
  for (const [index, { port, protocol }] of ports.entries()) {
    if (typeof port !== 'string' || port === '') continue;
    yield { kind: 'policy-port', resource: policy, place: placeOf(policy, ...path, index, 'port'), text: port, receivers, protocol };
  }
}
