import type { Origins, Span } from '../origin.ts';
import { textOf, type Rope } from '../rope.ts';
import { compareBytes } from './byteOrder.ts';

/**
 * A value as Go's templates see it. Scalars, lists and objects never change; a map does (`set`), and all who hold it see that.
 * The type of each is Go's own name for it, since templates can ask (`typeOf`) and errors say it.
 */
export type GoValue =
  | InvalidValue
  | NilValue
  | BoolValue
  | IntValue
  | FloatValue
  | ComplexValue
  | StringValue
  | MapValue
  | ListValue
  | ObjectValue
  | FunctionValue;

interface Known {
  /** Who wrote it, the last writer first; empty for what a template computed. */
  readonly origins: Origins;
  /** Its content rests on what is not known here: `lookup`, a random value, a certificate, the time, a secret. */
  readonly unknown?: true;
}

/** Go's zero `reflect.Value`: the end of a pipeline that gave nil, a `define` without data. A function never gets one, unless for `reflect.Value`. */
export interface InvalidValue extends Known {
  readonly kind: 'invalid';
}

/** An `interface {}` that holds nil: a null of a values file, a key that is not there. */
export interface NilValue extends Known {
  readonly kind: 'nil';
}

export interface BoolValue extends Known {
  readonly kind: 'bool';
  readonly value: boolean;
}

export interface IntValue extends Known {
  readonly kind: 'int';
  readonly type: IntType;
  /** Within the range of its type; who computes wraps around (`wrapInt`). */
  readonly value: bigint;
}

export type IntType = 'int' | 'int8' | 'int16' | 'int32' | 'int64' | 'uint' | 'uint8' | 'uint16' | 'uint32' | 'uint64';

/** Every number of a values file is one, also 80. */
export interface FloatValue extends Known {
  readonly kind: 'float';
  readonly type: 'float64' | 'float32';
  readonly value: number;
}

export interface ComplexValue extends Known {
  readonly kind: 'complex';
  readonly real: number;
  readonly imaginary: number;
}

/**
 * Go's strings are bytes. Here they are text in which a byte that is part of no character (`trunc` cuts within one, `b64dec` gives anything)
 * stands as the lone surrogate U+DC00 + byte; `goText.ts` counts, cuts and converts.
 */
export interface StringValue extends Known {
  readonly kind: 'string';
  readonly text: string;
  /** The same text in pieces: which part came from where. The origins of the pieces count; those of the value are of the whole, for what is computed from it. */
  readonly rope: Rope;
}

export interface MapValue extends Known {
  readonly kind: 'map';
  /** `map[string]interface {}`, or a name: `common.Values`. */
  readonly type: string;
  /** Go's type of what is in it, `interface {}` as a rule; a missing key gives this type's zero. */
  readonly element: string;
  /** Shared and mutable. In no order: Go walks a map in the byte order of its keys (`sortedKeys`). */
  readonly entries: Map<string, MapEntry>;
  readonly isNil?: true;
  readonly methods?: Methods;
}

export interface MapEntry {
  readonly value: GoValue;
  readonly keyOrigins: Origins;
}

/** A slice. Bytes are one as well (`[]uint8`), with their numbers as items. */
export interface ListValue extends Known {
  readonly kind: 'list';
  /** `[]interface {}`, `[]string`, `[]int`, `[]uint8`, or a name: `common.VersionSet`. */
  readonly type: string;
  readonly element: string;
  readonly items: readonly GoValue[];
  readonly isNil?: true;
  readonly methods?: Methods;
}

/** A struct, or a pointer to one: a time, a version, a certificate, `.Capabilities`. */
export interface ObjectValue extends Known {
  readonly kind: 'object';
  /** `time.Time`, `*semver.Version`, `*common.Capabilities`: with a star when it is a pointer. */
  readonly type: string;
  /** In the order of the struct: that is how it is printed. */
  readonly fields: ReadonlyMap<string, GoValue>;
  /** What JSON calls a field, where that is not its name. */
  readonly jsonNames?: ReadonlyMap<string, string>;
  /** With a `String` among them, printing calls it. */
  readonly methods?: Methods;
  /** The methods are those of a pointer to it: `{{ x }}` and `.Method` find them, a function that is given the struct does not print by them. */
  readonly methodsOfPointer?: true;
  /** What those who know the type keep in it. */
  readonly held?: unknown;
}

export interface FunctionValue extends Known {
  readonly kind: 'function';
  readonly type: string;
  readonly function: GoFunction;
}

/** Methods by name; each has its receiver bound. They hide entries and fields of the same name. */
export type Methods = ReadonlyMap<string, GoFunction>;

/** A function that templates call. The executor checks number and types of the arguments before it calls, as Go's does: nothing else needs to. */
export interface GoFunction {
  /** Go's names of the types; see `GoType`. */
  readonly parameters: readonly string[];
  /** The type of each argument after those, if it takes any number of them. */
  readonly variadic?: string;
  /**
   * The function says itself what of its result is unknown (it chooses, or puts together: `default`, `dict`, `toYaml`).
   * Without it, a result is unknown as soon as an argument itself is; what is inside of lists and maps is the function's to look at.
   */
  readonly tracksUnknown?: true;
  readonly call: (context: CallContext, args: readonly GoValue[]) => GoValue | Failure;
}

