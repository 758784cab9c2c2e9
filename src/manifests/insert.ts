import type { ManifestDocument } from './document.ts';
import type { TextEdit } from './edit.ts';
import { treeOf } from './locate.ts';
import { blockLines, flowText, keyText, type NewValue } from './newValue.ts';
import type { FieldPath, FieldPlace } from './place.ts';
import { entryOf, type MapNode, type SequenceNode, type SyntaxNode } from './syntax.ts';

/** A field to be written where none stands. Its path ends with the new key, or with a number: a new item at the end of a list. */
export interface FieldInsertion {
  readonly place: FieldPlace;
  readonly value: NewValue;
  /** The sibling behind which it is to stand; absent, or not there: behind all. */
  readonly after?: string | undefined;
}

/** A manifest to be written behind a document, in the same file. */
export interface ManifestAddition {
  readonly document: ManifestDocument;
  readonly manifest: NewValue;
}

/**
 * The edit that writes a new field, with the parents that are missing, in the style of what stands around it: block or flow, its indentation, its line ends. Comments stay where they are.
 * Undefined where the field is written already, or where its parent is no map or list of its own (a scalar, an alias, a merged entry, the text of a block scalar).
 */
export function insertionOf({ place, value, after }: FieldInsertion): TextEdit | undefined {
  const { document, path } = place;
  const root = treeOf(document);
  if (root === undefined) return undefined;
  let parent: SyntaxNode = root;
  for (let depth = 0; depth < path.length; depth++) {
    const step = path[depth] as string | number;
    const child: Child | undefined = childOf(parent, step);
    if (child === undefined || isUnwritten(child.node)) {
      const rest = nested(path.slice(depth + 1), value);
      const edit = child === undefined ? added(document.text, parent, step, rest, after) : filled(document.text, parent, child, rest);
      return edit === undefined ? undefined : { document, ...edit };
    }
    // An alias stands for what was written before it.
    if (child.node.start < child.from || child.node.end > parent.end) return undefined;
    parent = child.node;
  }
  return undefined;
}

