import { baseName, folderOf } from '../../base/path.ts';
import { parseYaml } from '../../manifests/parseYaml.ts';
import { get, type SyntaxNode } from '../../manifests/syntax.ts';
import type { TextRange } from '../../base/text.ts';
import type { Candidate } from './candidate.ts';

/** Keys of a chart's values, where `.Values.…` is typed in one of its templates. `textOf`: of a file, where it is known. */
export function chartValues(
  path: string,
  text: string,
  offset: number,
  textOf: (path: string) => string | undefined,
): { readonly word: TextRange; readonly candidates: readonly Candidate[] } | undefined {
  const before = text.slice(Math.max(0, offset - mostBefore), offset);
  const start = before.lastIndexOf(asked);
  const steps = start < 0 ? [] : before.slice(start + asked.length).split('.');
  const word = steps.at(-1);
  if (word === undefined || steps.some((step) => /[^\w-]/.test(step)) || before.lastIndexOf('{{') <= before.lastIndexOf('}}'))
    return undefined;
  const chart = chartOf(path);
  const values = chart === undefined ? undefined : textOf(chart === '' ? 'values.yaml' : `${chart}/values.yaml`);
  if (values === undefined || values.length > mostValues) return undefined;
  let node: SyntaxNode | undefined = parseYaml(values).root;
  for (const step of steps.slice(0, -1)) node = get(node, step);
  if (node?.type !== 'map') return undefined;
  const rest = /^[\w-]*/.exec(text.slice(offset, offset + 200))?.[0].length ?? 0;
  return {
    word: { start: offset - word.length, end: offset + rest },
    candidates: node.entries.map(({ key, value }) => ({ sort: 'value', label: key, detail: shown(value) })),
  };
}

const asked = '.Values.';
/** A path of values is not longer. */
const mostBefore = 2_000;
const mostValues = 1_000_000;

/** The folder that a template's chart is in. */
function chartOf(path: string): string | undefined {
  for (let folder = folderOf(path); folder !== ''; folder = folderOf(folder)) if (baseName(folder) === 'templates') return folderOf(folder);
  return undefined;
}

function shown(value: SyntaxNode): string {
  return value.type === 'scalar' ? value.text.slice(0, 60) : value.type === 'map' ? '{…}' : '[…]';
}
