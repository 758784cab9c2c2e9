import { failing, renderingRule } from '../shared/renderingRule.ts';

export const kustomizeUnknownPath = renderingRule(
  'kustomize/unknown-path',
  'error',
  failing(
    'kustomize',
    'no-kustomization-file',
    'several-kustomization-files',
    'missing-file',
    'outside-root',
    'absolute-path',
    'cycle',
    'base-not-a-folder',
    'wrong-kustomization-kind',
  ),
);
