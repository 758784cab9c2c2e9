import { message } from '../base/message.ts';
import { resolvePath } from '../base/path.ts';
import { renderChart, usualChartOptions } from './helm/render.ts';
import type { ChartHook, ChartRequest } from './kustomize/charts.ts';
import { failure } from './kustomize/problem.ts';
import type { Rendered } from './rendered.ts';
import type { Sources } from './sources.ts';
import { textAt, valueAt } from './yaml/change.ts';
import type { YamlMap, YamlNode } from './yaml/node.ts';
import { valueOf } from './yaml/scalarTypes.ts';

type Values = { readonly file: string } | { readonly root: YamlMap };

/**
 * Renders an entry of `helmCharts` as kustomize does with `--enable-helm`, from a chart that lies in the workspace.
 * kustomize api/internal/builtins/HelmChartInflationGenerator.go, api/types/helmchartargs.go (AsHelmArgs)
 */
export function chartHook(sources: Sources): ChartHook {
  return (request) => {
    const { chart } = request;
    const name = textAt(chart, 'name');
    const home = chartHomeOf(request);
    const folder = name === undefined || home === undefined ? undefined : resolvePath(home, name);
    if (folder === undefined || sources.kindOf(folder) !== 'folder') return undefined;
    const releaseName = textAt(chart, 'releaseName') ?? '';
    const template = textAt(chart, 'nameTemplate') ?? '';
    if (releaseName !== '' && template !== '') return twoNames(request);
    if (wantsDefaults(chart) && sources.kindOf(`${folder}/values.yaml`) !== 'file') return noDefaults(request, folder);
    const options = {
      ...usualChartOptions,
      values: valuesOf(request, folder),
      includeCrds: isTrue(valueAt(chart, 'includeCRDs')),
      apiVersions: textsOf(valueAt(chart, 'apiVersions')),
      kubeVersion: textAt(chart, 'kubeVersion'),
      // kustomize asks for a generated name, for which `helm template` has this one.
      releaseName: releaseName || (template.includes('{{') ? '' : template) || usualChartOptions.releaseName,
      namespace: textAt(chart, 'namespace') ?? usualChartOptions.namespace,
    };
    const rendered = renderChart(sources, folder, options);
    const skips = { hooks: isTrue(valueAt(chart, 'skipHooks')), tests: isTrue(valueAt(chart, 'skipTests')) };
    return skips.hooks || skips.tests
      ? { ...rendered, manifests: rendered.manifests.filter(({ root }) => !isSkipped(root, skips)) }
      : rendered;
  };
}

/** Whether kustomize reads the defaults of the chart itself, and does not leave them to Helm. */
function wantsDefaults(chart: YamlMap): boolean {
  const inline = valueAt(chart, 'valuesInline');
  const replaces = textAt(chart, 'valuesMerge') === 'replace' && inline?.type === 'map' && inline.entries.length > 0;
  return textAt(chart, 'valuesFile') === undefined && !replaces;
}

function noDefaults({ chart, at }: ChartRequest, folder: string): Rendered {
  const text = message('Kustomize looks for {0}, which Helm could do without.', `${folder}/values.yaml`);
  const problem = failure('missing-file', text, valueAt(chart, 'name')?.origins[0] ?? at);
  return { manifests: [], problems: [problem], looked: new Set([`${folder}/values.yaml`]) };
}

/** helm/pkg/action/install.go (NameAndChart) */
function twoNames({ chart, at }: ChartRequest): Rendered {
  const problem = failure(
    'release-name',
    message('Helm takes either a name of the release or a template for one, not both.'),
    valueAt(chart, 'nameTemplate')?.origins[0] ?? at,
  );
  return { manifests: [], problems: [problem], looked: new Set() };
}

/** A chart of a version from a repository lies in a folder of that name. */
function chartHomeOf({ chart, globals, folder }: ChartRequest): string | undefined {
  const home = resolvePath(folder, textAt(globals, 'chartHome') ?? 'charts');
  const version = textAt(chart, 'version');
  if (home === undefined || version === undefined || textAt(chart, 'repo') === undefined) return home;
  return `${home}/${textAt(chart, 'name') ?? ''}-${version}`;
}

function valuesOf({ chart, folder: from }: ChartRequest, folder: string): readonly Values[] {
  const file = (path: string): readonly Values[] => {
    const resolved = resolvePath(from, path);
    return resolved === undefined ? [] : [{ file: resolved }];
  };
  const named = textAt(chart, 'valuesFile');
  const base = named === undefined ? [] : file(named);
  const inline = valueAt(chart, 'valuesInline');
  const own: readonly Values[] = inline?.type === 'map' ? [{ root: inline }] : [];
  const additional = textsOf(valueAt(chart, 'additionalValuesFiles')).flatMap(file);
  switch (textAt(chart, 'valuesMerge')) {
    case 'replace':
      return [...(own.length > 0 ? own : base), ...additional];
    case 'merge':
      // Values of the file count before those that are written here; of a chart without a file, its defaults do.
      return [...own, ...(base.length > 0 ? base : [{ file: `${folder}/values.yaml` }]), ...additional];
    default:
      return [...base, ...own, ...additional];
  }
}

function isSkipped(root: YamlMap, { hooks, tests }: { readonly hooks: boolean; readonly tests: boolean }): boolean {
  const hook = textAt(valueAt(valueAt(root, 'metadata'), 'annotations'), 'helm.sh/hook');
  if (hook === undefined) return false;
  return hooks || (tests && hook.split(',').some((word) => word.trim().startsWith('test')));
}

function isTrue(node: YamlNode | undefined): boolean {
  return node?.type === 'scalar' && valueOf(node) === true;
}

function textsOf(node: YamlNode | undefined): readonly string[] {
  return node?.type === 'list' ? node.items.flatMap((item) => (item.type === 'scalar' ? [item.text] : [])) : [];
}
