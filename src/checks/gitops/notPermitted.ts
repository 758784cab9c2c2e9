import { failing, renderingRule } from '../shared/renderingRule.ts';

export const gitOpsNotPermitted = renderingRule('gitops/not-permitted', 'error', failing('gitops', 'not-permitted'));
