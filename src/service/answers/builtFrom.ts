import { compositionOf } from '../../analysis/composition.ts';
import type { AnalysedCluster, Snapshot } from '../../analysis/snapshot.ts';
import type { ManifestDocument } from '../../manifests/document.ts';
import { unitKey } from '../../rendering/clusters/unit.ts';
import { isRendered } from '../../rendering/renderedDocument.ts';
import type { RenderedManifest } from '../../rendering/rendered.ts';
import { textOf } from '../../rendering/rope.ts';
import type { Sources } from '../../rendering/sources.ts';
import { manifestsText } from '../../rendering/units.ts';
import { resourceReport, type UnitReport } from '../rendering.ts';

/** What GitOps objects build from a folder, the same object once, and the clusters that the folder is a part of by itself. */
export function builtFrom(
  snapshot: Snapshot,
  folder: string,
  origins: boolean,
  sources: Sources,
): { readonly clusters: readonly string[]; readonly units: readonly UnitReport[] } {
  const clusters: string[] = [];
  const units = new Map<string, UnitReport & { readonly clusters: string[] }>();
  for (const analysed of snapshot.clusters) {
    const { name } = analysed.cluster;
    for (const { unit, kind, root, by } of compositionOf(analysed).units) {
      if (root !== folder || kind === 'modules') continue;
      if (by === undefined) {
        clusters.push(name);
        continue;
      }
      const key = unitKey(unit);
      const known = units.get(key);
      if (known === undefined) units.set(key, { ...reportOf(analysed, key, kind, sources, origins), root, by, clusters: [name] });
      else known.clusters.push(name);
    }
  }
  return { clusters: [...new Set(clusters)], units: [...units.values()] };
}

function reportOf(
  { cluster }: AnalysedCluster,
  key: string,
  kind: UnitReport['kind'],
  sources: Sources,
  origins: boolean,
): Omit<UnitReport, 'root' | 'by' | 'clusters'> {
  const seen = new Set<ManifestDocument>();
  const manifests: RenderedManifest[] = [];
  for (const { document } of cluster.resources) {
    if (!isRendered(document) || document.unitKey !== key || seen.has(document)) continue;
    seen.add(document);
    manifests.push(document);
  }
  return {
    kind,
    problems: [],
    texts: undefined,
    resources: manifests.map((manifest) => resourceReport(manifest, kind, origins, sources)),
    text: textOf(manifestsText(manifests)),
    yaml: () => textOf(manifestsText(manifests)),
  };
}
