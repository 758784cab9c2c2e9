import { message, type Message } from '../../base/message.ts';
import { isSameOrigins, type Origins, type Span } from '../origin.ts';
import type { RenderingProblem } from '../rendered.ts';
import { textAt, valueAt } from '../yaml/change.ts';
import type { YamlList, YamlMap, YamlNode, YamlScalar } from '../yaml/node.ts';
import { cleanedPath, fieldPath, type PathStep } from './fieldPath.ts';
import { matchesLabels, parseLabelSelector } from './labelRequirements.ts';
import { onceAPlace, unanchoredMatches } from './patchTraps.ts';
import { placeOf, type Report } from './problem.ts';
import { createdTag, writeFields, type Location } from './replacementTarget.ts';
import { currentIdentity, earlierIdentities, type Resource } from './resource.ts';
import { textsAt } from './select.ts';
import { isReadable } from './readable.ts';
import { over } from './sharing.ts';
import type { NodeProblem } from './strategicMerge.ts';

export interface Replaced {
  /** In the order given; of a replacement that fails, with what was written before it did. */
  readonly resources: readonly Resource[];
  readonly problem?: NodeProblem;
  /** What it does without a word, and hardly anybody means. */
  readonly warnings: readonly RenderingProblem[];
  /** What was written, where it was the same for all. */
  readonly value?: YamlNode;
}

/** Thrown below `withReplacement`, and caught by it: the first thing that is wrong ends a replacement. */
class ReplacementFailure extends Error {
  readonly class: NodeProblem['class'];
  readonly text: Message;
  readonly at: YamlNode;
  readonly related: NodeProblem['related'];

  constructor(type: ReplacementFailure['class'], text: Message, at: YamlNode, related: NodeProblem['related'] = []) {
    super(type);
    this.class = type;
    this.text = text;
    this.at = at;
    this.related = related;
  }
}

const nowhere: Span = { file: '', start: 0, end: 0 };

/** What a replacement did: of the same value it makes the same of the same objects. */
export interface ReplacementBefore {
  readonly given: readonly Resource[];
  readonly made: readonly Resource[];
  readonly value: YamlNode;
}

/** Applies one entry of `replacements`, without `path`; `before` is what the same entry did the last time. api/filters/replacement/replacement.go */
export function withReplacement(resources: readonly Resource[], entry: YamlMap, before?: ReplacementBefore): Replaced {
  const known = before?.given.length === resources.length ? before : undefined;
  const replaced = replacement(resources, entry, known);
  // What ends a replacement, and what is said once for many, depends on the order of all.
  const isWhole = known === undefined || (replaced.value !== undefined && replaced.warnings.length === 0);
  return isWhole ? replaced : replacement(resources, entry, undefined);
}

function replacement(resources: readonly Resource[], entry: YamlMap, known: ReplacementBefore | undefined): Replaced {
  const changed = [...resources];
  const warnings: RenderingProblem[] = [];
  const warn = onceAPlace((problem) => warnings.push(problem));
  try {
    const targets = valueAt(entry, 'targets');
    const source = valueAt(entry, 'source');
    const text = valueAt(entry, 'sourceValue');
    if ((!isThere(source) && !isThere(text)) || !isThere(targets))
      throw new ReplacementFailure('replacement-source', message('A replacement needs a source and at least one target.'), entry);
    if (isThere(source) && isThere(text))
      throw new ReplacementFailure('replacement-option', message('A replacement has either "source" or "sourceValue".'), text ?? entry);
    const value =
      source?.type === 'map' && isThere(source) ? valueFrom(changed, source) : { node: created(text ?? entry), place: undefined };
    const { node } = value;
    const before = known !== undefined && isSameScalar(known.value, node) ? known : undefined;
    const isKnown = (index: number): boolean => before !== undefined && before.given[index] === resources[index];
    for (const index of changed.keys()) if (isKnown(index)) changed[index] = before?.made[index] ?? (changed[index] as Resource);
    if (targets?.type === 'list') writeTargets(changed, targets, value, warn, isKnown);
    // A value that a target changed is another for each object behind it.
    return { resources: changed, warnings, ...(value.node === node && warnings.length === 0 ? { value: node } : {}) };
  } catch (error) {
    if (!(error instanceof ReplacementFailure)) throw error;
    const { class: type, text, at, related } = error;
    return { resources: changed, warnings, problem: { class: type, message: text, at: placeOf(at, placeOf(entry, nowhere)), related } };
  }
}

