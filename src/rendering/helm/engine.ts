import { Remembered } from '../../base/remembered.ts';
import type { Rope } from '../rope.ts';
import { builtins } from './template/builtins/all.ts';
import { executeTree } from './template/execute.ts';
import { originsAt, templates as nameSpace, type Rendering, type Templates } from './template/execution.ts';
import type { TemplateSource } from './template/node.ts';
import { parseTemplate, type Parsed } from './template/parser.ts';
import { TemplateFailure, type TemplateProblem } from './template/problem.ts';
import { engineFunctions, runtime, withoutMissing } from './engineFunctions.ts';
import { isStackOverflow } from './template/stackOverflow.ts';
import { textOf } from '../rope.ts';
import { map, string, type MapValue, type GoFunction } from './value.ts';
import { compareBytes } from './byteOrder.ts';

/** A file below `templates/` of a chart that takes part. Of a library chart only those whose name begins with `_`. */
export interface ChartTemplate {
  /** `parent/charts/child/templates/web.yaml`: names of charts, not of folders. */
  readonly name: string;
  /** `parent/charts/child/templates`. */
  readonly basePath: string;
  /** The text with its places: of a file one piece. */
  readonly text: Rope;
  /** `.Values`, `.Release`, `.Chart`… of its chart: one and the same map for all templates of a chart. `.Template` is put into it for each run. */
  readonly data: MapValue;
}

export interface RenderedTemplates {
  /** What each template printed, by name, in the order in which they ran; without those whose file name begins with `_` and those that failed. */
  readonly texts: ReadonlyMap<string, Rope>;
  /** In the order of parsing and running: Helm stops at the first. The templates that could run have been run nevertheless. */
  readonly problems: readonly TemplateProblem[];
}

/** What a rendering may use before it ends with a problem of class `limit`. */
export interface RenderingLimits {
  /** Nodes walked, items made, units of text made. */
  readonly steps: number;
  /** UTF-16 units of all templates' output together, texts of `include` and `tpl` as well. */
  readonly output: number;
}

/** Twice what the largest charts in use take; a chart that takes all of it ends within some seconds. */
export const usualLimits: RenderingLimits = { steps: 3_000_000, output: 12_000_000 };

/**
 * What Helm's engine does with the templates of a chart and its sub-charts (pkg/engine/engine.go, render). Functions are those of Sprig and Helm;
 * Go's own come below them, and what needs the engine above: `include`, `tpl`, `required`, `fail`, `lookup`.
 */
export function renderTemplates(
  templates: readonly ChartTemplate[],
  functions: ReadonlyMap<string, GoFunction>,
  limits: RenderingLimits = usualLimits,
): RenderedTemplates {
  const rendering: Rendering = {
    functions: allFunctions(functions),
    runtime,
    included: new Map(),
    nesting: 0,
    stepsLeft: limits.steps,
    outputLeft: limits.output,
  };
  const ordered = templates
    .map((template) => ({ template, depth: slashes(template.name) }))
    .sort((a, b) => b.depth - a.depth || compareBytes(b.template.name, a.template.name))
    .map(({ template }) => template);
  const space = nameSpace();
  const problems = ordered.flatMap((template) => parseInto(space, template, rendering));
  const parses = problems.length === 0;
  const texts = new Map<string, Rope>();
  for (const template of ordered) {
    if (isPartial(template.name)) continue;
    const printed = runTemplate(space, template, rendering);
    if (printed === undefined) continue;
    if ('text' in printed) texts.set(template.name, printed.text);
    // What is missing may stand in a file that does not parse.
    else if (parses || printed.problem.class !== 'no-template') problems.push(printed.problem);
    if (problems.at(-1)?.class === 'limit') break;
  }
  return { texts, problems };
}

const complete = new WeakMap<ReadonlyMap<string, GoFunction>, ReadonlyMap<string, GoFunction>>();

function allFunctions(functions: ReadonlyMap<string, GoFunction>): ReadonlyMap<string, GoFunction> {
  let all = complete.get(functions);
  if (all === undefined) complete.set(functions, (all = new Map([...builtins, ...functions, ...engineFunctions])));
  return all;
}

function slashes(name: string): number {
  return name.split('/').length;
}

function isPartial(name: string): boolean {
  return name.slice(name.lastIndexOf('/') + 1).startsWith('_');
}

/** So many characters of templates stay parsed: those of all variants of a chart are the same, and of an edited one all but one. */
const mostParsed = 4_000_000;

const parsedWith = new WeakMap<ReadonlyMap<string, GoFunction>, Remembered<readonly [TemplateSource, Parsed]>>();

function parsedTemplate(
  { name, text: rope }: ChartTemplate,
  functions: ReadonlyMap<string, GoFunction>,
): readonly [TemplateSource, Parsed] {
  let remembered = parsedWith.get(functions);
  if (remembered === undefined) parsedWith.set(functions, (remembered = new Remembered(mostParsed)));
  const text = textOf(rope);
  const parse = (): readonly [TemplateSource, Parsed] => {
    const source: TemplateSource = { name, text, rope };
    return [source, parseTemplate(source, (word) => functions.has(word))];
  };
  const [piece, ...others] = rope;
  const [place, ...more] = piece?.origins ?? [];
  // A file, which is one piece, is told by where it lies; its name is that of the chart.
  if (place === undefined || more.length > 0 || others.length > 0) return parse();
  return remembered.of(`${name} ${place.start}-${place.end} ${place.file}`, text, parse);
}

function parseInto(space: Templates, template: ChartTemplate, { functions }: Rendering): readonly TemplateProblem[] {
  const { name } = template;
  const [source, parsed] = parsedTemplate(template, functions);
  if ('trees' in parsed) {
    space.add(parsed.trees.values());
    return [];
  }
  const { message, line, offset } = parsed;
  return [{ class: 'parse', message, places: [{ name, line }], at: originsAt(source, offset, offset + 1) }];
}

type Printed = { readonly text: Rope } | { readonly problem: TemplateProblem } | undefined;

/** Undefined for a template that did not parse. */
function runTemplate(space: Templates, { name, basePath, data }: ChartTemplate, rendering: Rendering): Printed {
  const tree = space.find(name);
  if (tree === undefined) return undefined;
  const own: MapValue = {
    ...map([
      ['Name', string(name)],
      ['BasePath', string(basePath)],
    ]),
    type: 'common.Values',
  };
  data.entries.set('Template', { value: own, keyOrigins: [] });
  rendering.included.clear();
  rendering.nesting = 0;
  try {
    return { text: withoutMissing(executeTree(rendering, space, tree, data)) };
  } catch (error) {
    if (error instanceof TemplateFailure) return { problem: shownProblem(error.problem) };
    // The stack of the machine ends before the limits of Go do.
    if (isStackOverflow(error))
      return { problem: { class: 'recursion', message: error.message, places: [{ name, line: 1 }], at: originsAt(tree.source, 0, 1) } };
    throw error;
  }
}

/** Of the chart's own complaints Helm says the outermost place alone. */
function shownProblem(problem: TemplateProblem): TemplateProblem {
  return problem.class === 'user' ? { ...problem, places: problem.places.slice(0, 1) } : problem;
}
