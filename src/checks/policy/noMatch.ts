import { message, sentences, type Message } from '../../base/message.ts';
import { editDistance, isNear } from '../../base/nearest.ts';
import { selectorFault } from '../../engine/labels.ts';
import type { LabelSelector } from '../../manifests/labelSelector.ts';
import { nameOf } from '../../manifests/metadata.ts';
import { keyPlaceOf, placeOf, type FieldPath, type FieldPlace } from '../../manifests/place.ts';
import type { Resource } from '../../manifests/resource.ts';
import { eachMention, type Problem, type ResourceCheck } from '../findings/check.ts';
import type { CheckContext } from '../shared/context.ts';
import type { Fix } from '../findings/finding.ts';
import { replacing } from '../findings/fixes.ts';
import { nearestText, relatedToMiss } from '../shared/labelMiss.ts';
import { selectorText } from '../../engine/references/labelSelection.ts';
import { areOfPassingPods } from '../../engine/references/passingLabels.ts';
import { areOfOperator } from '../shared/operatedPods.ts';
import { NAMESPACE_NAME } from '../../engine/references/keys.ts';
import type { CiliumPods } from '../../engine/references/ciliumSelectors.ts';
import type { Miss, PodOwner } from '../../engine/references/podOwners.ts';
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
    eachMention('cilium-pods', (mention, context) => judgedForeign(context, mention)),
  ],
};

function* judged(context: CheckContext, mention: PolicyPods): Generator<Problem> {
  const { podOwners, references } = context;
  const { resource, selector, path, namespaceSelector } = mention;
  // Which namespaces other labels may mean, nobody knows.
  const named = namespaceSelector?.matchLabels[NAMESPACE_NAME];
  if (namespaceSelector !== undefined && (named === undefined || !isFilledHere(podOwners, named))) return;
  if (selectorFault(selector) !== undefined) return;
  const namespace = namespaceSelector === undefined ? resource.metadata.namespace : undefined;
  yield* withoutPods(context, mention, {
    namespace,
    named: named ?? namespace,
    placeOfKey: (key) => [...path, 'matchLabels', key],
    isMeant: (owner) => isInNamespaces(mention, owner, references.around),
  });
}

/** A policy of Cilium. What is near to nothing that is written here is mostly for pods of charts: of sides of rules, and of what is for the whole cluster, that is not told. */
function* judgedForeign(context: CheckContext, mention: CiliumPods): Generator<Problem> {
  const { podOwners, unseenPods } = context;
  const { written, selector } = mention;
  const { namespace, namespaceKey, path, keys, peer } = written;
  if (Object.keys(selector.matchLabels).length === 0) return;
  if (namespaceKey !== undefined && (namespace === undefined || !isFilledHere(podOwners, namespace))) return;
  if (podOwners.nearest(selector.matchLabels, namespace) === undefined)
    if (peer || namespace === undefined || unseenPods({ namespace, labels: selector.matchLabels }) !== undefined) return;
  yield* withoutPods(context, mention, {
    namespace,
    named: namespace,
    placeOfKey: (key) => [...path, 'matchLabels', keys[key] ?? key],
    isMeant: () => true,
  });
}

/** Where nothing is to be seen, or the distribution puts its own, anything may run. */
function isFilledHere(podOwners: CheckContext['podOwners'], namespace: string): boolean {
  return podOwners.isIn(namespace) && suppliedBySystem(namespace) === undefined;
}

interface SelectorPlace {
  /** Where the pods must be; absent: anywhere that `isMeant` takes. */
  readonly namespace: string | undefined;
  /** The one namespace that is meant, however that is said. */
  readonly named: string | undefined;
  readonly placeOfKey: (key: string) => FieldPath;
  readonly isMeant: (owner: PodOwner) => boolean;
}

function* withoutPods(
  { cluster, podOwners, unseenPods, references }: CheckContext,
  mention: PolicyPods | CiliumPods,
  { namespace, named, placeOfKey, isMeant }: SelectorPlace,
): Generator<Problem> {
  const { resource: policy, selector } = mention;
  const peer = mention.kind === 'policy-pods' ? mention.peer : mention.written.peer;
  if (areOfPassingPods(selector.matchLabels) || references.leads(mention)) return;
  const supplied = suppliedBySystem(namespace);
  const miss = selector.matchExpressions.length === 0 ? podOwners.nearest(selector.matchLabels, namespace) : undefined;
  const near = miss === undefined ? undefined : nearnessOfMiss(cluster, miss, policy);
  if (near !== 'sure' && areOfOperator(cluster, selector.matchLabels, namespace)) return;
  const written = miss === undefined ? [policy] : [policy, miss.owner.resource];
  const unseen = unseenPods({ namespace: named, labels: selector.matchLabels, near, written });
  const doubt = unseen ?? (near === 'sure' ? undefined : supplied);
  // Of peers some are meant for other clusters; one that is a slip is not.
  const whole = { place: mention.place, severity: peer && near !== 'sure' ? 'information' : undefined, doubt } as const;
  if (miss === undefined || !isMeant(miss.owner)) {
    // Its pods come from where nothing is to be seen: a chart, the distribution.
    if (!podOwners.inhabits(namespace) || supplied !== undefined) return;
    yield { ...whole, message: textOf(policy, selector, peer, undefined) };
    return;
  }
  const {
    differences: [only, second],
  } = miss;
  const single = second === undefined ? only : undefined;
  const at = single === undefined ? undefined : placeOfKey(single.key);
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

function textOf(policy: Resource, selector: LabelSelector, isPeer: boolean, miss: Miss | undefined): Message {
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
