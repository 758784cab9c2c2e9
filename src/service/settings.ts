import type { AnalysisSettings } from '../analysis/analysis.ts';
import { isSeverity } from '../checks/findings/controls.ts';
import { profileNames } from '../manifests/resources/edgeNetwork.ts';
import type { ServiceSettings } from './service.ts';

/** What of the settings can be understood; the rest counts as not set. */
export function analysisSettings({ defaultProfile, severities }: ServiceSettings): AnalysisSettings {
  return {
    defaultProfile: profileNames.find((name) => name === defaultProfile) ?? 'custom',
    severities: Object.fromEntries(Object.entries(severities).flatMap(([code, word]) => (isSeverity(word) ? [[code, word]] : []))),
  };
}
