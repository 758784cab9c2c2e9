import { failing, renderingRule } from '../shared/renderingRule.ts';

export const gitOpsRefused = renderingRule('gitops/refused', 'error', failing('gitops', 'template', 'refused', 'cluster-scoped', 'limit'));
