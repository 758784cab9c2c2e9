import type { TextRange } from '../../base/text.ts';
import type { ScalarNode } from '../syntax.ts';

/** What stands in a text, before aliases are followed, keys are merged and scalars have types. Ranges leave out anchors and tags. */
export type WrittenNode = WrittenScalar | WrittenAlias | WrittenMap | WrittenSequence;

interface Written extends TextRange {
  readonly anchor: string | undefined;
}

export interface WrittenScalar extends Written {
  readonly type: 'scalar';
  readonly text: string;
  readonly style: ScalarNode['style'];
  /** In full: `tag:yaml.org,2002:str`. */
  readonly tag: string | undefined;
}

export interface WrittenAlias extends TextRange {
  readonly type: 'alias';
  readonly name: string;
}

export interface WrittenMap extends Written {
  readonly type: 'map';
  readonly pairs: readonly WrittenPair[];
}

export interface WrittenPair {
  readonly key: WrittenNode;
  readonly value: WrittenNode;
}

export interface WrittenSequence extends Written {
  readonly type: 'sequence';
  readonly items: readonly WrittenNode[];
}
