import { message, sentences, type Message } from '../../base/message.ts';
import { isLabelKey, isLabelValue, selectorFault, type SelectorFault } from '../../engine/labels.ts';
import { workloadRefusal } from '../../engine/workloads/refusedWorkload.ts';
import type { LabelExpression, LabelSelector } from '../../manifests/labelSelector.ts';
import { scalarAt } from '../../manifests/locate.ts';
import { nameOf, type StringMap } from '../../manifests/metadata.ts';
import { keyPlaceOf, placeOf, type FieldPath, type FieldPlace } from '../../manifests/place.ts';
import type { Resource } from '../../manifests/resource.ts';
import { kindOf } from '../../manifests/resources/kinds.ts';
import type { NetworkPolicyResource } from '../../manifests/resources/networking.ts';
import type { PodSpec, WorkloadKind, WorkloadResource } from '../../manifests/resources/workloads.ts';
import type { Problem, ResourceCheck } from '../findings/check.ts';
import type { CheckContext } from '../shared/context.ts';
import { replacing } from '../findings/fixes.ts';
import { unappliedChanges } from '../shared/unseen.ts';

export const invalidSelector: ResourceCheck = {
  code: 'selector/invalid',
  scope: 'cluster',
  severity: 'error',
  parts: [[{ type: undefined, judge: problemsOf }]],
};

function* problemsOf(resource: Resource, { cluster }: CheckContext): Generator<Problem> {
  // No API server sees them.
  if (kindOf(resource)?.scope === 'local') return;
  const problems = new Map<string, Fault & { readonly others: FieldPlace[] }>();
  for (const fault of faultsOf(resource)) {
    const known = problems.get(fault.cause);
    if (known === undefined) problems.set(fault.cause, { ...fault, others: [] });
    else known.others.push(fault.place);
  }
  for (const { place, text, others, correction } of problems.values()) {
    yield {
      place,
      message: sentences(message('The API server refuses {0}.', nameOf(resource)), text),
      related: others.slice(0, 5).map((other) => ({ message: message('The same'), place: other })),
      fixes: correction === undefined ? [] : [replacing(message('Write {0}', correction.text), true, { place, ...correction })],
      doubt: unappliedChanges(cluster, resource),
    };
  }
}

interface Fault {
  /** Equal for the same mistake. */
  readonly cause: string;
  readonly text: Message;
  readonly place: FieldPlace;
  readonly correction?: { readonly replaces: string; readonly text: string } | undefined;
}

function* faultsOf(resource: Resource): Generator<Fault> {
  yield* ofLabels(resource, resource.metadata.labels, ['metadata', 'labels']);
  switch (resource.type) {
    case 'Workload':
      yield* ofWorkload(resource);
      break;
    case 'Pod':
      yield* ofPodSpec(resource, resource.spec, ['spec']);
      break;
    case 'NetworkPolicy':
      yield* ofPolicy(resource);
      break;
    default:
      break;
  }
}

function* ofWorkload(workload: WorkloadResource): Generator<Fault> {
  const { controller, selector, template, templatePath } = workload;
  // What a CRD holds is checked by its own operator.
  if (controller === 'Other') return;
  // Older versions fill it in from the template. kubernetes pkg/apis/apps/validation/validation.go ValidateDeploymentSpec
  if (workload.withoutSelector && controller !== 'Job' && workload.apiVersion === 'apps/v1' && !isPatch(workload))
    yield {
      cause: 'absent',
      text: message('It has no selector; it must ask for a label of its own pods.'),
      place: keyPlaceOf(workload, 'spec'),
    };
  if (selector !== undefined && withSelector.has(controller)) {
    if (Object.keys(selector.matchLabels).length === 0 && selector.matchExpressions.length === 0) {
      const refusal = workloadRefusal(workload);
      if (refusal?.reason === 'invalid-selector')
        yield {
          cause: 'empty',
          text: message('Its selector is empty; it must ask for a label of its own pods.'),
          place: keyPlaceOf(workload, 'spec', 'selector'),
        };
    }
    yield* ofSelector(workload, selector, ['spec', 'selector']);
  }
  yield* ofLabels(workload, template.labels, [...templatePath, 'metadata', 'labels']);
  yield* ofPodSpec(workload, template.spec, [...templatePath, 'spec']);
}

/** What has neither a selector nor an image is no workload but a patch for one, which stands in a file that no kustomization names; so is what has no labels for its pods either, in a file that is called a patch. */
function isPatch({ template, templatePath, ...workload }: WorkloadResource): boolean {
  const hasImage = template.spec.containers.some(
    (_, index) => scalarAt(placeOf(workload, ...templatePath, 'spec', 'containers', index, 'image')) !== undefined,
  );
  return !hasImage || (Object.keys(template.labels).length === 0 && /(?:^|[-_./])patch(?:es)?[-_./]/.test(workload.document.file));
}

