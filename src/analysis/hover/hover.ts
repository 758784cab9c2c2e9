import type { Allocation } from '../../engine/allocation.ts';
import { describeAddress } from './addresses.ts';
import type { Answer, Hover, HoverSection } from './content.ts';
import { describeDelivery } from './deliveries.ts';
import { describeMention } from './mentions.ts';
import { describeName } from './names.ts';
import { describeRange } from './ranges.ts';
import { describeRenderedValue } from './renderedValue.ts';
import { describeSelector } from './selectors.ts';
import { describeSiteField } from './siteFields.ts';
import { manifestsAt, type ManifestAt } from '../manifestsAt.ts';
import { clustersOf, type Snapshot } from '../snapshot.ts';

export type { Hover, HoverLine, HoverSection } from './content.ts';

/**
 * What can be said of the thing at an offset of a file; undefined where the text is not ours or says nothing of interest.
 * `withSchema`: with what our schemas say of a field, unless somebody else shows it.
 */
export function hoverAt(snapshot: Snapshot, path: string, offset: number, withSchema = true): Hover | undefined {
  const clusters = clustersOf(snapshot, path);
  const sections: HoverSection[] = [];
  let range: Hover['range'] | undefined;
  for (const analysed of clusters) {
    for (const manifest of manifestsAt(snapshot, analysed, path, offset)) {
      const answer = describe(analysed.allocation, manifest, withSchema) ?? describeDelivery(snapshot.clusters, path, manifest);
      if (answer === undefined) continue;
      range ??= { start: manifest.documentOffset + answer.range.start, end: manifest.documentOffset + answer.range.end };
      sections.push({ cluster: clusters.length > 1 ? analysed.cluster.name : undefined, title: answer.title, lines: answer.lines });
    }
  }
  if (range === undefined) {
    for (const analysed of clusters.slice(0, mostSections)) {
      const answer = describeRenderedValue(snapshot, analysed, path, offset);
      if (answer === undefined) continue;
      range ??= answer.range;
      sections.push({ cluster: clusters.length > 1 ? analysed.cluster.name : undefined, title: answer.title, lines: answer.lines });
    }
  }
  return range === undefined ? undefined : { range, sections: sections.slice(0, mostSections) };
}

/** A base that many clusters share must not fill the screen. */
const mostSections = 4;

function describe(allocation: Allocation, manifest: ManifestAt, withSchema: boolean): Answer | undefined {
  return (
    describeRange(allocation, manifest) ??
    describeSelector(allocation, manifest) ??
    describeName(allocation, manifest) ??
    describeAddress(allocation, manifest) ??
    describeMention(allocation, manifest) ??
    describeSiteField(allocation, manifest, withSchema)
  );
}
