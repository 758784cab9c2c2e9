import { message, sentences, type Message } from '../../../base/message.ts';
import { editDistance, isNear } from '../../../base/nearest.ts';
import { selects, type Selector } from '../../../engine/calico/selector.ts';
import { resourcesOf, type Cluster } from '../../../manifests/cluster.ts';
import { nameOf } from '../../../manifests/metadata.ts';
import { spanOf, type FieldPlace } from '../../../manifests/place.ts';
import type { CalicoNetworkPolicyResource } from '../../../manifests/resources/networking.ts';
import type { Problem } from '../../findings/check.ts';
import type { CheckContext } from '../context.ts';
import { replacing } from '../../findings/fixes.ts';
import { nearestText, relatedToMiss } from '../labelMiss.ts';
import { isCalicoLabel, labelsIn, pairsOf } from '../../../engine/references/labelSelection.ts';
import type { Miss } from '../../../engine/references/podOwners.ts';
import type { CalicoPods } from '../../../engine/references/podSelectors.ts';
import { nearnessOfMiss } from '../nearness.ts';
import { suppliedBySystem } from '../systemNamespaces.ts';

/** Calico policies whose selector, or that of a rule, meets no pod. Selectors that do not parse are `calico/selector-invalid`. calico felix/calc, api v3 networkpolicy.go */
export function calicoPolicyWithoutPods(context: CheckContext, mention: CalicoPods): readonly Problem[] {
  return [...problemsOf(context, mention)];
}

function* problemsOf(context: CheckContext, mention: CalicoPods): Generator<Problem> {
  const { resource: policy, selector, text, namespace, place, peer } = mention;
  const { podOwners, unseenPods, cluster, references } = context;
  const labels = labelsIn(selector);
  // Labels of namespaces and service accounts, and those that only controllers know.
  if (labels.some((label) => isUnknowable(label)) || references.leads(mention)) return;
  if (labelledSets(cluster).some((set) => selects(selector, set))) return;
  const pairs = pairsOf(selector);
  const miss = pairs === undefined ? undefined : podOwners.nearest(pairs, namespace);
  const near = miss === undefined ? undefined : nearnessOfMiss(cluster, miss, policy);
  const alone = podOwners.inhabits(namespace) ? undefined : message('No workload of its namespace is among these manifests.');
  yield {
    severity: peer && near !== 'sure' ? 'information' : undefined,
    message: textOf(policy, text, peer, miss),
    related: miss === undefined ? [] : relatedToMiss(miss),
    doubt:
      unseenPods({ namespace, labels: pairs, near, written: miss === undefined ? [policy] : [policy, miss.owner.resource] }) ??
      (near === 'sure' ? undefined : suppliedBySystem(namespace)) ??
      alone ??
      (policy.global && !labels.every((label) => podOwners.hasKey(label)) ? message('It may be meant for nodes.') : undefined),
    ...fixOf(place, text, selector, miss),
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
  const hosts = resourcesOf(cluster, 'Other').filter(({ kind }) => kind === 'HostEndpoint');
  return [...resourcesOf(cluster, 'NetworkSet'), ...hosts].map(({ metadata }) => metadata.labels);
}

function textOf(policy: CalicoNetworkPolicyResource, text: string, isPeer: boolean, miss: Miss | undefined): Message {
  const said = isPeer
    ? message('This side of a rule of {0} is no pod, for none meets {1}.', nameOf(policy), text)
    : message('{0} is about no pod, for none meets {1}.', nameOf(policy), text);
  return sentences(said, miss === undefined ? message('Correct the selector, or add the workload.') : nearestText(miss));
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
