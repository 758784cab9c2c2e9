import type { AnyNode, OperandNode, PipeNode } from './node.ts';
import { quote } from './quote.ts';

/** A node as Go spells it in errors (text/template/parse/node.go, String). Of a branch its head alone. */
export function nodeText(node: AnyNode): string {
  switch (node.type) {
    case 'list':
      return node.nodes.map(nodeText).join('');
    case 'text':
      return node.text;
    case 'action':
      return `{{${nodeText(node.pipe)}}}`;
    case 'if':
    case 'with':
    case 'range':
      return `{{${node.type} ${nodeText(node.pipe)}}}`;
    case 'template':
      return `{{template ${quote(node.name)}${node.pipe === undefined ? '' : ` ${nodeText(node.pipe)}`}}}`;
    case 'break':
    case 'continue':
      return `{{${node.type}}}`;
    case 'pipe':
      return pipeText(node);
    case 'command':
      return node.operands.map(inParentheses).join(' ');
    default:
      return operandText(node);
  }
}

function pipeText({ variables, assigns, commands }: PipeNode): string {
  const left = variables.length === 0 ? '' : `${variables.join(', ')} ${assigns ? '=' : ':='} `;
  return left + commands.map(nodeText).join(' | ');
}

function inParentheses(node: OperandNode): string {
  return node.type === 'pipe' ? `(${pipeText(node)})` : operandText(node);
}

function operandText(node: OperandNode): string {
  switch (node.type) {
    case 'dot':
      return '.';
    case 'nil':
      return 'nil';
    case 'bool':
      return String(node.value);
    case 'number':
      return node.text;
    case 'string':
      return node.quoted;
    case 'field':
      return node.names.map((name) => `.${name}`).join('');
    case 'variable':
      return [node.name, ...node.names].join('.');
    case 'chain':
      return inParentheses(node.operand) + node.names.map((name) => `.${name}`).join('');
    case 'identifier':
      return node.name;
    case 'pipe':
      return pipeText(node);
  }
}
