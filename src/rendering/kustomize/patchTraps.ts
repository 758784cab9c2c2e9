import { message, type Message } from '../../base/message.ts';
import type { Span } from '../origin.ts';
import type { RenderingProblem } from '../rendered.ts';
import { textAt, valueAt } from '../yaml/change.ts';
import type { YamlList, YamlMap, YamlNode, YamlScalar } from '../yaml/node.ts';
import { fieldPath, type PathStep } from './fieldPath.ts';
import type { MergeSchema, MergeType } from './mergeSchema.ts';
import type { Report } from './problem.ts';
import { matchesStep } from './replacementTarget.ts';
import { goRegexp } from '../../base/goRegexp.ts';
import { isSame } from '../../manifests/same.ts';

/** What kustomize does without a word, and what hardly anybody means. */

/**
 * The elements of a patch that a merge loses: what they say is nowhere in the result. A port of the patch without `protocol`, where the object's port has one, is such an element.
 * In the order of the patch; the place is the element's. `result` is what the merge of the patch into `target` comes to.
 */
export function lostInPatch(
  target: YamlMap,
  patch: YamlMap,
  result: YamlMap,
  schema: MergeSchema | undefined,
): readonly RenderingProblem[] {
  const found: RenderingProblem[] = [];
  compare({ patch, result, object: target }, typeOf(target, schema) ?? typeOf(patch, schema), found);
  return found;
}

function typeOf(root: YamlMap, schema: MergeSchema | undefined): MergeType | undefined {
  return schema?.typeOf(textAt(root, 'apiVersion') ?? '', textAt(root, 'kind') ?? '');
}

interface Three {
  readonly patch: YamlNode;
  readonly result: YamlNode | undefined;
  readonly object: YamlNode | undefined;
}

function compare({ patch, result, object }: Three, type: MergeType | undefined, found: RenderingProblem[]): void {
  if (patch.type === 'map') {
    if (valueAt(patch, '$patch') !== undefined) return;
    for (const { key, value } of patch.entries)
      compare({ patch: value, result: valueAt(result, key), object: valueAt(object, key) }, type?.field(key), found);
  }
  const keys = type?.mergeKeys;
  if (patch.type !== 'list' || keys === undefined || keys.length === 0 || result?.type !== 'list') return;
  if (patch.items.some((item) => valueAt(item, '$patch') !== undefined)) return;
  for (const element of patch.items) {
    if (element.type !== 'map') continue;
    const kept = result.items.find((item) => holds(item, element));
    if (kept === undefined) found.push(lost(element, keys, object));
    else compare({ patch: element, result: kept, object: elementLike(object, element, keys) }, type?.elements, found);
  }
}

/** Whether an element has all the texts that one of a patch writes at its top. */
function holds(item: YamlNode, element: YamlMap): boolean {
  return element.entries.every(({ key, value }) => {
    if (value.type !== 'scalar' || value.tag === '!!null') return true;
    const kept = valueAt(item, key);
    return kept?.type === 'scalar' && kept.text === value.text;
  });
}

function elementLike(list: YamlNode | undefined, element: YamlMap, keys: readonly string[]): YamlMap | undefined {
  if (list?.type !== 'list') return undefined;
  return list.items.find((item): item is YamlMap => {
    if (item.type !== 'map') return false;
    const shared = keys.filter((key) => textAt(item, key) !== undefined && textAt(element, key) !== undefined);
    return shared.length > 0 && shared.every((key) => textAt(item, key) === textAt(element, key));
  });
}

function lost(element: YamlMap, keys: readonly string[], object: YamlNode | undefined): RenderingProblem {
  const missing = keys.filter((key) => textAt(element, key) === undefined);
  const other = elementLike(object, element, keys);
  const text =
    missing.length > 0
      ? message(
          'This element of the patch is lost: kustomize finds elements of this list by {0}, and it has no {1}.',
          keys.join(', '),
          missing.join(', '),
        )
      : message(
          'This element of the patch is lost: kustomize takes it for another element of the list, which has no {0}.',
          absentIn(other, keys),
        );
  const related = (other?.origins ?? []).slice(0, 1).map((at) => ({ message: message('The element of the object stands here.'), at }));
  return warning('lost-in-patch', text, element, related);
}

function absentIn(element: YamlMap | undefined, keys: readonly string[]): string {
  const absent = keys.filter((key) => textAt(element, key) === undefined);
  return (absent.length === 0 ? keys : absent).join(', ');
}

/** Reports each warning once, however many objects it is true of. */
export function onceAPlace(report: Report): Report {
  const told = new Set<string>();
  return (problem) => {
    const key = `${problem.class} ${problem.at.start} ${problem.at.file}`;
    if (!told.has(key)) report(problem);
    told.add(key);
  };
}

const nowhere: Span = { file: '', start: 0, end: 0 };

function warning(
  type: string,
  text: Message,
  { origins: [at = nowhere] }: YamlNode,
  related: RenderingProblem['related'],
): RenderingProblem {
  return { class: type, severity: 'warning', message: text, at, related };
}

/**
 * The expressions in brackets of a path that reach more elements than the one which has exactly that text: `[name=cam]` reaches `camera`, too.
 * `path` is an item of a target's `fieldPaths`, the place of what is found.
 */
export function unanchoredMatches(root: YamlMap, path: YamlScalar): readonly RenderingProblem[] {
  const found: RenderingProblem[] = [];
  follow(root, fieldPath(path.text), 0, path, found);
  return found;
}

function follow(node: YamlNode | undefined, steps: readonly PathStep[], at: number, path: YamlScalar, found: RenderingProblem[]): void {
  const step = steps[at];
  if (step === undefined || node === undefined) return;
  if (step.type === 'key') {
    follow(valueAt(node, step.key), steps, at + 1, path, found);
    return;
  }
  if (node.type !== 'list') return;
  for (const element of elementsAt(node, step, path, found)) follow(element, steps, at + 1, path, found);
}

function elementsAt(list: YamlList, step: PathStep, path: YamlScalar, found: RenderingProblem[]): readonly YamlNode[] {
  if (step.type === 'every') return list.items;
  if (step.type === 'index') return list.items.slice(step.index, step.index + 1);
  const expression = step.type === 'matching' ? goRegexp(step.value) : 'invalid';
  if (step.type !== 'matching' || typeof expression === 'string') return [];
  const matched = list.items.filter((element) => matchesStep(element, step, expression));
  const textOf = (element: YamlNode) =>
    step.field === '' ? (element.type === 'scalar' ? element.text : undefined) : textAt(element, step.field);
  const others = matched.filter((element) => textOf(element) !== step.value);
  if (others.length > 0 && others.length < matched.length) {
    const text = message(
      '"{0}" is tried as a regular expression that may match anywhere in the text: it also reaches "{1}".',
      step.value,
      textOf(others[0] ?? path) ?? '',
    );
    const related = others
      .slice(0, 5)
      .flatMap(({ origins: [at] }) => (at === undefined ? [] : [{ message: message('This element is reached, too.'), at }]));
    const problem = warning('unanchored-match', text, path, related);
    if (!found.some((other) => isSame(other.message, problem.message))) found.push(problem);
  }
  return matched;
}
