import { failing, renderingRule } from '../shared/renderingRule.ts';

export const gitOpsUnreadable = renderingRule(
  'gitops/unreadable',
  'error',
  failing('gitops', 'malformed-yaml', 'not-a-manifest', 'not-representable', 'too-large'),
);
