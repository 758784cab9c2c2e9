import { scalarAt } from '../../manifests/locate.ts';
import type { Check, Problem } from '../findings/check.ts';
import type { CheckContext } from '../shared/context.ts';
import { invalidTextProblem } from '../shared/range/invalidTexts.ts';
import { brokenTexts, type BrokenText } from '../shared/range/rangeTexts.ts';

export const invalidRange: Check = {
  code: 'range/invalid',
  scope: 'cluster',
  severity: 'error',
  fixAll: true,
  *run({ cluster, network }: CheckContext): Generator<Problem> {
    for (const broken of brokenTexts(cluster, network)) if (!hasWrongType(broken)) yield invalidTextProblem(broken);
  },
};

/** A map or a list in this place, or a number for a range of ports, has a finding of its own. */
function hasWrongType({ text, form, place }: BrokenText): boolean {
  if (text !== '' && form !== 'ports') return false;
  const scalar = scalarAt(place);
  return scalar === undefined || (form === 'ports' && typeof scalar.value !== 'string');
}
