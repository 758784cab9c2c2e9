import type { Message, Text } from '../../base/message.ts';
import type { Certainty, Explanation, Refusal } from '../../engine/explanation.ts';
import type { Place } from '../../manifests/place.ts';

/** One of a fact's values: what it is, and of an item in a list who or what that is. */
export interface FactValue {
  readonly value: Text;
  readonly text?: Text | undefined;
}

/** Why a fact is so. */
export interface Why {
  readonly reason: Message;
  /** Absent where there is nothing to doubt. */
  readonly certainty: Certainty | undefined;
  /** The places that decided it, most decisive first. */
  readonly because: readonly Place[];
}

/** One thing that is known, as values: hover, details and lists choose by key, shorten and render. A fact without values says nothing. */
export interface Fact<Key extends string = string> {
  readonly key: Key;
  /** `External address` */
  readonly name: Message;
  readonly values: readonly FactValue[];
  readonly why: Why | undefined;
}

export function fact<Key extends string>(
  key: Key,
  name: Message,
  values: readonly (Text | FactValue)[],
  why?: Explanation | Refusal<string> | Message,
): Fact<Key> {
  return {
    key,
    name,
    values: values.map((value) => (isValue(value) ? value : { value })),
    why: why === undefined ? undefined : whyOf(why),
  };
}

/** Those with these keys that say something, in the order of the keys. */
export function chosen<Key extends string>(facts: readonly Fact<Key>[], ...keys: readonly Key[]): readonly Fact<Key>[] {
  return keys.flatMap((key) => facts.filter((one) => one.key === key && one.values.length > 0));
}

function isValue(value: Text | FactValue): value is FactValue {
  return typeof value === 'object' && 'value' in value;
}

function whyOf(why: Explanation | Refusal<string> | Message): Why {
  if ('key' in why) return { reason: why, certainty: undefined, because: [] };
  if ('message' in why) return { reason: why.message, certainty: undefined, because: why.because };
  return { reason: why.reason, certainty: why.certainty, because: why.because };
}
