import type { Origins } from '../../origin.ts';
import type { Rope } from '../../rope.ts';
import type { StringValue } from '../value.ts';
import type { GoNumber } from './number.ts';

/** The text of a template with its places: a file, or what was given to `tpl`. */
export interface TemplateSource {
  /** What errors call it: `web/templates/web.yaml`, `gotpl`. */
  readonly name: string;
  readonly text: string;
  readonly rope: Rope;
}

/** What `define`, `block` or a whole file gives a name to. */
export interface Tree {
  readonly name: string;
  readonly source: TemplateSource;
  readonly root: ListNode;
}

/** Offsets in UTF-16 units; `at` is the place that Go's errors name. */
interface Placed {
  readonly at: number;
}

export interface ListNode extends Placed {
  readonly type: 'list';
  readonly nodes: readonly StatementNode[];
}

export type StatementNode = TextNode | ActionNode | BranchNode | TemplateNode | JumpNode;

export interface TextNode extends Placed {
  readonly type: 'text';
  readonly text: string;
  /** The text with its place, once it has been printed. */
  rope?: Rope;
}

/** The braces of an action: `start` inclusive, `end` exclusive. */
interface Action extends Placed {
  readonly start: number;
  readonly end: number;
}

export interface ActionNode extends Action {
  readonly type: 'action';
  readonly pipe: PipeNode;
  /** Its place, once it has printed something. */
  origins?: Origins;
}

export interface BranchNode extends Action {
  readonly type: 'if' | 'with' | 'range';
  readonly pipe: PipeNode;
  readonly list: ListNode;
  readonly otherwise: ListNode | undefined;
}

export interface TemplateNode extends Action {
  readonly type: 'template';
  readonly name: string;
  readonly pipe: PipeNode | undefined;
}

export interface JumpNode extends Action {
  readonly type: 'break' | 'continue';
}

export interface PipeNode extends Placed {
  readonly type: 'pipe';
  /** Exclusive, behind the delimiter or parenthesis that closes it. */
  readonly end: number;
  /** The variables on the left of `:=` or `=`, with their dollar signs. */
  readonly variables: readonly string[];
  readonly assigns: boolean;
  readonly commands: readonly CommandNode[];
}

export interface CommandNode extends Placed {
  readonly type: 'command';
  /** At least one. */
  readonly operands: readonly OperandNode[];
}

export type OperandNode =
  | (Placed & { readonly type: 'dot' | 'nil' })
  | (Placed & { readonly type: 'bool'; readonly value: boolean })
  | (Placed & { readonly type: 'number'; readonly text: string; readonly number: GoNumber })
  | StringNode
  | FieldNode
  | VariableNode
  | ChainNode
  | IdentifierNode
  | PipeNode;

export interface StringNode extends Placed {
  readonly type: 'string';
  readonly quoted: string;
  readonly text: string;
  /** The text with its place, once it has been asked for. */
  value?: StringValue;
}

export interface FieldNode extends Placed {
  readonly type: 'field';
  /** `.A.B` is `A`, `B`. */
  readonly names: readonly string[];
}

export interface VariableNode extends Placed {
  readonly type: 'variable';
  /** With its dollar sign. */
  readonly name: string;
  readonly names: readonly string[];
}

/** Fields of what is in parentheses, or of a function's result. */
export interface ChainNode extends Placed {
  readonly type: 'chain';
  readonly operand: OperandNode;
  readonly names: readonly string[];
}

export interface IdentifierNode extends Placed {
  readonly type: 'identifier';
  readonly name: string;
}

export type AnyNode = ListNode | StatementNode | PipeNode | CommandNode | OperandNode;

/** Nothing but white space and definitions (text/template/parse/parse.go, IsEmptyTree). */
export function isEmptyList({ nodes }: ListNode): boolean {
  return nodes.every((node) => node.type === 'text' && /^[\s\u0085]*$/.test(node.text));
}
