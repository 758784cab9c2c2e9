import { message, sentences, type Message } from '../../base/message.ts';
import type { LabelExpression, LabelSelector } from '../../manifests/labelSelector.ts';
import type { FieldPath } from '../../manifests/place.ts';
import { matches, selectorFault } from '../labels.ts';
import type { StringMap } from '../../manifests/metadata.ts';

export interface ListFault {
  readonly message: Message;
  /** From the resource's `spec`. */
  readonly path: FieldPath;
}

/** Why MetalLB refuses a list of label selectors: a repeated selector, expression or value, or a selector that is none. metallb internal/config/config.go validateLabelSelectorDuplicate */
export function selectorListFault(selectors: readonly LabelSelector[], field: string): ListFault | undefined {
  const seen = new Set<string>();
  for (const [index, selector] of selectors.entries()) {
    const path: FieldPath = [...field.split('.'), index];
    const repeated = repeatedExpression(selector.matchExpressions);
    if (repeated !== undefined) return { message: message('{0} repeats "{1}".', field, repeated), path };
    const key = selectorKey(selector);
    if (seen.has(key)) return { message: message('{0} holds the same selector twice.', field), path };
    seen.add(key);
    const fault = selectorFault(selector);
    if (fault !== undefined)
      return {
        message: sentences(message('The field {0} has a selector that is not valid.', field), fault.message),
        path: [...path, ...fault.path],
      };
  }
  return undefined;
}

/** Why MetalLB refuses a list of names: one stands twice. */
export function nameListFault(names: readonly string[], field: string): ListFault | undefined {
  const seen = new Set<string>();
  for (const [index, name] of names.entries()) {
    if (seen.has(name)) return { message: message('{0} holds "{1}" twice.', field, name), path: [...field.split('.'), index] };
    seen.add(name);
  }
  return undefined;
}

/** Whether one of the selectors selects the labels. An empty list selects nothing here; what it means depends on the field. */
export function matchesAny(selectors: readonly LabelSelector[], labels: StringMap): boolean {
  return selectors.some((selector) => matches(selector, labels));
}

function repeatedExpression(expressions: readonly LabelExpression[]): string | undefined {
  const seen = new Set<string>();
  for (const expression of expressions) {
    const values = new Set<string>();
    for (const value of expression.values) {
      if (values.has(value)) return value;
      values.add(value);
    }
    const key = expressionKey(expression);
    if (seen.has(key)) return `${expression.key} ${expression.operator}`;
    seen.add(key);
  }
  return undefined;
}

/** Equal for selectors that MetalLB finds equal: order of labels and of values does not count, order of expressions does. */
function selectorKey({ matchLabels, matchExpressions }: LabelSelector): string {
  const labels = Object.entries(matchLabels).sort(([one], [other]) => (one < other ? -1 : one > other ? 1 : 0));
  return JSON.stringify([labels, matchExpressions.map(expressionKey)]);
}

function expressionKey({ key, operator, values }: LabelExpression): string {
  return JSON.stringify([key, operator, [...values].sort()]);
}
