import type { Language } from '../../base/message.ts';
import { compositionOf } from '../../analysis/composition.ts';
import { resolvePlace } from '../../analysis/resolve.ts';
import type { AnalysedCluster, Snapshot } from '../../analysis/snapshot.ts';
import type { RenderingFault } from '../../manifests/cluster.ts';
import type { ManifestDocument } from '../../manifests/document.ts';
import type { Place } from '../../manifests/place.ts';
import { unitKey } from '../../rendering/clusters/unit.ts';
import { isRendered } from '../../rendering/renderedDocument.ts';
import type { RenderedManifest } from '../../rendering/rendered.ts';
import { textOf } from '../../rendering/rope.ts';
import type { Sources } from '../../rendering/sources.ts';
import { manifestsText } from '../../rendering/units.ts';
import { resourceReport, type RenderPlace, type UnitProblem, type UnitReport } from '../rendering.ts';

/** What GitOps objects build from a folder, the same object once, and the clusters that the folder is a part of by itself. */
export function builtFrom(
  snapshot: Snapshot,
  folder: string,
  origins: boolean,
  sources: Sources,
  language: Language,
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
      if (known === undefined) {
        const problems = problemsOf(snapshot, analysed, key, language);
        units.set(key, { ...reportOf(analysed, key, kind, sources, origins), problems, root, by, clusters: [name] });
      } else known.clusters.push(name);
    }
  }
  return { clusters: [...new Set(clusters)], units: [...units.values()] };
}

/** What is made of a folder, or of a folder of that name in a folder of the workspace, in each cluster: by GitOps objects, else by itself. */
export function renderedUnits(
  snapshot: Snapshot,
  folder: string,
  origins: boolean,
  sources: Sources,
  language: Language,
): readonly UnitReport[] {
  const units = new Map<string, UnitReport & { readonly clusters: string[] }>();
  for (const analysed of snapshot.clusters) {
    for (const { unit, kind, root, by } of compositionOf(analysed).units) {
      if (kind === 'modules' || !(root === folder || root.endsWith(`/${folder}`))) continue;
      const key = unitKey(unit);
      const known = units.get(key);
      if (known === undefined) {
        const problems = problemsOf(snapshot, analysed, key, language);
        units.set(key, { ...reportOf(analysed, key, kind, sources, origins), problems, root, by, clusters: [analysed.cluster.name] });
      } else known.clusters.push(analysed.cluster.name);
    }
  }
  return [...units.values()];
}

function reportOf(
  { cluster }: AnalysedCluster,
  key: string,
  kind: UnitReport['kind'],
  sources: Sources,
  origins: boolean,
): Omit<UnitReport, 'problems' | 'root' | 'by' | 'clusters'> {
  const seen = new Set<ManifestDocument>();
  const manifests: RenderedManifest[] = [];
  for (const { document } of cluster.resources) {
    if (!isRendered(document) || document.unitKey !== key || seen.has(document)) continue;
    seen.add(document);
    manifests.push(document);
  }
  return {
    kind,
    texts: undefined,
    resources: manifests.map((manifest) => resourceReport(manifest, kind, origins, sources)),
    text: textOf(manifestsText(manifests)),
    yaml: () => textOf(manifestsText(manifests)),
  };
}

/** Why the object does not build it, or not as is meant. */
function problemsOf(snapshot: Snapshot, { cluster }: AnalysedCluster, key: string, language: Language): readonly UnitProblem[] {
  return (cluster.faults ?? []).filter(({ unit }) => unit === key).map((fault) => problemOf(snapshot, fault, language));
}

function problemOf(snapshot: Snapshot, { class: name, severity, message, place, related }: RenderingFault, { say }: Language): UnitProblem {
  return {
    class: name,
    severity,
    message: say(message),
    ...shownPlace(snapshot, place),
    places: [],
    related: related.map((one) => ({ message: say(one.message), ...shownPlace(snapshot, one.place) })),
  };
}

function shownPlace(snapshot: Snapshot, place: Place): RenderPlace {
  const found = resolvePlace(snapshot, place);
  return { file: found?.path ?? place.document.file, line: (found?.start.line ?? 0) + 1, column: (found?.start.character ?? 0) + 1 };
}
