import type { GoType } from '../function.ts';
import { anyType, bool, invalid, isTrue, nil, unknownOf, type GoValue, type GoFunction } from '../value.ts';
import { canBeNil, constantOf, idealConstant, literal, validated, zeroOf } from './arguments.ts';
import { and, call, callValue, or } from './builtins/logic.ts';
import { callContext, fail, originsAt, placesHere, spend, type Execution } from './execution.ts';
import { fieldOf } from './field.ts';
import { valueText } from './format.ts';
import type { ChainNode, CommandNode, FieldNode, IdentifierNode, OperandNode, PipeNode, VariableNode } from './node.ts';
import { nodeText } from './nodeText.ts';
import { TemplateFailure } from './problem.ts';

/**
 * Expressions as Go's text/template evaluates them (exec.go, the eval functions). `dot` is the cursor; `piped` the value of the stage before,
 * absent in the first.
 */

export function evaluatePipe(execution: Execution, dot: GoValue, pipe: PipeNode | undefined): GoValue {
  if (pipe === undefined) return invalid;
  execution.node = pipe;
  spend(execution, 1);
  let value: GoValue | undefined;
  for (const command of pipe.commands) {
    const result = evaluateCommand(execution, dot, command, value);
    // An interface is looked through, down to nothing where it holds nil.
    value = result.kind === 'nil' ? { ...result, kind: 'invalid' } : result;
  }
  const result = value ?? invalid;
  for (const name of pipe.variables) {
    if (pipe.assigns) setVariable(execution, name, result);
    else execution.variables.push({ name, value: result });
  }
  return result;
}

export function setVariable(execution: Execution, name: string, value: GoValue): void {
  const variable = execution.variables.findLast((candidate) => candidate.name === name);
  if (variable === undefined) fail(execution, 'undefined-variable', `undefined variable: ${name}`);
  else variable.value = execution.doubts > 0 ? unknownOf(value) : value;
}

function refuseArguments(execution: Execution, operands: readonly OperandNode[], piped: GoValue | undefined): void {
  const [first] = operands;
  if (first !== undefined && (operands.length > 1 || piped !== undefined))
    fail(execution, 'not-function', `can't give argument to non-function ${nodeText(first)}`);
}

function evaluateCommand(execution: Execution, dot: GoValue, command: CommandNode, piped: GoValue | undefined): GoValue {
  const { operands } = command;
  const [first, ...rest] = operands;
  if (first === undefined) return invalid;
  switch (first.type) {
    case 'field':
      return evaluateField(execution, dot, first, rest, piped);
    case 'chain':
      return evaluateChain(execution, dot, first, rest, piped);
    case 'identifier':
      return evaluateFunction(execution, dot, first, command, rest, piped);
    case 'pipe':
      refuseArguments(execution, operands, piped);
      return evaluatePipe(execution, dot, first);
    case 'variable':
      return evaluateVariable(execution, dot, first, rest, piped);
    default:
      execution.node = first;
      refuseArguments(execution, operands, piped);
      return evaluateConstant(execution, dot, first);
  }
}

function evaluateConstant(execution: Execution, dot: GoValue, node: OperandNode): GoValue {
  switch (node.type) {
    case 'dot':
      return dot;
    case 'bool':
      return bool(node.value, originsAt(execution.tree.source, node.at, node.at + nodeText(node).length));
    case 'number':
      return idealConstant(execution, node);
    case 'string':
      return literal(execution, node);
    default:
      return fail(execution, 'nil', 'nil is not a command');
  }
}

function evaluateField(
  execution: Execution,
  dot: GoValue,
  node: FieldNode,
  rest: readonly OperandNode[],
  piped: GoValue | undefined,
): GoValue {
  execution.node = node;
  return evaluateFields(execution, dot, dot, node, node.names, rest, piped);
}

function evaluateChain(
  execution: Execution,
  dot: GoValue,
  node: ChainNode,
  rest: readonly OperandNode[],
  piped: GoValue | undefined,
): GoValue {
  execution.node = node;
  if (node.operand.type === 'nil') return fail(execution, 'nil', `indirection through explicit nil in ${nodeText(node)}`);
  const value = evaluateArgument(execution, dot, undefined, node.operand);
  return evaluateFields(execution, dot, value, node, node.names, rest, piped);
}

function evaluateVariable(
  execution: Execution,
  dot: GoValue,
  node: VariableNode,
  rest: readonly OperandNode[],
  piped: GoValue | undefined,
): GoValue {
  execution.node = node;
  const variable = execution.variables.findLast(({ name }) => name === node.name);
  if (variable === undefined) return fail(execution, 'undefined-variable', `undefined variable: ${node.name}`);
  if (node.names.length > 0) return evaluateFields(execution, dot, variable.value, node, node.names, rest, piped);
  refuseArguments(execution, [node, ...rest], piped);
  return variable.value;
}

