import { failing, renderingRule } from '../shared/renderingRule.ts';

export const kustomizePatch = renderingRule(
  'kustomize/patch',
  'error',
  failing('kustomize', 'patch-no-match', 'patch-ambiguous', 'patch-invalid', 'json-patch-failed', 'wrong-node-kind'),
);
