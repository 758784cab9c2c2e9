import type { LabelSelector } from '../../manifests/labelSelector.ts';
import type { StringMap } from '../../manifests/metadata.ts';
import { keyPlaceOf, placeOf, type FieldPath, type FieldPlace } from '../../manifests/place.ts';
import type { ServiceResource } from '../../manifests/resources/core.ts';
import type { CalicoNetworkPolicyResource, NetworkPolicyResource } from '../../manifests/resources/networking.ts';
import type { PodResource, WorkloadResource } from '../../manifests/resources/workloads.ts';
import { parseSelector, selectsAll, type Selector } from '../calico/selector.ts';
import { matches } from '../labels.ts';
import { namespaceFacts } from '../namespaces.ts';
import { from, type Collector } from './collector.ts';
import { selectorKeys } from './keys.ts';
import { calicoSelects, calicoTermsOf, maySelect, selectorText, termsOf } from './labelSelection.ts';
import { isControllerKey, mayShareNamespace, ownerOf, type LabelTerm, type PodOwner } from './podOwners.ts';
import type { Mention, PodsTarget } from './reference.ts';
import { podsTarget, type Surroundings } from './surroundings.ts';

/** The selector of a Service. */
export interface ServicePods extends Mention<'service-pods', ServiceResource> {
  readonly selector: StringMap;
}

/** An empty selector, or that of an ExternalName, selects nothing and is left out. */
export const servicePods: Collector<ServicePods, PodsTarget> = {
  target: 'pods',
  sources: [
    from('Service', (service) => {
      const selector = podSelectorOf(service);
      return selector === undefined
        ? []
        : [
            {
              kind: 'service-pods',
              resource: service,
              place: keyPlaceOf(service, 'spec', 'selector'),
              text: selectorText(ofPairs(selector)),
              selector,
            },
          ];
    }),
  ],
  targets: ({ selector, resource }, { podOwners }) => podOwners.selected(selector, resource.metadata.namespace).map(podsTarget),
  elsewhere: ({ selector, resource }, { podOwners }) => podOwners.selectedElsewhere(selector, resource.metadata.namespace).map(podsTarget),
  keys: ({ selector }) => podKeys(termsOf(ofPairs(selector))),
};

/** The selector by which a Service has pods; absent when it has none by it. */
export function podSelectorOf({ selector, serviceType }: ServiceResource): StringMap | undefined {
  return selector === undefined || serviceType === 'ExternalName' || Object.keys(selector).length === 0 ? undefined : selector;
}

/** A workload's own selector, which leads to its template. */
export interface OwnPods extends Mention<'own-pods', WorkloadResource> {
  readonly selector: LabelSelector;
}

export const ownPods: Collector<OwnPods, PodsTarget> = {
  target: 'pods',
  sources: [
    from('Workload', (workload) =>
      workload.selector === undefined || isEmpty(workload.selector)
        ? []
        : [
            {
              kind: 'own-pods',
              resource: workload,
              place: keyPlaceOf(workload, 'spec', 'selector'),
              text: selectorText(workload.selector),
              selector: workload.selector,
            },
          ],
    ),
  ],
  targets: ({ resource, selector }) => (matches(selector, resource.template.labels) ? [podsTarget(ownerOf(resource))] : []),
  keys: ({ selector }) => podKeys(termsOf(selector)),
};

/** A selector of a NetworkPolicy: whom it is for, or one side of a rule. */
export interface PolicyPods extends Mention<'policy-pods', NetworkPolicyResource> {
  readonly selector: LabelSelector;
  readonly peer: boolean;
  /** Of a peer: the namespaces that are meant; absent: the policy's own. */
  readonly namespaceSelector: LabelSelector | undefined;
  /** From the policy to the selector. */
  readonly path: FieldPath;
}