/** Those whose selector is a metav1.LabelSelector; a ReplicationController has a map, which its template has to meet. */
const withSelector: ReadonlySet<WorkloadKind> = new Set(['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'Job']);

function* ofPodSpec(resource: Resource, spec: PodSpec, path: FieldPath): Generator<Fault> {
  yield* ofLabels(resource, spec.nodeSelector, [...path, 'nodeSelector']);
  const affinity = [...path, 'affinity'];
  for (const [index, term] of (spec.requiredNodeAffinity ?? []).entries()) {
    yield* ofExpressions(resource, term.matchExpressions, [
      ...affinity,
      'nodeAffinity',
      REQUIRED,
      'nodeSelectorTerms',
      index,
      'matchExpressions',
    ]);
  }
  for (const [kind, terms] of [
    ['podAffinity', spec.requiredPodAffinity],
    ['podAntiAffinity', spec.requiredPodAntiAffinity],
  ] as const) {
    for (const [index, { labelSelector, namespaceSelector }] of terms.entries()) {
      yield* ofSelector(resource, labelSelector, [...affinity, kind, REQUIRED, index, 'labelSelector']);
      yield* ofSelector(resource, namespaceSelector, [...affinity, kind, REQUIRED, index, 'namespaceSelector']);
    }
  }
  for (const [index, { labelSelector }] of spec.topologySpreadConstraints.entries())
    yield* ofSelector(resource, labelSelector, [...path, 'topologySpreadConstraints', index, 'labelSelector']);
}

const REQUIRED = 'requiredDuringSchedulingIgnoredDuringExecution';

function* ofPolicy(policy: NetworkPolicyResource): Generator<Fault> {
  yield* ofSelector(policy, policy.podSelector, ['spec', 'podSelector']);
  for (const [direction, side] of [
    ['ingress', 'from'],
    ['egress', 'to'],
  ] as const) {
    for (const [index, { peers }] of policy[direction].entries()) {
      for (const [position, peer] of peers.entries()) {
        for (const field of ['podSelector', 'namespaceSelector'] as const)
          yield* ofSelector(policy, peer[field], ['spec', direction, index, side, position, field]);
      }
    }
  }
}

function* ofLabels(resource: Resource, labels: StringMap, path: FieldPath): Generator<Fault> {
  for (const key of Object.keys(labels)) {
    const value = labels[key] ?? '';
    if (!isLabelKey(key))
      yield { cause: `key ${key}`, text: message('"{0}" is not a label key.', key), place: keyPlaceOf(resource, ...path, key) };
    else if (!isLabelValue(value))
      yield { cause: `value ${value}`, text: message('"{0}" is not a label value.', value), place: placeOf(resource, ...path, key) };
  }
}

function* ofSelector(resource: Resource, selector: LabelSelector | undefined, path: FieldPath): Generator<Fault> {
  if (selector === undefined) return;
  yield* ofLabels(resource, selector.matchLabels, [...path, 'matchLabels']);
  yield* ofExpressions(resource, selector.matchExpressions, [...path, 'matchExpressions'], false);
}

function* ofExpressions(resource: Resource, expressions: readonly LabelExpression[], path: FieldPath, ofNodes = true): Generator<Fault> {
  for (const [index, expression] of expressions.entries()) {
    const { operator, values } = expression;
    // An operator that is not typed yet; and those that nodes alone have.
    if (operator === '' || (ofNodes && (operator === 'Gt' || operator === 'Lt'))) continue;
    const found = selectorFault({ matchLabels: {}, matchExpressions: [expression] });
    if (found === undefined) continue;
    const correction = found.fault === 'operator' ? operators.find((each) => each.toLowerCase() === operator.toLowerCase()) : undefined;
    yield {
      cause: causeOf(found, expression),
      text: found.message,
      place:
        found.fault === 'key' || found.fault === 'value' || found.fault === 'operator' || values.length > 0
          ? placeOf(resource, ...path, index, ...found.path.slice(2))
          : placeOf(resource, ...path, index),
      correction: correction === undefined ? undefined : { replaces: operator, text: correction },
    };
  }
}

const operators = ['In', 'NotIn', 'Exists', 'DoesNotExist'];

function causeOf({ fault, path }: SelectorFault, { key, operator, values }: LabelExpression): string {
  switch (fault) {
    case 'key':
      return `key ${key}`;
    case 'value':
      return `value ${values[Number(path.at(-1))] ?? ''}`;
    default:
      return `${fault} ${operator} ${key}`;
  }
}
