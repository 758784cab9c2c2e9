import { message } from '../../../base/message.ts';
import { resolvePath } from '../../../base/path.ts';
import { mergedMaps, readValues } from '../../helm/chart/valuesFile.ts';
import { ChartFault } from '../../helm/chart/fault.ts';
import { usualChartOptions } from '../../helm/render.ts';
import { map, unknownOf, type GoValue, type MapValue } from '../../helm/value.ts';
import { valueOfYaml } from '../../helm/yamlValue.ts';
import { asFarAsSeen, buildKustomization } from '../../kustomize/build.ts';
import { chartHook } from '../../kustomizedChart.ts';
import type { RenderedManifest, RenderingProblem } from '../../rendered.ts';
import { textAt, textNode, valueAt, withValue, mapNode, nodeAt } from '../../yaml/change.ts';
import type { YamlMap, YamlNode } from '../../yaml/node.ts';
import { dataOf } from '../data.ts';
import type { Applied, ClusterObject, RenderedDelivery, Surroundings } from '../delivery.ts';
import { absentChart, reachOfAbsent, renderGivenChart, standInFor } from '../charts/standIn.ts';
import { isStandIn } from '../charts/standInPath.ts';
import { withFetchedDependencies } from '../dependencies.ts';
import { valuesIn } from '../flux/releaseValues.ts';
import { isOutsideOfNamespaces, withNamespace, withoutTests } from '../namespaces.ts';
import { kinds } from '../object.ts';
import { below } from '../paths.ts';
import { mapsOf, placeOf, scalarsOf, specOf, textOf, textsOf, unknown } from '../reading.ts';
import type { RenderOptions } from '../renderOptions.ts';
import { withoutIgnored } from './ignoring.ts';
import { optionsOf } from './options.ts';
import { plainManifests } from './overlays.ts';
import { releaseNameOf } from './releaseName.ts';

/** What a bundle comes to for one target: its chart, a kustomization over that, or its plain files; then its namespace. fleet internal/helmdeployer/{postrender,render/helm}.go */
export function renderBundle(
  object: ClusterObject,
  applied: Applied & { readonly type: 'bundle' },
  surroundings: Surroundings,
  options: RenderOptions,
): RenderedDelivery {
  const { folder, fleet, target } = applied;
  const sources = withoutIgnored(surroundings.sources, folder);
  const settings = optionsOf(fleet, target, sources);
  const forced = specOf(object, 'targetNamespace') ?? valueAt(settings, 'namespace');
  const filled = valueAt(settings, 'defaultNamespace');
  const namespace = textOf(forced) ?? textOf(filled) ?? 'default';
  const problems: RenderingProblem[] = [];
  const looked = new Set<string>();
  let steps = 0;
  const chart = chartOf(settings, folder, object, namespace, { ...surroundings, sources }, problems);
  const kustomizeDir = textOf(nodeAt(settings, 'kustomize', 'dir')) ?? '.';
  const kustomization = resolvePath(folder, kustomizeDir) ?? folder;
  const isKustomized = sources.kindOf(below(kustomization, 'kustomization.yaml')) === 'file';
  let manifests: readonly RenderedManifest[] = [];
  let taken: readonly string[] = [];
  // What is not known of a chart may be what a patch is for.
  if (chart !== undefined && !(isKustomized && isStandIn(chart))) {
    const rendered = renderGivenChart(
      sources,
      chart,
      {
        ...usualChartOptions,
        buildsDependencies: true,
        releaseName: releaseName(object, settings, folder, surroundings),
        namespace,
        values: [{ values: valuesOf(settings, folder, object, { ...surroundings, sources }, problems) }],
        includeCrds: true,
      },
      placeOf(object, nodeAt(settings, 'helm', 'chart')),
    );
    for (const path of rendered.looked) looked.add(path);
    problems.push(...withFetchedDependencies(rendered.problems, namespace));
    manifests = withoutTests(rendered.manifests);
  }
  if (isKustomized) {
    const built = buildKustomization(sources, kustomization, {
      helmCharts: chartHook(sources),
      first: manifests,
      // What is left out makes other bases.
      ...(options.bases !== undefined && sources === surroundings.sources && { bases: options.bases }),
      ...(options.mostSteps !== undefined && { mostSteps: options.mostSteps }),
      amend: (found) => ({
        ...found,
        root: withoutOutput(found.root),
        problems: manifests.length === 0 ? found.problems : found.problems.filter((problem) => problem.class !== 'empty-kustomization'),
      }),
    });
    for (const path of built.looked) looked.add(path);
    const isOpen = (chart === undefined && valueAt(settings, 'helm') !== undefined) || (chart !== undefined && isStandIn(chart));
    problems.push(...(isOpen ? asFarAsSeen(built.problems, true) : built.problems));
    steps = built.steps;
    manifests = built.manifests;
  } else if (chart === undefined && valueAt(settings, 'helm') === undefined) {
    const overlays = textsOf(nodeAt(settings, 'yaml', 'overlays'));
    const plain = plainManifests(folder, overlays, surroundings.sources, (problem) => problems.push(problem));
    manifests = plain.manifests;
    taken = plain.ignored;
  }
  const placed =
    textOf(forced) === undefined ? manifests : manifests.map((manifest) => inNamespace(manifest, namespace, forced, object, problems));
  return { manifests: withNamespace(placed, namespace, (forced ?? filled)?.origins ?? []), problems, looked, taken, steps };
}

