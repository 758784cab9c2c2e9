import * as vscode from 'vscode';
import type { AnalysisSettings } from '../analysis/analysis.ts';
import { excludedBy, foreignFolders } from '../manifests/manifestFiles.ts';
import { severities } from '../checks/findings/finding.ts';
import { profileNames } from '../manifests/resources/edgeNetwork.ts';

export const section = 'edgeNetwork';

/** The settings that the analysis goes by. A value that is none of those offered counts as not set. */
export function analysisSettings(): AnalysisSettings {
  const settings = vscode.workspace.getConfiguration(section);
  const profile = settings.get<unknown>('defaultProfile');
  const checks = settings.get<unknown>('checks');
  const levels = ['off', ...severities] as const;
  const entries = typeof checks === 'object' && checks !== null ? Object.entries(checks) : [];
  return {
    defaultProfile: profileNames.find((name) => name === profile) ?? 'custom',
    severities: Object.fromEntries(
      entries.flatMap(([code, value]) => {
        const level = levels.find((candidate) => candidate === value);
        return level === undefined ? [] : [[code, level]];
      }),
    ),
  };
}

/** Which paths of a workspace folder are left out: by our own setting, by `files.exclude`, and folders that hold other people's files. */
export function excludedIn(folder: vscode.WorkspaceFolder): (relativePath: string) => boolean {
  const own = vscode.workspace.getConfiguration(section, folder.uri).get<unknown>('exclude');
  const general = vscode.workspace.getConfiguration('files', folder.uri).get<unknown>('exclude');
  const patterns = Array.isArray(own) ? own.filter((pattern) => typeof pattern === 'string') : [];
  // Entries with a condition (`{ "when": … }`) are about build products beside their sources: no manifests.
  const hidden =
    typeof general === 'object' && general !== null
      ? Object.entries(general).flatMap(([pattern, value]) => (value === true ? [pattern] : []))
      : [];
  return excludedBy([...foreignFolders.map((name) => `**/${name}`), ...hidden, ...patterns]);
}

/** Whether a change of settings changes which files count. */
export function affectsFiles(change: vscode.ConfigurationChangeEvent): boolean {
  return change.affectsConfiguration(`${section}.exclude`) || change.affectsConfiguration('files.exclude');
}

/** Whether a change of settings changes what is made of them. */
export function affectsAnalysis(change: vscode.ConfigurationChangeEvent): boolean {
  return change.affectsConfiguration(`${section}.checks`) || change.affectsConfiguration(`${section}.defaultProfile`);
}
