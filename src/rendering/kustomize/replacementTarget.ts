import { findIn, goRegexp, type GoRegexp } from '../../base/goRegexp.ts';
import { message, type Message } from '../../base/message.ts';
import type { Origins } from '../origin.ts';
import { entryAt, withValue } from '../yaml/change.ts';
import type { YamlList, YamlMap, YamlNode, YamlScalar } from '../yaml/node.ts';
import { plainTag } from '../yaml/scalarTypes.ts';
import type { PathStep } from './fieldPath.ts';
import { writtenScalar } from './writtenScalar.ts';

/** Keys and places in lists, from the root of an object. */
export type Location = readonly (string | number)[];

export interface Writing {
  /** What a field becomes; fields are met in the order of the object, each at its turn. */
  readonly change: (before: YamlNode, location: Location, isNew: boolean) => YamlNode;
  /** What a missing end of the path is made as; undefined: nothing is made. */
  readonly creates: YamlNode['type'] | undefined;
  /** Who makes what is missing. */
  readonly origins: Origins;
}

export interface Written {
  readonly root: YamlNode;
  /** How many fields the path led to. */
  readonly count: number;
}

/** Thrown below `writeFields`, and caught by it. */
class PathFailure extends Error {
  readonly text: Message;
  constructor(text: Message) {
    super('a path that leads nowhere');
    this.text = text;
  }
}

/** Changes all fields that a path leads to. kyaml/yaml/match.go (PathMatcher) */
export function writeFields(root: YamlMap, path: readonly PathStep[], writing: Writing): Written | { readonly failure: Message } {
  try {
    return write(root, path, 0, [], writing, false);
  } catch (error) {
    if (!(error instanceof PathFailure)) throw error;
    return { failure: error.text };
  }
}

function write(node: YamlNode, path: readonly PathStep[], at: number, location: Location, writing: Writing, isNew: boolean): Written {
  const step = path[at];
  if (step === undefined) return { root: writing.change(node, location, isNew), count: 1 };
  switch (step.type) {
    case 'broken':
      throw new PathFailure(message('"{0}" does not say what to match: a field, "=" and a value belong in the brackets.', step.text));
    case 'key':
      return writeField(node, step.key, path, at, location, writing);
    case 'index':
      return writeElement(node, step.index, path, at, location, writing);
    case 'every':
      return writeElements(expectList(node), () => true, path, at, location, writing);
    case 'matching':
      return writeMatching(node, step, path, at, location, writing);
  }
}

function writeField(node: YamlNode, key: string, path: readonly PathStep[], at: number, location: Location, writing: Writing): Written {
  // What is made below a null is lost.
  if (isNull(node)) return { root: node, count: writing.creates === undefined ? 0 : 1 };
  if (node.type !== 'map' || key === '') throw new PathFailure(message('"{0}" is looked for in what is no map.', key));
  const value = entryAt(node, key)?.value;
  if (value === undefined && writing.creates === undefined) return { root: node, count: 0 };
  const written = write(value ?? made(path[at + 1], writing), path, at + 1, [...location, key], writing, value === undefined);
  return { root: withValue(node, key, written.root, writing.origins), count: written.count };
}

function writeElement(node: YamlNode, index: number, path: readonly PathStep[], at: number, location: Location, writing: Writing): Written {
  if (isNull(node)) {
    if (index === 0 && writing.creates !== undefined) return { root: node, count: 1 };
    throw new PathFailure(message('The list has no element {0}.', index));
  }
  const list = expectList(node);
  const isNew = index === list.items.length && writing.creates !== undefined;
  const element = isNew ? made(path[at + 1], writing) : list.items[index];
  if (element === undefined) throw new PathFailure(message('The list has no element {0}.', index));
  const written = write(element, path, at + 1, [...location, index], writing, isNew);
  const items = isNew ? [...list.items, written.root] : list.items.with(index, written.root);
  return { root: { ...list, items }, count: written.count };
}

function writeElements(
  list: YamlList,
  matches: (element: YamlNode) => boolean,
  path: readonly PathStep[],
  at: number,
  location: Location,
  writing: Writing,
): Written {
  let count = 0;
  const items = list.items.map((element, index) => {
    if (!matches(element)) return element;
    const written = write(element, path, at + 1, [...location, index], writing, false);
    count += written.count;
    return written.root;
  });
  return { root: items.every((item, index) => item === list.items[index]) ? list : { ...list, items }, count };
}

type Matching = Extract<PathStep, { readonly type: 'matching' }>;

function writeMatching(
  node: YamlNode,
  step: Matching,
  path: readonly PathStep[],
  at: number,
  location: Location,
  writing: Writing,
): Written {
  if (isNull(node)) return { root: node, count: writing.creates === undefined ? 0 : 1 };
  const list = expectList(node);
  const expression = expressionOf(step);
  const matches = (element: YamlNode) => matchesStep(element, step, expression);
  // Behind a scalar element the path ends, whatever it goes on with.
  const end = step.field === '' ? path.length - 1 : at;
  const written = writeElements(list, matches, path, end, location, writing);
  if (written.count > 0 || writing.creates === undefined) return written;
  const element = elementFor(step, writing.origins);
  // The real tool looks once more, and once more makes an element, for ever.
  if (!matches(element)) throw new PathFailure(message('The element that is made for "{0}" does not match it.', step.value));
  const created = write(element, path, end + 1, [...location, list.items.length], writing, false);
  return { root: { ...list, items: [...list.items, created.root] }, count: created.count };
}

function elementFor({ field, value }: Matching, origins: Origins): YamlNode {
  const scalar: YamlScalar = { type: 'scalar', tag: createdTag(value), text: value, style: 'plain', untyped: true, origins };
  return field === '' ? scalar : { type: 'map', entries: [{ key: field, keyOrigins: origins, value: scalar }], origins };
}

/** The type of a text in a field that was made for it: it is written as it is, and read anew. */
export function createdTag(text: string): YamlScalar['tag'] {
  return text === '' || text.includes('\n') ? '!!str' : plainTag(text, 'yaml-1.2');
}

function expressionOf({ value }: Matching): GoRegexp {
  const expression = goRegexp(value);
  if (expression === 'invalid') throw new PathFailure(message('"{0}" is no regular expression that Go takes.', value));
  if (expression === 'too-large') throw new PathFailure(message('"{0}" is too large an expression to be tried here.', value));
  return expression;
}

/** Tried on the value as it is written, with its quotes, and anywhere in it. */
export function matchesStep(element: YamlNode, { field }: Matching, expression: GoRegexp): boolean {
  const value = field === '' ? element : entryAt(element, field)?.value;
  return value?.type === 'scalar' && findIn(expression, writtenScalar(value).trim()) !== undefined;
}

/** What is made on the way: a list where the path goes on with a place in one. */
function made(next: PathStep | undefined, { creates, origins }: Writing): YamlNode {
  const type =
    next === undefined ? (creates ?? 'map') : next.type === 'index' || next.type === 'matching' || next.type === 'broken' ? 'list' : 'map';
  if (type === 'map') return { type, entries: [], origins };
  return type === 'list' ? { type, items: [], origins } : { type, tag: '!!str', text: '', style: 'plain', origins };
}

function expectList(node: YamlNode): YamlList {
  if (isNull(node)) return { type: 'list', items: [], origins: node.origins };
  if (node.type !== 'list') throw new PathFailure(message('The path goes on with elements of a list where there is none.'));
  return node;
}

function isNull(node: YamlNode): boolean {
  return node.type === 'scalar' && node.tag === '!!null';
}
