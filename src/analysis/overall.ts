import { checkCodes } from '../checks/all.ts';
import type { AnySuppression, Controls } from '../checks/controls.ts';
import type { Finding } from '../checks/finding.ts';
import { unusedConfiguration, unusedIn } from '../checks/suppression/unused.ts';
import type { AnalysedFile } from './files.ts';
import type { Snapshot } from './snapshot.ts';

export interface OverallInput extends Pick<Snapshot, 'files' | 'clusters' | 'membership'> {
  /** Files with suppressions, and configuration files. */
  readonly suppressing: readonly AnalysedFile[];
  readonly controls: Controls;
  /** What was found last: lists that say the same are kept, so that hosts need not show them again. */
  readonly before: Snapshot['overall'];
}

/** What only all files and clusters together show: which suppressions have no effect. */
export function overallFindings({ files, clusters, membership, suppressing, controls, before }: OverallInput): Snapshot['overall'] {
  const found = new Map<string, readonly Finding[]>();
  const everywhere = (suppression: AnySuppression) => clusters.some(({ used }) => used.has(suppression)) || [...files].some(({ used }) => used.has(suppression));
  for (const { path, used, suppressions, configuration } of suppressing) {
    const isUsed = (suppression: AnySuppression) => used.has(suppression) || (membership.get(path) ?? []).some((index) => clusters[index]?.used.has(suppression) === true);
    const unused = configuration === undefined ? unusedIn(path, suppressions, isUsed, controls, checkCodes) : unusedConfiguration(configuration, everywhere, controls, checkCodes);
    if (unused.length > 0) found.set(path, sameAs(before.get(path), unused));
  }
  return found;
}

function sameAs(before: readonly Finding[] | undefined, after: readonly Finding[]): readonly Finding[] {
  if (before?.length !== after.length) return after;
  const same = before.every(({ place, message: { key, args }, severity }, index) => {
    const other = after[index];
    return other !== undefined && place === other.place && severity === other.severity && key === other.message.key && args.length === other.message.args.length;
  });
  return same ? before : after;
}
