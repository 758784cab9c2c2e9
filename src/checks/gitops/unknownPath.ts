import { failing, renderingRule } from '../shared/renderingRule.ts';

export const gitOpsUnknownPath = renderingRule('gitops/unknown-path', 'error', failing('gitops', 'missing-path', 'missing-file'));
