import { isAlias, isMap, isPair, isScalar, isSeq, type Node, type Pair, type Scalar } from 'yaml';
import { limits } from '../limits.ts';
import type { WrittenMap, WrittenNode, WrittenPair, WrittenScalar } from './written.ts';

const styles = {
  PLAIN: 'plain',
  QUOTE_SINGLE: 'single',
  QUOTE_DOUBLE: 'double',
  BLOCK_LITERAL: 'literal',
  BLOCK_FOLDED: 'folded',
} as const;

/** The library's tree in our words, as deep as is read. */
export function fromLibrary(node: Node, depth = 0): WrittenNode {
  const [start, end] = node.range ?? [0, 0];
  if (isAlias(node)) return { type: 'alias', name: node.source, start, end };
  const { anchor } = node as { anchor?: string };
  // One level more than is read: the reader says so itself.
  if (depth > limits.depth + 1) return { type: 'scalar', text: '', style: 'plain', start, end, anchor, tag: undefined };
  if (isMap(node))
    return { type: 'map', start, end, anchor, pairs: (node.items as Pair<Node, Node | null>[]).map((pair) => pairOf(pair, depth)) };
  if (isSeq(node))
    return {
      type: 'sequence',
      start,
      end,
      anchor,
      // `[a: b]`: a pair in a list is a map of one entry.
      items: node.items.map((item) =>
        isPair(item) ? mapOf(item as Pair<Node, Node | null>, depth) : fromLibrary(item as Node, depth + 1),
      ),
    };
  return isScalar(node) ? scalarOf(node, start, end) : { type: 'scalar', text: '', style: 'plain', start, end, anchor, tag: undefined };
}

function pairOf({ key, value }: Pair<Node, Node | null>, depth: number): WrittenPair {
  const name = fromLibrary(key, depth + 1);
  return { key: name, value: value === null ? emptyAt(name.end) : fromLibrary(value, depth + 1) };
}

function mapOf(written: Pair<Node, Node | null>, depth: number): WrittenMap {
  const pair = pairOf(written, depth);
  return { type: 'map', start: pair.key.start, end: pair.value.end, anchor: undefined, pairs: [pair] };
}

function scalarOf(node: Scalar, start: number, end: number): WrittenScalar {
  const text = typeof node.value === 'string' ? node.value : '';
  const style = node.type !== undefined && Object.hasOwn(styles, node.type) ? styles[node.type] : 'plain';
  return { type: 'scalar', text, style, start, end, anchor: node.anchor, tag: node.tag };
}

function emptyAt(at: number): WrittenScalar {
  return { type: 'scalar', text: '', style: 'plain', start: at, end: at, anchor: undefined, tag: undefined };
}
