import { failing, renderingRule } from '../shared/renderingRule.ts';

export const helmChart = renderingRule(
  'helm/chart',
  'error',
  failing('helm', 'chart-invalid', 'missing-dependencies', 'kube-version', 'library', 'release-name'),
);
