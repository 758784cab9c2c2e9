import type { Fields } from './fields.ts';
import type { StringMap } from './metadata.ts';

/** metav1.LabelSelector as written. Absent selector: `undefined` in the field that holds it; what that means depends on the field. */
export interface LabelSelector {
  readonly matchLabels: StringMap;
  readonly matchExpressions: readonly LabelExpression[];
}

export interface LabelExpression {
  readonly key: string;
  /** As written; other than In, NotIn, Exists, DoesNotExist (and Gt, Lt for nodes) is an error of the component that reads it. */
  readonly operator: string;
  readonly values: readonly string[];
}

/** The selector at the cursor; absent when nothing, or something else than a map, is written there (the caller's `map` or `maps` reports that). */
export function readLabelSelector(fields: Fields): LabelSelector | undefined {
  if (fields.node?.type !== 'map') return undefined;
  return { matchLabels: fields.stringMap('matchLabels'), matchExpressions: readLabelExpressions(fields, 'matchExpressions') };
}

/** A list of expressions (`matchExpressions`; of node selector terms also `matchFields`). An item that is no map leaves an empty one, which is none of the operators. */
export function readLabelExpressions(fields: Fields, key: string): readonly LabelExpression[] {
  return fields
    .maps(key)
    .map((item) => ({ key: item.string('key') ?? '', operator: item.string('operator') ?? '', values: item.strings('values') }));
}

/** A list of selectors. An item left empty selects everything, as it does for the API server; one of another type is left out. */
export function readLabelSelectors(fields: Fields, key: string): readonly LabelSelector[] {
  return fields
    .maps(key)
    .map((item) => (item.exists ? readLabelSelector(item) : everything))
    .filter((selector) => selector !== undefined);
}

const everything: LabelSelector = { matchLabels: {}, matchExpressions: [] };
