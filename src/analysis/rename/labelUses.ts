import { tokensOf, type Token } from '../../engine/calico/selectorTokens.ts';
import { labelOf } from '../../engine/labels.ts';
import { labelKey, type Labelled } from '../../engine/references/keys.ts';
import { labelsOfResource } from '../../engine/references/labelPlaces.ts';
import { ownerOf } from '../../engine/references/podOwners.ts';
import { mayExclude, type AnyMention, type References } from '../../engine/references/references.ts';
import { thingsOf } from '../../engine/references/things.ts';
import { message, type Message } from '../../base/message.ts';
import { treeOf } from '../../manifests/locate.ts';
import { nameOf, type StringMap } from '../../manifests/metadata.ts';
import { placeOf, spanOf, type FieldPath, type Place } from '../../manifests/place.ts';
import type { Resource } from '../../manifests/resource.ts';
import { get, type SyntaxNode } from '../../manifests/syntax.ts';
import { labelledOf, type Subject } from './subject.ts';

type LabelSubject = Extract<Subject, { readonly kind: 'label' }>;

/** Where a value of a label stands that means one thing: at everything that has it and is selected by it together, and in every selector that asks for it there. */
export function labelUses(
  references: References,
  subject: LabelSubject,
  newText: string,
): { readonly places: readonly Place[] } | { readonly refused: Message } {
  const { what, key, text } = subject;
  const asking = [...references.under(labelKey(what, key, text)), ...excluding(references, what)].filter(
    (mention) => placesIn(mention, key, text).length > 0,
  );
  const resources = new Set<Resource>();
  const mentions = new Set<AnyMention>();
  const pending: (Resource | AnyMention)[] = [subject.from];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if ('place' in next) {
      if (mentions.has(next)) continue;
      mentions.add(next);
      for (const { resource } of references.targets(next))
        if (resource !== undefined && labelOf(labelsIn(resource), key) === text) pending.push(resource);
      continue;
    }
    if (resources.has(next)) continue;
    resources.add(next);
    const things = thingsOf(next, references.around);
    for (const mention of asking)
      if (things.some((thing) => references.leadsTo(mention, thing)) || mayLeaveOut(mention, next, key, text)) pending.push(mention);
  }
  const [first] = resources;
  if (first === undefined)
    return { refused: message('Nothing here has the label {0}: {1}, so that it cannot be said what else means it.', key, text) };
  const clash = [...references.under(labelKey(what, key, newText))].find((mention) =>
    [...resources].some((resource) => wouldLead(mention, resource, key, newText)),
  );
  if (clash !== undefined)
    return {
      refused: message('{0} already selects by {1}: {2}, and would select something else then.', nameOf(clash.resource), key, newText),
    };
  const other = sameLabelled(references, what, key, newText, resources);
  const reached =
    other === undefined
      ? undefined
      : [...mentions].find((mention) => other.some((resource) => wouldLead(mention, resource, key, newText, text)));
  if (reached !== undefined)
    return {
      refused: message(
        '{0} would select more than before: there is something with {1}: {2} already.',
        nameOf(reached.resource),
        key,
        newText,
      ),
    };
  const places = [
    ...[...resources].flatMap((resource) => {
      const labels = labelsOfResource(resource);
      return labels === undefined ? [] : [placeOf(resource, ...labels.path, key)];
    }),
    ...[...mentions].flatMap((mention) => placesIn(mention, key, text)),
  ];
  return { places };
}

/** Selectors that may ask by what something has not. */
function excluding(references: References, what: Labelled): readonly AnyMention[] {
  return references.excluding.filter((mention) => labelledOf(mention) === what);
}

/** Whether a selector leaves a thing out by the label. */
function mayLeaveOut(mention: AnyMention, resource: Resource, key: string, text: string): boolean {
  const [one, other] = [mention.resource.metadata.namespace, resource.metadata.namespace];
  const near = one === undefined || other === undefined || one === other || mention.kind === 'policy-pods';
  return near && mayExclude(mention) && placesIn(mention, key, text).length > 0;
}

function labelsIn(resource: Resource): StringMap {
  return resource.type === 'Workload' || resource.type === 'Pod' ? ownerOf(resource).labels : resource.metadata.labels;
}