/** Empty selectors mean everybody, which names nobody. */
export const policyPods: Collector<PolicyPods, PodsTarget> = {
  target: 'pods',
  sources: [
    from('NetworkPolicy', function* (policy) {
      const mention = (selector: LabelSelector, path: FieldPath, peer: boolean, namespaceSelector?: LabelSelector): PolicyPods => ({
        kind: 'policy-pods',
        resource: policy,
        place: keyPlaceOf(policy, ...path),
        text: selectorText(selector),
        selector,
        peer,
        namespaceSelector,
        path,
      });
      if (policy.podSelector !== undefined && !isEmpty(policy.podSelector))
        yield mention(policy.podSelector, ['spec', 'podSelector'], false);
      for (const [direction, side] of [
        ['ingress', 'from'],
        ['egress', 'to'],
      ] as const) {
        for (const [index, { peers }] of policy[direction].entries()) {
          for (const [position, { podSelector, namespaceSelector }] of peers.entries()) {
            if (podSelector !== undefined && !isEmpty(podSelector))
              yield mention(podSelector, ['spec', direction, index, side, position, 'podSelector'], true, namespaceSelector);
          }
        }
      }
    }),
  ],
  *targets(mention, around) {
    const namespace = mention.namespaceSelector === undefined ? mention.resource.metadata.namespace : undefined;
    for (const owner of around.podOwners.where(termsOf(mention.selector), namespace, (each) => isMeant(mention, each, around)))
      yield podsTarget(owner);
  },
  leadsTo: (mention, { owner }, around) =>
    (mention.namespaceSelector !== undefined || shareNamespace(mention.resource, owner.resource)) && isMeant(mention, owner, around),
  keys: ({ selector }) => podKeys(termsOf(selector)),
};

function isMeant(mention: PolicyPods, owner: PodOwner, around: Surroundings): boolean {
  return isInNamespaces(mention, owner, around) && maySelect(mention.selector, owner);
}

/** Whether an owner may be in one of the namespaces that a peer selects. What labels an undeclared namespace has, nobody knows. */
export function isInNamespaces(
  { namespaceSelector }: PolicyPods,
  { resource: { metadata } }: PodOwner,
  { cluster }: Surroundings,
): boolean {
  const { namespace } = metadata;
  if (namespaceSelector === undefined || namespace === undefined) return true;
  const { resource, labels } = namespaceFacts(cluster, namespace);
  const named = namespaceSelector.matchLabels['kubernetes.io/metadata.name'];
  return resource === undefined ? named === undefined || named === namespace : matches(namespaceSelector, labels);
}

/** A selector of a Calico policy, in Calico's own language: whom it is for, or one side of a rule. */
export interface CalicoPods extends Mention<'calico-pods', CalicoNetworkPolicyResource> {
  readonly selector: Selector;
  readonly peer: boolean;
  /** Where pods are meant; absent: everywhere. */
  readonly namespace: string | undefined;
  readonly place: FieldPlace;
}

/** Those that mean everybody, or do not parse, name nobody. Which namespaces a selector of namespaces means is not known, so that one beside it is left out. */
export const calicoPods: Collector<CalicoPods, PodsTarget> = {
  target: 'pods',
  sources: [
    from('CalicoNetworkPolicy', function* (policy) {
      const mention = (
        entity: { readonly selector: string | undefined; readonly namespaceSelector: string | undefined },
        path: FieldPath,
        peer: boolean,
      ): readonly CalicoPods[] => {
        if (entity.selector === undefined || entity.namespaceSelector !== undefined) return [];
        const parsed = parseSelector(entity.selector);
        if (!parsed.ok || selectsAll(parsed.selector)) return [];
        return [
          {
            kind: 'calico-pods',
            resource: policy,
            place: placeOf(policy, ...path),
            text: entity.selector,
            selector: parsed.selector,
            peer,
            namespace: policy.global ? undefined : policy.metadata.namespace,
          },
        ];
      };
      yield* mention(policy, ['spec', 'selector'], false);
      for (const direction of ['ingress', 'egress'] as const) {
        for (const [index, rule] of policy[direction].entries()) {
          for (const side of ['source', 'destination'] as const)
            yield* mention(rule[side], ['spec', direction, index, side, 'selector'], true);
        }
      }
    }),
  ],
  *targets({ selector, namespace }, { podOwners }) {
    for (const owner of podOwners.where(calicoTermsOf(selector), namespace, (each) => calicoSelects(selector, each)))
      yield podsTarget(owner);
  },
  leadsTo: ({ selector, namespace }, { owner }) =>
    mayShareNamespace(owner.resource.metadata.namespace, namespace) && calicoSelects(selector, owner),
  keys: ({ selector }) => podKeys(calicoTermsOf(selector)),
};

