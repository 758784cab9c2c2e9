import { holdsPlaceholder } from '../../../manifests/placeholder.ts';
import { bytesOf } from '../../helm/goText.ts';
import { usualChartOptions } from '../../helm/render.ts';
import { buildKustomization } from '../../kustomize/build.ts';
import type { Rendered, RenderedManifest, RenderingProblem } from '../../rendered.ts';
import { sha256 } from '../../sha256.ts';
import { mapNode, textAt, valueAt } from '../../yaml/change.ts';
import type { YamlNode } from '../../yaml/node.ts';
import type { Applied, ClusterObject, Deliveries, Delivery, Surroundings } from '../delivery.ts';
import { absentChart, reachOfAbsent, renderGivenChart, standInFor } from '../charts/standIn.ts';
import { isStandIn } from '../charts/standInPath.ts';
import { withFetchedDependencies } from '../dependencies.ts';
import { withNamespace, withoutTests } from '../namespaces.ts';
import { kinds } from '../object.ts';
import { isTrue, mapsOf, placeOf, scalarsOf, specOf, textOf, unknown } from '../reading.ts';
import { withFluxFields } from './amend.ts';
import { dependenciesOf } from './dependsOn.ts';
import { instanceInValues } from './instance.ts';
import { destinationOf, missingPath } from './kustomization.ts';
import { releaseValues } from './releaseValues.ts';
import { fluxSource, unknownSource } from './source.ts';

/** The chart that a HelmRelease names, itself or by a HelmChart, and where that says so. */
interface NamedChart {
  readonly spec: YamlNode | undefined;
  readonly namespace: string;
}

/** What a HelmRelease of Flux installs: a chart of a source, as a path in it or as a name. */
export function releaseDeliveries(object: ClusterObject, surroundings: Surroundings): Omit<Deliveries, 'looked' | 'destination'> {
  const inside = instanceInValues(object, surroundings);
  const problems = [...inside.problems];
  const applied = appliedBy(object, surroundings, problems);
  const destination = destinationOf(object);
  const { after, problems: waiting } = dependenciesOf(object, surroundings);
  problems.push(...waiting);
  const own: readonly Delivery[] = applied === undefined ? [] : [{ key: '', by: object, destination, after, applied }];
  return { deliveries: [...own, ...inside.deliveries], objects: [], problems };
}

function appliedBy(object: ClusterObject, surroundings: Surroundings, problems: RenderingProblem[]): Applied | undefined {
  const namespace = releaseNamespace(object);
  const elsewhere = (chart: string, from: string | undefined, at: RenderingProblem['at'], version?: string): Applied | undefined => {
    const folder = standInFor(chart, version);
    problems.push(unknown(absentChart(chart, { from, namespace, folder }), at, reachOfAbsent(namespace, folder)));
    return folder === undefined ? undefined : { type: 'release', chart: folder, valuesFiles: undefined };
  };
  const chart = chartOf(object, surroundings);
  if (!('spec' in chart)) {
    // The chart of a repository of images is called as this is.
    const byUrl = chart.url === undefined ? undefined : standInFor(chart.url, chart.version);
    const applied = elsewhere(chart.name, chart.url, placeOf(object, chart.at), chart.version);
    return applied ?? (byUrl === undefined ? undefined : { type: 'release', chart: byUrl, valuesFiles: undefined });
  }
  const named = valueAt(chart.spec, 'chart');
  const name = textOf(named) ?? '';
  const ref = valueAt(chart.spec, 'sourceRef');
  problems.push(...unknownSource(ref, { ...object, namespace: chart.namespace }, surroundings));
  const at = placeOf(object, named, ref);
  if (textAt(ref, 'kind') === 'HelmRepository') {
    const from = textAt(ref, 'namespace') ?? chart.namespace;
    const repository = surroundings.object(kinds.helmRepository, from, textAt(ref, 'name') ?? '');
    const url = typeof repository === 'object' ? textOf(specOf(repository, 'url')) : textAt(ref, 'name');
    return elsewhere(name, url, at, textAt(chart.spec, 'version'));
  }
  const source = fluxSource(ref, chart.namespace, surroundings);
  if (source.type === 'elsewhere') return elsewhere(name, source.name, at);
  const found = source.find(name);
  if (found.type === 'missing' && source.isUnseen !== true && !holdsPlaceholder(name))
    problems.push(missingPath(name, found.path, at, surroundings.sources));
  else if (found.type !== 'found') elsewhere(name, undefined, at);
  if (found.type !== 'found') return undefined;
  const ignoresMissing = isTrue(valueAt(chart.spec, 'ignoreMissingValuesFiles'));
  const files: string[] = [];
  for (const file of scalarsOf(valueAt(chart.spec, 'valuesFiles'))) {
    const path = source.find(file.text);
    const isThere = path.type === 'found' && surroundings.sources.kindOf(path.path) === 'file';
    if (isThere) files.push(path.path);
    else if (path.type === 'beyond') elsewhere(file.text, undefined, placeOf(object, file));
    else if (!ignoresMissing) problems.push(missingPath(file.text, path.path, placeOf(object, file), surroundings.sources));
  }
  return { type: 'release', chart: found.path, valuesFiles: files.length === 0 ? undefined : files };
}

