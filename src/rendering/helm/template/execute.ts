import { ropeBuilder, withOrigins, type Rope } from '../../rope.ts';
import { int, isTrue, sortedKeys, unknownOf, type GoValue } from '../value.ts';
import { evaluatePipe, setVariable } from './evaluate.ts';
import { callContext, fail, originsAt, spend, spendOutput, type Execution, type Rendering, type Templates } from './execution.ts';
import { keyOf } from './field.ts';
import { isStackOverflow } from './stackOverflow.ts';
import { printable, valueRope, valueText } from './format.ts';
import { nodeText } from './nodeText.ts';
import type { ActionNode, BranchNode, ListNode, StatementNode, TemplateNode, TextNode, Tree } from './node.ts';

/** How a statement ends: on to the next, or out of the round of the loop around it. */
type Ending = 'next' | 'break' | 'continue';

/** Runs a tree with its data, as Go's `Execute`. What goes wrong is thrown as a `TemplateFailure`. */
export function executeTree(rendering: Rendering, templates: Templates, tree: Tree, data: GoValue): Rope {
  const out = ropeBuilder();
  const dot: GoValue = data.kind === 'nil' ? { ...data, kind: 'invalid' } : data;
  const execution: Execution = {
    rendering,
    templates,
    tree,
    out,
    variables: [{ name: '$', value: dot }],
    frames: [],
    depth: 0,
    node: tree.root,
    doubts: 0,
    calls: undefined,
  };
  enter(execution);
  walkList(execution, dot, tree.root);
  leave(execution);
  return out.rope();
}

/** Go's own limits are 1000 of one `include` within itself, and 100000 `template`s. No chart that works comes near. */
const deepestNesting = 1100;

function enter(execution: Execution): void {
  const { rendering } = execution;
  if (rendering.nesting >= deepestNesting) fail(execution, 'recursion', `exceeded maximum template depth (${String(deepestNesting)})`);
  rendering.nesting += 1;
}

function leave({ rendering }: Execution): void {
  rendering.nesting -= 1;
}

function walkList(execution: Execution, dot: GoValue, { nodes }: ListNode): Ending {
  for (const node of nodes) {
    const ending = walk(execution, dot, node);
    if (ending !== 'next') return ending;
  }
  return 'next';
}

function walk(execution: Execution, dot: GoValue, node: StatementNode): Ending {
  execution.node = node;
  spend(execution, 1);
  switch (node.type) {
    case 'text': {
      print(execution, textRope(execution, node));
      return 'next';
    }
    case 'action': {
      const value = evaluatePipe(execution, dot, node.pipe);
      if (node.pipe.variables.length === 0) printValue(execution, node, value);
      return 'next';
    }
    case 'if':
    case 'with':
      return walkBranch(execution, dot, node);
    case 'range':
      return walkRange(execution, dot, node);
    case 'template':
      walkTemplate(execution, dot, node);
      return 'next';
    case 'break':
    case 'continue':
      return node.type;
  }
}

function textRope({ tree: { source }, frames }: Execution, node: TextNode): Rope {
  const rope = (node.rope ??= [{ text: node.text, origins: originsAt(source, node.at, node.at + node.text.length) }]);
  return frames.length === 0 ? rope : withOrigins(rope, frames);
}

function print(execution: Execution, rope: Rope): void {
  spendOutput(execution, rope);
  execution.out.addRope(execution.doubts === 0 ? rope : rope.map((piece) => ({ ...piece, unknown: true as const })));
}

function printValue(execution: Execution, node: ActionNode, value: GoValue): void {
  execution.node = node;
  if (value.kind === 'function') fail(execution, 'wrong-type', `can't print ${nodeText(node)} of type ${value.type}`);
  const own = (node.origins ??= originsAt(execution.tree.source, node.start, node.end));
  const origins = execution.frames.length === 0 ? own : [...own, ...execution.frames];
  print(execution, withOrigins(valueRope(printable(value), callContext(execution)), origins));
}

