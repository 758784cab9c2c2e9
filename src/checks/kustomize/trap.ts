import { renderingRule } from '../shared/renderingRule.ts';

export const kustomizeTrap = renderingRule(
  'kustomize/trap',
  'warning',
  (fault) => fault.tool === 'kustomize' && fault.severity === 'warning',
);
