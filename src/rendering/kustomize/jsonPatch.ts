import { message, type Message } from '../../base/message.ts';
import type { Origins, Span } from '../origin.ts';
import { entryAt, valueAt, withoutKey, withValue } from '../yaml/change.ts';
import type { YamlList, YamlMap, YamlNode, YamlScalar } from '../yaml/node.ts';
import { jsonKey, throughJson } from './jsonForm.ts';
import { placeOf } from './problem.ts';
import type { NodeProblem } from './strategicMerge.ts';

export interface JsonPatched {
  /** Of a patch that fails: the object as it was. */
  readonly result: YamlMap;
  readonly problem?: NodeProblem;
}

/**
 * Applies the operations of a JSON patch as the library behind kustomize does, which takes more than RFC 6902: `replace` adds a key that is missing, an index may count from the end,
 * a path need not begin with a slash. The first operation that fails ends it. api/filters/patchjson6902, evanphx/json-patch v4
 *
 * The operations are of the YAML 1.1 dialect, as kustomizations are.
 */
export function jsonPatch(target: YamlMap, operations: YamlList): JsonPatched {
  let root = target;
  for (const operation of operations.items) {
    const applied = apply(root, operation);
    if ('failure' in applied) return { result: target, problem: problemOf(applied.failure, operation, operations) };
    root = applied.root;
  }
  const result = throughJson(root);
  return { result: result.type === 'map' ? result : target };
}

interface Failure {
  readonly text: Message;
  readonly at: YamlNode | undefined;
}

type Applied = { readonly root: YamlMap } | { readonly failure: Failure };

function problemOf({ text, at }: Failure, operation: YamlNode, operations: YamlList): NodeProblem {
  const nowhere: Span = { file: '', start: 0, end: 0 };
  return { class: 'json-patch-failed', message: text, at: placeOf(at, placeOf(operation, placeOf(operations, nowhere))), related: [] };
}

function apply(root: YamlMap, operation: YamlNode): Applied {
  const kind = stringAt(operation, 'op');
  if (kind === undefined || !isOperation(kind.text)) {
    const text =
      kind === undefined
        ? message('The operation does not say what it is: "op" is missing.')
        : message('"{0}" is no operation of a JSON patch: these are add, remove, replace, move, copy and test.', kind.text);
    return { failure: { text, at: kind } };
  }
  const path = stringAt(operation, 'path');
  if (path === undefined) return { failure: { text: message('The operation does not say where: "path" is missing.'), at: operation } };
  switch (kind.text) {
    case 'add':
      return added(root, path, valueOf(operation));
    case 'remove':
      return removed(root, path, operation.origins);
    case 'replace':
      return replaced(root, path, valueOf(operation));
    case 'test':
      return tested(root, path, valueAt(operation, 'value'));
    case 'move':
    case 'copy': {
      const from = stringAt(operation, 'from');
      if (from === undefined)
        return { failure: { text: message('The operation does not say from where: "from" is missing.'), at: operation } };
      const source = containerAt(root, from);
      if (source === undefined) return { failure: missing(from) };
      const found = memberOf(source);
      if (found === 'no-index') return { failure: noIndex(from) };
      const value = found === undefined ? nullNode(from.origins) : noted(found, operation.origins);
      if (kind.text === 'copy') return added(root, path, value);
      const without = removed(root, from, operation.origins);
      return 'failure' in without ? without : added(without.root, path, value);
    }
  }
}

const operationNames = ['add', 'remove', 'replace', 'move', 'copy', 'test'] as const;

function isOperation(text: string): text is (typeof operationNames)[number] {
  return (operationNames as readonly string[]).includes(text);
}

function stringAt(operation: YamlNode, key: string): YamlScalar | undefined {
  const value = valueAt(operation, key);
  return value?.type === 'scalar' && value.tag === '!!str' ? value : undefined;
}

/** A missing `value` is null. */
function valueOf(operation: YamlNode): YamlNode {
  return valueAt(operation, 'value') ?? nullNode(operation.origins);
}

function nullNode(origins: Origins): YamlScalar {
  return { type: 'scalar', tag: '!!null', text: 'null', style: 'plain', origins };
}

function noted(node: YamlNode, by: Origins): YamlNode {
  return { ...node, origins: [...node.origins, ...by] };
}

/** What holds the end of a path, and the way to it. */
interface Container {
  readonly node: YamlMap | YamlList;
  readonly key: string;
  readonly way: readonly { readonly node: YamlMap | YamlList; readonly key: string }[];
}

/** Undefined where the way leads through what is not there, is null, or holds nothing. What stands before the first slash is not looked at. (findObject) */
function containerAt(root: YamlMap, path: YamlScalar): Container | undefined {
  const parts = path.text.split('/');
  if (parts.length < 2) return undefined;
  const keys = parts.slice(1).map((part) => part.replaceAll(/~[01]/g, (escape) => (escape === '~1' ? '/' : '~')));
  const last = keys.pop() ?? '';
  const way: { readonly node: YamlMap | YamlList; readonly key: string }[] = [];
  let node: YamlMap | YamlList = root;
  for (const key of keys) {
    const next = memberOf({ node, key });
    if (next === undefined || next === 'no-index' || next.type === 'scalar') return undefined;
    way.push({ node, key });
    node = next;
  }
  return { node, key: last, way };
}

