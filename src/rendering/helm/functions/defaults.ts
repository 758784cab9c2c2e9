import { goFunction, variadicFunction } from '../function.ts';
import { bool, nil, type GoValue, unknownOf, type GoFunction } from '../value.ts';
import { isEmpty } from './empty.ts';

/** What was chosen because of something that is not known might be something else. */
function chosen(value: GoValue, because: readonly GoValue[]): GoValue {
  return !value.unknown && because.some(({ unknown }) => unknown) ? unknownOf(value) : value;
}

export const defaults: Readonly<Record<string, GoFunction>> = {
  default: variadicFunction(
    ['interface {}'],
    'interface {}',
    (_, [fallback], [given]) => (given === undefined ? fallback : chosen(isEmpty(given) ? fallback : given, [given])),
    { tracksUnknown: true },
  ),
  empty: goFunction(['interface {}'], (_, value) => chosen(bool(isEmpty(value)), [value]), { tracksUnknown: true }),
  coalesce: variadicFunction(
    [],
    'interface {}',
    (_, __, values) => {
      const at = values.findIndex((value) => !isEmpty(value));
      return at < 0 ? chosen(nil, values) : chosen(values[at] ?? nil, values.slice(0, at));
    },
    { tracksUnknown: true },
  ),
  all: variadicFunction([], 'interface {}', (_, __, values) => chosen(bool(values.every((value) => !isEmpty(value))), values), {
    tracksUnknown: true,
  }),
  any: variadicFunction([], 'interface {}', (_, __, values) => chosen(bool(values.some((value) => !isEmpty(value))), values), {
    tracksUnknown: true,
  }),
  ternary: goFunction(
    ['interface {}', 'interface {}', 'bool'],
    (_, yes, no, condition) => chosen(condition.value ? yes : no, [condition]),
    { tracksUnknown: true },
  ),
};
