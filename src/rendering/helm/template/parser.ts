import { isEmptyList, type ActionNode, type BranchNode, type CommandNode, type JumpNode, type ListNode, type OperandNode } from './node.ts';
import type { PipeNode, StatementNode, TemplateNode, TemplateSource, Tree } from './node.ts';
import { nodeText } from './nodeText.ts';
import { readNumber } from './number.ts';
import { quote, unquote } from './quote.ts';
import { isKeyword, type Token, type TokenKind } from './token.ts';
import { tokenStream } from './tokenStream.ts';

/** The trees of one text by name, its own among them; or where and why Go's parser gives up. */
export type Parsed =
  { readonly trees: ReadonlyMap<string, Tree> } | { readonly message: string; readonly line: number; readonly offset: number };

/** Deeper nesting than this is no template that somebody wrote. */
const deepest = 1000;

class ParseFailure extends Error {}

/** What ends a list of statements. */
interface Ending {
  readonly type: 'end' | 'else';
  readonly at: number;
}

/** Parses a template as Go's text/template does, with its complaints (parse/parse.go). `isFunction` says whether a name is known. */
export function parseTemplate(source: TemplateSource, isFunction: (name: string) => boolean): Parsed {
  const tokens = tokenStream(source.text);
  const trees = new Map<string, Tree>();
  /** The variables in scope; a definition begins anew. */
  let variables = ['$'];
  let ranges = 0;
  let depth = 0;
  let actionLine = 0;

  const fail = (message: string): never => {
    throw new ParseFailure(message);
  };
  const unexpected = (token: Token, context: string): never => {
    if (token.kind !== 'error') return fail(`unexpected ${tokenText(token)} in ${context}`);
    const started = actionLine !== 0 && actionLine !== token.line ? ` in action started at ${source.name}:${String(actionLine)}` : '';
    return fail(token.text + (token.text.endsWith(' action') ? started.replace(' in action', '') : started));
  };
  const expect = (kind: TokenKind, context: string): Token => {
    const token = tokens.nextNonSpace();
    return token.kind === kind ? token : unexpected(token, context);
  };
  const nested = <T>(read: () => T): T => {
    depth += 1;
    if (depth > deepest) fail('max expression depth exceeded');
    const result = read();
    depth -= 1;
    return result;
  };

  const add = (tree: Tree): void => {
    const known = trees.get(tree.name);
    if (known === undefined || isEmptyList(known.root)) trees.set(tree.name, tree);
    else if (!isEmptyList(tree.root)) fail(`template: multiple definition of template ${quote(tree.name)}`);
  };

  const parseFile = (): void => {
    const nodes: StatementNode[] = [];
    const { start } = tokens.peek();
    while (tokens.peek().kind !== 'eof') {
      const delimiter = tokens.peek();
      if (delimiter.kind === 'leftDelim') {
        tokens.next();
        if (tokens.nextNonSpace().kind === 'define') {
          parseDefinition();
          continue;
        }
        tokens.rewind(delimiter);
      }
      const node = statement();
      if (isEnding(node)) fail(`unexpected {{${node.type}}}`);
      else nodes.push(node);
    }
    add({ name: source.name, source, root: { type: 'list', at: start, nodes } });
  };

  const parseDefinition = (): void => {
    const context = 'define clause';
    const token = tokens.nextNonSpace();
    const name = templateName(token, context);
    expect('rightDelim', context);
    add({ name, source, root: body(context) });
  };

  /** The statements of a definition, up to its end. It sees no variables from outside. */
  const body = (context: string): ListNode => {
    const [outside, loops] = [variables, ranges];
    variables = ['$'];
    ranges = 0;
    const { list, ending } = statements();
    if (ending.type !== 'end') fail(`unexpected {{${ending.type}}} in ${context}`);
    variables = outside;
    ranges = loops;
    return list;
  };

  const templateName = (token: Token, context: string): string => {
    if (token.kind !== 'string' && token.kind !== 'rawString') return unexpected(token, context);
    return unquote(token.text) ?? fail('invalid syntax');
  };

  const statements = (): { readonly list: ListNode; readonly ending: Ending } =>
    nested(() => {
      const { start } = tokens.peekNonSpace();
      const nodes: StatementNode[] = [];
      while (tokens.peekNonSpace().kind !== 'eof') {
        const node = statement();
        if (isEnding(node)) return { list: { type: 'list', at: start, nodes }, ending: node };
        nodes.push(node);
      }
      return fail('unexpected EOF');
    });

  const statement = (): StatementNode | Ending => {
    const token = tokens.nextNonSpace();
    if (token.kind === 'text') return { type: 'text', at: token.start, text: token.text };
    if (token.kind !== 'leftDelim') return unexpected(token, 'input');
    actionLine = token.line;
    const node = action(token.start);
    actionLine = 0;
    return node;
  };

  /** After the left delimiter, which is at `start`. */
  const action = (start: number): StatementNode | Ending => {
    const token = tokens.nextNonSpace();
    switch (token.kind) {
      case 'block':
        return blockControl(start);
      case 'break':
      case 'continue':
        return jump(token, token.kind, start);
      case 'else':
        return elseControl();
      case 'end':
        return { type: 'end', at: expect('rightDelim', 'end').start };
      case 'if':
      case 'range':
      case 'with':
        return branch(token.kind, start);
      case 'template':
        return templateControl(start);
      default: {
        tokens.rewind(token);
        const pipe = pipeline('command', 'rightDelim');
        return { type: 'action', at: token.start, start, end: pipe.end, pipe } satisfies ActionNode;
      }
    }
  };

  const jump = (token: Token, type: 'break' | 'continue', start: number): JumpNode => {
    const close = tokens.nextNonSpace();
    if (close.kind !== 'rightDelim') unexpected(close, `{{${type}}}`);
    if (ranges === 0) fail(`{{${type}}} outside {{range}}`);
    return { type, at: token.start, start, end: close.end };
  };

  /** `{{else if` and `{{else with` leave their second word to the branch that they end. */
  const elseControl = (): Ending => {
    const token = tokens.peekNonSpace();
    if (token.kind === 'if' || token.kind === 'with') return { type: 'else', at: token.start };
    return { type: 'else', at: expect('rightDelim', 'else').start };
  };

  const branch = (type: BranchNode['type'], start: number): BranchNode => {
    const mark = variables.length;
    const pipe = pipeline(type, 'rightDelim');
    if (type === 'range') ranges += 1;
    const { list, ending } = statements();
    if (type === 'range') ranges -= 1;
    const otherwise = ending.type === 'else' ? elseList(type, ending) : undefined;
    variables = variables.slice(0, mark);
    return { type, at: pipe.at, start, end: pipe.end, pipe, list, otherwise };
  };

  const elseList = (type: BranchNode['type'], { at }: Ending): ListNode => {
    const token = tokens.peek();
    if (type !== 'range' && token.kind === type) {
      tokens.next();
      // The branch inside ends at the `end` of the whole.
      return { type: 'list', at, nodes: [nested(() => branch(type, token.start))] };
    }
    const { list, ending } = statements();
    if (ending.type !== 'end') fail(`expected end; found {{${ending.type}}}`);
    return list;
  };

  const blockControl = (start: number): TemplateNode => {
    const context = 'block clause';
    const token = tokens.nextNonSpace();
    const name = templateName(token, context);
    const pipe = pipeline(context, 'rightDelim');
    add({ name, source, root: body(context) });
    return { type: 'template', at: token.start, start, end: pipe.end, name, pipe };
  };

  const templateControl = (start: number): TemplateNode => {
    const context = 'template clause';
    const token = tokens.nextNonSpace();
    const name = templateName(token, context);
    const next = tokens.nextNonSpace();
    if (next.kind === 'rightDelim') return { type: 'template', at: token.start, start, end: next.end, name, pipe: undefined };
    tokens.rewind(next);
    const pipe = pipeline(context, 'rightDelim');
    return { type: 'template', at: token.start, start, end: pipe.end, name, pipe };
  };

  const pipeline = (context: string, end: 'rightDelim' | 'rightParen'): PipeNode =>
    nested(() => {
      const { start } = tokens.peekNonSpace();
      const { names, assigns } = declarations(context);
      const commands: CommandNode[] = [];
      for (;;) {
        const token = tokens.nextNonSpace();
        if (token.kind === end) {
          checkPipeline(commands, context);
          return { type: 'pipe', at: start, end: token.end, variables: names, assigns, commands };
        }
        if (!startsOperand(token.kind)) unexpected(token, context);
        tokens.rewind(token);
        commands.push(command());
      }
    });

  const declarations = (context: string): { readonly names: readonly string[]; readonly assigns: boolean } => {
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
  };

  const checkPipeline = (commands: readonly CommandNode[], context: string): void => {
    if (commands.length === 0) fail(`missing value for ${context}`);
    commands.slice(1).forEach(({ operands: [first] }, index) => {
      if (first !== undefined && ['bool', 'dot', 'nil', 'number', 'string'].includes(first.type))
        fail(`non executable command in pipeline stage ${String(index + 2)}`);
    });
  };

  const command = (): CommandNode => {
    const { start } = tokens.peekNonSpace();
    const operands: OperandNode[] = [];
    for (;;) {
      tokens.peekNonSpace();
      const read = operand();
      if (read !== undefined) operands.push(read);
      const token = tokens.next();
      if (token.kind === 'space') continue;
      if (token.kind === 'rightDelim' || token.kind === 'rightParen') tokens.rewind(token);
      else if (token.kind !== 'pipe') unexpected(token, 'operand');
      break;
    }
    if (operands.length === 0) fail('empty command');
    return { type: 'command', at: start, operands };
  };

  const operand = (): OperandNode | undefined => {
    const node = term();
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
  };

  const term = (): OperandNode | undefined => {
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
        return pipeline('parenthesized pipeline', 'rightParen');
      case 'string':
      case 'rawString':
        return { type: 'string', at, quoted: token.text, text: unquote(token.text) ?? fail('invalid syntax') };
      default:
        tokens.rewind(token);
        return undefined;
    }
  };

  try {
    parseFile();
    return { trees };
  } catch (error) {
    if (!(error instanceof ParseFailure)) throw error;
    const { line, start } = tokens.furthest();
    return { message: error.message, line, offset: start };
  }
}

function isEnding(node: StatementNode | Ending): node is Ending {
  return node.type === 'end' || node.type === 'else';
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

/** A token as Go's errors show it. */
function tokenText({ kind, text }: Token): string {
  if (kind === 'eof') return 'EOF';
  if (kind === 'error') return text;
  if (isKeyword(kind)) return `<${text}>`;
  return text.length > 10 ? `${quote(Array.from(text).slice(0, 10).join(''))}...` : quote(text);
}
