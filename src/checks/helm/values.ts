import { failing, renderingRule } from '../shared/renderingRule.ts';

export const helmValues = renderingRule('helm/values', 'error', failing('helm', 'schema', 'values-invalid', 'values-type'));