function isSameScalar(one: YamlNode, other: YamlNode): boolean {
  if (one === other) return true;
  return (
    one.type === 'scalar' &&
    other.type === 'scalar' &&
    one.text === other.text &&
    one.tag === other.tag &&
    one.style === other.style &&
    one.untyped === other.untyped &&
    isSameOrigins(one.origins, other.origins)
  );
}

function isThere(node: YamlNode | undefined): boolean {
  return node !== undefined && !(node.type === 'scalar' && node.tag === '!!null');
}

/** A `sourceValue` has no type of its own. */
function created(node: YamlNode): YamlNode {
  return node.type === 'scalar' ? { ...node, tag: createdTag(node.text), style: 'plain', untyped: true } : node;
}

/** What is written, and where it stands, so that what is written over it is written from then on. */
interface Value {
  node: YamlNode;
  readonly place: { readonly index: number; readonly location: Location } | undefined;
}

function valueFrom(resources: readonly Resource[], source: YamlMap): Value {
  const found = resources.flatMap((resource, index) => (isNamed(resource, source) ? [index] : []));
  const [index] = found;
  const resource = index === undefined ? undefined : resources[index];
  if (index === undefined || resource === undefined)
    throw new ReplacementFailure('replacement-source', message('No object is the source of this replacement.'), source);
  if (found.length > 1) {
    const related = found.flatMap((each) => {
      const root = resources[each]?.root;
      return root === undefined
        ? []
        : [{ message: message('It could be this object.'), at: placeOf(valueAt(valueAt(root, 'metadata'), 'name') ?? root, nowhere) }];
    });
    throw new ReplacementFailure(
      'replacement-source',
      message('{0} objects could be the source of this replacement.', found.length),
      source,
      related,
    );
  }
  const pathNode = valueAt(source, 'fieldPath');
  const path = textAt(source, 'fieldPath') ?? '';
  const read = lookUp(resource.root, cleanedPath(path === '' ? 'metadata.name' : path), pathNode ?? source);
  const { node } = read;
  if (node === undefined || isEmpty(node))
    throw new ReplacementFailure(
      'replacement-source',
      message('The source has nothing at {0}.', path === '' ? 'metadata.name' : path),
      pathNode ?? source,
    );
  const options = valueAt(source, 'options');
  const delimiter = textAt(options, 'delimiter') ?? '';
  if (delimiter === '') return { node, place: { index, location: read.location } };
  if (node.type !== 'scalar') throw new ReplacementFailure('replacement-option', onlyScalars, valueAt(options, 'delimiter') ?? source);
  const part = indexOf(options);
  const text = part < 0 ? undefined : node.text.split(delimiter)[part];
  if (text === undefined)
    throw new ReplacementFailure(
      'replacement-option',
      message('"{0}" has no part {1}.', node.text, part),
      valueAt(options, 'index') ?? source,
    );
  return { node: { ...node, text }, place: undefined };
}

const onlyScalars = message('A delimiter splits single values alone.');

function isEmpty(node: YamlNode): boolean {
  if (node.type === 'scalar') return node.tag === '!!null';
  return node.type === 'map' ? node.entries.length === 0 : node.items.length === 0;
}

function indexOf(options: YamlNode | undefined): number {
  const index = Number(textAt(options, 'index') ?? '0');
  return Number.isInteger(index) ? index : 0;
}

