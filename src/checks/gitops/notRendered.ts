import { renderingRule } from '../shared/renderingRule.ts';

export const gitOpsNotRendered = renderingRule(
  'gitops/not-rendered',
  'information',
  (fault) => fault.tool === 'gitops' && fault.severity === 'unknown',
);
