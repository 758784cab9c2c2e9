import type { StringMap } from '../../manifests/metadata.ts';
import type { LabelChanges } from './event.ts';

/** Labels behind a change. */
export function changedLabels(labels: StringMap, changes: LabelChanges): StringMap {
  const all = { ...labels, ...changes };
  return Object.fromEntries(Object.entries(all).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])));
}