interface ElsewhereChart {
  readonly name: string;
  readonly url: string | undefined;
  readonly version: string | undefined;
  readonly at: YamlNode | undefined;
}

function chartOf(object: ClusterObject, surroundings: Surroundings): NamedChart | ElsewhereChart {
  const ref = specOf(object, 'chartRef');
  if (ref?.type !== 'map') return { spec: specOf(object, 'chart', 'spec'), namespace: object.namespace };
  const name = textAt(ref, 'name') ?? '';
  const namespace = textAt(ref, 'namespace') ?? object.namespace;
  const kind = textAt(ref, 'kind') ?? '';
  if (kind === 'HelmChart') {
    const chart = surroundings.object(kinds.fluxHelmChart, namespace, name);
    if (typeof chart === 'object') return { spec: specOf(chart), namespace };
  }
  if (kind === 'ExternalArtifact') {
    // The artifact is the chart.
    const root = mapNode([{ key: 'sourceRef', keyOrigins: ref.origins, value: ref }], ref.origins);
    return { spec: root, namespace };
  }
  const repository = surroundings.object(kinds.ociRepository, namespace, name);
  const isHere = typeof repository === 'object';
  return {
    name,
    url: isHere ? textOf(specOf(repository, 'url')) : undefined,
    version: isHere ? (textOf(specOf(repository, 'ref', 'tag')) ?? textOf(specOf(repository, 'ref', 'semver'))) : undefined,
    at: valueAt(ref, 'name'),
  };
}

function releaseNamespace(object: ClusterObject): string {
  return textOf(specOf(object, 'targetNamespace')) ?? object.namespace;
}

/** helm-controller internal/release/name.go */
function releaseName(object: ClusterObject): string {
  const written = textOf(specOf(object, 'releaseName'));
  if (written !== undefined) return written;
  const target = textOf(specOf(object, 'targetNamespace'));
  const name = target === undefined ? object.name : `${target}-${object.name}`;
  return name.length <= 53 ? name : `${name.slice(0, 40)}-${sha256(bytesOf(name)).slice(0, 12)}`;
}

/** What the release comes to: the chart with its values, changed by `postRenderers`, each object in a namespace. */
export function renderRelease(
  object: ClusterObject,
  applied: Applied & { readonly type: 'release' },
  surroundings: Surroundings,
): Rendered {
  const namespace = releaseNamespace(object);
  const given = releaseValues(object, surroundings);
  const rendered = renderGivenChart(
    surroundings.sources,
    applied.chart,
    {
      ...usualChartOptions,
      buildsDependencies: true,
      releaseName: releaseName(object),
      namespace,
      values: [{ values: given.values }],
      defaults: applied.valuesFiles?.map((file) => ({ file })),
      includeCrds: textOf(specOf(object, 'install', 'crds')) !== 'Skip',
    },
    placeOf(object, specOf(object, 'chart', 'spec', 'chart'), specOf(object, 'chartRef', 'name')),
  );
  const problems: RenderingProblem[] = [...given.problems, ...withFetchedDependencies(rendered.problems, namespace)];
  const { looked } = rendered;
  const tests = isTrue(specOf(object, 'test', 'enable'));
  let manifests = tests ? rendered.manifests : withoutTests(rendered.manifests);
  for (const renderer of mapsOf(specOf(object, 'postRenderers'))) {
    const changed = postRendered(manifests, valueAt(renderer, 'kustomize'), object, surroundings);
    // What is not known of a chart may be what a patch is for.
    if (!isStandIn(applied.chart)) problems.push(...changed.problems);
    manifests = changed.manifests;
  }
  const written = specOf(object, 'targetNamespace') ?? valueAt(valueAt(object.root, 'metadata'), 'namespace');
  return { manifests: withNamespace(manifests, namespace, written?.origins ?? []), problems, looked };
}

/** A kustomization over what was rendered. helm-controller internal/postrender/kustomize.go */
function postRendered(
  manifests: readonly RenderedManifest[],
  kustomize: YamlNode | undefined,
  object: ClusterObject,
  surroundings: Surroundings,
): Pick<Rendered, 'manifests' | 'problems'> {
  if (kustomize?.type !== 'map') return { manifests, problems: [] };
  const { file } = placeOf(object, kustomize);
  const folder = surroundings.root;
  const empty = { file, name: 'kustomization.yaml', folder, root: mapNode([], kustomize.origins), isComponent: false, problems: [] };
  const fields = mapNode(
    kustomize.entries.filter(({ key }) => /^(?:patches|patchesStrategicMerge|patchesJson6902|images)$/.test(key)),
    kustomize.origins,
  );
  const built = buildKustomization(surroundings.sources, folder, {
    first: manifests,
    kustomization: withFluxFields(empty, fields, () => false),
  });
  return built;
}
