import { message, type Message } from '../../base/message.ts';
import { editDistance, isNear } from '../../base/nearest.ts';
import { matches, selectorFault } from '../../engine/labels.ts';
import { namespaceFacts } from '../../engine/namespaces.ts';
import { resourcesOf, type Cluster } from '../../manifests/cluster.ts';
import type { LabelSelector } from '../../manifests/labelSelector.ts';
import { nameOf } from '../../manifests/metadata.ts';
import { keyPlaceOf, placeOf, type FieldPath, type FieldPlace } from '../../manifests/place.ts';
import type { NetworkPolicyPeer, NetworkPolicyResource } from '../../manifests/resources/networking.ts';
import type { Check, Problem } from '../findings/check.ts';
import type { CheckContext } from '../shared/context.ts';
import type { Fix } from '../findings/finding.ts';
import { replacing } from '../findings/fixes.ts';
import { missText, relatedToMiss } from '../shared/labelMiss.ts';
import { maySelect, selectorText, termsOf } from '../../engine/references/labelSelection.ts';
import { areOfOperator, areOfPassingPods } from '../shared/operatedPods.ts';
import type { Miss, PodOwner } from '../../engine/references/podOwners.ts';
import { suppliedBySystem } from '../shared/systemNamespaces.ts';
import { calicoPoliciesWithoutPods } from '../shared/calico/calicoPolicies.ts';

export const policyNoMatch: Check = {
  code: 'policy/no-match',
  severity: 'warning',
  *run(context: CheckContext): Generator<Problem> {
    for (const policy of resourcesOf(context.cluster, 'NetworkPolicy')) {
      const {
        podSelector,
        metadata: { namespace },
      } = policy;
      if (podSelector !== undefined) yield* judged(context, policy, podSelector, ['spec', 'podSelector'], namespace, undefined);
      for (const [direction, side] of [
        ['ingress', 'from'],
        ['egress', 'to'],
      ] as const) {
        for (const [index, { peers }] of policy[direction].entries()) {
          for (const [position, peer] of peers.entries())
            yield* ofPeer(context, policy, peer, ['spec', direction, index, side, position, 'podSelector']);
        }
      }
    }
    yield* calicoPoliciesWithoutPods(context);
  },
};

function* ofPeer(
  context: CheckContext,
  policy: NetworkPolicyResource,
  { podSelector, namespaceSelector }: NetworkPolicyPeer,
  path: FieldPath,
): Generator<Problem> {
  if (podSelector === undefined) return;
  if (namespaceSelector === undefined) {
    yield* judged(context, policy, podSelector, path, policy.metadata.namespace, 'information');
    return;
  }
  // Which namespaces other labels may mean, nobody knows; and where nothing is to be seen, or the distribution puts its own, anything may run.
  const named = namespaceSelector.matchLabels['kubernetes.io/metadata.name'];
  if (named === undefined || !context.podOwners.namespaces.includes(named) || suppliedBySystem(named) !== undefined) return;
  const inPeer = peerNamespaces(context.cluster, namespaceSelector);
  yield* judged(context, policy, podSelector, path, undefined, 'information', ({ resource }) => inPeer(resource.metadata.namespace));
}

/** Whether a namespace may be one of the selected ones. What labels an undeclared namespace has, nobody knows. */
function peerNamespaces(cluster: Cluster, selector: LabelSelector): (namespace: string | undefined) => boolean {
  const named = selector.matchLabels['kubernetes.io/metadata.name'];
  return (namespace) => {
    if (namespace === undefined) return true;
    const { resource, labels } = namespaceFacts(cluster, namespace);
    return resource === undefined ? named === undefined || named === namespace : matches(selector, labels);
  };
}

function* judged(
  { cluster, podOwners, unseenPods }: CheckContext,
  policy: NetworkPolicyResource,
  selector: LabelSelector,
  path: FieldPath,
  namespace: string | undefined,
  severity: Problem['severity'],
  isIn: (owner: PodOwner) => boolean = () => true,
): Generator<Problem> {
  if (isEmpty(selector) || selectorFault(selector) !== undefined || areOfPassingPods(selector.matchLabels)) return;
  if (podOwners.where(termsOf(selector), namespace, (each) => isIn(each) && maySelect(selector, each)).next().done !== true) return;
  if (areOfOperator(cluster, selector.matchLabels, namespace)) return;
  const supplied = suppliedBySystem(namespace);
  const doubt = unseenPods() ?? supplied;
  const miss = selector.matchExpressions.length === 0 ? podOwners.nearest(selector.matchLabels, namespace) : undefined;
  const whole = { place: keyPlaceOf(policy, ...path), severity, doubt };
  if (miss === undefined || !isIn(miss.owner)) {
    // Its pods come from where nothing is to be seen: a chart, the distribution.
    if (!podOwners.inhabits(namespace) || supplied !== undefined) return;
    yield { ...whole, message: textOf(policy, selector, severity !== undefined, undefined) };
    return;
  }
  const {
    differences: [only, second],
  } = miss;
  const single = second === undefined ? only : undefined;
  const at = single === undefined ? undefined : [...path, 'matchLabels', single.key];
  const value: FieldPlace | undefined = at === undefined ? undefined : placeOf(policy, ...at);
  yield {
    ...whole,
    place: at === undefined ? whole.place : single?.actual === undefined ? keyPlaceOf(policy, ...at) : placeOf(policy, ...at),
    message: textOf(policy, selector, severity !== undefined, miss),
    related: relatedToMiss(miss),
    fixes:
      single?.actual === undefined || value === undefined
        ? []
        : fixesOf(value, single.key, single.wanted, single.actual, Object.keys(selector.matchLabels).length),
  };
}

function isEmpty({ matchLabels, matchExpressions }: LabelSelector): boolean {
  return matchExpressions.length === 0 && Object.keys(matchLabels).length === 0;
}

function textOf(policy: NetworkPolicyResource, selector: LabelSelector, isPeer: boolean, miss: Miss | undefined): Message {
  const text = isPeer
    ? message('This peer of {0} is no pod: none has {1}.', nameOf(policy), selectorText(selector))
    : message('{0} is about no pod: none has {1}.', nameOf(policy), selectorText(selector));
  return miss === undefined
    ? message('{0} Correct the selector, or add the workload.', text)
    : message('{0} Nearest is {1}, {2}.', text, nameOf(miss.owner.resource), missText(miss));
}

function fixesOf(place: FieldPlace, key: string, wanted: string, actual: string, pairs: number): readonly Fix[] {
  return [
    replacing(message('Select {0}: {1}', key, actual), isNear(wanted, editDistance(wanted, actual)) || pairs > 1, {
      place,
      replaces: wanted,
      text: actual,
    }),
  ];
}
