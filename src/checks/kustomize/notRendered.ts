import { renderingRule } from '../shared/renderingRule.ts';

export const kustomizeNotRendered = renderingRule(
  'kustomize/not-rendered',
  'information',
  (fault) => fault.tool === 'kustomize' && fault.severity === 'unknown',
);
