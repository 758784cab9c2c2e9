import { rooted } from '../../helm/output/origins.ts';
import type { GoValue } from '../../helm/value.ts';
import { valueOfYaml } from '../../helm/yamlValue.ts';
import type { Origins, Span } from '../../origin.ts';
import { textOf, type Rope } from '../../rope.ts';
import { withItems, withValues } from '../../yaml/change.ts';
import type { YamlEntry, YamlMap, YamlNode } from '../../yaml/node.ts';
import { fastFilled } from './fastText.ts';
import { goFilling } from './goText.ts';

/** Why a text cannot be filled in. */
export interface Complaint {
  readonly complaint: string;
  readonly at: Span;
}

/** Fills the texts of trees with parameters, keys among them: as Go templates, or the simple ones of before. */
export interface TreeFilling {
  readonly isGo: boolean;
  /** The same object where nothing is to be filled in. */
  readonly tree: (node: YamlNode, parameters: YamlMap) => YamlNode | Complaint;
  readonly rope: (text: Rope, parameters: YamlMap) => Rope | Complaint;
}

export function treeFilling(isGo: boolean): TreeFilling {
  const go = goFilling();
  const values = new WeakMap<YamlMap, GoValue>();
  const valueOf = (parameters: YamlMap): GoValue => {
    const known = values.get(parameters) ?? valueOfYaml(parameters);
    values.set(parameters, known);
    return known;
  };
  const fill = (text: Rope, parameters: YamlMap): Rope => {
    if (!isGo) return fastFilled(text, parameters);
    const filled = go.fill(text, valueOf(parameters));
    if ('complaint' in filled) throw new Refused({ complaint: filled.complaint, at: filled.at ?? text[0]?.origins[0] ?? nowhere });
    return filled;
  };
  const visit = (node: YamlNode, parameters: YamlMap): YamlNode => {
    switch (node.type) {
      case 'scalar': {
        if (!node.text.includes('{{')) return node;
        const rope = fill(ropeOf(node.text, node.origins), parameters);
        return {
          ...node,
          tag: '!!str',
          style: node.style === 'plain' ? 'double' : node.style,
          text: textOf(rope),
          origins: originsOf(rope, node.origins),
        };
      }
      case 'list':
        return withItems(node, (item) => visit(item, parameters));
      case 'map': {
        const isNamed = node.entries.some(({ key }) => key.includes('{{'));
        return isNamed
          ? { ...node, entries: node.entries.map((entry) => visitEntry(entry, parameters)) }
          : withValues(node, (value) => visit(value, parameters));
      }
    }
  };
  const visitEntry = ({ key, keyOrigins, value }: YamlEntry, parameters: YamlMap): YamlEntry => ({
    key: key.includes('{{') ? textOf(fill(ropeOf(key, keyOrigins), parameters)) : key,
    keyOrigins,
    value: visit(value, parameters),
  });
  const guarded = <R>(run: () => R): R | Complaint => {
    try {
      return run();
    } catch (error) {
      if (error instanceof Refused) return error.complaint;
      throw error;
    }
  };
  return {
    isGo,
    tree: (node, parameters) => guarded(() => visit(node, parameters)),
    rope: (text, parameters) => guarded(() => fill(text, parameters)),
  };
}

class Refused extends Error {
  readonly complaint: Complaint;

  constructor(complaint: Complaint) {
    super(complaint.complaint);
    this.complaint = complaint;
  }
}

const nowhere: Span = { file: '', start: 0, end: 0 };

/** A text at its place; of one in quotes the place inside of them. */
export function ropeOf(text: string, origins: Origins): Rope {
  const [first, ...others] = origins;
  const isQuoted = first !== undefined && first.end - first.start === text.length + 2;
  return [{ text, origins: isQuoted ? [{ ...first, start: first.start + 1, end: first.end - 1 }, ...others] : origins }];
}

/** Where a filled text comes from: of one that is a parameter as it is, from there. */
function originsOf(rope: Rope, written: Origins): Origins {
  const [fallback = nowhere] = written;
  const length = textOf(rope).length;
  return length === 0 ? written : rooted(rope, [{ file: '', start: 0, end: length }], fallback);
}
