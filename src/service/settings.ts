import type { AnalysisSettings } from '../analysis/analysis.ts';
import { isSeverity } from '../checks/findings/controls.ts';
import { severities } from '../checks/findings/finding.ts';
import { profileNames } from '../manifests/resources/edgeNetwork.ts';
import type { ServiceSettings } from './service.ts';

/** The words of the setting `defaultProfile`. */
export const profiles: readonly string[] = profileNames;

/** The words that a check can be set to. */
export const severityWords: readonly string[] = [...severities, 'off'];

/** What of the settings can be understood; the rest counts as not set. */
export function analysisSettings({ defaultProfile, severities: words }: ServiceSettings): AnalysisSettings {
  return {
    defaultProfile: profileNames.find((name) => name === defaultProfile) ?? 'custom',
    severities: Object.fromEntries(Object.entries(words).flatMap(([code, word]) => (isSeverity(word) ? [[code, word]] : []))),
  };
}
