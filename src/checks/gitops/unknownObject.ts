import { renderingRule } from '../shared/renderingRule.ts';

export const gitOpsUnknownObject = renderingRule(
  'gitops/unknown-object',
  'warning',
  ({ class: problem }) => problem === 'unknown-object' || problem === 'absent-object',
);
