import { isAlias, isMap, isPair, isScalar, isSeq, type Node, type Pair, type Scalar, type YAMLMap } from 'yaml';
import { composeDocument } from './composeDocument.ts';
import { limits } from './limits.ts';
import { typedScalar } from './scalars.ts';
import type { MapEntry, MapNode, ScalarNode, SyntaxNode, SyntaxProblem } from './syntax.ts';

export interface ParsedDocument {
  /** Absent for an empty document and for one that could not be read at all. */
  readonly root: SyntaxNode | undefined;
  readonly problems: readonly SyntaxProblem[];
}

/**
 * Reads one document (a leading `---` may stand in it). Never throws: what could not be read is a problem, the rest is in the tree.
 * The library reads with its failsafe schema, so that `typedScalar` alone decides what a plain scalar means.
 */
export function parseYaml(text: string): ParsedDocument {
  const { document, problems } = composeDocument(text);
  const converter = new Converter(problems);
  const root = document === undefined || document.contents === null ? undefined : converter.node(document.contents, 0);
  return { root: root?.type === 'scalar' && root.value === null ? undefined : root, problems: converter.problems };
}

/** As many entries of a map are sooner looked up than looked through. */
const long = 20;

/** One visit of the library's tree. Anchors are kept as they are met, so an alias costs one look-up (the library's own search walks the document each time). */
class Converter {
  readonly problems: SyntaxProblem[];
  /** With the number of values that each stands for. */
  readonly #anchors = new Map<string, { readonly node: SyntaxNode; readonly size: number }>();
  /** Values so far, those behind aliases counted each time. */
  #size = 0;
  #aliased = 0;
  #merged = 0;
  readonly #reported = new Set<string>();

  constructor(problems: readonly SyntaxProblem[]) {
    this.problems = [...problems];
    for (const { code, text } of problems) if (code === 'yaml/limit') this.#reported.add(text);
  }

  node(node: Node, depth: number): SyntaxNode {
    const [start, end] = node.range ?? [0, 0];
    if (isAlias(node)) return this.#alias(node.source, start, end);
    if (depth > limits.depth) return this.#beyond(`nested more than ${limits.depth} levels deep`, start, end);
    const before = this.#size++;
    let converted: SyntaxNode;
    if (isMap(node)) converted = this.#map(node, start, end, depth);
    else if (isSeq(node)) converted = { type: 'sequence', start, end, items: node.items.map((item) => this.#item(item, depth)) };
    else converted = isScalar(node) ? scalar(node, start, end) : nothing(start, end);
    this.#keep(node, converted, this.#size - before);
    return converted;
  }

  #keep(node: Node, converted: SyntaxNode, size: number): void {
    const anchor = (node as { anchor?: string }).anchor;
    if (anchor !== undefined) this.#anchors.set(anchor, { node: converted, size });
  }

  /** Whoever walks the tree walks what aliases stand for each time; that is bounded here, so that nobody else has to. */
  #alias(name: string, start: number, end: number): SyntaxNode {
    const target = this.#anchors.get(name);
    if (target === undefined) {
      this.#report({ code: 'yaml/syntax', start, end, text: `unknown anchor "${name}"` });
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

  #item(item: unknown, depth: number): SyntaxNode {
    if (isPair(item)) {
      // `[a: b]`: a pair in a list is a map of one entry.
      const entry = this.#entry(item as Pair<Node, Node | null>, depth);
      const { start, end } = entry?.value ?? { start: 0, end: 0 };
      return entry === undefined ? nothing(start, end) : { type: 'map', start: entry.keyRange.start, end, entries: [entry] };
    }
    return this.node(item as Node, depth + 1);
  }

  #map(map: YAMLMap, start: number, end: number, depth: number): MapNode {
    const entries: MapEntry[] = [];
    const merges: SyntaxNode[] = [];
    const seen = new Map<string, MapEntry>();
    for (const pair of map.items as Pair<Node, Node | null>[]) {
      const entry = this.#entry(pair, depth);
      if (entry === undefined) continue;
      if (entry.key === '<<' && isScalar(pair.key) && pair.key.type === 'PLAIN') {
        for (const merge of entry.value.type === 'sequence' ? entry.value.items : [entry.value]) merges.push(merge);
        continue;
      }
      const before = seen.get(entry.key);
      if (before !== undefined) this.#report({ code: 'yaml/duplicate-key', ...entry.keyRange, text: entry.key, repeated: [before, entry] });
      seen.set(entry.key, entry);
      entries.push(entry);
    }
    for (const merge of merges) {
      if (merge.type !== 'map') continue;
      for (const entry of merge.entries) {
        if (seen.has(entry.key)) continue;
        if (++this.#merged > limits.mergedEntries) {
          this.#beyond(`one with more than ${limits.mergedEntries} merged entries`, start, end);
          return { type: 'map', start, end, entries, index: seen };
        }
        seen.set(entry.key, entry);
        entries.push(entry);
      }
    }
    return entries.length < long ? { type: 'map', start, end, entries } : { type: 'map', start, end, entries, index: seen };
  }

  #entry({ key, value }: Pair<Node, Node | null>, depth: number): MapEntry | undefined {
    const [start, end] = key.range ?? [0, 0];
    const node = isAlias(key) ? this.#alias(key.source, start, end) : isScalar(key) ? scalar(key, start, end) : undefined;
    if (node?.type !== 'scalar') {
      this.#report({ code: 'yaml/syntax', start, end, text: 'a key that is not a plain text' });
      return undefined;
    }
    this.#keep(key, node, 1);
    return {
      key: node.text,
      keyRange: { start, end },
      keyNode: node,
      value: value === null ? nothing(end, end) : this.node(value, depth + 1),
    };
  }
}

function nothing(start: number, end: number): ScalarNode {
  return { type: 'scalar', start, end, value: null, text: '', style: 'plain' };
}

const styles = {
  PLAIN: 'plain',
  QUOTE_SINGLE: 'single',
  QUOTE_DOUBLE: 'double',
  BLOCK_LITERAL: 'literal',
  BLOCK_FOLDED: 'folded',
} as const;

function scalar(node: Scalar, start: number, end: number): ScalarNode {
  const text = typeof node.value === 'string' ? node.value : '';
  const style = node.type !== undefined && Object.hasOwn(styles, node.type) ? styles[node.type] : 'plain';
  const typed = node.tag === 'tag:yaml.org,2002:str' ? text : node.tag === undefined && style !== 'plain' ? text : typedScalar(text);
  return node.tag === undefined
    ? { type: 'scalar', start, end, value: typed, text, style }
    : { type: 'scalar', start, end, value: typed, text, style, tag: node.tag };
}