/** A selector by which pods want to be near others, far from them, or spread among them. */
export interface AffinityPods extends Mention<'affinity-pods', WorkloadResource | PodResource> {
  readonly selector: LabelSelector;
  /** Empty: the pods' own, unless there is a selector. */
  readonly namespaces: readonly string[];
  readonly namespaceSelector: LabelSelector | undefined;
}

export const affinityPods: Collector<AffinityPods, PodsTarget> = {
  target: 'pods',
  sources: [from('Workload', affinitiesOf), from('Pod', affinitiesOf)],
  *targets(mention, around) {
    for (const owner of around.podOwners.where(termsOf(mention.selector), undefined, (each) => isNearby(mention, each, around)))
      yield podsTarget(owner);
  },
  leadsTo: (mention, { owner }, around) => isNearby(mention, owner, around),
  keys: ({ selector }) => podKeys(termsOf(selector)),
};

function isNearby(
  { selector, namespaces, namespaceSelector, resource }: AffinityPods,
  owner: PodOwner,
  { cluster }: Surroundings,
): boolean {
  const own = resource.metadata.namespace;
  const { namespace } = owner.resource.metadata;
  const isInside =
    namespace === undefined ||
    own === undefined ||
    (namespaces.length === 0 && namespaceSelector === undefined
      ? namespace === own
      : namespaces.includes(namespace) || matches(namespaceSelector, namespaceFacts(cluster, namespace).labels));
  return isInside && maySelect(selector, owner);
}

function* affinitiesOf(resource: WorkloadResource | PodResource): Generator<AffinityPods> {
  const { spec, specPath } = ownerOf(resource);
  const mention = (
    selector: LabelSelector | undefined,
    path: FieldPath,
    namespaces: readonly string[] = [],
    namespaceSelector?: LabelSelector,
  ): readonly AffinityPods[] =>
    selector === undefined || isEmpty(selector)
      ? []
      : [
          {
            kind: 'affinity-pods',
            resource,
            place: keyPlaceOf(resource, ...specPath, ...path, 'labelSelector'),
            text: selectorText(selector),
            selector,
            namespaces,
            namespaceSelector,
          },
        ];
  for (const [key, terms] of [
    ['podAffinity', spec.requiredPodAffinity],
    ['podAntiAffinity', spec.requiredPodAntiAffinity],
  ] as const) {
    for (const [index, { labelSelector, namespaces, namespaceSelector }] of terms.entries())
      yield* mention(
        labelSelector,
        ['affinity', key, 'requiredDuringSchedulingIgnoredDuringExecution', index],
        namespaces,
        namespaceSelector,
      );
  }
  for (const [index, { labelSelector }] of spec.topologySpreadConstraints.entries())
    yield* mention(labelSelector, ['topologySpreadConstraints', index]);
}

function shareNamespace(one: NetworkPolicyResource, other: PodOwner['resource']): boolean {
  return mayShareNamespace(one.metadata.namespace, other.metadata.namespace);
}

function ofPairs(matchLabels: StringMap): LabelSelector {
  return { matchLabels, matchExpressions: [] };
}

function isEmpty({ matchLabels, matchExpressions }: LabelSelector): boolean {
  return matchExpressions.length === 0 && Object.keys(matchLabels).length === 0;
}

function podKeys(terms: readonly LabelTerm[]): Iterable<string> {
  return selectorKeys('pods', terms, (key) => !isControllerKey(key));
}
