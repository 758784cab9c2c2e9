import type { TextRange } from '../../base/text.ts';
import type { ManifestDocument } from '../document.ts';
import { readLenientJson } from '../lenientJson.ts';
import { holdsPlaceholder } from '../placeholder.ts';
import { spanOf, type FieldPath, type FieldPlace } from '../place.ts';
import { entryOf, type MapEntry, type SyntaxNode } from '../syntax.ts';
import { readContainerParameters } from './containerParameters.ts';
import type { CreateOptions, OptionsFault } from './iotEdge.ts';
import { OptionNode } from './optionNode.ts';

export const noOptions: CreateOptions = {
  faults: [],
  isPartial: false,
  exposedPorts: [],
  portBindings: undefined,
  hostNetwork: undefined,
  labels: [],
  env: [],
  command: [],
  args: [],
  service: { type: undefined, loadBalancerIP: undefined },
  nodeSelector: [],
  ignored: [],
};

/** The create options below a module's `settings`: an object, a text, or a text in parts. `path`: of the settings. */
export function readCreateOptions(document: ManifestDocument, settings: SyntaxNode | undefined, path: FieldPath): CreateOptions {
  const parts = partsOf(settings);
  const place = (key: string, part: 'key' | 'value' = 'value'): FieldPlace => ({ document, path: [...path, key], part, span: undefined });
  const [first] = parts;
  if (first === undefined) return noOptions;
  const misnumbered = misnumberedPart(parts);
  if (misnumbered !== undefined) return refused({ kind: 'parts', ...misnumbered, place: place(misnumbered.key, 'key') });
  const { value, key } = first;
  if (value.type !== 'scalar' && parts.length === 1) {
    if (value.type !== 'map') return refused({ kind: 'shape', key: 'createOptions', wanted: 'map', place: place(key) });
    return readContainerParameters(
      new OptionNode(value, [...path, key], undefined, (at, _range, part) => ({ document, path: at, part, span: undefined })),
    );
  }
  const pieces: Piece[] = [];
  let text = '';
  for (const each of parts) {
    if (each.value.type !== 'scalar' || (each.value.value !== null && typeof each.value.value !== 'string'))
      return refused({ kind: 'shape', key: each.key, wanted: 'text', place: place(each.key) });
    pieces.push({ start: text.length, end: text.length + each.value.text.length, place: place(each.key) });
    text += each.value.value === null ? '' : each.value.text;
  }
  return readText(text, pieces);
}

/** A part of the text: the stretch that it fills of the whole. */
interface Piece extends TextRange {
  readonly place: FieldPlace;
}

function readText(text: string, pieces: readonly Piece[]): CreateOptions {
  const placing = ({ start, end }: TextRange): FieldPlace => {
    const piece = pieces.findLast((each) => each.start <= start) ?? pieces[0];
    if (piece === undefined) throw new Error('A text has at least one part.');
    return spanOf(piece.place, start - piece.start, Math.max(start, Math.min(end, piece.end)) - piece.start);
  };
  const { root, fault } = readLenientJson(text);
  if (fault !== undefined) {
    // What fills the text in later may mend it.
    if (holdsPlaceholder(text)) return { ...noOptions, isPartial: true };
    const start = Math.min(fault.start, Math.max(0, text.length - 1));
    return refused({ kind: 'syntax', detail: fault.text, place: placing({ start, end: Math.min(start + 1, text.length) }) });
  }
  if (root === undefined || (root.type === 'scalar' && root.value === null)) return noOptions;
  if (root.type !== 'map') return refused({ kind: 'shape', key: 'createOptions', wanted: 'map', place: placing(root) });
  return readContainerParameters(new OptionNode(root, [], undefined, (_path, range) => placing(range)));
}

function refused(fault: OptionsFault): CreateOptions {
  return { ...noOptions, faults: [fault], isPartial: true };
}

/** Keys in which the word stands anywhere, in the agent's order. */
function partsOf(settings: SyntaxNode | undefined): readonly MapEntry[] {
  if (settings?.type !== 'map') return [];
  return settings.entries
    .filter((entry) => word.test(entry.key) && entryOf(settings, entry.key) === entry)
    .sort(({ key: one }, { key: other }) => compareOrdinal(one.toUpperCase(), other.toUpperCase()));
}

const word = /createOptions([0-9]*)/i;

function compareOrdinal(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

/** The first part that has another number than its place: the first has none, the next is 1. */
function misnumberedPart(parts: readonly MapEntry[]): { readonly key: string; readonly expected: string } | undefined {
  for (const [index, { key }] of parts.entries()) {
    const number = word.exec(key)?.[1] ?? '';
    const isRight = index === 0 ? number === '' : number !== '' && Number(number) === index;
    if (!isRight) return { key, expected: index === 0 ? 'createOptions' : `createOptions${String(index).padStart(2, '0')}` };
  }
  return undefined;
}
