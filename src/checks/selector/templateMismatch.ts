import { message, term } from '../../base/message.ts';
import { labelOf, matches } from '../../engine/labels.ts';
import { workloadRefusal } from '../../engine/workloads/refusedWorkload.ts';
import type { LabelExpression, LabelSelector } from '../../manifests/labelSelector.ts';
import { textsAt } from '../../manifests/locate.ts';
import { nameOf, type StringMap } from '../../manifests/metadata.ts';
import { keyPlaceOf, placeOf, type FieldPath } from '../../manifests/place.ts';
import type { WorkloadResource } from '../../manifests/resources/workloads.ts';
import { each, type Problem, type ResourceCheck } from '../findings/check.ts';
import { replacing } from '../findings/fixes.ts';
import { unappliedChanges } from '../shared/unseen.ts';

export const templateMismatch: ResourceCheck = {
  code: 'selector/template-mismatch',
  scope: 'cluster',
  severity: 'error',
  parts: [
    // Judged one by one as the engine does: that leaves workloads that Kustomize may yet change out of its own list.
    each(['Workload'], function* (workload, { cluster }) {
      const {
        selector,
        template: { labels },
      } = workload;
      // A half-typed template has no labels yet, but the selector already says which: that is refused as well.
      if (selector === undefined || workloadRefusal(workload)?.reason !== 'selector-mismatch') return;
      const problem = problemOf(workload, selector, labels);
      if (problem !== undefined) yield { ...problem, doubt: unappliedChanges(cluster, workload) };
    }),
  ],
};

function problemOf(workload: WorkloadResource, { matchLabels, matchExpressions }: LabelSelector, labels: StringMap): Problem | undefined {
  const selectorPath: FieldPath =
    workload.controller === 'ReplicationController' ? ['spec', 'selector'] : ['spec', 'selector', 'matchLabels'];
  const labelsPath: FieldPath = [...workload.templatePath, 'metadata', 'labels'];
  const different = Object.entries(matchLabels).find(([key, value]) => labelOf(labels, key) !== value);
  if (different === undefined) {
    const index = matchExpressions.findIndex((expression) => !matches({ matchLabels: {}, matchExpressions: [expression] }, labels));
    const expression = matchExpressions[index];
    return {
      place: placeOf(workload, 'spec', 'selector', 'matchExpressions', index),
      message:
        expression === undefined
          ? message('{0} does not select its own pods. Make selector and template agree.', nameOf(workload))
          : message(
              '{0} does not select its own pods: their labels do not meet {1}. Make selector and template agree.',
              nameOf(workload),
              expressionText(expression),
            ),
      related: [{ message: term('labels of the pods'), place: keyPlaceOf(workload, ...labelsPath) }],
    };
  }
  const [key, wanted] = different;
  const actual = labelOf(labels, key);
  const inSelector = placeOf(workload, ...selectorPath, key);
  const inTemplate = placeOf(workload, ...labelsPath, key);
  if (actual !== undefined && (textsAt(inTemplate).includes(wanted) || textsAt(inSelector).includes(actual))) return undefined;
  return {
    place: inSelector,
    message:
      actual === undefined
        ? message('{0} selects {1}: {2}, but its pods have no label {1}. Make selector and template agree.', nameOf(workload), key, wanted)
        : message(
            '{0} selects {1}: {2}, but its pods have {1}: {3}. Make selector and template agree.',
            nameOf(workload),
            key,
            wanted,
            actual,
          ),
    related: [{ message: term('labels of the pods'), place: actual === undefined ? keyPlaceOf(workload, ...labelsPath) : inTemplate }],
    fixes:
      actual === undefined
        ? []
        : [
            replacing(message('Give the pods the label {0}: {1}', key, wanted), false, {
              place: inTemplate,
              replaces: actual,
              text: wanted,
            }),
            replacing(message('Select {0}: {1}', key, actual), false, { place: inSelector, replaces: wanted, text: actual }),
          ],
  };
}

function expressionText({ key, operator, values }: LabelExpression): string {
  return values.length === 0 ? `${key} ${operator}` : `${key} ${operator} (${values.join(', ')})`;
}
