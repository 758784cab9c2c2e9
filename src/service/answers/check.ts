import { clustersAmong, findingsOf, type Snapshot } from '../../analysis/snapshot.ts';
import type { ManifestDocument } from '../../manifests/document.ts';
import { isCorefile } from '../../manifests/fileNames.ts';
import { isRendered } from '../../rendering/renderedDocument.ts';
import type { Language } from '../../base/message.ts';
import type { FileFinding } from '../fileFinding.ts';
import { fileFindingOf } from '../findings.ts';
import type { CheckReport } from '../questions.ts';
import { clusterReports } from './clusters.ts';

/** All findings, by file, then place; those about a text alone as well. */
export function checkReport(snapshot: Snapshot, language: Language): CheckReport {
  const paths = [...snapshot.files].map(({ path }) => path).sort();
  const findings = paths.flatMap((path) =>
    findingsOf(snapshot, path)
      .map((finding) => fileFindingOf(snapshot, finding, language))
      .filter((finding) => finding !== undefined)
      .sort(byPlace),
  );
  let manifests = 0;
  for (const { path, documents } of snapshot.files)
    if (!snapshot.consumed.has(path)) for (const { resources } of documents) manifests += isCorefile(path) ? 1 : resources.length;
  // What several clusters share is rendered once.
  const rendered = new Set<ManifestDocument>();
  for (const { cluster } of snapshot.clusters)
    for (const { document } of cluster.resources) if (isRendered(document)) rendered.add(document);
  manifests += rendered.size;
  const count = (severity: string) => findings.filter((finding) => finding.severity === severity).length;
  return {
    findings,
    clusters: clusterReports(snapshot, undefined, language),
    summary: {
      files: paths.length,
      manifests,
      clusters: clustersAmong(snapshot.clusters).length,
      errors: count('error'),
      warnings: count('warning'),
    },
  };
}

function byPlace({ range: one }: FileFinding, { range: other }: FileFinding): number {
  return one.start.line - other.start.line || one.start.character - other.start.character;
}
