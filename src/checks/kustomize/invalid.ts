import { failing, renderingRule } from '../shared/renderingRule.ts';

export const kustomizeInvalid = renderingRule(
  'kustomize/invalid',
  'error',
  failing('kustomize', 'empty-kustomization', 'invalid-kustomization', 'openapi', 'field-spec', 'unknown-builtin', 'not-representable'),
);