/** Exact, by any identity that the object has or had; absent fields match everything. */
function isNamed(resource: Resource, selector: YamlMap): boolean {
  const wanted = ['group', 'version', 'kind', 'name'] as const;
  const namespace = textAt(selector, 'namespace') ?? '';
  const { namespace: written, ...current } = currentIdentity(resource);
  // Of objects outside namespaces as well: nothing here knows that they are.
  const identities = [...earlierIdentities(resource), { ...current, effectiveNamespace: written === '' ? 'default' : written }];
  return identities.some(
    (identity) =>
      wanted.every((field) => {
        const text = textAt(selector, field) ?? '';
        return text === '' || text === identity[field];
      }) &&
      (namespace === '' || namespace === identity.effectiveNamespace),
  );
}

function hasName(selector: YamlMap): boolean {
  return ['group', 'version', 'kind', 'name', 'namespace'].some((field) => (textAt(selector, field) ?? '') !== '');
}

interface Found {
  readonly node: YamlNode | undefined;
  readonly location: Location;
}

/** One field, elements named exactly. kyaml/yaml/fns.go (PathGetter) */
function lookUp(root: YamlNode, path: readonly PathStep[], at: YamlNode): Found {
  let node: YamlNode | undefined = root;
  const location: (string | number)[] = [];
  const wrong = (text: Message) => new ReplacementFailure('replacement-source', text, at);
  for (const step of path) {
    if (node === undefined || (node.type === 'scalar' && node.tag === '!!null')) return { node: undefined, location };
    if (step.type === 'every' || step.type === 'broken') throw wrong(message('The path of a source leads to one field.'));
    if (step.type === 'key' && step.key !== '-') {
      if (node.type !== 'map') throw wrong(message('"{0}" is looked for in what is no map.', step.key));
      location.push(step.key);
      node = valueAt(node, step.key);
      continue;
    }
    if (node.type !== 'list') throw wrong(message('The path goes on with elements of a list where there is none.'));
    const index: number =
      step.type === 'index' ? step.index : step.type === 'key' ? node.items.length - 1 : placeIn(node, step.field, step.value);
    location.push(index);
    node = node.items[index];
  }
  return { node, location };
}

function placeIn({ items }: YamlList, field: string, value: string): number {
  const index = items.findIndex((item) => {
    const found = field === '' ? item : valueAt(item, field);
    return found !== undefined && (found.type === 'scalar' ? found.text : '') === value;
  });
  return index < 0 ? items.length : index;
}

function writeTargets(resources: Resource[], targets: YamlList, value: Value, warn: Report, isKnown: (index: number) => boolean): void {
  for (const target of targets.items) {
    const select = valueAt(target, 'select');
    if (target.type !== 'map' || select?.type !== 'map')
      throw new ReplacementFailure('replacement-target', message('A target says with "select" which objects it means.'), target);
    const rejects = listAt(target, 'reject').filter((reject) => reject.type === 'map');
    for (const [index, resource] of resources.entries()) {
      if (isKnown(index)) continue;
      if (!hasLabels(resource, select) || rejects.some((reject) => hasSelectors(reject) && hasLabels(resource, reject))) continue;
      if (!isNamed(resource, select) || rejects.some((reject) => hasName(reject) && isNamed(resource, reject))) continue;
      writeTarget(resources, index, target, value, warn);
    }
  }
}

function listAt(map: YamlMap, key: string): readonly YamlNode[] {
  const list = valueAt(map, key);
  return list?.type === 'list' ? list.items : [];
}

function hasSelectors(selector: YamlMap): boolean {
  return (textAt(selector, 'labelSelector') ?? '') !== '' || (textAt(selector, 'annotationSelector') ?? '') !== '';
}

function hasLabels({ root }: Resource, selector: YamlMap): boolean {
  return (['labels', 'annotations'] as const).every((field) => {
    const key = field === 'labels' ? 'labelSelector' : 'annotationSelector';
    const requirements = parseLabelSelector(textAt(selector, key) ?? '');
    if (requirements === undefined)
      throw new ReplacementFailure(
        'replacement-target',
        message('This is no selector of labels as Kubernetes reads it.'),
        valueAt(selector, key) ?? selector,
      );
    return matchesLabels(requirements, textsAt(root, field));
  });
}

