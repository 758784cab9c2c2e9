import type { TextRange } from '../base/text.ts';
import type { ManifestDocument } from './document.ts';
import { parseYaml } from './parseYaml.ts';
import type { FieldPath, FieldPlace, Place } from './place.ts';
import { entryOf, get, type ScalarNode, type SyntaxNode } from './syntax.ts';

/** Offsets of a place in its document's text. A field that is not written is located at its nearest written parent's key, a lost path at the document's first line. */
export function locate(place: Place): TextRange {
  if (place.path === undefined) return { start: place.start, end: place.end };
  const tree = treeOf(place.document);
  const found = tree === undefined ? undefined : descend(place.document.text, tree, place.path, place.part);
  if (found === undefined) return firstLine(place.document.text);
  if (place.span === undefined || found.scalar === undefined) return found.range;
  return spanIn(place.document.text, found.scalar, found.base, place.span) ?? found.range;
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

/** The scalar at a place, if one is written there: for edits that keep its quotes. */
export function scalarAt(place: Place): ScalarNode | undefined {
  if (place.path === undefined) return undefined;
  const tree = treeOf(place.document);
  return tree === undefined ? undefined : descend(place.document.text, tree, place.path, 'value')?.scalar;
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

/** Trees of the documents looked at last. Facts are kept for all documents, trees only for these. */
const recent = new Map<ManifestDocument, SyntaxNode | undefined>();
const kept = 64;

/** The document's syntax; undefined when there is none to speak of. */
export function treeOf(document: ManifestDocument): SyntaxNode | undefined {
  const known = recent.get(document);
  if (known !== undefined || recent.has(document)) {
    recent.delete(document);
    recent.set(document, known);
    return known;
  }
  const { root } = parseYaml(document.text);
  recent.set(document, root);
  if (recent.size > kept) recent.delete(recent.keys().next().value as ManifestDocument);
  return root;
}

interface Found {
  readonly range: TextRange;
  /** Set when the path ends at a scalar. */
  readonly scalar: ScalarNode | undefined;
  /** From offsets of the tree to offsets of the document: other than identity inside a block scalar. */
  readonly base: (offset: number) => number;
}

function descend(text: string, tree: SyntaxNode, path: FieldPath, part: 'key' | 'value'): Found | undefined {
  let node = tree;
  let base = (offset: number) => offset;
  const at = ({ start, end }: TextRange): TextRange => ({ start: base(start), end: base(end) });
  let key: TextRange | undefined;
  for (const step of path) {
    if (node.type === 'scalar' && (node.style === 'literal' || node.style === 'folded')) {
      const inner = parseYaml(node.text).root;
      if (inner === undefined) break;
      const outer = base;
      const map = contentOffsets(text, { start: outer(node.start), end: outer(node.end) });
      base = (offset) => map(offset);
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
    while (line + 1 < sourceStarts.length && (contentStarts[line + 1] ?? Infinity) <= offset) line++;
    return Math.min((sourceStarts[line] ?? body) + offset - (contentStarts[line] ?? 0), end);
  };
}

/** A part of a scalar's content; undefined when escapes or folding put content and source out of step. */
function spanIn(text: string, scalar: ScalarNode, base: (offset: number) => number, span: TextRange): TextRange | undefined {
  const start = base(scalar.start);
  if (scalar.style === 'literal') {
    const offset = contentOffsets(text, { start, end: base(scalar.end) });
    return { start: offset(span.start), end: offset(span.end) };
  }
  const source = text.slice(start, base(scalar.end));
  const quotes = scalar.style === 'single' || scalar.style === 'double' ? 1 : 0;
  if (source.slice(quotes, source.length - quotes) !== scalar.text) return undefined;
  return { start: start + quotes + span.start, end: start + quotes + span.end };
}

function firstLine(text: string): TextRange {
  const start = /\S/.exec(text)?.index ?? 0;
  const end = text.indexOf('\n', start);
  return { start, end: end < 0 ? text.length : end };
}