/** `.A.B.C`: arguments go to the last. */
function evaluateFields(
  execution: Execution,
  dot: GoValue,
  receiver: GoValue,
  node: OperandNode,
  names: readonly string[],
  rest: readonly OperandNode[],
  piped: GoValue | undefined,
): GoValue {
  let value = receiver;
  let left = names.length;
  // What a map holds as anything is so called until something else looks at it.
  let type: GoType | undefined;
  for (const name of names) {
    left--;
    const operands = left === 0 ? rest : [];
    const last = left === 0 ? piped : undefined;
    const found = fieldOf(execution, value, name, operands.length > 0 || last !== undefined, node, type);
    type = found.method === undefined && value.kind === 'map' && value.element === anyType ? anyType : undefined;
    value = found.method === undefined ? found.value : evaluateCall(execution, dot, found.method, node, name, operands, last);
  }
  return value;
}

function evaluateFunction(
  execution: Execution,
  dot: GoValue,
  node: IdentifierNode,
  whole: CommandNode | IdentifierNode,
  rest: readonly OperandNode[],
  piped: GoValue | undefined,
): GoValue {
  execution.node = node;
  const called = execution.rendering.functions.get(node.name);
  if (called === undefined) return fail(execution, 'not-function', `${JSON.stringify(node.name)} is not a defined function`);
  return evaluateCall(execution, dot, called, whole, node.name, rest, piped);
}

function evaluateCall(
  execution: Execution,
  dot: GoValue,
  called: GoFunction,
  node: CommandNode | OperandNode,
  name: string,
  rest: readonly OperandNode[],
  piped: GoValue | undefined,
): GoValue {
  const { parameters, variadic } = called;
  const count = rest.length + (piped === undefined ? 0 : 1);
  if (variadic === undefined && count !== parameters.length)
    fail(execution, 'arg-count', `wrong number of args for ${name}: want ${String(parameters.length)} got ${String(count)}`);
  if (count < parameters.length)
    fail(execution, 'arg-count', `wrong number of args for ${name}: want at least ${String(parameters.length)} got ${String(rest.length)}`);
  spend(execution, 1);
  // `and` and `or` stop at the argument that decides.
  const decisive = called === or ? true : called === and ? false : undefined;
  let doubtful = false;
  const values: GoValue[] = [];
  for (const operand of rest) {
    const value = evaluateArgument(execution, dot, parameters[values.length] ?? variadic ?? 'interface {}', operand);
    if (decisive !== undefined) {
      if (value.unknown) doubtful = true;
      if (isTrue(value) === decisive) return doubtful ? unknownOf(value) : value;
    }
    values.push(value);
  }
  if (piped !== undefined) values.push(validated(execution, piped, parameters[rest.length] ?? variadic));
  if (decisive !== undefined) {
    const last = values.at(-1) ?? invalid;
    return doubtful ? unknownOf(last) : last;
  }
  const result = perform(execution, called, node, name, rest, values);
  return called.tracksUnknown || !values.some(({ unknown }) => unknown) ? result : unknownOf(result);
}

/** Every function reads its texts at least once: so many units of one count as a step. */
const unitsPerStep = 64;

function perform(
  execution: Execution,
  called: GoFunction,
  node: CommandNode | OperandNode,
  name: string,
  rest: readonly OperandNode[],
  values: readonly GoValue[],
): GoValue {
  const runtime = execution.rendering.runtime.get(called);
  if (runtime !== undefined) {
    try {
      return runtime(execution, values);
    } catch (error) {
      if (!(error instanceof TemplateFailure)) throw error;
      execution.node = node;
      const { places, at } = placesHere(execution);
      throw new TemplateFailure({ ...error.problem, places: [...places, ...error.problem.places], at: [...error.problem.at, ...at] });
    }
  }
  const [callee] = rest;
  const before = execution.node;
  execution.node = node;
  for (const value of values) if (value.kind === 'string') spend(execution, value.text.length / unitsPerStep);
  const context = callContext(execution);
  const result =
    called === call
      ? callValue(context, callee === undefined ? valueText(values[0] ?? nil, context) : nodeText(callee), values)
      : called.call(context, values);
  if (result.kind !== 'failure') {
    // Go stays at what it evaluated last: there errors of what takes the result stand.
    execution.node = before;
    return result;
  }
  return fail(execution, result.class, result.class === 'user' ? result.message : `error calling ${name}: ${result.message}`);
}

function evaluateArgument(execution: Execution, dot: GoValue, type: string | undefined, node: OperandNode): GoValue {
  execution.node = node;
  switch (node.type) {
    case 'dot':
      return validated(execution, dot, type);
    case 'nil':
      if (type === undefined || canBeNil(type)) return type === undefined ? nil : zeroOf(type);
      return fail(execution, 'nil', `cannot assign nil to ${type}`);
    case 'field':
      return validated(execution, evaluateField(execution, dot, node, [], undefined), type, node);
    case 'variable':
      return validated(execution, evaluateVariable(execution, dot, node, [], undefined), type, node);
    case 'pipe':
      return validated(execution, evaluatePipe(execution, dot, node), type, node);
    case 'identifier':
      return validated(execution, evaluateFunction(execution, dot, node, node, [], undefined), type, node);
    case 'chain':
      return validated(execution, evaluateChain(execution, dot, node, [], undefined), type, node);
    default:
      return constantOf(execution, node, type ?? 'interface {}');
  }
}
