import { isEmptyList, type ActionNode, type BranchNode, type JumpNode, type ListNode } from './node.ts';
import type { StatementNode, TemplateNode, TemplateSource, Tree } from './node.ts';
import { parsePipeline } from './parseExpression.ts';
import { expect, fail, nested, ParseFailure, unexpected, type ParserState } from './parserState.ts';
import { quote, unquote } from './quote.ts';
import type { Token } from './token.ts';
import { tokenStream } from './tokenStream.ts';

/** The trees of one text by name, its own among them; or where and why Go's parser gives up. */
export type Parsed =
  { readonly trees: ReadonlyMap<string, Tree> } | { readonly message: string; readonly line: number; readonly offset: number };

/** What ends a list of statements. */
interface Ending {
  readonly type: 'end' | 'else';
  readonly at: number;
}

/** Parses a template as Go's text/template does, with its complaints (parse/parse.go). `isFunction` says whether a name is known. */
export function parseTemplate(source: TemplateSource, isFunction: (name: string) => boolean): Parsed {
  const tokens = tokenStream(source.text);
  const trees = new Map<string, Tree>();
  const state: ParserState = { source, tokens, isFunction, variables: ['$'], ranges: 0, depth: 0, actionLine: 0 };

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
    expect(state, 'rightDelim', context);
    add({ name, source, root: body(context) });
  };

  /** The statements of a definition, up to its end. It sees no variables from outside. */
  const body = (context: string): ListNode => {
    const [outside, loops] = [state.variables, state.ranges];
    state.variables = ['$'];
    state.ranges = 0;
    const { list, ending } = statements();
    if (ending.type !== 'end') fail(`unexpected {{${ending.type}}} in ${context}`);
    state.variables = outside;
    state.ranges = loops;
    return list;
  };

  const templateName = (token: Token, context: string): string => {
    if (token.kind !== 'string' && token.kind !== 'rawString') return unexpected(state, token, context);
    return unquote(token.text) ?? fail('invalid syntax');
  };

  const statements = (): { readonly list: ListNode; readonly ending: Ending } =>
    nested(state, () => {
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
    if (token.kind !== 'leftDelim') return unexpected(state, token, 'input');
    state.actionLine = token.line;
    const node = action(token.start);
    state.actionLine = 0;
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
        return { type: 'end', at: expect(state, 'rightDelim', 'end').start };
      case 'if':
      case 'range':
      case 'with':
        return branch(token.kind, start);
      case 'template':
        return templateControl(start);
      default: {
        tokens.rewind(token);
        const pipe = parsePipeline(state, 'command', 'rightDelim');
        return { type: 'action', at: token.start, start, end: pipe.end, pipe } satisfies ActionNode;
      }
    }
  };

  const jump = (token: Token, type: 'break' | 'continue', start: number): JumpNode => {
    const close = tokens.nextNonSpace();
    if (close.kind !== 'rightDelim') unexpected(state, close, `{{${type}}}`);
    if (state.ranges === 0) fail(`{{${type}}} outside {{range}}`);
    return { type, at: token.start, start, end: close.end };
  };

  /** `{{else if` and `{{else with` leave their second word to the branch that they end. */
  const elseControl = (): Ending => {
    const token = tokens.peekNonSpace();
    if (token.kind === 'if' || token.kind === 'with') return { type: 'else', at: token.start };
    return { type: 'else', at: expect(state, 'rightDelim', 'else').start };
  };

  const branch = (type: BranchNode['type'], start: number): BranchNode => {
    const mark = state.variables.length;
    const pipe = parsePipeline(state, type, 'rightDelim');
    if (type === 'range') state.ranges += 1;
    const { list, ending } = statements();
    if (type === 'range') state.ranges -= 1;
    const otherwise = ending.type === 'else' ? elseList(type, ending) : undefined;
    state.variables = state.variables.slice(0, mark);
    return { type, at: pipe.at, start, end: pipe.end, pipe, list, otherwise };
  };

  const elseList = (type: BranchNode['type'], { at }: Ending): ListNode => {
    const token = tokens.peek();
    if (type !== 'range' && token.kind === type) {
      tokens.next();
      // The branch inside ends at the `end` of the whole.
      return { type: 'list', at, nodes: [nested(state, () => branch(type, token.start))] };
    }
    const { list, ending } = statements();
    if (ending.type !== 'end') fail(`expected end; found {{${ending.type}}}`);
    return list;
  };

  const blockControl = (start: number): TemplateNode => {
    const context = 'block clause';
    const token = tokens.nextNonSpace();
    const name = templateName(token, context);
    const pipe = parsePipeline(state, context, 'rightDelim');
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
    const pipe = parsePipeline(state, context, 'rightDelim');
    return { type: 'template', at: token.start, start, end: pipe.end, name, pipe };
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
