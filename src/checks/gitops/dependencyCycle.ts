import { failing, renderingRule } from '../shared/renderingRule.ts';

export const gitOpsDependencyCycle = renderingRule('gitops/dependency-cycle', 'error', failing('gitops', 'dependency-cycle'));
