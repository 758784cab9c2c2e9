import { message } from '../../../base/message.ts';
import type { RenderingProblem } from '../../rendered.ts';
import type { YamlList, YamlMap } from '../../yaml/node.ts';
import { readYaml, type Placing } from '../../yaml/read.ts';
import { readObjects } from '../objects.ts';
import { yamlFailure } from '../yamlFailure.ts';

export interface ReadPatch {
  /** Objects that are merged; undefined: the text is not such. */
  readonly objects?: readonly YamlMap[];
  /** Operations of JSON 6902. */
  readonly operations?: YamlList;
  /** Why it is neither. */
  readonly problems: readonly RenderingProblem[];
}

/** The text is tried as objects first, then as operations. api/internal/builtins/PatchTransformer.go (Config) */
export function readPatch(text: string, place: Placing): ReadPatch {
  const { objects, problems } = readObjects(text, place, 'first');
  if (problems.length === 0) return { objects, problems: [] };
  const operations = readOperations(text, place);
  return 'type' in operations ? { operations, problems: [] } : { problems: looksLikeList(text) ? operations : problems };
}

function looksLikeList(text: string): boolean {
  return /^\s*[-[]/.test(text);
}

/** Text that begins with a bracket is JSON; any other YAML 1.1, of which the first document counts. */
export function readOperations(text: string, place: Placing): YamlList | readonly RenderingProblem[] {
  if (text.startsWith('[') && !isJson(text))
    return [yamlFailure({ class: 'malformed-yaml', text: 'no JSON', at: place(0, text.length) }, 'patch-invalid')];
  const [document] = readYaml(text, place, { dialect: 'yaml-1.1', duplicates: 'last' });
  const problems = (document?.problems ?? []).map((problem) => yamlFailure(problem, 'patch-invalid'));
  if (problems.length > 0) return problems;
  const root = document?.root;
  if (root?.type === 'list' && root.items.every((item) => item.type === 'map')) return root;
  const at = root?.origins[0] ?? place(0, text.length);
  return [
    { class: 'patch-invalid', severity: 'error', message: message('This is neither an object nor a list of operations.'), at, related: [] },
  ];
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
