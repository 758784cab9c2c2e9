import { composeDocument } from './composeDocument.ts';
import { limits } from './limits.ts';
import { typedScalar } from './scalars.ts';
import type { MapEntry, MapNode, ScalarNode, SyntaxNode, SyntaxProblem } from './syntax.ts';
import { fromLibrary } from './yaml/fromLibrary.ts';
import { readStrictly } from './yaml/readStrictly.ts';
import type { WrittenMap, WrittenNode, WrittenPair, WrittenScalar } from './yaml/written.ts';

export interface ParsedDocument {
  /** Absent for an empty document and for one that could not be read at all. */
  readonly root: SyntaxNode | undefined;
  readonly problems: readonly SyntaxProblem[];
}

/** Where other tools read a text otherwise than kubectl does. */
export interface YamlDialect {
  /** What a merge key brings counts over what stands before it in the map, as for kubectl; or under all that the map spells itself, as for Kustomize, which takes one merge key in a map. */
  readonly mergeKeys?: 'in-order' | 'below-own';
}

/**
 * Reads one document (a leading `---` may stand in it). Never throws: what could not be read is a problem, the rest is in the tree.
 * What kubectl reads is read as kubectl reads it; of what it refuses a more patient reader gives what can be understood.
 */
export function parseYaml(text: string, { mergeKeys = 'in-order' }: YamlDialect = {}): ParsedDocument {
  const { written, problems } = writtenIn(text);
  const converter = new Converter(problems, mergeKeys);
  const root = written === undefined ? undefined : converter.node(written, 0);
  return { root: root?.type === 'scalar' && root.value === null ? undefined : root, problems: converter.problems };
}

function writtenIn(text: string): { readonly written: WrittenNode | undefined; readonly problems: readonly SyntaxProblem[] } {
  const strict = readStrictly(text);
  if (strict.result === 'read') return { written: strict.root, problems: restOf(text, strict.rest) };
  const { document, problems } = composeDocument(text);
  const written = document === undefined || document.contents === null ? undefined : fromLibrary(document.contents);
  if (strict.result !== 'refused' || problems.some(({ code }) => code === 'yaml/syntax')) return { written, problems };
  return { written, problems: [...problems, { code: 'yaml/syntax', start: strict.at, end: strict.at + 1, text: strict.text }] };
}

/** kubectl reads one document of a text, and passes over the rest without a word. */
function restOf(text: string, rest: number | undefined): readonly SyntaxProblem[] {
  if (rest === undefined) return [];
  const isMark = text.startsWith('---', rest) && text.charAt(rest - 1) === '\n';
  return isMark
    ? [{ code: 'yaml/limit', start: rest, end: rest + 3, text: `in a file of more than ${limits.documents} documents` }]
    : [{ code: 'yaml/limit', start: rest, end: rest + 1, text: 'at its end for kubectl here', isPassedOver: true }];
}

/** As many entries of a map are sooner looked up than looked through. */
const long = 20;

/** One visit of what is written. Anchors are kept as they are met. */
class Converter {
  readonly problems: SyntaxProblem[];
  /** With the number of values that each stands for; undefined while the value is being read. */
  readonly #anchors = new Map<string, { readonly node: SyntaxNode; readonly size: number } | undefined>();
  /** Values so far, those behind aliases counted each time. */
  #size = 0;
  #aliased = 0;
  #merged = 0;
  readonly #reported = new Set<string>();
  readonly #mergeKeys: YamlDialect['mergeKeys'];

  constructor(problems: readonly SyntaxProblem[], mergeKeys: YamlDialect['mergeKeys']) {
    this.#mergeKeys = mergeKeys;
    this.problems = [...problems];
    for (const { code, text } of problems) if (code === 'yaml/limit') this.#reported.add(text);
  }

  node(node: WrittenNode, depth: number): SyntaxNode {
    const { start, end } = node;
    if (node.type === 'alias') return this.#alias(node.name, start, end);
    if (depth > limits.depth) return this.#beyond(`nested more than ${limits.depth} levels deep`, start, end);
    const before = this.#size++;
    if (node.anchor !== undefined) this.#anchors.set(node.anchor, undefined);
    let converted: SyntaxNode;
    if (node.type === 'map') converted = this.#map(node, depth);
    else if (node.type === 'sequence')
      converted = { type: 'sequence', start, end, items: node.items.map((item) => this.node(item, depth + 1)) };
    else converted = this.#scalar(node);
    this.#keep(node.anchor, converted, this.#size - before);
    return converted;
  }

