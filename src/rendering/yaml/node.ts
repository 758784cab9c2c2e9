import type { Origins, Span } from '../origin.ts';

/** A YAML value with the places that wrote it. Immutable: a change makes a new root that shares what did not change. */
export type YamlNode = YamlScalar | YamlMap | YamlList;

/** The type that the reader of the tool at hand gives a scalar. */
export type ScalarTag = '!!str' | '!!int' | '!!float' | '!!bool' | '!!null' | '!!timestamp' | '!!binary' | '!!merge';

export interface YamlScalar {
  readonly type: 'scalar';
  readonly tag: ScalarTag;
  /** The content as written, before typing: `0x10`, `yes`, `8080`. */
  readonly text: string;
  readonly style: 'plain' | 'single' | 'double' | 'literal' | 'folded';
  /** In kustomize it has no tag yet: what is written over it is typed anew. */
  readonly untyped?: true;
  /** The text, or part of it, stands for one that is not known here: what the cluster holds, a random value. */
  readonly unknown?: true;
  /** Nothing, between brackets: `{ key: }`. */
  readonly inBrackets?: true;
  readonly origins: Origins;
}

export interface YamlMap {
  readonly type: 'map';
  /** In order; each key once. */
  readonly entries: readonly YamlEntry[];
  readonly origins: Origins;
  /** A key that stands twice in it, where the reader was told to take the first and go on. */
  readonly doubled?: { readonly key: string; readonly at: Span };
  /** Keys that a source took away, with the place that did. */
  readonly removed?: readonly { readonly key: string; readonly by: Origins }[];
}

export interface YamlEntry {
  readonly key: string;
  readonly keyOrigins: Origins;
  readonly value: YamlNode;
}

export interface YamlList {
  readonly type: 'list';
  readonly items: readonly YamlNode[];
  readonly origins: Origins;
}
