import { perObject } from '../../../base/derived.ts';
import { groupBy } from '../../../base/groupBy.ts';
import { matches } from '../../../engine/labels.ts';
import { namespaceFacts } from '../../../engine/namespaces.ts';
import { NeededLabels, type NeededLabel } from '../../../engine/neededLabels.ts';
import { maySelect, termsOf } from '../../../engine/references/labelSelection.ts';
import { isControllerKey, type PodOwner } from '../../../engine/references/podOwners.ts';
import { resourcesOf, type Cluster } from '../../../manifests/cluster.ts';
import type { LabelSelector } from '../../../manifests/labelSelector.ts';
import type { FieldPath } from '../../../manifests/place.ts';
import type { NetworkPolicyPeer, NetworkPolicyResource, NetworkPolicyRule } from '../../../manifests/resources/networking.ts';
import type { CheckContext } from '../context.ts';

export type Direction = 'ingress' | 'egress';

/** A rule of a NetworkPolicy with its path from the resource, and the key of its peers. */
export interface WrittenRule {
  readonly direction: Direction;
  readonly rule: NetworkPolicyRule;
  readonly path: FieldPath;
  readonly side: 'from' | 'to';
}

export function rulesOf(policy: NetworkPolicyResource): readonly WrittenRule[] {
  return (
    [
      ['ingress', 'from'],
      ['egress', 'to'],
    ] as const
  ).flatMap(([direction, side]) => policy[direction].map((rule, index) => ({ direction, rule, path: ['spec', direction, index], side })));
}

/** Whether a policy isolates the pods that it is for. kubernetes pkg/apis/networking/v1/defaults.go */
export function isolates({ policyTypes, egress }: NetworkPolicyResource, direction: Direction): boolean {
  if (policyTypes !== undefined && policyTypes.length > 0) return policyTypes.includes(direction === 'ingress' ? 'Ingress' : 'Egress');
  return direction === 'ingress' || egress.length > 0;
}

export const everything: LabelSelector = { matchLabels: {}, matchExpressions: [] };

export function isEverything({ matchLabels, matchExpressions }: LabelSelector): boolean {
  return matchExpressions.length === 0 && Object.keys(matchLabels).length === 0;
}

/** What makes the pods that a policy is for; host-network pods are nobody's to govern. */
export function* governedBy(policy: NetworkPolicyResource, { podOwners }: CheckContext): Generator<PodOwner> {
  const selector = policy.podSelector ?? everything;
  for (const owner of podOwners.where(termsOf(selector), policy.metadata.namespace, (each) => maySelect(selector, each)))
    if (!owner.spec.hostNetwork) yield owner;
}

/** The NetworkPolicies that govern what an owner makes, in apply order. */
export function policiesOf(owner: PodOwner, { cluster }: CheckContext): readonly NetworkPolicyResource[] {
  const { namespace } = owner.resource.metadata;
  return (byNamespace(cluster).get(namespace)?.about(owner.labels) ?? []).filter((policy) => governs(policy, owner));
}

const byNamespace = perObject(
  (cluster: Cluster): ReadonlyMap<string | undefined, NeededLabels<NetworkPolicyResource>> =>
    new Map(
      [...groupBy(resourcesOf(cluster, 'NetworkPolicy'), ({ metadata }) => metadata.namespace)].map(([namespace, policies]) => [
        namespace,
        new NeededLabels(policies, neededBy),
      ]),
    ),
);

/** Labels that controllers set are nowhere written. */
function neededBy({ podSelector }: NetworkPolicyResource): NeededLabel | undefined {
  return Object.entries(podSelector?.matchLabels ?? {}).find(([key]) => !isControllerKey(key));
}

function governs(policy: NetworkPolicyResource, owner: PodOwner): boolean {
  const { namespace } = owner.resource.metadata;
  return policy.metadata.namespace === namespace && maySelect(policy.podSelector ?? everything, owner);
}

/** What makes the pods that a peer means; undefined where it means addresses, or namespaces whose labels nobody knows. */
export function podsOfPeer(
  { podSelector, namespaceSelector, ipBlock }: NetworkPolicyPeer,
  policy: NetworkPolicyResource,
  { podOwners, cluster }: CheckContext,
): readonly PodOwner[] | undefined {
  if (ipBlock !== undefined || (podSelector === undefined && namespaceSelector === undefined)) return undefined;
  const selector = podSelector ?? everything;
  if (namespaceSelector === undefined)
    return [...podOwners.where(termsOf(selector), policy.metadata.namespace, (each) => maySelect(selector, each))];
  const named = namespaceSelector.matchLabels['kubernetes.io/metadata.name'];
  const candidates = [...podOwners.where(termsOf(selector), named, (owner) => maySelect(selector, owner))];
  const facts = candidates.map((owner) => {
    const { namespace } = owner.resource.metadata;
    if (namespace === undefined) return { owner, meets: true, known: true };
    const { resource, labels } = namespaceFacts(cluster, namespace);
    const meets = matches(namespaceSelector, labels);
    return { owner, meets, known: meets || resource !== undefined || named !== undefined };
  });
  return facts.every(({ known }) => known) ? facts.filter(({ meets }) => meets).map(({ owner }) => owner) : undefined;
}
