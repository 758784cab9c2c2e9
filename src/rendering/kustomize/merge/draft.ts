import type { Origins } from '../../origin.ts';
import type { ScalarTag, YamlMap, YamlNode, YamlScalar } from '../../yaml/node.ts';
import { plainTag } from '../../yaml/scalarTypes.ts';
import { isShared, sharing } from '../sharing.ts';

/**
 * A tree that is being merged. It changes in place, as kyaml's nodes do: what the rules of the real tool come to depends on
 * which node stands in two places at a time.
 */
export interface Draft {
  type: YamlNode['type'];
  /** Of maps and lists: a text that stands for no scalar. */
  tag: ScalarTag | undefined;
  /** Empty for maps and lists. */
  text: string;
  style: YamlScalar['style'];
  /** See `YamlScalar`. */
  untyped: boolean;
  entries: DraftEntry[];
  items: Draft[];
  origins: Origins;
  removed: YamlMap['removed'];
  /** What it was made of; it stands for the draft again where nothing has changed. */
  source: YamlNode | undefined;
}

/** What stands at one place: in the object, and in the patch. */
export type Pair = readonly [object: Draft | undefined, patch: Draft | undefined];

export interface DraftEntry {
  key: string;
  keyOrigins: Origins;
  value: Draft;
}

export function draftOf(node: YamlNode, known = new Map<YamlNode, Draft>()): Draft {
  const before = known.get(node);
  if (before !== undefined) return before;
  const draft: Draft = {
    type: node.type,
    tag: node.type === 'scalar' ? node.tag : undefined,
    text: node.type === 'scalar' ? node.text : '',
    style: node.type === 'scalar' ? node.style : 'plain',
    untyped: node.type === 'scalar' && node.untyped === true,
    entries:
      node.type === 'map' ? node.entries.map(({ key, keyOrigins, value }) => ({ key, keyOrigins, value: draftOf(value, known) })) : [],
    items: node.type === 'list' ? each(node.items, (item) => draftOf(item, known)) : [],
    origins: node.origins,
    removed: node.type === 'map' ? node.removed : undefined,
    source: node,
  };
  if (isShared(node)) {
    known.set(node, draft);
    sharedDrafts.set(draft, undefined);
  }
  return draft;
}

/** Drafts of nodes that stand in several places, and what each has become. */
const sharedDrafts = new WeakMap<Draft, YamlNode | undefined>();

/** A list that was merged may hold one element twice: a change of the one is a change of the other, in later patches as well. */
function each<A extends object, B>(items: readonly A[], make: (item: A) => B): B[] {
  const made = new Map<A, B>();
  return items.map((item) => {
    const known = made.get(item);
    if (known !== undefined) return known;
    const result = make(item);
    made.set(item, result);
    return result;
  });
}

export function emptyList(like: Draft): Draft {
  return { ...like, type: 'list', entries: [], items: [] };
}

/** The tree as it has become; what did not change is the same object as before. */
export function finished(draft: Draft): YamlNode {
  switch (draft.type) {
    case 'scalar': {
      if (!sharedDrafts.has(draft)) return finishedScalar(draft);
      const node = sharedDrafts.get(draft) ?? sharing(finishedScalar(draft));
      sharedDrafts.set(draft, node);
      return node;
    }
    case 'list': {
      const items = each(draft.items, finished);
      const { source } = draft;
      if (source?.type === 'list' && isSame(draft.origins, source.origins) && isSame(items, source.items)) return source;
      return { type: 'list', items, origins: draft.origins };
    }
    case 'map':
      return finishedMap(draft);
  }
}

function finishedScalar({ source, tag, text, style, untyped, origins }: Draft): YamlNode {
  // What is quoted is a text, whatever was put there: a number in quotes that the object had before.
  const type = tag === undefined ? '!!str' : style === 'plain' || tag === '!!binary' ? tag : '!!str';
  if (
    source?.type === 'scalar' &&
    source.tag === tag &&
    source.text === text &&
    source.style === style &&
    (source.untyped === true) === untyped &&
    isSame(origins, source.origins)
  )
    return source;
  if (untyped && style === 'plain') return { type: 'scalar', tag: plainTag(text, 'yaml-1.2'), text, style, untyped, origins };
  return { type: 'scalar', tag: type, text, style, origins };
}

