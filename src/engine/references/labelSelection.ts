import { selects, type Selector } from '../calico/selector.ts';
import { labelOf } from '../labels.ts';
import type { LabelExpression, LabelSelector } from '../../manifests/labelSelector.ts';
import type { StringMap } from '../../manifests/metadata.ts';
import { mayCarry, mayCarryKey, type LabelTerm, type PodOwner } from './podOwners.ts';

/** What everything that the selector selects must have; for narrowing a search. */
export function termsOf({ matchLabels, matchExpressions }: LabelSelector): readonly LabelTerm[] {
  const terms: LabelTerm[] = Object.entries(matchLabels).map(([key, value]) => ({ key, values: [value] }));
  for (const { key, operator, values } of matchExpressions)
    if (operator === 'In' || operator === 'Exists') terms.push({ key, values: operator === 'In' ? values : undefined });
  return terms;
}

/** Whether a selector may select an owner's pods: labels that only its controller knows count as fitting. */
export function maySelect({ matchLabels, matchExpressions }: LabelSelector, owner: PodOwner): boolean {
  return (
    Object.entries(matchLabels).every(([key, value]) => mayMeet(owner, { key, operator: 'In', values: [value] })) &&
    matchExpressions.every((expression) => mayMeet(owner, expression))
  );
}

function mayMeet(owner: PodOwner, { key, operator, values }: LabelExpression): boolean {
  const actual = labelOf(owner.labels, key);
  switch (operator) {
    case 'In':
      return actual === undefined ? values.some((value) => mayCarry(owner, key, value)) : values.includes(actual);
    case 'NotIn':
      return actual === undefined || !values.includes(actual);
    case 'Exists':
      return actual !== undefined || mayCarryKey(owner, key);
    case 'DoesNotExist':
      return actual === undefined;
    default:
      return false;
  }
}

/** `app: web, tier In (front, back)` */
export function selectorText({ matchLabels, matchExpressions }: LabelSelector): string {
  return [
    ...Object.entries(matchLabels).map(([key, value]) => `${key}: ${value}`),
    ...matchExpressions.map(({ key, operator, values }) =>
      values.length === 0 ? `${key} ${operator}` : `${key} ${operator} (${values.join(', ')})`,
    ),
  ].join(', ');
}

/** The same of a Calico selector: what its whole text, or each side of its `&&`, asks for. */
export function calicoTermsOf(selector: Selector): readonly LabelTerm[] {
  switch (selector.kind) {
    case '&&':
      return selector.operands.flatMap(calicoTermsOf);
    case '==':
      return isCalicoLabel(selector.label) ? [] : [{ key: selector.label, values: [selector.value] }];
    case 'in':
      return isCalicoLabel(selector.label) ? [] : [{ key: selector.label, values: selector.values }];
    case 'has':
    case 'contains':
    case 'starts with':
    case 'ends with':
      return isCalicoLabel(selector.label) ? [] : [{ key: selector.label, values: undefined }];
    default:
      return [];
  }
}

/** Every label that a Calico selector names. */
export function labelsIn(selector: Selector): readonly string[] {
  switch (selector.kind) {
    case 'all':
    case 'global':
      return [];
    case '!':
      return labelsIn(selector.operand);
    case '&&':
    case '||':
      return selector.operands.flatMap(labelsIn);
    default:
      return [selector.label];
  }
}

/** The pairs of a Calico selector that is nothing but `key == "value"`, one or several joined by `&&`. */
export function pairsOf(selector: Selector): StringMap | undefined {
  const parts = selector.kind === '&&' ? selector.operands : [selector];
  const pairs = parts.flatMap((part) => (part.kind === '==' ? [[part.label, part.value] as const] : []));
  return pairs.length === parts.length ? Object.fromEntries(pairs) : undefined;
}

/** Whether a Calico selector selects an owner's pods, by the labels that Calico itself adds too. */
export function calicoSelects(selector: Selector, { labels, resource }: PodOwner): boolean {
  const { namespace } = resource.metadata;
  return selects(selector, {
    ...labels,
    'projectcalico.org/orchestrator': 'k8s',
    ...(namespace === undefined ? {} : { 'projectcalico.org/namespace': namespace }),
  });
}

/** Labels that Calico puts on the pods it sees: its own, and those of their namespace and service account. */
export function isCalicoLabel(key: string): boolean {
  return key.startsWith('projectcalico.org/') || key.startsWith('pcns.') || key.startsWith('pcsa.');
}