function writeTarget(resources: Resource[], index: number, target: YamlMap, value: Value, warn: Report): void {
  const options = valueAt(target, 'options');
  const creates = /^(t|y|on)/i.test(textAt(options, 'create') ?? '');
  const paths = listAt(target, 'fieldPaths');
  for (const written of paths.length === 0 ? [undefined] : paths) {
    const path = written?.type === 'scalar' ? written.text : 'metadata.name';
    const at = written ?? target;
    const resource = resources[index];
    if (resource === undefined) return;
    const mistyped: YamlNode[] = [];
    const result = writeFields(resource.root, fieldPath(path), {
      creates: creates ? value.node.type : undefined,
      origins: [...value.node.origins.slice(0, 1), ...at.origins],
      change: (before, location, isNew) => {
        const after = changed(before, value.node, options, at, isNew);
        if (after.type === 'scalar' && !isReadable(after)) mistyped.push(after);
        if (value.place?.index === index && isSameLocation(value.place.location, location)) value.node = after;
        return after;
      },
    });
    const failure = 'failure' in result ? result.failure : result.count === 0 ? message('The object has no field {0}.', path) : undefined;
    if (failure !== undefined || 'failure' in result) {
      const related = resource.root.origins.slice(0, 1).map((place) => ({ message: message('The object stands here.'), at: place }));
      throw new ReplacementFailure('replacement-target', failure ?? message('The object has no field {0}.', path), at, related);
    }
    if (written?.type === 'scalar' && path.includes('[')) for (const trap of unanchoredMatches(resource.root, written)) warn(trap);
    if (result.root.type !== 'map') continue;
    const [place] = at.origins;
    resources[index] =
      mistyped.length > 0 && place !== undefined
        ? { ...resource, root: result.root, mistyped: [...(resource.mistyped ?? []), place] }
        : { ...resource, root: result.root };
  }
}

function isSameLocation(a: Location, b: Location): boolean {
  return a.length === b.length && a.every((step, index) => step === b[index]);
}

/** A scalar keeps its type and its quotes, and gets another text; anything else is replaced by a copy. */
function changed(before: YamlNode, value: YamlNode, options: YamlNode | undefined, path: YamlNode, isNew: boolean): YamlNode {
  const text = joinedText(before, value, options);
  if (text !== undefined && before.type !== 'scalar')
    throw new ReplacementFailure('replacement-option', onlyScalars, valueAt(options, 'delimiter') ?? path);
  const origins = originsOf(before, value, path, isNew);
  if (before.type !== 'scalar') return { ...value, origins };
  const result: YamlScalar = { ...before, text: text ?? (value.type === 'scalar' ? value.text : ''), origins };
  if (isNew || before.untyped === true) return over(before, { ...result, tag: createdTag(result.text), untyped: true });
  if (result.text !== before.text) return over(before, result);
  return over(before, { ...result, origins: [...before.origins, ...value.origins] });
}

/** With a delimiter: the target's parts with the value in front, behind, or in place of one. */
function joinedText(before: YamlNode, value: YamlNode, options: YamlNode | undefined): string | undefined {
  const delimiter = textAt(options, 'delimiter') ?? '';
  if (delimiter === '') return undefined;
  const added = value.type === 'scalar' ? value.text : '';
  const parts = (before.type === 'scalar' ? before.text : '').split(delimiter);
  const index = indexOf(options);
  if (index < 0) return [added, ...parts].join(delimiter);
  return (index >= parts.length ? [...parts, added] : parts.with(index, added)).join(delimiter);
}

function originsOf(before: YamlNode, value: YamlNode, path: YamlNode, isNew: boolean): Origins {
  return [...value.origins, ...path.origins, ...(isNew ? [] : before.origins)];
}
