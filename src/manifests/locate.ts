import type { TextRange } from '../base/text.ts';
import type { ManifestDocument } from './document.ts';
import { writtenOffsets } from './escapedText.ts';
import { parseManifest } from './parseManifest.ts';
import { parseYaml } from './parseYaml.ts';
import type { FieldPath, FieldPlace, Place } from './place.ts';
import { entryOf, get, type ScalarNode, type SyntaxNode } from './syntax.ts';

/** Offsets of a place in its document's text. A field that is not written is located at its nearest written parent's key, a lost path at the document's first line. */
export function locate(place: Place): TextRange {
  if (place.path === undefined) return { start: place.start, end: place.end };
  const found = descend(place.document, place.path, place.part);
  if (found === undefined) return firstLine(place.document.text);
  if (place.span === undefined || found.scalar === undefined) return found.range;
  return spanIn(place.document, found.scalar, found.base, place.span) ?? found.range;
}

/** The field at an offset: path of the innermost node, whether the offset is on its key, and the scalar there. */
export interface FieldAt {
  readonly path: FieldPath;
  readonly part: 'key' | 'value';
  readonly scalar: ScalarNode | undefined;
  readonly range: TextRange;
}

/** Undefined on blank space, in comments, and in documents that could not be read. Inside a block scalar the path ends at the scalar. */
export function fieldAt(document: ManifestDocument, offset: number): FieldAt | undefined {
  let node = treeOf(document);
  const path: (string | number)[] = [];
  while (node !== undefined) {
    if (node.type === 'scalar')
      return node.start <= offset && offset <= node.end ? { path, part: 'value', scalar: node, range: node } : undefined;
    if (node.type === 'map') {
      const onKey = node.entries.find(({ keyRange }) => keyRange.start <= offset && offset <= keyRange.end);
      if (onKey !== undefined)
        return {
          path: [...path, onKey.key],
          part: 'key',
          scalar: onKey.value.type === 'scalar' ? onKey.value : undefined,
          range: onKey.keyRange,
        };
      const inside = node.entries.find(({ value }) => value.start <= offset && offset <= value.end);
      if (inside === undefined) return undefined;
      path.push(inside.key);
      node = inside.value;
    } else {
      const index = node.items.findIndex((item) => item.start <= offset && offset <= item.end);
      if (index < 0) return undefined;
      path.push(index);
      node = node.items[index];
    }
  }
  return undefined;
}

/** The path of the value that stands at exactly a stretch of a document; undefined where none does. */
export function pathOfRange(document: ManifestDocument, { start, end }: TextRange): FieldPath | undefined {
  let node = treeOf(document);
  const path: (string | number)[] = [];
  while (node !== undefined) {
    if (node.start === start && node.end === end) return path;
    const within = (child: SyntaxNode): boolean => child.start <= start && end <= child.end;
    if (node.type === 'map') {
      const inside = node.entries.find(({ value }) => within(value));
      if (inside === undefined) return undefined;
      path.push(inside.key);
      node = inside.value;
    } else if (node.type === 'sequence') {
      const index = node.items.findIndex(within);
      if (index < 0) return undefined;
      path.push(index);
      node = node.items[index];
    } else return undefined;
  }
  return undefined;
}

/** Where the line of a place begins. */
export function lineOf(place: Place): number {
  return place.document.text.lastIndexOf('\n', locate(place).start - 1) + 1;
}

/**
 * Where the line begins before which a comment about a place can stand. A line inside a scalar of several lines is part of a value, and a comment there would be, too:
 * then it is the line in which that scalar begins.
 */
export function commentLineOf(place: Place): number {
  const { text } = place.document;
  const { start } = locate(place);
  const scalar = fieldAt(place.document, start)?.scalar;
  const at = scalar !== undefined && scalar.start < start && start <= scalar.end ? scalar.start : start;
  return text.lastIndexOf('\n', at - 1) + 1;
}

/** The scalar at a place, if one is written there: for edits that keep its quotes. */
export function scalarAt(place: Place): ScalarNode | undefined {
  if (place.path === undefined) return undefined;
  return descend(place.document, place.path, 'value')?.scalar;
}

