import type { TextRange } from '../base/text.ts';

/**
 * What a reader makes of one document: a plain tree with offsets into the document's text.
 * It is the small interface behind which any YAML reader can stand. Aliases are resolved: the same object then stands in several places.
 */
export type SyntaxNode = MapNode | SequenceNode | ScalarNode;

export interface MapNode extends TextRange {
  readonly type: 'map';
  /** In written order; of keys that repeat, all. Merge keys (`<<`) are already merged in, after the written entries they yield to. */
  readonly entries: readonly MapEntry[];
  /** Of a long map: what counts, by key. */
  readonly index?: ReadonlyMap<string, MapEntry> | undefined;
}

export interface MapEntry {
  readonly key: string;
  readonly keyRange: TextRange;
  /** How the key is written, where its type matters: `yes`, `"yes"`, `!!str yes`. */
  readonly keyNode?: ScalarNode;
  readonly value: SyntaxNode;
}

export interface SequenceNode extends TextRange {
  readonly type: 'sequence';
  readonly items: readonly SyntaxNode[];
}

export interface ScalarNode extends TextRange {
  readonly type: 'scalar';
  /** As Kubernetes reads it: YAML 1.2 core schema with the booleans of 1.1 (`yes`, `on`…) and its octals. */
  readonly value: string | number | boolean | null;
  /** The content as text, before any typing: `010`, `yes`, `8080`. */
  readonly text: string;
  readonly style: 'plain' | 'single' | 'double' | 'literal' | 'folded';
  /** The tag that is written before it, in full (`tag:yaml.org,2002:str` for `!!str`), where one is. */
  readonly tag?: string;
}

/** A problem in the text itself; offsets relative to the document's text. */
export interface SyntaxProblem extends TextRange {
  readonly code: 'yaml/syntax' | 'yaml/duplicate-key' | 'yaml/limit';
  readonly text: string;
  /** Of a key that stands twice: the entry before, and this one. */
  readonly repeated?: readonly [MapEntry, MapEntry];
  /** Of what stands behind the end of a document that the text goes on after: Go's readers pass over it without a word. */
  readonly isPassedOver?: true;
}

/** The value of a key; of a key that repeats, the last, as Kubernetes takes it. */
export function get(node: SyntaxNode | undefined, key: string): SyntaxNode | undefined {
  return entryOf(node, key)?.value;
}

export function entryOf(node: SyntaxNode | undefined, key: string): MapEntry | undefined {
  if (node?.type !== 'map') return undefined;
  return node.index === undefined ? node.entries.findLast((entry) => entry.key === key) : node.index.get(key);
}
