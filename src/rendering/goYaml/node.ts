import type { Origins } from '../origin.ts';
import type { Rope } from '../rope.ts';

/** What the writers of Go's YAML libraries print: the values of a tree, typed. */
export type GoYamlNode = GoYamlText | GoYamlWord | GoYamlMap | GoYamlList;

/** A string; how it has to be quoted follows from its content. */
export interface GoYamlText {
  readonly type: 'text';
  readonly rope: Rope;
}

/** A number, a boolean or null: printed as it is. */
export interface GoYamlWord {
  readonly type: 'word';
  readonly text: string;
  readonly origins: Origins;
  readonly unknown?: true;
}

export interface GoYamlMap {
  readonly type: 'map';
  /** In any order; each key once. */
  readonly entries: readonly GoYamlEntry[];
  readonly origins: Origins;
  readonly unknown?: true;
}

export interface GoYamlEntry {
  readonly key: string;
  readonly keyOrigins: Origins;
  readonly value: GoYamlNode;
}

export interface GoYamlList {
  readonly type: 'list';
  readonly items: readonly GoYamlNode[];
  readonly origins: Origins;
  readonly unknown?: true;
}
