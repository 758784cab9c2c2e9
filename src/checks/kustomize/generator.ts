import { failing, renderingRule } from '../shared/renderingRule.ts';

export const kustomizeGenerator = renderingRule(
  'kustomize/generator',
  'error',
  failing('kustomize', 'generator-exists', 'generator-nothing-to-merge', 'generator-input'),
);
