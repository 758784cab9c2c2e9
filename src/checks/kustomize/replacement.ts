import { failing, renderingRule } from '../shared/renderingRule.ts';

export const kustomizeReplacement = renderingRule(
  'kustomize/replacement',
  'error',
  failing(
    'kustomize',
    'replacement-source',
    'replacement-target',
    'replacement-option',
    'var',
    'replicas-no-match',
    'name-reference-ambiguous',
    'images',
  ),
);
