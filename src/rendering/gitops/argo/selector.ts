import { textAt, valueAt } from '../../yaml/change.ts';
import type { YamlMap, YamlNode } from '../../yaml/node.ts';
import { mapsOf, textsOf } from '../reading.ts';
import { flattened } from './parameters.ts';

/** Whether parameters meet the `selector` of a generator; without one all do. What it cannot say is not met. argo-cd applicationset/generators/generator_spec_processor.go */
export function meets(parameters: YamlMap, selector: YamlNode | undefined): boolean {
  if (selector?.type !== 'map') return true;
  const values = new Map(flattened(parameters).entries.map(({ key, value }) => [key, value.type === 'scalar' ? value.text : '']));
  const labels = valueAt(selector, 'matchLabels');
  if (labels?.type === 'map' && !labels.entries.every(({ key, value }) => value.type === 'scalar' && values.get(key) === value.text))
    return false;
  return mapsOf(valueAt(selector, 'matchExpressions')).every((expression) => {
    const value = values.get(textAt(expression, 'key') ?? '');
    const named = textsOf(valueAt(expression, 'values'));
    switch (textAt(expression, 'operator')) {
      case 'In':
        return value !== undefined && named.includes(value);
      case 'NotIn':
        return value === undefined || !named.includes(value);
      case 'Exists':
        return value !== undefined;
      case 'DoesNotExist':
        return value === undefined;
      default:
        return false;
    }
  });
}
