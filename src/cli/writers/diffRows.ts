import type { ComparedFact } from '../../service/comparison.ts';

/** The rows of a reader: what is new or gone as a whole is one row, with all that is known of it. */
export function byObject(changes: readonly ComparedFact[]): readonly Omit<ComparedFact, 'kind'>[] {
  const whole = new Map<string, 'new' | 'gone'>();
  for (const { kind, object, before, after } of changes) {
    if (kind !== 'service' && kind !== 'pods') continue;
    if (before === null && !whole.has(object)) whole.set(object, 'new');
    if (after === null && !whole.has(object)) whole.set(object, 'gone');
    if (before !== null && after !== null) whole.delete(object);
  }
  const said = new Set<string>();
  return changes.flatMap((change): readonly Omit<ComparedFact, 'kind'>[] => {
    const { object } = change;
    const state = whole.get(object);
    const own = changes.filter((other) => other.object === object);
    // A part that comes while another stays is no new thing.
    if (state === undefined || own.length < 2 || own.some(({ before, after }) => (state === 'new' ? before : after) !== null))
      return [change];
    if (said.has(object)) return [];
    said.add(object);
    const text = own.map(({ label, before, after }) => `${label} ${after ?? before ?? ''}`).join('; ');
    return [{ object, label: state, before: state === 'new' ? null : text, after: state === 'new' ? text : null }];
  });
}