/** Undefined also for null in a map, as the library has it. */
function memberOf({ node, key }: Pick<Container, 'node' | 'key'>): YamlNode | 'no-index' | undefined {
  if (node.type === 'list') {
    const index = indexIn(key, node.items.length);
    return index === undefined ? 'no-index' : node.items[index];
  }
  return valueAt(node, key);
}

/** An index as Go's `Atoi` reads it, from the end where it is negative. */
function indexIn(key: string, length: number): number | undefined {
  if (!/^[-+]?[0-9]+$/.test(key)) return undefined;
  const index = Number(key);
  const counted = index < 0 ? index + length : index;
  return counted >= 0 && counted < length ? counted : undefined;
}

function withContainer({ way }: Container, changed: YamlMap | YamlList): Applied {
  let node: YamlNode = changed;
  for (const step of way.toReversed()) {
    if (step.node.type === 'map') node = withValue(step.node, step.key, node);
    else {
      const index = indexIn(step.key, step.node.items.length) ?? 0;
      node = { ...step.node, items: step.node.items.with(index, node) };
    }
  }
  return node.type === 'map' ? { root: node } : { failure: { text: message('The patch leaves no object.'), at: undefined } };
}

function added(root: YamlMap, path: YamlScalar, value: YamlNode): Applied {
  const container = containerAt(root, path);
  if (container === undefined) return { failure: missing(path) };
  const { node, key } = container;
  if (node.type === 'map') return withContainer(container, withMember(node, key, value, path.origins));
  const { length } = node.items;
  const index = key === '-' ? length : indexIn(key, length + 1);
  if (index === undefined) return { failure: noIndex(path) };
  return withContainer(container, { ...node, items: node.items.toSpliced(index, 0, value) });
}

function withMember(map: YamlMap, key: string, value: YamlNode, keyOrigins: Origins): YamlMap {
  const before = valueAt(map, key);
  const changed = withValue(map, key, before === undefined ? value : overwritten(before, value), keyOrigins);
  if (changed.removed?.some((note) => note.key === key) !== true) return changed;
  return { ...changed, removed: changed.removed.filter((note) => note.key !== key) };
}

/** The new value's place first; the old one's, where the value is the same. */
function overwritten(before: YamlNode, value: YamlNode): YamlNode {
  const isSame = before.type === 'scalar' && value.type === 'scalar' && jsonKey(before) === jsonKey(value);
  const origins = isSame ? [...before.origins, ...value.origins] : [...value.origins, ...before.origins];
  return { ...value, origins };
}

function removed(root: YamlMap, path: YamlScalar, by: Origins): Applied {
  const container = containerAt(root, path);
  if (container === undefined) return { failure: missing(path) };
  const { node, key } = container;
  if (node.type === 'map') {
    if (entryAt(node, key) === undefined) return { failure: missing(path) };
    return withContainer(container, withoutKey(node, key, by));
  }
  const index = indexIn(key, node.items.length);
  if (index === undefined) return { failure: noIndex(path) };
  return withContainer(container, { ...node, items: node.items.toSpliced(index, 1) });
}

function replaced(root: YamlMap, path: YamlScalar, value: YamlNode): Applied {
  const container = containerAt(root, path);
  if (container === undefined) return { failure: missing(path) };
  const { node, key } = container;
  if (node.type === 'map') return withContainer(container, withMember(node, key, value, path.origins));
  const index = indexIn(key, node.items.length);
  const before = index === undefined ? undefined : node.items[index];
  if (index === undefined || before === undefined) return { failure: noIndex(path) };
  return withContainer(container, { ...node, items: node.items.with(index, overwritten(before, value)) });
}

function tested(root: YamlMap, path: YamlScalar, expected: YamlNode | undefined): Applied {
  const container = containerAt(root, path);
  if (container === undefined) return { failure: missing(path) };
  const found = memberOf(container);
  if (found === 'no-index') return { failure: noIndex(path) };
  const isEqual = jsonOrNull(found) === jsonOrNull(expected);
  return isEqual ? { root } : { failure: { text: message('The test fails: {0} has another value.', path.text), at: expected ?? path } };
}

function jsonOrNull(node: YamlNode | undefined): string {
  return node === undefined ? 'null' : jsonKey(node);
}

function missing(path: YamlScalar): Failure {
  if (!path.text.includes('/')) return { text: message('The path "{0}" has no slash; it leads nowhere.', path.text), at: path };
  return { text: message('The object has no {0}.', path.text), at: path };
}

function noIndex(path: YamlScalar): Failure {
  return { text: message('{0} is no place of the list that stands there.', path.text), at: path };
}
