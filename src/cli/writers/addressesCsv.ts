import type { AddressesAnswer } from '../../service/questions.ts';
import { csv } from './csv.ts';

/** A line for each address, or stretch of addresses alike, under a heading. */
export function writeAddressesCsv({ clusters }: AddressesAnswer): string {
  const rows = clusters.flatMap(({ name, ranges }) =>
    ranges.flatMap(({ label, range, entries }) =>
      entries.map(({ first, last, size, state, who, certainty, at }) => [
        name,
        label,
        range,
        first,
        last,
        size,
        state,
        who,
        certainty ?? '',
        at?.path ?? '',
        at === undefined ? '' : String(at.range.start.line + 1),
      ]),
    ),
  );
  return csv([['cluster', 'range of', 'range', 'first', 'last', 'addresses', 'state', 'who', 'certainty', 'file', 'line'], ...rows]);
}