/** The texts written for the key at the end of a path, outside block scalars: one, or several where the key repeats in its map (the last is what counts). */
export function textsAt({ document, path }: FieldPlace): readonly string[] {
  const key = path.at(-1);
  let node = treeOf(document);
  for (const step of path.slice(0, -1))
    node = typeof step === 'string' ? get(node, step) : node?.type === 'sequence' ? node.items[step] : undefined;
  if (node?.type !== 'map') return [];
  return node.entries.flatMap((entry) => (entry.key === key && entry.value.type === 'scalar' ? [entry.value.text] : []));
}

/** What is written at a place, outside block scalars. */
export function nodeAt({ document, path }: FieldPlace): SyntaxNode | undefined {
  let node = treeOf(document);
  for (const step of path) node = typeof step === 'string' ? get(node, step) : node?.type === 'sequence' ? node.items[step] : undefined;
  return node;
}

/** How many values of a document are left out: a key with nothing behind it and nothing below. */
export function valuesLeftOut(document: ManifestDocument): number {
  let count = 0;
  const seen = new Set<SyntaxNode>();
  const open: (SyntaxNode | undefined)[] = [treeOf(document)];
  for (let node = open.pop(); node !== undefined || open.length > 0; node = open.pop()) {
    // An alias stands for one and the same node.
    if (node === undefined || seen.has(node)) continue;
    seen.add(node);
    if (node.type === 'map') for (const { value } of node.entries) open.push(value);
    else if (node.type === 'sequence') for (const item of node.items) open.push(item);
    else if (node.value === null && node.text === '' && node.style === 'plain') count++;
  }
  return count;
}

/** Trees of the documents looked at last. Facts are kept for all documents, trees only for these. */
const recent = new Map<ManifestDocument, Tree>();
/** As many as a search shows, so that another letter reads none of them again. */
const kept = 128;

/** A document's syntax, and what was found out about its scalars, in which many places may be looked for. */
interface Tree {
  readonly text: string;
  readonly root: SyntaxNode | undefined;
  /** Block scalars that hold a text of YAML: its syntax. */
  readonly inner: Map<ScalarNode, SyntaxNode | undefined>;
  /** Block scalars: from offsets in the content to offsets in the document. */
  readonly offsets: Map<ScalarNode, (offset: number) => number>;
  /** Other scalars: whether the content stands in the source as it is. */
  readonly plainly: Map<ScalarNode, boolean>;
  /** Of double-quoted ones with escapes: where each character is written (`writtenOffsets`). */
  readonly escaped: Map<ScalarNode, readonly number[] | undefined>;
}

/** What is known of a key, computed when first asked. */
function noted<K, V>(map: Map<K, V>, key: K, compute: () => V): V {
  const known = map.get(key);
  if (known !== undefined || map.has(key)) return known as V;
  const value = compute();
  map.set(key, value);
  return value;
}

/** The document's syntax; undefined when there is none to speak of. */
export function treeOf(document: ManifestDocument): SyntaxNode | undefined {
  return recentTree(document).root;
}

function recentTree(document: ManifestDocument): Tree {
  const { text } = document;
  const known = recent.get(document);
  const tree: Tree =
    known?.text === text
      ? known
      : { text, root: parseManifest(text).root, inner: new Map(), offsets: new Map(), plainly: new Map(), escaped: new Map() };
  recent.delete(document);
  recent.set(document, tree);
  if (recent.size > kept) recent.delete(recent.keys().next().value as ManifestDocument);
  return tree;
}

interface Found {
  readonly range: TextRange;
  /** Set when the path ends at a scalar. */
  readonly scalar: ScalarNode | undefined;
  /** From offsets of the tree to offsets of the document: other than identity inside a block scalar. */
  readonly base: (offset: number) => number;
}

