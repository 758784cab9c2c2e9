import { goFunction } from '../function.ts';
import { bool, kindOf, string, typeOf, type GoValue, unknownOf, type GoFunction } from '../value.ts';
import { deepEqual } from './equal.ts';
import { isNothing } from './stringValue.ts';

/** As `%T` says it. */
function typeName(value: GoValue): string {
  return isNothing(value) ? '<nil>' : typeOf(value);
}

/** Even the type of what is not known is a guess. */
function about<V extends GoValue>(value: GoValue, answer: V): V {
  return value.unknown ? unknownOf(answer) : answer;
}

export const types: Readonly<Record<string, GoFunction>> = {
  typeOf: goFunction(['interface {}'], (_, value) => about(value, string(typeName(value))), { tracksUnknown: true }),
  typeIs: goFunction(['string', 'interface {}'], (_, type, value) => about(value, bool(typeName(value) === type.text)), {
    tracksUnknown: true,
  }),
  typeIsLike: goFunction(
    ['string', 'interface {}'],
    (_, type, value) => about(value, bool(typeName(value) === type.text || typeName(value) === `*${type.text}`)),
    { tracksUnknown: true },
  ),
  kindOf: goFunction(['interface {}'], (_, value) => about(value, string(kindOf(value))), { tracksUnknown: true }),
  kindIs: goFunction(['string', 'interface {}'], (_, kind, value) => about(value, bool(kindOf(value) === kind.text)), {
    tracksUnknown: true,
  }),
  deepEqual: goFunction(['interface {}', 'interface {}'], (context, a, b) => bool(deepEqual(a, b, context))),
};
