import type { Origins, Span } from '../../origin.ts';
import { sliceRope, type Rope, type RopeBuilder } from '../../rope.ts';
import { byteLength } from '../goText.ts';
import type { GoValue, CallContext, GoFunction } from '../value.ts';
import { isEmptyList, type AnyNode, type TemplateSource, type Tree } from './node.ts';
import { TemplateFailure, type TemplateErrorClass, type TemplatePlace, type TemplateProblem } from './problem.ts';

/** The templates of a name space; what `tpl` defines lies over those of its surroundings. */
export interface Templates {
  readonly find: (name: string) => Tree | undefined;
  /** Puts trees of one parse in, as Go's `AddParseTree` does: an empty one replaces nothing. */
  readonly add: (trees: Iterable<Tree>) => void;
}

/** What all templates of one rendering share. */
export interface Rendering {
  /** Of Sprig, Helm and Go. */
  readonly functions: ReadonlyMap<string, GoFunction>;
  /** What of them works on the execution itself: `include`, `tpl`. */
  readonly runtime: ReadonlyMap<GoFunction, (execution: Execution, values: readonly GoValue[]) => GoValue>;
  /** How many `include`s of each name are under way. */
  readonly included: Map<string, number>;
  /** How many executions (`include`, `tpl`, `template`) are within each other now. */
  nesting: number;
  stepsLeft: number;
  outputLeft: number;
}

/** One execution of a tree: Go's `state` (text/template/exec.go). */
export interface Execution {
  readonly rendering: Rendering;
  readonly templates: Templates;
  readonly tree: Tree;
  readonly out: RopeBuilder;
  /** The innermost last. */
  readonly variables: Variable[];
  /** The `template` actions that led here: who has a hand in what is printed. */
  readonly frames: Origins;
  /** `template`s within each other. */
  readonly depth: number;
  /** Where it stands, for errors. */
  node: AnyNode;
  /** Conditions around that rest on what is not known. */
  doubts: number;
  /** What is called here uses it, made when something is (`callContext`). */
  calls: CallContext | undefined;
}

export interface Variable {
  readonly name: string;
  value: GoValue;
}

/** Who wrote a stretch of a template. */
export function originsAt({ rope }: TemplateSource, start: number, end: number): Origins {
  const [whole] = rope;
  const [origin] = whole?.origins ?? [];
  // A file is one piece.
  if (rope.length === 1 && whole?.origins.length === 1 && origin !== undefined && origin.end - origin.start === whole.text.length)
    return [{ file: origin.file, start: origin.start + start, end: origin.start + Math.max(end, start + 1) }];
  const [first, ...rest] = sliceRope(rope, start, Math.max(end, start + 1));
  if (first === undefined) return [];
  return rest.length === 0 ? first.origins : [first, ...rest].flatMap(({ origins }) => origins.slice(0, 1)).slice(0, 8);
}

/** Line and column, as Go's errors give them. */
export function placeIn({ name, text }: TemplateSource, offset: number): TemplatePlace {
  const before = text.slice(0, offset);
  const start = before.lastIndexOf('\n') + 1;
  let line = 1;
  for (let at = before.indexOf('\n'); at !== -1; at = before.indexOf('\n', at + 1)) line += 1;
  return { name, line, column: byteLength(before.slice(start)) };
}

/** Ends the execution at the node where it stands. `blamed`: what is to be mended, where Go has gone on to a part of it. */
export function fail(execution: Execution, errorClass: TemplateErrorClass, message: string, blamed: AnyNode = execution.node): never {
  const isDoubtful = execution.doubts > 0 && errorClass !== 'limit';
  throw new TemplateFailure({ class: errorClass, message, ...placesHere(execution, blamed), ...(isDoubtful && { isDoubtful }) });
}

const wordHere = /[\p{L}\p{Nd}_.$]*/uy;

/** Where to mend what is wrong with a node: of an action the whole, else the word at its place. */
function originsOf({ tree: { source } }: Execution, node: AnyNode): Origins {
  if ('start' in node) return originsAt(source, node.start, node.end);
  wordHere.lastIndex = node.at;
  wordHere.test(source.text);
  return originsAt(source, node.at, 'end' in node ? node.end : wordHere.lastIndex);
}

/** The place of the node where the execution stands, and what led to it. */
export function placesHere(execution: Execution, blamed: AnyNode = execution.node): Pick<TemplateProblem, 'places' | 'at'> {
  const { tree, node, frames } = execution;
  return { places: [placeIn(tree.source, node.at)], at: [...originsOf(execution, blamed), ...frames] };
}

/** Takes from what the rendering may use; ends it when that is used up. */
export function spend(execution: Execution, amount: number): void {
  const { rendering } = execution;
  rendering.stepsLeft -= amount;
  if (!(rendering.stepsLeft >= 0)) fail(execution, 'limit', 'the template takes more steps than a rendering may');
}

/** What a piece takes beside its text: its places. */
const pieceCost = 32;

/** Takes from what the rendering may print. */
export function spendOutput(execution: Execution, rope: Rope): void {
  const { rendering } = execution;
  for (const { text } of rope) rendering.outputLeft -= text.length + pieceCost;
  if (!(rendering.outputLeft >= 0)) fail(execution, 'limit', 'the template prints more than a rendering may');
}

/** What a function that is called at the node where the execution stands may use. */
export function callContext(execution: Execution): CallContext {
  return (execution.calls ??= new Calls(execution));
}

class Calls implements CallContext {
  readonly #execution: Execution;

  constructor(execution: Execution) {
    this.#execution = execution;
  }

  get at(): Span {
    const { tree, node, frames } = this.#execution;
    return originsOf(this.#execution, node)[0] ?? frames[0] ?? { file: tree.source.name, start: node.at, end: node.at + 1 };
  }

  spend(amount: number): void {
    spend(this.#execution, amount);
  }
}

export function templates(surroundings?: Templates): Templates {
  const own = new Map<string, Tree>();
  const find = (name: string): Tree | undefined => own.get(name) ?? surroundings?.find(name);
  return {
    find,
    add: (trees) => {
      for (const tree of trees) if (find(tree.name) === undefined || !isEmptyList(tree.root)) own.set(tree.name, tree);
    },
  };
}
