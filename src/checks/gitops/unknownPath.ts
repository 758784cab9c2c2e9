import { renderingRule } from '../shared/renderingRule.ts';

export const gitOpsUnknownPath = renderingRule(
  'gitops/unknown-path',
  'error',
  ({ tool, class: name, severity }) => tool === 'gitops' && severity !== 'unknown' && (name === 'missing-path' || name === 'missing-file'),
);
