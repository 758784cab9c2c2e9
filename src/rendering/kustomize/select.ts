import { goRegexp, type GoRegexp } from '../../base/goRegexp.ts';
import { message, type Message } from '../../base/message.ts';
import { nodeAt, textAt, valueAt } from '../yaml/change.ts';
import type { YamlMap, YamlNode } from '../yaml/node.ts';
import { matchesLabels, parseLabelSelector, type LabelRequirement } from './labelRequirements.ts';
import { currentIdentity, originalIdentity, type Resource } from './resource.ts';

/** What is wrong with a selector: `unknown` where the expression is too large to be tried here. */
export interface SelectorProblem {
  readonly message: Message;
  readonly node: YamlNode;
  readonly isUnknown: boolean;
}

export type Selecting = (resource: Resource) => boolean;

/**
 * A `target` of patches and the like: expressions that must match the whole text, absent ones match everything. Name and namespace may be those of before.
 * api/types/selector.go, api/resmap/reswrangler.go (Select)
 */
export function selecting(selector: YamlMap): { readonly selects: Selecting } | { readonly problem: SelectorProblem } {
  const expressions = new Map<string, GoRegexp>();
  for (const field of ['group', 'version', 'kind', 'name', 'namespace']) {
    const text = textAt(selector, field) ?? '';
    if (text === '') continue;
    const expression = goRegexp(`^(?:${text})$`);
    const node = valueAt(selector, field) ?? selector;
    if (expression === 'invalid')
      return { problem: { message: message('"{0}" is no regular expression that Go takes.', text), node, isUnknown: false } };
    if (expression === 'too-large')
      return { problem: { message: message('"{0}" is too large an expression to be tried here.', text), node, isUnknown: true } };
    expressions.set(field, expression);
  }
  const labels = requirementsOf(selector, 'labelSelector');
  const annotations = requirementsOf(selector, 'annotationSelector');
  const matches = (field: string, text: string) => expressions.get(field)?.compiled.test(text) ?? true;
  const selects = (resource: Resource): boolean => {
    const current = currentIdentity(resource);
    const original = originalIdentity(resource);
    return (
      (matches('namespace', original.effectiveNamespace) || matches('namespace', current.effectiveNamespace)) &&
      (matches('name', original.name) || matches('name', current.name)) &&
      matches('group', current.group) &&
      matches('version', current.version) &&
      matches('kind', current.kind) &&
      (labels.requirements === undefined || matchesLabels(labels.requirements, textsAt(resource.root, 'labels'))) &&
      (annotations.requirements === undefined || matchesLabels(annotations.requirements, textsAt(resource.root, 'annotations')))
    );
  };
  const broken = labels.broken ?? annotations.broken;
  if (broken !== undefined)
    return { problem: { message: message('This is no selector of labels as Kubernetes reads it.'), node: broken, isUnknown: false } };
  return { selects };
}

function requirementsOf(
  selector: YamlMap,
  field: string,
): { readonly requirements?: readonly LabelRequirement[]; readonly broken?: YamlNode } {
  const text = textAt(selector, field) ?? '';
  if (text === '') return {};
  const requirements = parseLabelSelector(text);
  return requirements === undefined ? { broken: valueAt(selector, field) ?? selector } : { requirements };
}

/** Labels or annotations as texts. */
export function textsAt(root: YamlMap, field: 'labels' | 'annotations'): ReadonlyMap<string, string> {
  const map = nodeAt(root, 'metadata', field);
  if (map?.type !== 'map') return new Map();
  return new Map(map.entries.map(({ key, value }) => [key, value.type === 'scalar' ? value.text : '']));
}
