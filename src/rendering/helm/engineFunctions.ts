import { indexedRope, slicedRope, type Rope } from '../rope.ts';
import { failure, goFunction } from './function.ts';
import { executeTree } from './template/execute.ts';
import { originsAt, templates as nameSpace, type Execution } from './template/execution.ts';
import type { TemplateSource } from './template/node.ts';
import { parseTemplate } from './template/parser.ts';
import { TemplateFailure, type TemplateErrorClass, type TemplatePlace } from './template/problem.ts';
import { quote } from './template/quote.ts';
import { isStackOverflow } from './template/stackOverflow.ts';
import { map, nil, string, stringOf, unknownOf, type GoValue, type StringValue, type GoFunction } from './value.ts';
import type { Origins } from '../origin.ts';

/** The executor runs these two itself; what they are called with is checked as of any function. */
const include = goFunction(['string', 'interface {}'], () => nil, { tracksUnknown: true });
const tpl = goFunction(['string', 'interface {}'], () => nil, { tracksUnknown: true });

/** Helm lets one name be included within itself so often (pkg/engine/engine.go, recursionMaxNums). */
const mostIncludes = 1000;

/** What goes wrong inside `include` and `tpl`; the executor puts the place of the call in front. */
function refuse(errorClass: TemplateErrorClass, message: string, places: readonly TemplatePlace[] = [], at: Origins = []): never {
  throw new TemplateFailure({ class: errorClass, message, places, at });
}

function refuseRecursion(name: string): never {
  return refuse('recursion', `rendering template has a nested reference name: ${name}: unable to execute template`);
}

function runInclude({ rendering, templates }: Execution, name: StringValue, data: GoValue): StringValue {
  const { included } = rendering;
  const depth = included.get(name.text) ?? 0;
  if (depth > mostIncludes) refuse('recursion', `rendering template has a nested reference name: ${name.text}: unable to execute template`);
  const tree = templates.find(name.text);
  if (tree === undefined) return refuse('no-template', `template: no template ${quote(name.text)} associated with template "gotpl"`);
  included.set(name.text, depth + 1);
  try {
    return stringOf(executeTree(rendering, templates, tree, data));
  } catch (error) {
    // The stack of the machine ends before Helm's limit does.
    if (isStackOverflow(error)) return refuseRecursion(name.text);
    throw error;
  } finally {
    included.set(name.text, depth);
  }
}

function runTpl({ rendering, templates }: Execution, text: StringValue, data: GoValue): StringValue {
  const source: TemplateSource = { name: 'gotpl', text: text.text, rope: text.rope };
  const parsed = parseTemplate(source, (word) => rendering.functions.has(word));
  if ('message' in parsed) {
    const { message, line, offset } = parsed;
    return refuse('parse', `cannot parse template: ${message}`, [{ name: 'gotpl', line }], originsAt(source, offset, offset + 1));
  }
  const inner = nameSpace(templates);
  inner.add(parsed.trees.values());
  const tree = parsed.trees.get(source.name);
  if (tree === undefined) return string('');
  try {
    const result = stringOf(withoutMissing(executeTree(rendering, inner, tree, data)));
    return text.unknown ? unknownOf(result) : result;
  } catch (error) {
    if (isStackOverflow(error)) return refuseRecursion(source.name);
    throw error;
  }
}

export const runtime: ReadonlyMap<GoFunction, (execution: Execution, values: readonly GoValue[]) => GoValue> = new Map([
  [include, run(runInclude)],
  [tpl, run(runTpl)],
]);

function run(
  function_: (execution: Execution, text: StringValue, data: GoValue) => StringValue,
): (execution: Execution, values: readonly GoValue[]) => GoValue {
  // Their first parameter is a string: the executor has checked that.
  return (execution, [text, data]) => (text?.kind === 'string' ? function_(execution, text, data ?? nil) : nil);
}

/** The functions that Helm's engine adds to its own and Sprig's (pkg/engine/engine.go, initFunMap). */
export const engineFunctions: ReadonlyMap<string, GoFunction> = new Map<string, GoFunction>([
  ['include', include],
  ['tpl', tpl],
  [
    'required',
    goFunction(
      ['string', 'interface {}'],
      (_, warning, value) =>
        value.kind === 'nil' || (value.kind === 'string' && value.text === '') ? failure(warning.text, 'user') : value,
      { tracksUnknown: true },
    ),
  ],
  ['fail', goFunction(['string'], (_, { text }) => failure(text, 'user'))],
  ['lookup', goFunction(['string', 'string', 'string', 'string'], () => unknownOf(map()))],
  ['getHostByName', goFunction(['string'], () => string(''))],
]);

const missing = '<no value>';

/** Without what Go prints for a nil, which Helm deletes from every output, also where a text merely spells it. */
export function withoutMissing(rope: Rope): Rope {
  const indexed = indexedRope(rope);
  const { text } = indexed;
  if (!text.includes(missing)) return rope;
  const pieces: Rope[] = [];
  let start = 0;
  for (let at = text.indexOf(missing); at !== -1; at = text.indexOf(missing, start)) {
    pieces.push(slicedRope(indexed, start, at));
    start = at + missing.length;
  }
  pieces.push(slicedRope(indexed, start, text.length));
  return pieces.flat();
}