/** The edit that writes a manifest behind a document. Undefined in JSON, which holds one document only. */
export function additionOf({ document, manifest }: ManifestAddition): TextEdit | undefined {
  const { text } = document;
  if (/^\s*\{/.test(text)) return undefined;
  const line = lineEnd(text);
  const end = text.trimEnd().length;
  const rest = text.slice(end).includes('\n') ? '' : line;
  return { document, start: end, end, text: `${line}---${line}${blockLines(manifest, 2).join(line)}${rest}` };
}

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

interface Child {
  readonly node: SyntaxNode;
  /** Where it can begin at the earliest: behind its key, or behind the items before it. */
  readonly from: number;
}

function childOf(parent: SyntaxNode, step: string | number): Child | undefined {
  if (parent.type === 'sequence') {
    const item = typeof step === 'number' ? parent.items[step] : undefined;
    return item === undefined
      ? undefined
      : { node: item, from: parent.items.slice(0, Number(step)).reduce((end, before) => Math.max(end, before.end), parent.start) };
  }
  const entry = typeof step === 'string' ? entryOf(parent, step) : undefined;
  return entry === undefined ? undefined : { node: entry.value, from: entry.keyRange.end };
}

/** `annotations:` with nothing behind it. */
function isUnwritten(node: SyntaxNode): boolean {
  return node.type === 'scalar' && node.value === null && node.text === '';
}

function nested(path: FieldPath, value: NewValue): NewValue {
  return path.reduceRight<NewValue>((inner, step) => (typeof step === 'number' ? [inner] : { [step]: inner }), value);
}

/** A key that has no value yet gets one. */
function filled(text: string, parent: SyntaxNode, { from }: Child, value: NewValue): Edit | undefined {
  const colon = text.indexOf(':', from);
  if (parent.type !== 'map' || colon < 0) return undefined;
  if (isFlow(text, parent) || typeof value !== 'object')
    return { start: colon + 1, end: colon + 1, text: ` ${flowText(value, isJson(text))}` };
  const at = endOfLine(text, colon);
  const step = stepOf(text, parent);
  const indent = ' '.repeat(columnOf(text, parent.entries[0]?.keyRange.start ?? parent.start) + (Array.isArray(value) ? 0 : step));
  return {
    start: at,
    end: at,
    text: blockLines(value, step)
      .map((line) => lineEnd(text) + indent + line)
      .join(''),
  };
}

/** A map or list gets one more entry. */
function added(text: string, parent: SyntaxNode, step: string | number, value: NewValue, after: string | undefined): Edit | undefined {
  if (parent.type === 'scalar' || (parent.type === 'map') !== (typeof step === 'string')) return undefined;
  const own =
    parent.type === 'map'
      ? parent.entries.filter(({ keyRange }) => keyRange.start >= parent.start && keyRange.end <= parent.end)
      : parent.items;
  const neighbour = (parent.type === 'map' ? parent.entries.find(({ key }) => key === after) : undefined) ?? own.at(-1);
  if (isFlow(text, parent))
    return addedInFlow(
      text,
      parent,
      neighbour,
      typeof step === 'string' ? `${keyText(step, isJson(text))}: ${flowText(value, isJson(text))}` : flowText(value, isJson(text)),
    );
  if (neighbour === undefined) return undefined;
  const start = 'keyRange' in neighbour ? neighbour.keyRange.start : dashBefore(text, neighbour.start);
  if (!beginsItsLine(text, start)) return undefined;
  const last = 'keyRange' in neighbour ? Math.max(lastOffset(neighbour.value), neighbour.keyRange.end) : lastOffset(neighbour);
  const lines = blockLines(typeof step === 'string' ? { [step]: value } : [value], stepOf(text, parent));
  const indent = ' '.repeat(columnOf(text, start));
  const at = endOfLine(text, trimmedEnd(text, last));
  return { start: at, end: at, text: lines.map((line) => lineEnd(text) + indent + line).join('') };
}

function addedInFlow(
  text: string,
  parent: MapNode | SequenceNode,
  neighbour: MapNode['entries'][number] | SyntaxNode | undefined,
  entry: string,
): Edit {
  if (neighbour === undefined) {
    const inside = parent.type === 'map' ? ` ${entry} ` : entry;
    return { start: parent.start + 1, end: parent.end - 1, text: inside };
  }
  const [start, end] = 'keyRange' in neighbour ? [neighbour.keyRange.start, neighbour.value.end] : [neighbour.start, neighbour.end];
  const before = text.slice(text.lastIndexOf('\n', start) + 1, start);
  // Written one entry a line, as JSON usually is.
  const gap = before.trim() === '' && text.slice(parent.start, start).includes('\n') ? lineEnd(text) + before : ' ';
  return { start: end, end, text: `,${gap}${entry}` };
}

function isFlow(text: string, { start }: SyntaxNode): boolean {
  return text[start] === '{' || text[start] === '[';
}

function isJson(text: string): boolean {
  return /^\s*\{/.test(text);
}

/** Nothing but indentation and the dashes of lists before it: an anchor, a tag or a `?` there would make the column a lie. */
function beginsItsLine(text: string, start: number): boolean {
  return /^ *(- +)*$/.test(text.slice(text.lastIndexOf('\n', start - 1) + 1, start));
}

/** Offset of the `-` that an item of a block list stands behind. */
function dashBefore(text: string, start: number): number {
  return text.lastIndexOf('-', start - 1);
}

/** End of the last thing written in a node: a block map's own end may lie behind comments and blank lines. */
function lastOffset(node: SyntaxNode): number {
  if (node.type === 'map') {
    const last = node.entries.filter(({ keyRange }) => keyRange.start >= node.start).at(-1);
    return last === undefined ? node.end : Math.max(last.keyRange.end, lastOffset(last.value));
  }
  if (node.type === 'sequence' && node.items.length > 0) return Math.max(...node.items.map(lastOffset));
  return node.end;
}

function trimmedEnd(text: string, end: number): number {
  return text.slice(0, end).trimEnd().length;
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : text[end - 1] === '\r' ? end - 1 : end;
}

function columnOf(text: string, offset: number): number {
  return offset - text.lastIndexOf('\n', offset - 1) - 1;
}

function lineEnd(text: string): string {
  return text.includes('\r\n') ? '\r\n' : '\n';
}

/** Spaces that one level of a block is indented by, as the document has it. */
function stepOf(text: string, parent: SyntaxNode): number {
  for (const entry of parent.type === 'map' ? parent.entries : []) {
    const [child] = entry.value.type === 'map' ? entry.value.entries : [];
    if (child === undefined || child.keyRange.start < entry.keyRange.end || isFlow(text, entry.value)) continue;
    const step = columnOf(text, child.keyRange.start) - columnOf(text, entry.keyRange.start);
    if (step > 0) return step;
  }
  return 2;
}
