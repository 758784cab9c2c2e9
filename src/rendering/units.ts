import { message } from '../base/message.ts';
import { baseName, folderOf } from '../base/path.ts';
import { isManifestPath } from '../manifests/manifestFiles.ts';
import { manifestText } from './goYaml/manifestText.ts';
import { renderChart, type ChartOptions, type ChartProblem } from './helm/render.ts';
import { buildKustomization } from './kustomize/build.ts';
import { chartHook } from './kustomizedChart.ts';
import { lookedAt } from './lookedAt.ts';
import type { Rendered, RenderedManifest, RenderingProblem } from './rendered.ts';
import type { Rope } from './rope.ts';
import type { Sources } from './sources.ts';
import { inFile, readYaml } from './yaml/read.ts';

/** What is applied as one. */
export interface Unit {
  readonly kind: 'kustomization' | 'chart' | 'files';
  /** The folder; of a packed chart or of a single manifest that file. */
  readonly root: string;
}

export interface RenderedUnit extends Omit<Rendered, 'problems'> {
  readonly unit: Unit;
  readonly problems: readonly ChartProblem[];
  /** Of a chart: what each template printed. */
  readonly texts: ReadonlyMap<string, Rope>;
  /** To the letter what the real tool prints; undefined where it fails. */
  readonly text: Rope | undefined;
}

const kustomizationNames: readonly string[] = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];

/** By its name alone. */
export function isKustomizationFile(path: string): boolean {
  return kustomizationNames.includes(path.slice(path.lastIndexOf('/') + 1));
}

/** The unit that a path means: a folder, or a file that stands for one (`Chart.yaml`, `kustomization.yaml`, a packed chart). Undefined where nothing is. */
export function unitAt(sources: Sources, path: string): Unit | undefined {
  const kind = sources.kindOf(path);
  const name = baseName(path);
  if (kind === 'file') {
    if (name === 'Chart.yaml') return { kind: 'chart', root: folderOf(path) };
    if (kustomizationNames.includes(name)) return { kind: 'kustomization', root: folderOf(path) };
    return { kind: path.endsWith('.tgz') ? 'chart' : 'files', root: path };
  }
  if (kind === undefined) return undefined;
  const names = new Set(sources.list(path)?.map((entry) => entry.name));
  if (kustomizationNames.some((one) => names.has(one))) return { kind: 'kustomization', root: path };
  // Templates without a `Chart.yaml` are a chart that lacks something.
  return { kind: names.has('Chart.yaml') || names.has('templates') ? 'chart' : 'files', root: path };
}

export function renderUnit(sources: Sources, unit: Unit, chart: ChartOptions): RenderedUnit {
  switch (unit.kind) {
    case 'chart':
      return { unit, ...renderChart(sources, unit.root, chart) };
    case 'kustomization':
      return withText(unit, buildKustomization(sources, unit.root, { helmCharts: chartHook(sources) }));
    case 'files':
      return withText(unit, plainFiles(sources, unit.root));
  }
}

/** Documents one after the other, as `kubectl kustomize` prints them. */
function withText(unit: Unit, rendered: Rendered): RenderedUnit {
  const fails = rendered.problems.some(({ severity }) => severity === 'error');
  return { unit, ...rendered, texts: new Map(), text: fails ? undefined : manifestsText(rendered.manifests) };
}

export function manifestsText(manifests: readonly RenderedManifest[]): Rope {
  return manifests.flatMap(({ root }, index) => [...(index === 0 ? [] : [{ text: '---\n', origins: [] }]), ...manifestText(root)]);
}

/** The manifests of one folder, or of one file, as they stand: nobody renders them. */
function plainFiles(given: Sources, root: string): Rendered {
  const { sources, looked } = lookedAt(given);
  const files =
    sources.kindOf(root) === 'file'
      ? [root]
      : (sources.list(root) ?? [])
          .filter(({ name, kind }) => kind === 'file' && isManifestPath(name))
          .map(({ name }) => (root === '' ? name : `${root}/${name}`));
  const manifests: RenderedManifest[] = [];
  const problems: RenderingProblem[] = [];
  if (files.length === 0)
    problems.push({
      class: 'no-kustomization-file',
      severity: 'error',
      message: message('There is no kustomization.yaml here, no chart and no manifest.'),
      at: { file: root, start: 0, end: 0 },
      related: [],
    });
  for (const file of files)
    for (const document of readYaml(sources.text(file) ?? '', inFile(file), { dialect: 'yaml-1.1', duplicates: 'last' })) {
      for (const { text, at } of document.problems)
        problems.push({
          class: 'malformed-yaml',
          severity: 'error',
          message: message('This is no YAML that the cluster takes: {0}.', text),
          at,
          related: [],
        });
      if (document.root?.type === 'map') manifests.push({ root: document.root, source: file });
    }
  return { manifests, problems, looked };
}
