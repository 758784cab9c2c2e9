import { yamlText } from '../../goYaml/manifestText.ts';
import { failure, goFunction } from '../function.ts';
import { yamlNodeThroughJson } from '../functions/yamlNode.ts';
import { map, stringOf, type MapValue, type Methods } from '../value.ts';
import { tableAt, valueAt } from './dependencies.ts';

/** The map as a `common.Values`: the same entries, and methods. helm/pkg/chart/common/values.go */
export function valuesMap(values: MapValue): MapValue {
  return { ...values, type: 'common.Values', methods: methodsOf(values) };
}

function methodsOf(values: MapValue): Methods {
  return new Map([
    ['AsMap', goFunction([], () => ({ ...map([], values.origins), entries: values.entries }))],
    [
      'YAML',
      goFunction([], (context) => {
        const node = yamlNodeThroughJson(context, values);
        const text = 'error' in node ? undefined : yamlText(node);
        return text === undefined ? failure('error converting YAML to JSON') : stringOf([...text, { text: '\n', origins: [] }]);
      }),
    ],
    [
      'Table',
      goFunction(['string'], (_, { text }) => {
        const table = tableAt(values, text);
        return table === undefined ? failure(`"${text.split('.').at(-1) ?? ''}" is not a table`) : valuesMap(table);
      }),
    ],
    [
      'PathValue',
      goFunction(['string'], (_, { text }) => {
        if (text === '') return failure('YAML path cannot be empty');
        return valueAt(values, text) ?? failure(`"${text.split('.').at(-1) ?? ''}" is not a value`);
      }),
    ],
    ['Encode', goFunction(['interface {}'], () => failure('runtime error: invalid memory address or nil pointer dereference'))],
  ]);
}
