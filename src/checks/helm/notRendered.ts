import { renderingRule } from '../shared/renderingRule.ts';

export const helmNotRendered = renderingRule(
  'helm/not-rendered',
  'information',
  (fault) => fault.tool === 'helm' && fault.severity !== 'error',
);