/** What a call may use besides its arguments. */
export interface CallContext {
  /** The action or command that calls. */
  readonly at: Span;
  /**
   * Says beforehand how much is about to be made: one for each item or unit of text. Does not return when the rendering has used up
   * what it may; then it ends with one problem.
   */
  readonly spend: (amount: number) => void;
}

/** Why a function gave nothing: Go's error, or the text of its panic. */
export interface Failure {
  readonly kind: 'failure';
  readonly message: string;
  /** `user`: the chart's own words (`fail`, `required`). The others are those of comparisons. */
  readonly class: 'function' | 'user' | 'incompatible-types' | 'non-comparable';
}

export const anyType = 'interface {}';
export const mapType = 'map[string]interface {}';
export const listType = '[]interface {}';

export const invalid: InvalidValue = { kind: 'invalid', origins: [] };
export const nil: NilValue = { kind: 'nil', origins: [] };

export function bool(value: boolean, origins: Origins = []): BoolValue {
  return { kind: 'bool', value, origins };
}

export function int(value: bigint | number, type: IntType = 'int', origins: Origins = []): IntValue {
  return { kind: 'int', type, value: BigInt(value), origins };
}

export function float(value: number, origins: Origins = []): FloatValue {
  return { kind: 'float', type: 'float64', value, origins };
}

/** A text of one piece. Without origins it is computed: printing says which action did. */
export function string(text: string, origins: Origins = []): StringValue {
  return { kind: 'string', text, rope: text === '' ? [] : [{ text, origins }], origins };
}

/** A text of pieces; unknown when one of them is. */
export function stringOf(rope: Rope): StringValue {
  const [only] = rope;
  return {
    kind: 'string',
    text: textOf(rope),
    rope,
    origins: rope.length === 1 && only !== undefined ? only.origins : [],
    ...(rope.some(({ unknown }) => unknown) && { unknown: true }),
  };
}

/** A new `map[string]interface {}`. Keys written in a template come without origins. */
export function map(entries: Iterable<readonly [string, GoValue | MapEntry]> = [], origins: Origins = []): MapValue {
  const slots = new Map<string, MapEntry>();
  for (const [key, entry] of entries) slots.set(key, 'kind' in entry ? { value: entry, keyOrigins: [] } : entry);
  return { kind: 'map', type: mapType, element: anyType, entries: slots, origins };
}

export function list(items: readonly GoValue[], origins: Origins = []): ListValue {
  return { kind: 'list', type: listType, element: anyType, items, origins };
}

/** A `[]string`. */
export function strings(items: readonly StringValue[], origins: Origins = []): ListValue {
  return { kind: 'list', type: '[]string', element: 'string', items, origins };
}

/** A `[]uint8`. */
export function bytes(content: Iterable<number>, origins: Origins = []): ListValue {
  return { kind: 'list', type: '[]uint8', element: 'uint8', items: Array.from(content, (byte) => int(byte, 'uint8')), origins };
}

/** The same value, marked as not known here. Of a map it is another view of the same entries. */
export function unknownOf<V extends GoValue>(value: V): V {
  if (value.unknown) return value;
  return value.kind === 'string'
    ? { ...value, unknown: true, rope: value.rope.map((piece) => ({ ...piece, unknown: true as const })) }
    : { ...value, unknown: true };
}

/** Go's word for the type: `float64`, `map[string]interface {}`, `*semver.Version`; `interface {}` of nil. */
export function typeOf(value: GoValue): string {
  switch (value.kind) {
    case 'invalid':
    case 'nil':
      return anyType;
    case 'bool':
    case 'string':
      return value.kind;
    case 'complex':
      return 'complex128';
    default:
      return value.type;
  }
}

/** Go's `reflect.Kind` in words: `slice`, `ptr`, `struct`, `float64`…; `invalid` of nil. */
export function kindOf(value: GoValue): string {
  switch (value.kind) {
    case 'invalid':
    case 'nil':
      return 'invalid';
    case 'list':
      return 'slice';
    case 'map':
      return 'map';
    case 'object':
      return value.type.startsWith('*') ? 'ptr' : 'struct';
    case 'function':
      return 'func';
    default:
      return typeOf(value);
  }
}

/** Go's truth: false for false, 0, "", nil, and what is empty; true for everything else. */
export function isTrue(value: GoValue): boolean {
  switch (value.kind) {
    case 'invalid':
    case 'nil':
      return false;
    case 'bool':
      return value.value;
    case 'int':
      return value.value !== 0n;
    case 'float':
      return value.value !== 0;
    case 'complex':
      return value.real !== 0 || value.imaginary !== 0;
    case 'string':
      return value.text !== '';
    case 'map':
      return value.entries.size > 0;
    case 'list':
      return value.items.length > 0;
    case 'object':
    case 'function':
      return true;
  }
}

/** The keys in byte order, in which Go walks a map. */
export function sortedKeys({ entries }: MapValue): readonly string[] {
  return [...entries.keys()].sort(compareBytes);
}
