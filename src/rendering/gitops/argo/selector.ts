import { matchesLabels, type LabelRequirement } from '../../kustomize/labelRequirements.ts';
import { textAt, valueAt } from '../../yaml/change.ts';
import type { YamlMap, YamlNode } from '../../yaml/node.ts';
import { mapsOf, textsOf } from '../reading.ts';
import { flattened } from './parameters.ts';

/** Whether parameters meet the `selector` of a generator; without one all do. What it cannot say is not met. argo-cd applicationset/generators/generator_spec_processor.go */
export function meets(parameters: YamlMap, selector: YamlNode | undefined): boolean {
  if (selector?.type !== 'map') return true;
  const values = new Map(flattened(parameters).entries.map(({ key, value }) => [key, value.type === 'scalar' ? value.text : '']));
  const requirements = requirementsOf(selector);
  return requirements !== undefined && matchesLabels(requirements, values);
}

/** Undefined: it asks for what cannot be. */
function requirementsOf(selector: YamlMap): readonly LabelRequirement[] | undefined {
  const requirements: LabelRequirement[] = [];
  const labels = valueAt(selector, 'matchLabels');
  for (const { key, value } of labels?.type === 'map' ? labels.entries : []) {
    if (value.type !== 'scalar') return undefined;
    requirements.push({ key, operator: '=', values: [value.text] });
  }
  for (const expression of mapsOf(valueAt(selector, 'matchExpressions'))) {
    const operator = operators.get(textAt(expression, 'operator') ?? '');
    if (operator === undefined) return undefined;
    requirements.push({ key: textAt(expression, 'key') ?? '', operator, values: textsOf(valueAt(expression, 'values')) });
  }
  return requirements;
}

const operators: ReadonlyMap<string, LabelRequirement['operator']> = new Map([
  ['In', 'in'],
  ['NotIn', 'notin'],
  ['Exists', 'exists'],
  ['DoesNotExist', '!'],
]);
