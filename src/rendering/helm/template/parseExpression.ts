import type { CommandNode, OperandNode, PipeNode } from './node.ts';
import { nodeText } from './nodeText.ts';
import { readNumber } from './number.ts';
import { fail, nested, unexpected, type ParserState } from './parserState.ts';
import { quote, unquote } from './quote.ts';
import type { TokenKind } from './token.ts';

/** A pipeline up to the delimiter or parenthesis that closes it, which is read as well. */
export function parsePipeline(state: ParserState, context: string, end: 'rightDelim' | 'rightParen'): PipeNode {
  const { tokens } = state;
  return nested(state, () => {
    const { start } = tokens.peekNonSpace();
    const { names, assigns } = parseDeclarations(state, context);
    const commands: CommandNode[] = [];
    for (;;) {
      const token = tokens.nextNonSpace();
      if (token.kind === end) {
        checkPipeline(commands, context);
        return { type: 'pipe', at: start, end: token.end, variables: names, assigns, commands };
      }
      if (!startsOperand(token.kind)) unexpected(state, token, context);
      tokens.rewind(token);
      commands.push(parseCommand(state));
    }
  });
}

function parseDeclarations(
  { tokens, variables }: ParserState,
  context: string,
): { readonly names: readonly string[]; readonly assigns: boolean } {
  const names: string[] = [];
  for (;;) {
    const variable = tokens.peekNonSpace();
    if (variable.kind !== 'variable') return { names, assigns: false };
    tokens.nextNonSpace();
    tokens.peek();
    const next = tokens.peekNonSpace();
    const separates = next.kind === 'char' && next.text === ',';
    if (next.kind !== 'assign' && next.kind !== 'declare' && !separates) {
      tokens.rewind(variable);
      return { names, assigns: false };
    }
    tokens.nextNonSpace();
    names.push(variable.text);
    variables.push(variable.text);
    if (!separates) return { names, assigns: next.kind === 'assign' };
    if (context !== 'range' || names.length >= 2) fail(`too many declarations in ${context}`);
    if (!['variable', 'rightDelim', 'rightParen'].includes(tokens.peekNonSpace().kind)) fail('range can only initialize variables');
  }
}

function checkPipeline(commands: readonly CommandNode[], context: string): void {
  if (commands.length === 0) fail(`missing value for ${context}`);
  commands.slice(1).forEach(({ operands: [first] }, index) => {
    if (first !== undefined && ['bool', 'dot', 'nil', 'number', 'string'].includes(first.type))
      fail(`non executable command in pipeline stage ${String(index + 2)}`);
  });
}

function parseCommand(state: ParserState): CommandNode {
  const { tokens } = state;
  const { start } = tokens.peekNonSpace();
  const operands: OperandNode[] = [];
  for (;;) {
    tokens.peekNonSpace();
    const read = parseOperand(state);
    if (read !== undefined) operands.push(read);
    const token = tokens.next();
    if (token.kind === 'space') continue;
    if (token.kind === 'rightDelim' || token.kind === 'rightParen') tokens.rewind(token);
    else if (token.kind !== 'pipe') unexpected(state, token, 'operand');
    break;
  }
  if (operands.length === 0) fail('empty command');
  return { type: 'command', at: start, operands };
}

/** Undefined where none begins. */
function parseOperand(state: ParserState): OperandNode | undefined {
  const { tokens } = state;
  const node = parseTerm(state);
  const first = node === undefined ? undefined : tokens.peek();
  if (node === undefined || first?.kind !== 'field') return node;
  const names: string[] = [];
  while (tokens.peek().kind === 'field') names.push(tokens.next().text.slice(1));
  const at = first.start;
  switch (node.type) {
    case 'field':
      return { ...node, at, names: [...node.names, ...names] };
    case 'variable':
      return { ...node, at, names: [...node.names, ...names] };
    case 'bool':
    case 'string':
    case 'number':
    case 'nil':
    case 'dot':
      return fail(`unexpected . after term ${quote(nodeText(node))}`);
    default:
      return { type: 'chain', at, operand: node, names };
  }
}

function parseTerm(state: ParserState): OperandNode | undefined {
  const { tokens, variables, isFunction } = state;
  const token = tokens.nextNonSpace();
  const at = token.start;
  switch (token.kind) {
    case 'identifier':
      if (!isFunction(token.text)) fail(`function ${quote(token.text)} not defined`);
      return { type: 'identifier', at, name: token.text };
    case 'dot':
    case 'nil':
      return { type: token.kind, at };
    case 'variable':
      if (!variables.includes(token.text)) fail(`undefined variable ${quote(token.text)}`);
      return { type: 'variable', at, name: token.text, names: [] };
    case 'field':
      return { type: 'field', at, names: [token.text.slice(1)] };
    case 'bool':
      return { type: 'bool', at, value: token.text === 'true' };
    case 'charConstant':
    case 'complex':
    case 'number': {
      const number = readNumber(token.text, token.kind);
      return 'error' in number ? fail(number.error) : { type: 'number', at, text: token.text, number };
    }
    case 'leftParen':
      return parsePipeline(state, 'parenthesized pipeline', 'rightParen');
    case 'string':
    case 'rawString':
      return { type: 'string', at, quoted: token.text, text: unquote(token.text) ?? fail('invalid syntax') };
    default:
      tokens.rewind(token);
      return undefined;
  }
}

const operandStarts: ReadonlySet<TokenKind> = new Set<TokenKind>([
  'bool',
  'charConstant',
  'complex',
  'dot',
  'field',
  'identifier',
  'number',
  'nil',
  'rawString',
  'string',
  'variable',
  'leftParen',
]);

function startsOperand(kind: TokenKind): boolean {
  return operandStarts.has(kind);
}