function descend(document: ManifestDocument, path: FieldPath, part: 'key' | 'value'): Found | undefined {
  const { text } = document;
  const tree = recentTree(document);
  if (tree.root === undefined) return undefined;
  let node = tree.root;
  let base = (offset: number) => offset;
  const at = ({ start, end }: TextRange): TextRange => ({ start: base(start), end: base(end) });
  let key: TextRange | undefined;
  for (const step of path) {
    if (node.type === 'scalar' && (node.style === 'literal' || node.style === 'folded')) {
      const scalar = node;
      const inner = noted(tree.inner, scalar, () => parseYaml(scalar.text).root);
      if (inner === undefined) break;
      base = noted(tree.offsets, scalar, () => contentOffsets(text, at(scalar)));
      node = inner;
    }
    if (typeof step === 'string') {
      const entry = entryOf(node, step);
      if (entry === undefined) return key === undefined ? undefined : { range: key, scalar: undefined, base };
      key = at(entry.keyRange);
      node = entry.value;
    } else {
      const item = node.type === 'sequence' ? node.items[step] : undefined;
      if (item === undefined) return key === undefined ? undefined : { range: key, scalar: undefined, base };
      node = item;
      if (node.type !== 'scalar') key = at(node);
    }
  }
  if (part === 'key' && key !== undefined) return { range: key, scalar: undefined, base };
  if (node.type === 'scalar' && node.value === null && node.text === '' && key !== undefined)
    return { range: key, scalar: undefined, base };
  return { range: trimmed(text, at(node)), scalar: node.type === 'scalar' ? node : undefined, base };
}

/** A map or a list ends where its last line ends; the line break is not part of what one sees underlined. */
function trimmed(text: string, { start, end }: TextRange): TextRange {
  let last = end;
  while (last > start && /\s/.test(text[last - 1] ?? '')) last--;
  return { start, end: Math.max(last, start) };
}

/** From offsets in the content of a literal block scalar to offsets in the document: content line n is source line n after the header, indented. */
function contentOffsets(text: string, { start, end }: TextRange): (offset: number) => number {
  const header = text.indexOf('\n', start);
  const body = header < 0 ? end : header + 1;
  const source = text.slice(body, end);
  const indents = source
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => line.length - line.trimStart().length);
  const indent = indents.length === 0 ? 0 : Math.min(...indents.slice(0, 1));
  const contentStarts: number[] = [0];
  const sourceStarts: number[] = [];
  let at = body;
  for (const line of source.split('\n')) {
    sourceStarts.push(at + Math.min(indent, line.length));
    const content = line.endsWith('\r') ? line.slice(0, -1) : line;
    contentStarts.push((contentStarts.at(-1) ?? 0) + Math.max(0, content.length - indent) + 1);
    at += line.length + 1;
  }
  return (offset) => {
    let line = 0;
    for (let after = sourceStarts.length; after - line > 1;) {
      const middle = (line + after) >> 1;
      if ((contentStarts[middle] ?? Infinity) <= offset) line = middle;
      else after = middle;
    }
    return Math.min((sourceStarts[line] ?? body) + offset - (contentStarts[line] ?? 0), end);
  };
}

/** A part of a scalar's content; undefined when folding puts content and source out of step. */
function spanIn(document: ManifestDocument, scalar: ScalarNode, base: (offset: number) => number, span: TextRange): TextRange | undefined {
  const { text } = document;
  const { offsets, plainly, escaped } = recentTree(document);
  const start = base(scalar.start);
  const end = base(scalar.end);
  if (scalar.style === 'literal') {
    const offset = noted(offsets, scalar, () => contentOffsets(text, { start, end }));
    return { start: offset(span.start), end: offset(span.end) };
  }
  const quotes = scalar.style === 'single' || scalar.style === 'double' ? 1 : 0;
  if (noted(plainly, scalar, () => text.slice(start + quotes, end - quotes) === scalar.text))
    return { start: start + quotes + span.start, end: start + quotes + span.end };
  if (scalar.style !== 'double') return undefined;
  const written = noted(escaped, scalar, () => {
    const found = writtenOffsets(text.slice(start + 1, end - 1));
    return found?.length === scalar.text.length + 1 ? found : undefined;
  });
  const [from, to] = [written?.[span.start], written?.[span.end]];
  return from === undefined || to === undefined ? undefined : { start: start + 1 + from, end: start + 1 + to };
}

function firstLine(text: string): TextRange {
  const start = /\S/.exec(text)?.index ?? 0;
  const end = text.indexOf('\n', start);
  return { start, end: end < 0 ? text.length : end };
}
