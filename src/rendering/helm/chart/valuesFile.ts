import { message } from '../../../base/message.ts';
import { Remembered } from '../../../base/remembered.ts';
import { firstDocument, type FirstDocument } from '../../yaml/firstDocument.ts';
import { inFile } from '../../yaml/read.ts';
import { map, type MapEntry, type MapValue } from '../value.ts';
import { valueOfYaml } from '../yamlValue.ts';
import { chartFault } from './fault.ts';

/** Trees of values files; what templates get of them may be changed by them, and is made anew. */
const read = new Remembered<FirstDocument>(4_000_000);

/**
 * The values of a file: all its documents, later ones laid over the earlier. An empty file is an empty map; throws a `ChartFault` for one that Helm cannot read.
 * helm/pkg/chart/v2/loader/load.go (LoadValues)
 */
export function readValues(text: string, file: string): MapValue {
  let values: MapValue | undefined;
  for (const piece of pieces(text)) {
    if ('separator' in piece)
      throw chartFault('values-invalid', message('This separator of documents says more than a separator may.'), {
        file,
        start: piece.separator,
        end: piece.end,
      });
    const written = text.slice(piece.start, piece.end);
    // Of one piece Go reads the first document alone.
    const { root, problem } = read.of(`${piece.start} ${file}`, written, () =>
      firstDocument(written, (start, end) => inFile(file)(piece.start + start, piece.start + end)),
    );
    if (problem !== undefined) throw chartFault('values-invalid', message('Helm cannot read these values: {0}.', problem.text), problem.at);
    if (root === undefined) continue;
    if (root.type !== 'map')
      throw chartFault(
        'values-invalid',
        message('Values are a map of names and values, not a list or a text.'),
        root.origins[0] ?? { file, start: piece.start, end: piece.end },
      );
    const added = valueOfYaml(root, text) as MapValue;
    values = values === undefined ? added : mergedMaps(values, added);
  }
  return values ?? map([], [{ file, start: 0, end: text.length }]);
}

/** A new map: what the second says wins, maps are merged, and what it overrides stays as an earlier origin. helm/pkg/chart/v2/loader/load.go (MergeMaps) */
export function mergedMaps(first: MapValue, second: MapValue): MapValue {
  const entries = new Map(first.entries);
  for (const [key, entry] of second.entries) {
    const before = entries.get(key);
    if (before?.value.kind === 'map' && entry.value.kind === 'map')
      entries.set(key, { ...entry, value: mergedMaps(before.value, entry.value) });
    else entries.set(key, before === undefined ? entry : over(entry, before));
  }
  return { ...first, entries, origins: [...second.origins, ...first.origins] };
}

/** An entry that takes the place of another: that one's places come behind its own. */
export function over(winner: MapEntry, loser: MapEntry): MapEntry {
  const { value } = winner;
  const origins = [...value.origins, ...loser.value.origins];
  return {
    keyOrigins: [...winner.keyOrigins, ...loser.keyOrigins],
    value:
      value.kind === 'string'
        ? { ...value, origins, rope: value.rope.map((piece) => ({ ...piece, origins: [...piece.origins, ...loser.value.origins] })) }
        : { ...value, origins },
  };
}

type Piece = { readonly start: number; readonly end: number } | { readonly separator: number; readonly end: number };

/** As apimachinery's YAMLReader splits: at each line that begins with `---`, which then may hold nothing but a comment. k8s.io/apimachinery/pkg/util/yaml/decoder.go */
function pieces(text: string): readonly Piece[] {
  const found: Piece[] = [];
  let start = 0;
  for (let at = 0; at < text.length;) {
    const lineEnd = text.indexOf('\n', at);
    const next = lineEnd < 0 ? text.length : lineEnd + 1;
    if (text.startsWith('---', at)) {
      const rest = text.slice(at + 3, next).trim();
      if (at > start) found.push({ start, end: at });
      if (rest !== '' && !rest.startsWith('#')) return [...found, { separator: at, end: next }];
      // With nothing before it the mark is part of what follows.
      if (at > start) start = next;
    }
    at = next;
  }
  return start < text.length ? [...found, { start, end: text.length }] : found;
}
