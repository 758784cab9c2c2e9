import { withItems, withValues } from '../yaml/change.ts';
import type { YamlMap, YamlNode, YamlScalar } from '../yaml/node.ts';

/**
 * In kustomize, a label that a transformer adds to several places of an object is one node: what is written over it in one place later, by a patch or a replacement, shows in all.
 * (api/filters/filtersutil/setters.go: SetEntry makes one node for all fields.) Such a node is one and the same object here, too, and noted as shared.
 */
const shared = new WeakSet<YamlNode>();
const written = new WeakMap<YamlScalar, YamlScalar>();
let noted = 0;

export function sharing<Node extends YamlNode>(node: Node): Node {
  shared.add(node);
  return node;
}

export function isShared(node: YamlNode): boolean {
  return shared.has(node);
}

/** Notes that a scalar is written over another where that one stands, so that `settled` can write it to the other places. */
export function over(before: YamlNode | undefined, after: YamlScalar): YamlScalar {
  if (before?.type === 'scalar' && before !== after && shared.has(before)) {
    shared.add(after);
    written.set(after, before);
    noted++;
  }
  return after;
}

/** What a change makes of a tree, with what it writes over a shared node in all places of that at once: a change that follows finds it there. */
export function settling(change: () => YamlMap): YamlMap {
  const before = noted;
  const root = change();
  return noted === before ? root : settled(root);
}

/** The tree in which what was written over a shared node stands in all its places. */
export function settled(root: YamlMap): YamlMap {
  const latest = new Map<YamlScalar, YamlScalar>();
  visit(root, (scalar) => {
    const before = written.get(scalar);
    if (before !== undefined) latest.set(before, scalar);
  });
  if (latest.size === 0) return root;
  return replaceScalars(root, (scalar) => latest.get(scalar) ?? latest.get(written.get(scalar) ?? scalar) ?? scalar) as YamlMap;
}

/** The tree in which nothing is shared: what went through JSON is made anew. */
export function unshared(root: YamlMap): YamlMap {
  return replaceScalars(root, (scalar) => (shared.has(scalar) ? { ...scalar } : scalar)) as YamlMap;
}

function visit(node: YamlNode, look: (scalar: YamlScalar) => void): void {
  if (node.type === 'scalar') look(node);
  else if (node.type === 'list') for (const item of node.items) visit(item, look);
  else for (const { value } of node.entries) visit(value, look);
}

function replaceScalars(node: YamlNode, change: (scalar: YamlScalar) => YamlScalar): YamlNode {
  switch (node.type) {
    case 'scalar':
      return change(node);
    case 'list':
      return withItems(node, (item) => replaceScalars(item, change));
    case 'map':
      return withValues(node, (value) => replaceScalars(value, change));
  }
}
