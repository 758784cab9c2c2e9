import { resolvePath } from '../base/path.ts';
import { renderChart, usualChartOptions } from './helm/render.ts';
import type { ChartHook, ChartRequest } from './kustomize/charts.ts';
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
    const options = {
      ...usualChartOptions,
      values: valuesOf(request, folder),
      includeCrds: isTrue(valueAt(chart, 'includeCRDs')),
      apiVersions: textsOf(valueAt(chart, 'apiVersions')),
      kubeVersion: textAt(chart, 'kubeVersion'),
      // kustomize asks for a generated name, for which `helm template` has this one.
      releaseName: textAt(chart, 'releaseName') ?? usualChartOptions.releaseName,
      namespace: textAt(chart, 'namespace') ?? usualChartOptions.namespace,
    };
    const rendered = renderChart(sources, folder, options);
    const skips = { hooks: isTrue(valueAt(chart, 'skipHooks')), tests: isTrue(valueAt(chart, 'skipTests')) };
    return skips.hooks || skips.tests
      ? { ...rendered, manifests: rendered.manifests.filter(({ root }) => !isSkipped(root, skips)) }
      : rendered;
  };
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