  #keep(anchor: string | undefined, node: SyntaxNode, size: number): void {
    if (anchor !== undefined) this.#anchors.set(anchor, { node, size });
  }

  /** Whoever walks the tree walks what aliases stand for each time; that is bounded here, so that nobody else has to. */
  #alias(name: string, start: number, end: number): SyntaxNode {
    const target = this.#anchors.get(name);
    if (target === undefined) {
      const text = this.#anchors.has(name) ? `an anchor "${name}" whose value holds itself` : `unknown anchor "${name}"`;
      this.#report({ code: 'yaml/syntax', start, end, text });
      return nothing(start, end);
    }
    this.#aliased += target.size;
    if (this.#aliased > limits.aliasedValues)
      return this.#beyond(`one whose aliases stand for more than ${limits.aliasedValues} values`, start, end);
    this.#size += target.size;
    return target.node;
  }

  /** Each limit is reported once. */
  #beyond(text: string, start: number, end: number): SyntaxNode {
    if (!this.#reported.has(text)) this.#report({ code: 'yaml/limit', start, end, text });
    this.#reported.add(text);
    return nothing(start, end);
  }

  #report(problem: SyntaxProblem): void {
    if (this.problems.length < limits.problems || problem.code === 'yaml/limit') this.problems.push(problem);
  }

  #map({ pairs, start, end }: WrittenMap, depth: number): MapNode {
    const entries: MapEntry[] = [];
    const seen = new Map<string, MapEntry>();
    const merged = new Set<MapEntry>();
    const own = this.#mergeKeys === 'below-own' && pairs.some(({ key }) => isMerge(key)) ? ownKeys(pairs) : undefined;
    let merges = 0;
    for (const pair of pairs) {
      const entry = this.#entry(pair, depth);
      if (entry === undefined) continue;
      if (isMerge(pair.key)) {
        if (own !== undefined && ++merges > 1)
          this.#report({ code: 'yaml/syntax', start: pair.key.start, end: pair.key.end, text: 'a second merge key in one map' });
        if (!this.#merge(entry.value, seen, entries, merged, own)) break;
        continue;
      }
      const before = seen.get(entry.key);
      if (before !== undefined && !merged.has(before))
        this.#report({ code: 'yaml/duplicate-key', ...entry.keyRange, text: entry.key, repeated: [before, entry] });
      seen.set(entry.key, entry);
      entries.push(entry);
    }
    return entries.length < long ? { type: 'map', start, end, entries } : { type: 'map', start, end, entries, index: seen };
  }

  /** Copies what a merge key names, as kubectl does: over what stands before it in the map; of a list of maps the first counts most. False where that is beyond the limit. goyaml.v2/decode.go */
  #merge(
    value: SyntaxNode,
    seen: Map<string, MapEntry>,
    entries: MapEntry[],
    merged: Set<MapEntry>,
    own: ReadonlySet<string> | undefined,
  ): boolean {
    const maps = value.type !== 'sequence' ? [value] : own === undefined ? value.items.toReversed() : value.items;
    for (const map of maps) {
      if (map.type !== 'map') {
        this.#report({
          code: 'yaml/syntax',
          start: value.start,
          end: Math.max(value.end, value.start + 1),
          text: 'a merge of what is no map',
        });
        continue;
      }
      for (const entry of map.entries) {
        if (++this.#merged > limits.mergedEntries) {
          this.#beyond(`one with more than ${limits.mergedEntries} merged entries`, value.start, value.end);
          return false;
        }
        // Below what the map spells nothing stands twice, so that it does not matter which of two counts.
        if (own !== undefined && (own.has(entry.key) || seen.has(entry.key))) continue;
        merged.add(entry);
        seen.set(entry.key, entry);
        entries.push(entry);
      }
    }
    return true;
  }

  #entry({ key, value }: WrittenPair, depth: number): MapEntry | undefined {
    const { start, end } = key;
    const node = key.type === 'alias' ? this.#alias(key.name, start, end) : key.type === 'scalar' ? this.#scalar(key) : undefined;
    if (node?.type !== 'scalar' || node.value === null) {
      this.#report({ code: 'yaml/syntax', start, end: Math.max(end, start + 1), text: 'a key that is not a plain text' });
      if (node?.type !== 'scalar' || node.text !== '') return undefined;
    }
    if (key.type === 'scalar') this.#keep(key.anchor, node, 1);
    return { key: node.text, keyRange: { start, end }, keyNode: node, value: this.node(value, depth + 1) };
  }

  /** `typedScalar` alone decides what a plain scalar means. */
  #scalar({ text, style, tag, start, end }: WrittenScalar): ScalarNode {
    if (tag === undefined) return { type: 'scalar', start, end, value: style === 'plain' ? typedScalar(text) : text, text, style };
    const value = taggedScalar(text, tag);
    if (value === undefined)
      this.#report({ code: 'yaml/syntax', start, end: Math.max(end, start + 1), text: `"${text}", which is not what its tag says` });
    return { type: 'scalar', start, end, value: value === undefined ? text : value, text, style, tag };
  }
}

function ownKeys(pairs: readonly WrittenPair[]): ReadonlySet<string> {
  return new Set(pairs.flatMap(({ key }) => (key.type === 'scalar' && !isMerge(key) ? [key.text] : [])));
}

/** `<<` without quotes or another tag. */
function isMerge(key: WrittenNode): boolean {
  if (key.type !== 'scalar' || key.text !== '<<') return false;
  return key.tag === `${core}merge` || (key.tag === undefined && key.style === 'plain');
}

const core = 'tag:yaml.org,2002:';

/** A scalar with a tag: a number or a boolean where the tag says so and it is one, else a text; undefined where it is not what the tag says. */
function taggedScalar(text: string, tag: string): ScalarNode['value'] | undefined {
  const typed = typedScalar(text);
  switch (tag) {
    case `${core}int`:
      return typeof typed === 'number' && Number.isInteger(typed) ? typed : undefined;
    case `${core}float`:
      return typeof typed === 'number' ? typed : undefined;
    case `${core}bool`:
      return typeof typed === 'boolean' ? typed : undefined;
    case `${core}null`:
      return typed === null ? null : undefined;
    default:
      return text;
  }
}

function nothing(start: number, end: number): ScalarNode {
  return { type: 'scalar', start, end, value: null, text: '', style: 'plain' };
}
