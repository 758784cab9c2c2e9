import { variadicFunction } from '../../function.ts';
import { sprint, sprintln } from '../format.ts';
import { sprintf } from '../printf.ts';
import { index, len } from './collections.ts';
import { eq, ge, gt, le, lt, ne } from './compare.ts';
import { html, js, urlquery } from './escape.ts';
import { and, call, not, or } from './logic.ts';
import type { GoFunction } from '../../value.ts';

const tracksUnknown = { tracksUnknown: true } as const;

/** Go's own functions (text/template/funcs.go); its `slice` is missing, since Sprig's takes that name. */
export const builtins: ReadonlyMap<string, GoFunction> = new Map<string, GoFunction>([
  ['and', and],
  ['or', or],
  ['not', not],
  ['call', call],
  ['eq', eq],
  ['ne', ne],
  ['lt', lt],
  ['le', le],
  ['gt', gt],
  ['ge', ge],
  ['index', index],
  ['len', len],
  ['html', html],
  ['js', js],
  ['urlquery', urlquery],
  ['print', variadicFunction([], 'interface {}', (context, _, values) => sprint(values, context), tracksUnknown)],
  ['println', variadicFunction([], 'interface {}', (context, _, values) => sprintln(values, context), tracksUnknown)],
  ['printf', variadicFunction(['string'], 'interface {}', (context, [format], values) => sprintf(format, values, context), tracksUnknown)],
]);