function walkBranch(execution: Execution, dot: GoValue, node: BranchNode): Ending {
  const mark = execution.variables.length;
  const value = evaluatePipe(execution, dot, node.pipe);
  const doubt = value.unknown ? 1 : 0;
  const list = isTrue(value) ? node.list : node.otherwise;
  // All that is printed rests on the condition.
  execution.doubts += doubt;
  const ending = list === undefined ? 'next' : walkList(execution, node.type === 'with' && list === node.list ? value : dot, list);
  execution.doubts -= doubt;
  execution.variables.length = mark;
  return ending;
}

function walkRange(execution: Execution, dot: GoValue, node: BranchNode): Ending {
  const { variables } = execution;
  const before = variables.length;
  const value = evaluatePipe(execution, dot, node.pipe);
  const mark = variables.length;
  let rounds = 0;
  /** Whether to go on. */
  const round = (index: GoValue, item: GoValue): boolean => {
    rounds += 1;
    spend(execution, 1);
    assignRound(execution, node, index, value.unknown ? unknownOf(item) : item);
    const ending = walkList(execution, value.unknown ? unknownOf(item) : item, node.list);
    variables.length = mark;
    return ending !== 'break';
  };
  const doubt = value.unknown ? 1 : 0;
  execution.doubts += doubt;
  walkItems(execution, node, value, round);
  // An item of the else list may leave the loop around this one.
  const ending = rounds === 0 && node.otherwise !== undefined ? walkList(execution, dot, node.otherwise) : 'next';
  execution.doubts -= doubt;
  variables.length = before;
  return ending;
}

function assignRound(execution: Execution, { pipe }: BranchNode, index: GoValue, item: GoValue): void {
  const [first, second] = pipe.variables;
  if (first === undefined) return;
  const [one, other] = second === undefined ? [item, undefined] : [index, item];
  if (pipe.assigns) {
    setVariable(execution, first, one);
    if (second !== undefined && other !== undefined) setVariable(execution, second, other);
    return;
  }
  const [last, nextToLast] = [execution.variables.at(-1), execution.variables.at(-2)];
  if (last !== undefined) last.value = item;
  if (second !== undefined && nextToLast !== undefined) nextToLast.value = index;
}

function walkItems(execution: Execution, node: BranchNode, value: GoValue, round: (index: GoValue, item: GoValue) => boolean): void {
  switch (value.kind) {
    case 'list':
      for (const [index, item] of value.items.entries()) if (!round(int(index), item)) return;
      return;
    case 'map':
      for (const key of sortedKeys(value)) {
        const entry = value.entries.get(key);
        if (entry !== undefined && !round(keyOf(value, key), entry.value)) return;
      }
      return;
    case 'int':
      if (node.pipe.variables.length > 1)
        fail(execution, 'cannot-range', `can't use ${String(value.value)} to iterate over more than one variable`);
      for (let number = 0n; number < value.value; number++) {
        const item = int(number, value.type);
        if (!round(item, item)) return;
      }
      return;
    case 'invalid':
    case 'nil':
      return;
    default:
      if (value.unknown) return;
      fail(execution, 'cannot-range', `range can't iterate over ${valueText(value, callContext(execution))}`);
  }
}

/** What a `template` takes beside what is in it, in steps. */
const costOfCall = 10;

function walkTemplate(execution: Execution, dot: GoValue, node: TemplateNode): void {
  const tree = execution.templates.find(node.name);
  if (tree === undefined) return fail(execution, 'no-template', `template ${JSON.stringify(node.name)} not defined`);
  const data = evaluatePipe(execution, dot, node.pipe);
  execution.node = node;
  spend(execution, costOfCall);
  enter(execution);
  const inner: Execution = {
    ...execution,
    tree,
    variables: [{ name: '$', value: data }],
    frames: [...originsAt(execution.tree.source, node.start, node.end), ...execution.frames].slice(0, 8),
    depth: execution.depth + 1,
    node: tree.root,
    calls: undefined,
  };
  try {
    walkList(inner, data, tree.root);
  } catch (error) {
    if (isStackOverflow(error)) fail(execution, 'recursion', `exceeded maximum template depth (${String(execution.depth)})`);
    throw error;
  }
  leave(execution);
}
