import { message, sentences, type Message } from '../../base/message.ts';
import { editDistance, isNear } from '../../base/nearest.ts';
import { selectorFault } from '../../engine/labels.ts';
import type { LabelSelector } from '../../manifests/labelSelector.ts';
import { nameOf } from '../../manifests/metadata.ts';
import { keyPlaceOf, placeOf, type FieldPlace } from '../../manifests/place.ts';
import type { NetworkPolicyResource } from '../../manifests/resources/networking.ts';
import { eachMention, type Problem, type ResourceCheck } from '../findings/check.ts';
import type { CheckContext } from '../shared/context.ts';
import type { Fix } from '../findings/finding.ts';
import { replacing } from '../findings/fixes.ts';
import { nearestText, relatedToMiss } from '../shared/labelMiss.ts';
import { selectorText } from '../../engine/references/labelSelection.ts';
import { areOfPassingPods } from '../../engine/references/madeAtRunTime.ts';
import { areOfOperator } from '../shared/operatedPods.ts';
import { NAMESPACE_NAME } from '../../engine/references/keys.ts';
import type { Miss } from '../../engine/references/podOwners.ts';
import { isInNamespaces, type PolicyPods } from '../../engine/references/podSelectors.ts';
import { nearnessOfMiss } from '../shared/nearness.ts';
import { suppliedBySystem } from '../shared/systemNamespaces.ts';
import { podsElsewhere } from '../shared/policy/podsElsewhere.ts';
import { calicoPolicyWithoutPods } from '../shared/calico/calicoPolicies.ts';

export const policyNoMatch: ResourceCheck = {
  code: 'policy/no-match',
  scope: 'cluster',
  severity: 'warning',
  parts: [
    // Pods of another namespace have a finding of their own.
    eachMention('policy-pods', (mention, context) => (podsElsewhere(mention, context).length > 0 ? [] : judged(context, mention))),
    eachMention('calico-pods', (mention, context) => calicoPolicyWithoutPods(context, mention)),
  ],
};

function* judged({ cluster, podOwners, unseenPods, references }: CheckContext, mention: PolicyPods): Generator<Problem> {
  const { resource: policy, selector, path, peer, namespaceSelector } = mention;
  if (namespaceSelector !== undefined) {
    // Which namespaces other labels may mean, nobody knows; and where nothing is to be seen, or the distribution puts its own, anything may run.
    const named = namespaceSelector.matchLabels[NAMESPACE_NAME];
    if (named === undefined || !podOwners.isIn(named) || suppliedBySystem(named) !== undefined) return;
  }
  const namespace = namespaceSelector === undefined ? policy.metadata.namespace : undefined;
  if (selectorFault(selector) !== undefined || areOfPassingPods(selector.matchLabels) || references.leads(mention)) return;
  if (areOfOperator(cluster, selector.matchLabels, namespace)) return;
  const supplied = suppliedBySystem(namespace);
  const miss = selector.matchExpressions.length === 0 ? podOwners.nearest(selector.matchLabels, namespace) : undefined;
  const near = miss === undefined ? undefined : nearnessOfMiss(cluster, miss, policy);
  const written = miss === undefined ? [policy] : [policy, miss.owner.resource];
  const unseen = unseenPods({
    namespace: namespaceSelector?.matchLabels[NAMESPACE_NAME] ?? namespace,
    labels: selector.matchLabels,
    near,
    written,
  });
  const doubt = unseen ?? (near === 'sure' ? undefined : supplied);
  // Of peers some are meant for other clusters; one that is a slip is not.
  const whole = { place: mention.place, severity: peer && near !== 'sure' ? 'information' : undefined, doubt } as const;
  if (miss === undefined || !isInNamespaces(mention, miss.owner, references.around)) {
    // Its pods come from where nothing is to be seen: a chart, the distribution.
    if (!podOwners.inhabits(namespace) || supplied !== undefined) return;
    yield { ...whole, message: textOf(policy, selector, peer, undefined) };
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
    message: textOf(policy, selector, peer, miss),
    related: relatedToMiss(miss),
    fixes:
      single?.actual === undefined || value === undefined
        ? []
        : fixesOf(value, single.key, single.wanted, single.actual, Object.keys(selector.matchLabels).length),
  };
}

function textOf(policy: NetworkPolicyResource, selector: LabelSelector, isPeer: boolean, miss: Miss | undefined): Message {
  const text = isPeer
    ? message('This peer of {0} is no pod, for none has {1}.', nameOf(policy), selectorText(selector))
    : message('{0} is about no pod, for none has {1}.', nameOf(policy), selectorText(selector));
  return sentences(text, miss === undefined ? message('Correct the selector, or add the workload.') : nearestText(miss));
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