/** Whether a selector would select a thing if that had the new value, or the selector asked for it (`asked`: what it asks for now). By the other labels that both name. */
function wouldLead(mention: AnyMention, resource: Resource, key: string, value: string, asked = value): boolean {
  const [one, other] = [mention.resource.metadata.namespace, resource.metadata.namespace];
  if (mention.kind === 'own-pods') return mention.resource === resource && asked === value;
  if ((mention.kind === 'service-pods' || mention.kind === 'calico-pods') && one !== undefined && other !== undefined && one !== other)
    return false;
  const pairs = 'selector' in mention ? pairsIn(mention.selector) : undefined;
  if (pairs === undefined) return true;
  const labels = labelsIn(resource);
  return Object.entries(pairs).every(([name, wanted]) => (name === key ? wanted === asked : labelOf(labels, name) === wanted));
}

/** The pairs of a selector that is nothing else. */
function pairsIn(selector: unknown): StringMap | undefined {
  if (typeof selector !== 'object' || selector === null || 'kind' in selector) return undefined;
  if (!('matchLabels' in selector)) return selector as StringMap;
  const { matchLabels, matchExpressions } = selector as { readonly matchLabels: StringMap; readonly matchExpressions: readonly unknown[] };
  return matchExpressions.length === 0 ? matchLabels : undefined;
}

function sameLabelled(
  references: References,
  what: Labelled,
  key: string,
  value: string,
  known: ReadonlySet<Resource>,
): readonly Resource[] | undefined {
  const found = references.around.cluster.resources.filter((resource) => {
    if (known.has(resource) || labelsOfResource(resource)?.what !== what) return false;
    return labelOf(labelsIn(resource), key) === value;
  });
  return found.length === 0 ? undefined : found;
}

/** Where a selector asks for a value of a label: in pairs, among the values of expressions, in a text of Calico's language. */
export function placesIn({ place, resource }: AnyMention, key: string, value: string): readonly Place[] {
  if (place.path === undefined) return [];
  const { path, document } = place;
  let node: SyntaxNode | undefined = treeOf(document);
  for (const step of path) node = typeof step === 'string' ? get(node, step) : node?.type === 'sequence' ? node.items[step] : undefined;
  const at = (...below: FieldPath): Place => placeOf({ document, root: [] }, ...path, ...below);
  if (node?.type === 'scalar') {
    const own = placeOf({ document: resource.document, root: [] }, ...path);
    return stringsAskedFor(node.text, key).flatMap(({ text, start, end }) => (text === value ? [spanOf(own, start + 1, end - 1)] : []));
  }
  const found: Place[] = [];
  const visit = (map: SyntaxNode | undefined, ...below: FieldPath): void => {
    if (map?.type === 'sequence') map.items.forEach((item, index) => visit(item, ...below, index));
    if (map?.type !== 'map') return;
    for (const entry of map.entries) {
      if (entry.key === 'matchExpressions' && entry.value.type === 'sequence') {
        entry.value.items.forEach((item, index) => {
          const [name, values] = [get(item, 'key'), get(item, 'values')];
          if (name?.type !== 'scalar' || name.text !== key || values?.type !== 'sequence') return;
          values.items.forEach((each, position) => {
            if (each.type === 'scalar' && each.text === value) found.push(at(...below, 'matchExpressions', index, 'values', position));
          });
        });
      } else if (entry.key === 'matchLabels') visit(entry.value, ...below, 'matchLabels');
      else if (entry.key === key && entry.value.type === 'scalar' && entry.value.text === value) found.push(at(...below, key));
    }
  };
  visit(node);
  return found;
}

/** The texts that a selector of Calico's language compares a label with, quotes included in their places. */
function stringsAskedFor(selector: string, key: string): readonly Token[] {
  const tokens = tokensOf(selector);
  if ('message' in tokens) return [];
  let isOf = false;
  return tokens.filter(({ kind, text }) => {
    if (kind === 'label') isOf = text === key;
    else if (kind === 'contains' || kind === 'starts with' || kind === 'ends with') isOf = false;
    return isOf && kind === 'string';
  });
}