function finishedMap({ source, entries, origins, removed }: Draft): YamlNode {
  const old = source?.type === 'map' ? source.entries : [];
  const made = entries.map((entry, index) => {
    const value = finished(entry.value);
    const before = old[index];
    return before?.key === entry.key && before.value === value ? before : { key: entry.key, keyOrigins: entry.keyOrigins, value };
  });
  if (source?.type === 'map' && isSame(origins, source.origins) && isSame(made, old) && removed === source.removed) return source;
  const doubled = source?.type === 'map' ? source.doubled : undefined;
  return {
    type: 'map',
    entries: made,
    origins,
    ...(removed === undefined ? {} : { removed }),
    ...(doubled === undefined ? {} : { doubled }),
  };
}

function isSame<T>(a: readonly T[], b: readonly T[]): boolean {
  return a === b || (a.length === b.length && a.every((item, index) => item === b[index]));
}

export function isMissingOrNull(draft: Draft | undefined): boolean {
  return draft === undefined || draft.tag === '!!null';
}

export function isNull(draft: Draft | undefined): boolean {
  return draft?.tag === '!!null';
}

export function isEmptyMap(draft: Draft): boolean {
  return draft.type === 'map' && draft.entries.length === 0;
}

/** Null, `{}` or `[]`: what counts as nothing written. */
export function isNothing(draft: Draft | undefined): boolean {
  return draft === undefined || isNull(draft) || isEmptyMap(draft) || (draft.type === 'list' && draft.items.length === 0);
}

/** Asked for each element of a list for each other one. */
export function entryOf(draft: Draft | undefined, key: string): DraftEntry | undefined {
  if (draft?.type !== 'map') return undefined;
  for (const entry of draft.entries) if (entry.key === key) return entry;
  return undefined;
}

export function fieldOf(draft: Draft | undefined, key: string): Draft | undefined {
  return entryOf(draft, key)?.value;
}

/** Takes a key away, and leaves a note of who did. */
export function removeField(map: Draft, key: string, by: Origins | undefined): void {
  const index = map.entries.findIndex((entry) => entry.key === key);
  if (index < 0) return;
  map.entries.splice(index, 1);
  if (by !== undefined) map.removed = [...(map.removed ?? []), { key, by }];
}

/**
 * Writes a value where one may stand: it takes the style of what was there, so that a number over a text in quotes becomes a text.
 * A text without quotes that YAML 1.1 would read as something else (`yes`) gets some, also where it is written over itself. kyaml/yaml/fns.go (FieldSetter)
 */
export function setField(map: Draft, key: string, keyOrigins: Origins, value: Draft): void {
  if ((value.tag === '!!str' || value.untyped) && value.style === 'plain' && needsQuotes(value.text)) value.style = 'double';
  const before = fieldOf(map, key);
  if (before === undefined) {
    map.entries.push({ key, keyOrigins, value });
    if (map.removed?.some((note) => note.key === key)) map.removed = map.removed.filter((note) => note.key !== key);
  } else if (before !== value) overwrite(before, value);
}

function needsQuotes(text: string): boolean {
  return text !== '' && !text.includes('\n') && plainTag(text, 'yaml-1.1') !== '!!str';
}

function overwrite(target: Draft, value: Draft): void {
  // The style stays, on the written node as well: it may stand in the patch for another element.
  value.style = target.style;
  const isUnchanged = value.type === 'scalar' && target.type === 'scalar' && value.text === target.text && isSameType(value, target);
  const origins = isUnchanged ? joined(target.origins, value.origins) : joined(value.origins, target.origins);
  Object.assign(target, { ...value, entries: [...value.entries], items: [...value.items], origins, source: value.source ?? target.source });
}

function isSameType(value: Draft, target: Draft): boolean {
  return value.tag === target.tag || target.style !== 'plain';
}

function joined(first: Origins, rest: Origins): Origins {
  const added = rest.filter((span) => !first.includes(span));
  return added.length === 0 ? first : [...first, ...added];
}
