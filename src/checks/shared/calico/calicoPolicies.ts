import { message, type Message } from '../../../base/message.ts';
import { editDistance, isNear } from '../../../base/nearest.ts';
import { parseSelector, selects, selectsAll, type Selector } from '../../../engine/calico/selector.ts';
import { resourcesOf, type Cluster } from '../../../manifests/cluster.ts';
import { nameOf } from '../../../manifests/metadata.ts';
import { placeOf, spanOf, type FieldPath, type FieldPlace } from '../../../manifests/place.ts';
import type { CalicoEntityRule, CalicoNetworkPolicyResource } from '../../../manifests/resources/networking.ts';
import type { Problem } from '../../findings/check.ts';
import type { CheckContext } from '../context.ts';
import { replacing } from '../../findings/fixes.ts';
import { missText, relatedToMiss } from '../labelMiss.ts';
import { calicoSelects, calicoTermsOf, isCalicoLabel, labelsIn, pairsOf } from '../../../engine/references/labelSelection.ts';
import type { Miss } from '../../../engine/references/podOwners.ts';
import { suppliedBySystem } from '../systemNamespaces.ts';

/** Calico policies whose selector, or that of a rule, meets no pod. Selectors that do not parse are `calico/selector-invalid`. calico felix/calc, api v3 networkpolicy.go */
export function* calicoPoliciesWithoutPods(context: CheckContext): Generator<Problem> {
  for (const policy of resourcesOf(context.cluster, 'CalicoNetworkPolicy')) {
    const {
      selector,
      namespaceSelector,
      global,
      metadata: { namespace },
    } = policy;
    const everywhere = global ? undefined : namespace;
    // Which namespaces a selector of namespaces means is not known; pods of any may be meant.
    if (selector !== undefined && namespaceSelector === undefined)
      yield* judged(context, policy, selector, ['spec', 'selector'], everywhere, undefined);
    for (const direction of ['ingress', 'egress'] as const) {
      for (const [index, rule] of policy[direction].entries()) {
        for (const side of ['source', 'destination'] as const)
          yield* ofEntity(context, policy, rule[side], ['spec', direction, index, side, 'selector'], everywhere);
      }
    }
  }
}

function* ofEntity(
  context: CheckContext,
  policy: CalicoNetworkPolicyResource,
  { selector, namespaceSelector }: CalicoEntityRule,
  path: FieldPath,
  namespace: string | undefined,
): Generator<Problem> {
  if (selector !== undefined && namespaceSelector === undefined) yield* judged(context, policy, selector, path, namespace, 'information');
}

function* judged(
  context: CheckContext,
  policy: CalicoNetworkPolicyResource,
  text: string,
  path: FieldPath,
  namespace: string | undefined,
  severity: Problem['severity'],
): Generator<Problem> {
  const parsed = parseSelector(text);
  if (!parsed.ok || selectsAll(parsed.selector)) return;
  const { selector } = parsed;
  const { podOwners, unseenPods, cluster } = context;
  const labels = labelsIn(selector);
  // Labels of namespaces and service accounts, and those that only controllers know.
  if (labels.some((label) => isUnknowable(label))) return;
  if (podOwners.where(calicoTermsOf(selector), namespace, (each) => calicoSelects(selector, each)).next().done !== true) return;
  if (labelledSets(cluster).some((set) => selects(selector, set))) return;
  const pairs = pairsOf(selector);
  const miss = pairs === undefined ? undefined : podOwners.nearest(pairs, namespace);
  const alone = podOwners.inhabits(namespace) ? undefined : message('No workload of its namespace is among these manifests.');
  yield {
    severity,
    message: textOf(policy, text, severity !== undefined, miss),
    related: miss === undefined ? [] : relatedToMiss(miss),
    doubt:
      unseenPods() ??
      suppliedBySystem(namespace) ??
      alone ??
      (policy.global && !labels.every((label) => podOwners.hasKey(label)) ? message('It may be meant for nodes.') : undefined),
    ...fixOf(placeOf(policy, ...path), text, selector, miss),
  };
}

function isUnknowable(label: string): boolean {
  return (
    (isCalicoLabel(label) && label !== 'projectcalico.org/orchestrator') ||
    /(?:^|[-/])(?:hash|uid|pod-name|pod-index|pod-template-generation|job-name|completion-index)$/.test(label)
  );
}

/** Calico's own things with labels besides pods. */
function labelledSets(cluster: Cluster): readonly CalicoNetworkPolicyResource['metadata']['labels'][] {
  return resourcesOf(cluster, 'Other')
    .filter(({ kind }) => kind === 'NetworkSet' || kind === 'GlobalNetworkSet' || kind === 'HostEndpoint')
    .map(({ metadata }) => metadata.labels);
}

function textOf(policy: CalicoNetworkPolicyResource, text: string, isPeer: boolean, miss: Miss | undefined): Message {
  const said = isPeer
    ? message('This side of a rule of {0} is no pod: none meets {1}.', nameOf(policy), text)
    : message('{0} is about no pod: none meets {1}.', nameOf(policy), text);
  return miss === undefined
    ? message('{0} Correct the selector, or add the workload.', said)
    : message('{0} Nearest is {1}, {2}.', said, nameOf(miss.owner.resource), missText(miss));
}

/** The one wrong value, where it stands in the text but once. */
function fixOf(place: FieldPlace, text: string, selector: Selector, miss: Miss | undefined): Pick<Problem, 'place' | 'fixes'> {
  const [only, second] = miss?.differences ?? [];
  if (only?.actual === undefined || second !== undefined) return { place };
  const { wanted, actual, key } = only;
  const at = ["'", '"'].map((quote) => text.indexOf(quote + wanted + quote)).find((index) => index >= 0);
  if (at === undefined || text.indexOf(wanted) !== text.lastIndexOf(wanted)) return { place };
  const token = spanOf(place, at + 1, at + 1 + wanted.length);
  const preferred = isNear(wanted, editDistance(wanted, actual)) || selector.kind === '&&';
  return {
    place: token,
    fixes: [replacing(message('Select {0}: {1}', key, actual), preferred, { place: token, replaces: wanted, text: actual })],
  };
}
