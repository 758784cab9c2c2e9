import { failing, renderingRule } from '../shared/renderingRule.ts';

export const gitOpsSubstitution = renderingRule('gitops/substitution', 'error', failing('gitops', 'substitution'));