/** The name that Fleet gives to the chart's output, which comes first anyway. */
function withoutOutput(root: YamlMap): YamlMap {
  const resources = valueAt(root, 'resources');
  if (resources?.type !== 'list') return root;
  const items = resources.items.filter((item) => item.type !== 'scalar' || item.text !== 'fleet-manifests.yaml');
  return items.length === resources.items.length ? root : withValue(root, 'resources', { ...resources, items });
}

/** `namespace` is for all objects, and none may live outside of namespaces. */
function inNamespace(
  manifest: RenderedManifest,
  namespace: string,
  forced: YamlNode | undefined,
  object: ClusterObject,
  problems: RenderingProblem[],
): RenderedManifest {
  const { root } = manifest;
  if (isOutsideOfNamespaces(root)) {
    if (problems.some((problem) => problem.class === 'cluster-scoped')) return manifest;
    problems.push({
      class: 'cluster-scoped',
      severity: 'error',
      message: message(
        '"namespace" puts every object into {0}, and {1} {2} has no namespace: Fleet refuses the bundle. "defaultNamespace" is for those that may have one.',
        namespace,
        textAt(root, 'kind') ?? '',
        textAt(valueAt(root, 'metadata'), 'name') ?? '',
      ),
      at: placeOf(object, forced),
      related: [{ message: message('This object has no namespace.'), at: placeOf({ root }) }],
    });
    return manifest;
  }
  const metadata = valueAt(root, 'metadata');
  const origins = forced?.origins ?? [];
  const before = metadata?.type === 'map' ? metadata : mapNode([], origins);
  const text = textNode(namespace, [...origins, ...(valueAt(before, 'namespace')?.origins ?? [])]);
  return { ...manifest, root: withValue(root, 'metadata', withValue(before, 'namespace', text, origins)) };
}

/** Folder of the chart; undefined where there is none, or where it is elsewhere, which is reported. */
function chartOf(
  settings: YamlMap,
  folder: string,
  object: ClusterObject,
  namespace: string,
  { sources }: Surroundings,
  problems: RenderingProblem[],
): string | undefined {
  const helm = valueAt(settings, 'helm');
  const written = valueAt(helm, 'chart');
  const chart = textOf(written);
  const repo = textOf(valueAt(helm, 'repo'));
  if (chart === undefined && repo === undefined) return sources.kindOf(below(folder, 'Chart.yaml')) === 'file' ? folder : undefined;
  const path = chart === undefined || repo !== undefined ? undefined : resolvePath(folder, chart);
  if (path !== undefined && sources.kindOf(path) !== undefined) return path;
  const isPath = repo === undefined && chart !== undefined && /^\.{0,2}\//.test(chart);
  const at = placeOf(object, written, valueAt(helm, 'repo'));
  const standIn = isPath ? undefined : standInFor(chart ?? '', textAt(helm, 'version'));
  problems.push(
    isPath
      ? {
          class: 'missing-path',
          severity: 'error',
          message: message('There is no chart {0}, and the bundle fails.', chart),
          at,
          related: [],
        }
      : unknown(absentChart(chart ?? '', { from: repo, namespace, folder: standIn }), at, reachOfAbsent(namespace, standIn)),
  );
  return standIn;
}

