import { failing, renderingRule } from '../shared/renderingRule.ts';

export const kustomizeUnreadable = renderingRule(
  'kustomize/unreadable',
  'error',
  failing('kustomize', 'malformed-yaml', 'duplicate-key', 'missing-name', 'too-large'),
);
