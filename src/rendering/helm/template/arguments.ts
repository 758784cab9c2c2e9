import type { GoType } from '../function.ts';
import { anyType, bool, float, int, invalid, nil, string, typeOf, type GoValue, type IntType, type ListValue } from '../value.ts';
import type { MapValue } from '../value.ts';
import { fail, originsAt, type Execution } from './execution.ts';
import type { OperandNode, StringNode } from './node.ts';
import { nodeText } from './nodeText.ts';

/** Whether nil can be a value of the type: interfaces, maps, slices, pointers, functions. */
export function canBeNil(type: GoType): boolean {
  return type === anyType || type === 'reflect.Value' || type === 'func' || /^(?:\*|map\[|\[\])/.test(type);
}

/** The zero of a type that can be nil, or of what a map holds. */
export function zeroOf(type: GoType): GoValue {
  if (type === 'reflect.Value') return invalid;
  if (type.startsWith('map[')) {
    const zero: MapValue = { kind: 'map', type, element: type.slice(type.indexOf(']') + 1), entries: new Map(), origins: [], isNil: true };
    return zero;
  }
  if (type.startsWith('[]')) {
    const zero: ListValue = { kind: 'list', type, element: type.slice(2), items: [], origins: [], isNil: true };
    return zero;
  }
  if (type === 'string') return string('');
  if (type === 'bool') return bool(false);
  if (isIntType(type)) return int(0, type);
  return type === 'float64' ? float(0) : nil;
}

export function isIntType(type: GoType): type is IntType {
  return /^u?int(?:8|16|32|64)?$/.test(type);
}

/** Go's assignability: the same type, an interface, or a named map or list where its unnamed form is asked for. */
export function isAssignable(value: GoValue, type: GoType): boolean {
  if (type === anyType || type === 'reflect.Value') return true;
  if (value.kind === 'nil') return false;
  if (typeOf(value) === type) return true;
  switch (value.kind) {
    case 'map':
      return type === `map[string]${value.element}`;
    case 'list':
      return type === `[]${value.element}`;
    case 'function':
      return type === 'func';
    default:
      return false;
  }
}

/** Go's `validateType`: the value as an argument of the type, or the end of the execution. `node` is what gave it. */
export function validated(execution: Execution, value: GoValue, type: GoType | undefined, node?: OperandNode): GoValue {
  if (value.kind === 'invalid') {
    if (type === undefined || type === 'reflect.Value') return value;
    if (type === anyType) return { ...nil, origins: value.origins, ...(value.unknown && { unknown: true }) };
    return canBeNil(type) ? zeroOf(type) : fail(execution, 'wrong-type', `invalid value; expected ${type}`, node);
  }
  // In an interface there is a copy, which no pointer leads to.
  if (type === anyType && value.kind === 'object' && value.methodsOfPointer === true) return { ...value, methods: new Map() };
  if (type === undefined || isAssignable(value, type)) return value;
  if (value.kind === 'object' && value.type === `*${type}`) return { ...value, type };
  return fail(execution, 'wrong-type', `wrong type for value; expected ${type}; got ${typeOf(value)}`, node);
}

/** Go's `idealConstant`: a number where nothing says its type. */
export function idealConstant(execution: Execution, node: OperandNode & { readonly type: 'number' }): GoValue {
  execution.node = node;
  const { text, number } = node;
  const origins = originsAt(execution.tree.source, node.at, node.at + text.length);
  if (number.complex !== undefined) return { kind: 'complex', ...number.complex, origins };
  const isHex = /^0[xX]/.test(text) && text.length > 2 && !/[pP]/.test(text);
  if (number.float !== undefined && !isHex && !text.startsWith("'") && /[.eEpP]/.test(text)) return float(number.float, origins);
  if (number.int !== undefined) return int(number.int, 'int', origins);
  return fail(execution, 'wrong-type', `${text} overflows int`);
}

/** A constant where a parameter says the type. */
export function constantOf(execution: Execution, node: OperandNode, type: GoType): GoValue {
  execution.node = node;
  if (type === anyType || type === 'reflect.Value') return plainConstant(execution, node);
  if (type === 'string' && node.type === 'string') return literal(execution, node);
  const expected = (words: string): never => fail(execution, 'wrong-type', `expected ${words}; found ${nodeText(node)}`);
  const origins = originsAt(execution.tree.source, node.at, node.at + nodeText(node).length);
  if (type === 'bool') return node.type === 'bool' ? bool(node.value, origins) : expected('bool');
  if (type === 'string') return expected('string');
  const number = node.type === 'number' ? node.number : {};
  if (type === 'float64') return number.float === undefined ? expected('float') : float(number.float, origins);
  if (isIntType(type)) {
    const whole = type.startsWith('u') ? number.uint : number.int;
    return whole === undefined ? expected(type.startsWith('u') ? 'unsigned integer' : 'integer') : int(whole, type, origins);
  }
  return fail(execution, 'wrong-type', `can't handle ${nodeText(node)} for arg of type ${type}`);
}

function plainConstant(execution: Execution, node: OperandNode): GoValue {
  switch (node.type) {
    case 'bool':
      return bool(node.value, originsAt(execution.tree.source, node.at, node.at + nodeText(node).length));
    case 'number':
      return idealConstant(execution, node);
    case 'string':
      return literal(execution, node);
    default:
      return fail(execution, 'wrong-type', `can't handle assignment of ${nodeText(node)} to empty interface argument`);
  }
}

/** A string of a template: its place is the text between the quotes, character for character where it has no escapes. */
export function literal({ tree }: Execution, node: StringNode): GoValue {
  return (node.value ??= string(node.text, originsAt(tree.source, node.at + 1, node.at + node.quoted.length - 1)));
}
