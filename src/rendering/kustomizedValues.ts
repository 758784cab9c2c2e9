import { message } from '../base/message.ts';
import type { GivenValues } from './helm/chart/values.ts';
import type { ChartRequest } from './kustomize/charts.ts';
import type { LoadedFile } from './kustomize/entries.ts';
import { throughJson } from './kustomize/jsonForm.ts';
import { failure, placeOf } from './kustomize/problem.ts';
import { strategicMerge } from './kustomize/strategicMerge.ts';
import { yamlFailure } from './kustomize/yamlFailure.ts';
import type { RenderingProblem } from './rendered.ts';
import { mapNode, textAt, valueAt } from './yaml/change.ts';
import type { YamlMap, YamlScalar } from './yaml/node.ts';
import { inFile, readYaml } from './yaml/read.ts';

/**
 * The values that kustomize hands to Helm for an entry of `helmCharts`: always a file, the chart's own defaults where the entry names none, so that a null among them takes
 * the default away. None: a file that it needs is not there, which has been reported. `chartPath`: from the kustomization's folder.
 */
export function kustomizedValues(request: ChartRequest, chartPath: string): readonly GivenValues[] | RenderingProblem {
  const { chart, at, load } = request;
  const additional: GivenValues[] = [];
  for (const entry of scalarsAt(chart, 'additionalValuesFiles')) {
    const loaded = load(entry);
    if (loaded === undefined) return [];
    additional.push({ file: loaded.file });
  }
  const mode = textAt(chart, 'valuesMerge') ?? '';
  if (!['', 'merge', 'override', 'replace'].includes(mode))
    return failure(
      'invalid-kustomization',
      message('valuesMerge is one of merge, override and replace.'),
      placeOf(valueAt(chart, 'valuesMerge'), at),
    );
  const inline = valueAt(chart, 'valuesInline');
  const own = inline?.type === 'map' && inline.entries.length > 0 ? inline : undefined;
  if (own !== undefined && mode === 'replace') return [{ root: own }, ...additional];
  const named = valueAt(chart, 'valuesFile');
  const name = valueAt(chart, 'name');
  const base =
    named?.type === 'scalar' && named.text !== ''
      ? load(named)
      : load(name?.type === 'scalar' ? name : undefined, `${chartPath}/values.yaml`);
  if (base === undefined) return [];
  if (own === undefined) return [{ file: base.file }, ...additional];
  const merged = mergedValues(base, own, mode);
  return 'class' in merged ? merged : [{ root: merged }, ...additional];
}

/** The values that an entry gives to a chart whose own defaults are not here; undefined where these come last, or a file is not there, which has been reported. */
export function givenValues({ chart, load }: ChartRequest): readonly GivenValues[] | undefined {
  const files = [valueAt(chart, 'valuesFile'), ...scalarsAt(chart, 'additionalValuesFiles')];
  const given: GivenValues[] = [];
  for (const entry of files) {
    if (entry?.type !== 'scalar' || entry.text === '') continue;
    const loaded = load(entry);
    if (loaded === undefined) return undefined;
    given.push({ file: loaded.file });
  }
  const inline = valueAt(chart, 'valuesInline');
  if (inline?.type !== 'map' || inline.entries.length === 0) return given;
  const hasFile = textAt(chart, 'valuesFile') !== undefined && textAt(chart, 'valuesFile') !== '';
  switch (textAt(chart, 'valuesMerge') ?? '') {
    case '':
    case 'override':
      // Further files come behind the values that stand here.
      return hasFile ? [...given.slice(0, 1), { root: inline }, ...given.slice(1)] : [{ root: inline }, ...given];
    case 'replace':
      return [{ root: inline }, ...given.slice(hasFile ? 1 : 0)];
    default:
      return undefined;
  }
}

/** Kustomize reads the file as it reads resources, where `yes` is a text, and merges as a patch without a schema does. */
function mergedValues({ file, bytes }: LoadedFile, own: YamlMap, mode: string): YamlMap | RenderingProblem {
  const text = new TextDecoder().decode(bytes);
  const [document] = readYaml(text, inFile(file), { dialect: 'yaml-1.2', duplicates: 'last' });
  const [problem] = document?.problems ?? [];
  if (problem !== undefined) return yamlFailure(problem, 'malformed-yaml');
  const written = document?.root;
  if (written?.type !== 'map')
    return failure('malformed-yaml', message('Kustomize can merge values with a map alone.'), placeOf(written, { file, start: 0, end: 0 }));
  const inline = throughJson(own) as YamlMap;
  const [target, patch] = mode === 'merge' ? [inline, written] : [written, inline];
  const { result, problem: failed } = strategicMerge(target, patch, undefined);
  return failed === undefined ? (result ?? mapNode([], own.origins)) : { ...failed, severity: 'error' };
}

function scalarsAt(chart: YamlMap, field: string): readonly YamlScalar[] {
  const list = valueAt(chart, field);
  return list?.type === 'list' ? list.items.filter((item) => item.type === 'scalar') : [];
}
