import { failing, renderingRule } from '../shared/renderingRule.ts';

export const kustomizeDuplicate = renderingRule(
  'kustomize/duplicate',
  'error',
  failing('kustomize', 'duplicate-id', 'id-conflict', 'blank-namespace'),
);