/** fleet internal/names (HelmReleaseName) */
function releaseName(object: ClusterObject, settings: YamlMap, folder: string, { root }: Surroundings): string {
  const written = textOf(nodeAt(settings, 'helm', 'releaseName'));
  if (written !== undefined) return written;
  const path = root === '' ? folder : folder.slice(root.length + 1);
  const name =
    textAt(settings, 'name') ?? (object.kind === 'GitRepo' ? [object.name, path].filter((part) => part !== '').join('/') : object.name);
  return releaseNameOf(name);
}

/** Those written here, then files, then what other objects hold. */
function valuesOf(
  settings: YamlMap,
  folder: string,
  object: ClusterObject,
  surroundings: Surroundings,
  problems: RenderingProblem[],
): MapValue {
  const { sources } = surroundings;
  const helm = valueAt(settings, 'helm');
  const own = valueAt(helm, 'values');
  let values: MapValue = own?.type === 'map' ? (valueOfYaml(own) as MapValue) : map();
  for (const file of scalarsOf(valueAt(helm, 'valuesFiles'))) {
    const path = resolvePath(folder, file.text);
    const text = path === undefined ? undefined : sources.text(path);
    if (path === undefined || text === undefined) {
      const said = message('There is no file {0}, and the bundle fails.', file.text);
      problems.push({ class: 'missing-file', severity: 'error', message: said, at: placeOf(object, file), related: [] });
      continue;
    }
    try {
      values = mergedMaps(values, readValues(text, path));
    } catch (error) {
      if (!(error instanceof ChartFault)) throw error;
      problems.push(error.problem);
    }
  }
  for (const reference of mapsOf(valueAt(helm, 'valuesFrom')))
    for (const [field, kind] of [
      ['configMapKeyRef', kinds.configMap],
      ['secretKeyRef', kinds.secret],
    ] as const) {
      const ref = valueAt(reference, field);
      const name = textAt(ref, 'name');
      if (name === undefined) continue;
      const source = surroundings.object(kind, textAt(ref, 'namespace') ?? 'default', name);
      const datum = typeof source === 'object' ? dataOf(source).get(textAt(ref, 'key') ?? 'values.yaml') : 'unknown';
      if (datum !== undefined && datum !== 'unknown')
        values = mergedMaps(
          values,
          valuesIn(datum.text, datum.scalar, sources, (problem) => problems.push(problem)),
        );
      else
        problems.push(
          unknown(
            message('What {0} {1} says is not known here: the values that it sets may be others.', kind, name),
            placeOf(object, ref),
            { changes: 'unit' },
          ),
        );
    }
  return filledIn(values);
}

/** Fleet fills in what stands in `${ … }`, and labels that are named as a whole, from the cluster that it applies to, before Helm sees it. fleet internal/cmd/controller/target/target.go (processTemplateValues) */
function filledIn<V extends GoValue>(value: V): V;
function filledIn(value: GoValue): GoValue {
  switch (value.kind) {
    case 'map':
      return { ...value, entries: new Map([...value.entries].map(([key, entry]) => [key, { ...entry, value: filledIn(entry.value) }])) };
    case 'list':
      return { ...value, items: value.items.map((item) => filledIn(item)) };
    case 'string':
      return value.text.includes('${') || value.text.startsWith('global.fleet.clusterLabels.') ? unknownOf(value) : value;
    default:
      return value;
  }
}
