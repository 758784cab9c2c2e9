import { failing, renderingRule } from '../shared/renderingRule.ts';

export const helmTemplate = renderingRule(
  'helm/template',
  'error',
  failing(
    'helm',
    'parse',
    'arg-count',
    'cannot-range',
    'function',
    'incompatible-types',
    'limit',
    'nil',
    'nil-pointer',
    'no-field',
    'no-template',
    'non-comparable',
    'not-function',
    'recursion',
    'undefined-variable',
    'user',
    'wrong-type',
    'yaml',
  ),
);
