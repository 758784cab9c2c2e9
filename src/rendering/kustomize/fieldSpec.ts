import type { YamlEntry, YamlMap, YamlNode } from '../yaml/node.ts';
import type { Origins } from '../origin.ts';
import { withItems } from '../yaml/change.ts';
import { identityOf } from './identity.ts';
import { settling } from './sharing.ts';

/** Where a transformer writes: a path of keys in all objects of a group, version and kind (empty texts: any). api/types/fieldspec.go */
export interface FieldSpec {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  /** Keys with `/` between; `\/` is a slash in a key, `[]` behind a key says that a list stands there. Lists on the way are entered without being named. */
  readonly path: string;
  /** Whether maps that are missing on the way are made. */
  readonly create: boolean;
}

export interface GroupVersionKind {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

/** Empty texts of the selector stand for any. */
export function isSelectedBy(selector: GroupVersionKind, { group, version, kind }: GroupVersionKind): boolean {
  return (
    (selector.kind === '' || selector.kind === kind) &&
    (selector.group === '' || selector.group === group) &&
    (selector.version === '' || selector.version === version)
  );
}

/** What an end of a path becomes; `undefined` where the field is missing and is to be made. */
export type FieldChange = (before: YamlNode | undefined) => YamlNode;

/** A field that cannot be changed as asked: what stands there, or on the way to it, is of another shape. */
export interface FieldProblem {
  readonly path: string;
  readonly node: YamlNode;
}

export class WrongShape extends Error {
  readonly node: YamlNode;
  constructor(node: YamlNode) {
    super('a node of another shape');
    this.node = node;
  }
}

export interface Creation {
  /** What a missing end is, which then is changed; absent: nothing is ever made. */
  readonly end?: 'map' | 'scalar';
  /** Who makes what is missing. */
  readonly origins: Origins;
}

/**
 * Changes the fields that a spec leads to. What is missing stays missing unless the spec creates. Throws `WrongShape` where the path leads through a scalar.
 * api/filters/fieldspec/fieldspec.go
 */
export function changeFields(root: YamlMap, spec: FieldSpec, change: FieldChange, creation: Creation): YamlMap {
  return isSelectedBy(spec, identityOf(root)) ? changeSelected(root, spec, change, creation) : root;
}

/** The same for an object that the spec is known to be for. */
export function changeSelected(root: YamlMap, spec: FieldSpec, change: FieldChange, creation: Creation): YamlMap {
  return settling(() => walk(root, pathOf(spec.path), 0, spec.create && creation.end !== undefined, change, creation) as YamlMap);
}

function walk(node: YamlNode, path: readonly string[], at: number, creates: boolean, change: FieldChange, creation: Creation): YamlNode {
  const part = path[at];
  if (part === undefined) return change(node);
  switch (node.type) {
    case 'scalar':
      if (node.tag === '!!null') return node;
      throw new WrongShape(node);
    case 'list':
      return withItems(node, (item) => walk(item, path, at, creates, change, creation));
    case 'map': {
      const isList = part.endsWith('[]');
      const key = isList ? part.slice(0, -2) : part;
      const makes = creates && !isList;
      const isEnd = at + 1 === path.length;
      let index = 0;
      while (index < node.entries.length && node.entries[index]?.key !== key) index++;
      const entry = node.entries[index];
      const kind = isList ? 'list' : makes ? (isEnd ? creation.end : 'map') : undefined;
      if (entry === undefined) {
        if (!makes) return node;
        const value = isEnd
          ? change(creation.end === 'map' ? { type: 'map', entries: [], origins: creation.origins } : undefined)
          : walk({ type: 'map', entries: [], origins: creation.origins }, path, at + 1, creates, change, creation);
        const made: YamlEntry = { key, keyOrigins: creation.origins, value };
        return { ...node, entries: [...node.entries, made] };
      }
      const value = kind === undefined ? entry.value : insteadOfNull(entry.value, kind);
      const after = walk(value, path, at + 1, creates, change, creation);
      if (after === entry.value) return node;
      const entries = node.entries.slice();
      entries[index] = { key: entry.key, keyOrigins: entry.keyOrigins, value: after };
      return { ...node, entries };
    }
  }
}

function insteadOfNull(node: YamlNode, kind: 'map' | 'list' | 'scalar'): YamlNode {
  if (node.type !== 'scalar' || node.tag !== '!!null') return node;
  if (kind === 'map') return { type: 'map', entries: [], origins: node.origins };
  return kind === 'list' ? { type: 'list', items: [], origins: node.origins } : { ...node, tag: '!!str' };
}

const paths = new Map<string, readonly string[]>();

/** The parts of a spec's path. */
export function pathOf(path: string): readonly string[] {
  let parts = paths.get(path);
  if (parts === undefined) {
    parts = splitPath(path, '/');
    // Paths come from files; those of the tables are all that is met often.
    if (paths.size < 1000) paths.set(path, parts);
  }
  return parts;
}

/** A delimiter in front is dropped; one behind a backslash is part of the key. kyaml/utils/pathsplitter.go (PathSplitter) */
export function splitPath(path: string, delimiter: string): readonly string[] {
  const pieces = path.split(delimiter);
  if (pieces.length > 1 && pieces[0] === '') pieces.shift();
  const parts: string[] = [];
  for (const piece of pieces) {
    const last = parts.at(-1);
    if (last?.endsWith('\\') === true) parts[parts.length - 1] = last.slice(0, -1) + delimiter + piece;
    else parts.push(piece);
  }
  return parts;
}

/** `clash`: the same field with another word about creation. */
export function mergedSpecs(
  specs: readonly FieldSpec[],
  added: readonly FieldSpec[],
  clash: (spec: FieldSpec) => void,
): readonly FieldSpec[] {
  const byPath = new Map<string, FieldSpec[]>();
  for (const spec of specs) byPath.set(spec.path, [...(byPath.get(spec.path) ?? []), spec]);
  const merged = [...specs];
  for (const spec of added) {
    const samePath = byPath.get(spec.path) ?? [];
    const same = samePath.find((other) => isSelectedBy(spec, other));
    if (same === undefined) {
      merged.push(spec);
      byPath.set(spec.path, [...samePath, spec]);
    } else if (same.create !== spec.create) clash(spec);
  }
  return merged;
}
