import { message, type Message } from '../base/message.ts';
import type { LabelExpression, LabelSelector } from '../manifests/labelSelector.ts';
import type { StringMap } from '../manifests/metadata.ts';
import type { FieldPath } from '../manifests/place.ts';

/**
 * Whether a metav1.LabelSelector selects an object with these labels. An absent selector selects nothing, an empty one everything;
 * an expression with an operator that does not exist selects nothing (the API server refuses it: `selectorFault`).
 * apimachinery pkg/apis/meta/v1/helpers.go, pkg/labels/selector.go
 */
export function matches(selector: LabelSelector | undefined, labels: StringMap): boolean {
  return (
    selector !== undefined &&
    matchesLabels(selector.matchLabels, labels) &&
    selector.matchExpressions.every((expression) => matchesExpression(expression, labels))
  );
}

/** Whether the labels have every pair of the map. An empty map is met by all labels; that an empty Service selector selects nothing is the caller's to know. */
export function matchesLabels(wanted: StringMap, labels: StringMap): boolean {
  for (const key of Object.keys(wanted)) {
    if (labelOf(labels, key) !== wanted[key]) return false;
  }
  return true;
}

/** The value of a label; keys that objects inherit (`constructor`) are not labels. */
export function labelOf(labels: StringMap, key: string): string | undefined {
  return Object.hasOwn(labels, key) ? labels[key] : undefined;
}

function matchesExpression({ key, operator, values }: LabelExpression, labels: StringMap): boolean {
  const value = labelOf(labels, key);
  switch (operator) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    default:
      return false;
  }
}

/** What is wrong in a selector, with the path from the selector to the field. */
export interface SelectorFault {
  readonly fault: 'operator' | 'values-missing' | 'values-forbidden' | 'key' | 'value';
  readonly path: FieldPath;
  readonly message: Message;
}

/** The first reason why the API server refuses a selector; absent when it accepts it. apimachinery pkg/apis/meta/v1/validation/validation.go */
export function selectorFault({ matchLabels, matchExpressions }: LabelSelector): SelectorFault | undefined {
  for (const [key, value] of Object.entries(matchLabels)) {
    const path = ['matchLabels', key];
    if (!isLabelKey(key)) return { fault: 'key', path, message: message('"{0}" is not a label key.', key) };
    if (!isLabelValue(value)) return { fault: 'value', path, message: message('"{0}" is not a label value.', value) };
  }
  for (const [index, expression] of matchExpressions.entries()) {
    const found = expressionFault(expression, ['matchExpressions', index]);
    if (found !== undefined) return found;
  }
  return undefined;
}

function expressionFault({ key, operator, values }: LabelExpression, path: FieldPath): SelectorFault | undefined {
  switch (operator) {
    case 'In':
    case 'NotIn':
      if (values.length === 0)
        return { fault: 'values-missing', path, message: message('Operator {0} needs at least one value.', operator) };
      break;
    case 'Exists':
    case 'DoesNotExist':
      if (values.length > 0)
        return { fault: 'values-forbidden', path: [...path, 'values'], message: message('Operator {0} takes no values.', operator) };
      break;
    default:
      return {
        fault: 'operator',
        path: [...path, 'operator'],
        message: message('"{0}" is not an operator. Those that exist are In, NotIn, Exists and DoesNotExist.', operator),
      };
  }
  if (!isLabelKey(key)) return { fault: 'key', path: [...path, 'key'], message: message('"{0}" is not a label key.', key) };
  const wrong = values.findIndex((value) => !isLabelValue(value));
  return wrong < 0
    ? undefined
    : { fault: 'value', path: [...path, 'values', wrong], message: message('"{0}" is not a label value.', values[wrong] ?? '') };
}

const NAME = /^[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;
const SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

/** `name` or `prefix/name`: a name of 1 to 63 characters, a prefix that is a DNS subdomain of at most 253. apimachinery pkg/util/validation IsQualifiedName */
export function isLabelKey(text: string): boolean {
  const slash = text.indexOf('/');
  const prefix = slash < 0 ? undefined : text.slice(0, slash);
  return NAME.test(text.slice(slash + 1)) && (prefix === undefined || (prefix.length <= 253 && SUBDOMAIN.test(prefix)));
}

/** Empty, or 1 to 63 characters. apimachinery pkg/util/validation IsValidLabelValue */
export function isLabelValue(text: string): boolean {
  return text === '' || NAME.test(text);
}
