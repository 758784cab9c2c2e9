import { checkCodes } from '../checks/all.ts';
import { judgeSuppressions, judgeWorkspace } from '../checks/run.ts';
import type { AnySuppression, Controls } from '../checks/findings/controls.ts';
import type { Allocation } from '../engine/allocation.ts';
import type { Finding } from '../checks/findings/finding.ts';
import { resourceAt } from '../checks/findings/resourceAt.ts';
import { withKept } from '../manifests/same.ts';
import type { AnalysedFile } from './files.ts';
import type { Snapshot } from './snapshot.ts';
import { findingAtSource, inheritedBy } from './sourcePlaces.ts';

export interface OverallInput extends Pick<Snapshot, 'files' | 'clusters' | 'membership'> {
  /** Files with suppressions, and configuration files. */
  readonly suppressing: readonly AnalysedFile[];
  readonly controls: Controls;
  /** Of each of the clusters, what was allocated: live, so that what is made of it holds until something that was read for it changes. */
  readonly allocations: readonly Allocation[];
  /** What was found last: lists that say the same are kept, so that hosts need not show them again. */
  readonly before: Snapshot['overall'];
}

/** What only all files and clusters together show: addresses that two clusters claim, and which suppressions have no effect. */
export function overallFindings({
  files,
  clusters,
  allocations,
  membership,
  suppressing,
  controls,
  before,
}: OverallInput): Snapshot['overall'] {
  const usedHere = new Set<AnySuppression>();
  // An alternative stands beside nothing.
  const real = clusters.map((_, index) => index).filter((index) => clusters[index]?.cluster.alternative === undefined);
  const beside = real.map((index) => allocations[index]).filter((allocation) => allocation !== undefined);
  const routedNetworks = suppressing.flatMap(({ configuration }) => configuration?.routedNetworks ?? []);
  const between = judgeWorkspace({ allocations: beside, routedNetworks }, controls).flatMap(({ index, finding }) => {
    const cluster = clusters[real[index] ?? -1]?.cluster;
    return controls.kept(
      [findingAtSource(files, finding)],
      (path) => files.get(path)?.suppressions ?? [],
      ({ place, judged }) => (cluster === undefined ? undefined : resourceAt(cluster, judged?.place ?? place)),
      usedHere,
      (each) => (cluster === undefined ? [] : inheritedBy(each, cluster, files)),
    );
  });
  const found = new Map<string, Finding[]>();
  const add = (path: string, findings: readonly Finding[]) => {
    const list = found.get(path);
    if (list === undefined) found.set(path, [...findings]);
    else list.push(...findings);
  };
  for (const finding of between) add(finding.place.document.file, [finding]);
  const everywhere = (suppression: AnySuppression) =>
    usedHere.has(suppression) || clusters.some(({ used }) => used.has(suppression)) || [...files].some(({ used }) => used.has(suppression));
  for (const { path, used, suppressions, configuration } of suppressing) {
    const isUsed = (suppression: AnySuppression) =>
      used.has(suppression) ||
      usedHere.has(suppression) ||
      (membership.get(path) ?? []).some((index) => clusters[index]?.used.has(suppression) === true);
    const unused = judgeSuppressions(
      {
        written: configuration ?? suppressions,
        isUsed: configuration === undefined ? isUsed : everywhere,
        isOff: (code) => controls.severityOf(code, path) === 'off',
        codes: checkCodes,
      },
      controls,
    );
    if (unused.length > 0) add(path, unused);
  }
  return new Map([...found].map(([path, findings]) => [path, withKept(before.get(path), findings)]));
}
