import { executeTree } from '../../helm/template/execute.ts';
import { templates as nameSpace, type Rendering } from '../../helm/template/execution.ts';
import { builtins } from '../../helm/template/builtins/all.ts';
import type { TemplateSource, Tree } from '../../helm/template/node.ts';
import { parseTemplate } from '../../helm/template/parser.ts';
import { TemplateFailure } from '../../helm/template/problem.ts';
import { isStackOverflow } from '../../helm/template/stackOverflow.ts';
import { functions as sprig } from '../../helm/functions/all.ts';
import { goFunction } from '../../helm/function.ts';
import { string, type GoFunction, type GoValue } from '../../helm/value.ts';
import type { Span } from '../../origin.ts';
import { textOf, type Rope } from '../../rope.ts';

/** Fills texts with parameters. */
export interface Filling {
  /** What a text comes to; the complaint where it cannot be filled in. */
  readonly fill: (text: Rope, data: GoValue) => Rope | { readonly complaint: string; readonly at: Span | undefined };
}

/** What all texts of one ApplicationSet together may use. */
const most = { stepsLeft: 2_000_000, outputLeft: 8_000_000 };

/** Missing for a key that the parameters do not have. */
const missing = '<no value>';

/** Go templates with the functions of Sprig, as `goTemplate: true` has them. argo-cd applicationset/utils/utils.go */
export function goFilling(): Filling {
  const rendering: Rendering = { functions, runtime: new Map(), included: new Map(), nesting: 0, ...most };
  const parsed = new Map<string, Tree | string>();
  const treeOf = (text: Rope): Tree | string => {
    const source: TemplateSource = { name: 'template', text: textOf(text), rope: text };
    // The same text at the same place is the same template.
    const key = `${text[0]?.origins[0]?.file ?? ''}:${text[0]?.origins[0]?.start ?? ''}:${source.text}`;
    let known = parsed.get(key);
    if (known === undefined) {
      const read = parseTemplate(source, (name) => functions.has(name));
      known = 'trees' in read ? (read.trees.get(source.name) ?? '') : read.message;
      parsed.set(key, known);
    }
    return known;
  };
  return {
    fill: (text, data) => {
      if (!textOf(text).includes('{{')) return text;
      const tree = treeOf(text);
      if (tree === '') return [];
      if (typeof tree === 'string') return { complaint: tree, at: text[0]?.origins[0] };
      rendering.nesting = 0;
      try {
        const made = executeTree(rendering, nameSpace(), tree, data);
        return textOf(made).includes(missing)
          ? { complaint: 'a parameter that the generator does not give', at: text[0]?.origins[0] }
          : made;
      } catch (error) {
        if (error instanceof TemplateFailure) return { complaint: error.problem.message, at: error.problem.at[0] ?? text[0]?.origins[0] };
        if (isStackOverflow(error)) return { complaint: 'nested too deep', at: text[0]?.origins[0] };
        throw error;
      }
    },
  };
}

const hidden: ReadonlySet<string> = new Set(['env', 'expandenv', 'getHostByName']);

const functions: ReadonlyMap<string, GoFunction> = new Map<string, GoFunction>([
  ...builtins,
  ...[...sprig].filter(([name]) => !hidden.has(name)),
  ['normalize', goFunction(['string'], (_, { text }) => string(normalized(text)))],
  ['slugify', { parameters: [], variadic: 'interface {}', call: (_, args) => slugified(args) }],
]);

/** A text as a name of Kubernetes. argo-cd applicationset/utils/utils.go (SanitizeName) */
export function normalized(text: string): string {
  const allowed = text
    .toLowerCase()
    .replace(/[^-a-z0-9.]/g, '-')
    .slice(0, 253);
  let start = 0;
  let end = allowed.length;
  while (start < end && '-.'.includes(allowed[start] ?? '')) start++;
  while (end > start && '-.'.includes(allowed[end - 1] ?? '')) end--;
  return allowed.slice(start, end);
}

/** `slugify [length] [whether to cut between words] text` */
function slugified(args: readonly GoValue[]): GoValue {
  const text = args.at(-1);
  const first = args.length > 1 ? args[0] : undefined;
  const second = args.length > 2 ? args[1] : undefined;
  const length = first?.kind === 'int' ? Number(first.value) : first?.kind === 'float' ? first.value : 50;
  const cuts = second?.kind === 'bool' && second.value;
  const words = (text?.kind === 'string' ? text.text : '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  if (words.length <= length) return string(words);
  const cut = words.slice(0, length);
  const last = cut.lastIndexOf('-');
  return string((cuts && last > 0 && words[length] !== '-' ? cut.slice(0, last) : cut).replace(/-$/, ''));
}
