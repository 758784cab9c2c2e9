import { message, type Text } from '../../base/message.ts';
import type { TextRange } from '../../base/text.ts';
import { placeOf } from '../../manifests/place.ts';
import { renderedValues } from '../rendered/renderedValues.ts';
import { resolvePlace } from '../resolve.ts';
import type { AnalysedCluster, Snapshot } from '../snapshot.ts';
import { line, sentence, type HoverLine } from './content.ts';

/** What becomes of the expression, the value or the patch at an offset of a file in one cluster, and who writes it last; undefined where it is what stands there. `range`: offsets in the file. */
export function describeRenderedValue(
  snapshot: Snapshot,
  { cluster }: AnalysedCluster,
  path: string,
  offset: number,
): { readonly range: TextRange; readonly title: Text; readonly lines: readonly HoverLine[] } | undefined {
  const text = snapshot.files.get(path)?.file.text;
  if (text === undefined) return undefined;
  const values = new Map<string, HoverLine | undefined>();
  let range: TextRange | undefined;
  let more = 0;
  for (const value of renderedValues(cluster, path, text)) {
    const span = value.spans.find(({ start, end }) => start <= offset && offset <= end);
    if (span === undefined) continue;
    range ??= { start: span.start, end: span.end };
    const shown = value.unknown ? '…' : shortened(value.text);
    if (values.has(shown)) continue;
    if (values.size >= mostValues) {
      more++;
      continue;
    }
    const at =
      value.by.file === path ? undefined : resolvePlace(snapshot, placeOf({ document: value.resource.document, root: [] }, ...value.path));
    values.set(shown, at === undefined ? undefined : sentence(message('Written in {0}, line {1}.', at.path, at.start.line + 1)));
  }
  const [first] = values;
  if (range === undefined || first === undefined) return undefined;
  const [only, by] = first;
  if (values.size === 1) return { range, title: only === '' ? '""' : only, lines: by === undefined ? [] : [by] };
  return {
    range,
    title: message('Rendered'),
    lines: [
      line(message('Values'), [...values.keys(), ...(more > 0 ? ['…'] : [])]),
      ...[...values.values()].flatMap((each) => each ?? []).slice(0, 1),
    ],
  };
}

const mostValues = 6;

/** One line of it. */
export function shortened(text: string): string {
  const [first = '', ...rest] = text.split('\n');
  return first.length > 60 ? `${first.slice(0, 60)}…` : rest.some((each) => each !== '') ? `${first} …` : first;
}
