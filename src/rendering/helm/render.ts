import { baseName } from '../../base/path.ts';
import { message, type Text } from '../../base/message.ts';
import type { Reach } from '../../manifests/reach.ts';
import { unreadHead } from '../../manifests/unreadHead.ts';
import type { Span } from '../origin.ts';
import { lookedAt } from '../lookedAt.ts';
import type { Rendered, RenderedManifest, RenderingProblem } from '../rendered.ts';
import { type Rope, indexedRope, slicedRope } from '../rope.ts';
import type { Sources } from '../sources.ts';
import type { Chart, ChartFile } from './chart/chart.ts';
import { coalesceValues, type Warnings } from './chart/coalesce.ts';
import { processDependencies, requireDependencies } from './chart/dependencies.ts';
import { ChartFault, chartFault, startOf } from './chart/fault.ts';
import { defaultKubeVersion, parseKubeVersion, type KubeVersion } from './chart/kubeVersion.ts';
import { loadChart } from './chart/load.ts';
import { withLocalDependencies } from './chart/localDependencies.ts';
import { capabilitiesObject, releaseObject } from './chart/objects.ts';
import { withPackedCharts, type PackedSources } from './chart/packed.ts';
import { schemaProblems } from './chart/schema/schema.ts';
import { chartTemplates } from './chart/scope.ts';
import { userValues } from './chart/values.ts';
import { functions } from './functions/all.ts';
import { satisfies } from './chart/versions.ts';
import { renderTemplates } from './engine.ts';
import type { MapValue } from './value.ts';
import type { TemplateErrorClass, TemplatePlace, TemplateProblem } from './template/problem.ts';
import { crdDocuments, type CrdDocument } from './output/crds.ts';
import { readDocument, type TemplateDocument } from './output/document.ts';
import { compareKinds } from './output/installOrder.ts';
import { documentStretches } from './output/split.ts';
import { releaseText, shownText } from './output/text.ts';
import { compareBytes } from './byteOrder.ts';
import { usualChartOptions, type ChartOptions } from './options.ts';

export { usualChartOptions, type ChartOptions } from './options.ts';

export interface RenderedChart extends Rendered {
  readonly problems: readonly ChartProblem[];
  /** What each template printed, before it is split into documents, by its name. */
  readonly texts: ReadonlyMap<string, Rope>;
  /** To the letter what `helm template` prints; undefined where it fails. */
  readonly text: Rope | undefined;
}

export interface ChartProblem extends RenderingProblem {
  /** Of what a template does wrong: the places that Helm names, outermost first. */
  readonly places?: readonly TemplatePlace[];
}

/**
 * What `helm template` makes of a chart (a folder or a `.tgz`). Where Helm prints nothing for a fault of one template, what the others make is there nevertheless, beside the problem.
 * Never throws for what stands in the sources.
 */
export function renderChart(given: Sources, path: string, options: ChartOptions): RenderedChart {
  const { sources, looked } = lookedAt(given);
  const warnings: Warnings = [];
  try {
    const { manifests, problems, texts, text } = render(withPackedCharts(sources), path, options, warnings);
    const all = [...problems.map((problem) => withReach(problem, options)), ...warnings];
    return { manifests, problems: all, looked, texts, text: all.some(({ severity }) => severity === 'error') ? undefined : text };
  } catch (error) {
    if (!(error instanceof ChartFault)) throw error;
    return { manifests: [], problems: [withReach(error.problem, options), ...warnings], looked, texts: new Map(), text: undefined };
  }
}

/** What a chart fails to make is objects of its release; what it makes stays as it is. */
function withReach<P extends RenderingProblem>(problem: P, { namespace }: ChartOptions): P {
  if (problem.reach !== undefined) return problem;
  if (problem.class === 'kube-version') return { ...problem, reach: { makes: false, changes: 'nothing' } };
  return { ...problem, reach: reachOfRelease(namespace) };
}

/** Nobody says where it is released: where the usual namespace stands, it may be any. */
function reachOfRelease(namespace: string): Reach {
  return namespace === usualChartOptions.namespace ? { changes: 'nothing' } : { namespace, clusterWide: true, changes: 'nothing' };
}

/** A template that fails makes none of its objects: those of the kinds that it writes, unless it takes whole ones from elsewhere. */
function reachOf({ places: [place] }: TemplateProblem, files: ReadonlyMap<string, ChartFile>, { namespace }: ChartOptions): Reach {
  const text = place === undefined ? undefined : files.get(place.name)?.text();
  const kinds = text === undefined || /^\{\{-?\s*(?:include|template|tpl|toYaml|\$?\.)/m.test(text) ? undefined : unreadHead(text).kinds;
  return { ...reachOfRelease(namespace), kinds };
}

/** Whether a template asks for what whoever installs several charts together tells all of them: Helm's own `global`, or the `clusterGroup` of validatedpatterns/clustergroup-chart. */
function isOfGlobals({ class: name, places }: TemplateProblem, files: ReadonlyMap<string, ChartFile>): boolean {
  const place = places.at(-1);
  const line = place === undefined ? undefined : files.get(place.name)?.text().split('\n')[place.line - 1];
  return name === 'nil-pointer' && line !== undefined && /\.Values\.(?:global|clusterGroup)\./.test(line);
}

/**
 * Whether a template asks for a value that the chart's own do not have and that other templates of it ask for as well.
 * That is no slip: whoever installs the chart gives it (as charts of Applications want what each cluster enables).
 */
function isOfInstaller({ class: name, message: said, places }: TemplateProblem, files: ReadonlyMap<string, ChartFile>): boolean {
  const place = places.at(-1);
  const line = place === undefined ? undefined : files.get(place.name)?.text().split('\n')[place.line - 1];
  if (line === undefined) return false;
  const field = /^nil pointer evaluating interface \{\}\.(\w+)$/.exec(said)?.[1];
  const asked =
    name === 'nil-pointer' && field !== undefined
      ? [...line.matchAll(/\.Values((?:\.\w+)+)/g)]
          .map(([path]) => path)
          .find((path) => path.includes(`.${field}`))
          ?.split(`.${field}`)[0]
      : name === 'function' && said.endsWith('index of untyped nil')
        ? /\bindex\s+\$?(\.Values(?:\.\w+)+)\s/.exec(line)?.[1]
        : undefined;
  if (asked === undefined || asked === '.Values') return false;
  const others = [...files].filter(([file]) => file !== place?.name);
  return others.some(([, file]) =>
    file
      .text()
      .split(/[^\w.]+/)
      .some((word) => `${word}.`.includes(`${asked}.`)),
  );
}

interface Result {
  readonly manifests: readonly RenderedManifest[];
  readonly problems: readonly ChartProblem[];
  readonly texts: ReadonlyMap<string, Rope>;
  readonly text: Rope | undefined;
}

function render(sources: PackedSources, path: string, options: ChartOptions, warnings: Warnings): Result {
  const kube = kubeVersionOf(options.kubeVersion);
  const given = userValues(sources, options.values, options.set, options.fileOf);
  const loaded = loadChart(sources, path);
  const chart = options.buildsDependencies === true ? withLocalDependencies(sources, path, loaded) : loaded;
  if (options.defaults !== undefined) chart.values = userValues(sources, options.defaults, [], options.fileOf);
  requireInstallable(chart);
  const missing = attempt(() => requireDependencies(chart));
  try {
    return renderLoaded(chart, given, kube, missing, options, warnings);
  } catch (error) {
    // Helm asks for the dependencies before it looks at anything else.
    throw error instanceof ChartFault && missing !== undefined ? new ChartFault(missing[0]) : error;
  }
}

function renderLoaded(
  chart: Chart,
  given: MapValue,
  kube: KubeVersion,
  missing: readonly [ChartProblem] | undefined,
  options: ChartOptions,
  warnings: Warnings,
): Result {
  const problems: ChartProblem[] = [];
  requireReleaseName(options.releaseName, chart);
  processDependencies(chart, given, warnings);
  const values = coalesceValues(chart, given, warnings);
  problems.push(...(missing ?? []), ...schemaProblems(chart, values), ...(attempt(() => requireKubeVersion(chart, kube)) ?? []));
  const { templates, files } = chartTemplates(chart, values, {
    release: releaseObject(options.releaseName, options.namespace),
    capabilities: capabilitiesObject(kube, options.apiVersions),
  });
  const rendered = renderTemplates(templates, functions);
  // What is missing makes further faults that mending it mends.
  if (missing === undefined)
    for (const problem of rendered.problems) {
      const isDoubtful =
        problem.isDoubtful === true || (options.isLone === true && (isOfGlobals(problem, files) || isOfInstaller(problem, files)));
      problems.push({ ...problemOf({ ...problem, ...(isDoubtful && { isDoubtful }) }, chart), reach: reachOf(problem, files, options) });
    }
  const made = documentsOf(rendered.texts, files, chart);
  problems.push(...made.problems);
  const crds = options.includeCrds ? crdDocuments(chart) : [];
  return {
    ...shown(
      crds,
      made.documents.filter((document) => !isLeftOut(document, options)),
      options,
      problems,
      chart,
    ),
    problems,
    texts: rendered.texts,
  };
}

function isLeftOut({ isHook, isTest }: TemplateDocument, { leavesOut }: ChartOptions): boolean {
  return leavesOut === 'hooks' ? isHook : leavesOut === 'tests' && isTest;
}

/** What is printed, and the manifests in it. */
function shown(
  crds: readonly CrdDocument[],
  documents: readonly TemplateDocument[],
  options: ChartOptions,
  problems: ChartProblem[],
  chart: Chart,
): Pick<Result, 'manifests' | 'text'> {
  const text = releaseText(crds, documents);
  const manifests = [
    ...crds.flatMap(({ source, roots }) => roots.map((root) => ({ root, source }))),
    ...documents.map(({ root, source }) => ({ root, source })),
  ];
  if (options.showOnly.length === 0) return { manifests, text };
  const chosen = shownText(text, options.showOnly);
  for (const pattern of chosen.missing)
    problems.push({
      class: 'no-template',
      severity: 'error',
      message: message('The chart makes nothing of a template {0}.', pattern),
      at: startOf(chart.file),
      related: [],
    });
  return { manifests: chosen.sources.flatMap((source) => manifests.filter((manifest) => manifest.source === source)), text: chosen.text };
}

function attempt(action: () => void): readonly [ChartProblem] | undefined {
  try {
    action();
    return undefined;
  } catch (error) {
    if (error instanceof ChartFault) return [error.problem];
    throw error;
  }
}

function kubeVersionOf(text: string | undefined): KubeVersion {
  const version = text === undefined ? defaultKubeVersion : parseKubeVersion(text);
  if (version !== undefined) return version;
  throw chartFault('kube-version', message('{0} is no version of Kubernetes.', text ?? ''), startOf('--kube-version'));
}

function requireInstallable({ metadata, file }: Chart): void {
  if (metadata.type === 'library')
    throw chartFault('library', message('A library chart is not installed by itself.'), metadata.places.get('type') ?? startOf(file));
}

/** helm/pkg/chart/v2/util/validate_name.go */
function requireReleaseName(name: string, { file }: Chart): void {
  if (name.length <= 53 && /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/.test(name)) return;
  throw chartFault(
    'release-name',
    message('{0} is no name for a release: small letters, digits, - and ., 53 at most.', name),
    startOf(file),
  );
}

function requireKubeVersion({ metadata, file }: Chart, kube: KubeVersion): void {
  const { kubeVersion, places } = metadata;
  if (kubeVersion === '' || satisfies(kubeVersion, kube.normalized)) return;
  throw chartFault(
    'kube-version',
    message('The chart wants Kubernetes {0}, and this is {1}.', kubeVersion, kube.version),
    places.get('kubeVersion') ?? startOf(file),
  );
}

function problemOf({ class: errorClass, message: said, places, at, isDoubtful }: TemplateProblem, chart: Chart): ChartProblem {
  const [first = startOf(chart.file), ...callers] = at;
  return {
    class: errorClass,
    severity: isDoubtful === true ? 'unknown' : 'error',
    message: sentenceOf(errorClass, said),
    at: first,
    related: callers.map((place) => ({ message: message('It is called from here.'), at: place })),
    places,
  };
}

/** Of what a chart says itself (`fail`, `required`) its own words as they are. */
function sentenceOf(errorClass: TemplateErrorClass, said: string): Text {
  if (errorClass === 'user') return said;
  if (errorClass === 'limit') return message('The templates of the chart take or print more than a rendering may.');
  return message('Helm says: {0}', said);
}

/** In the order in which Helm prints them: manifests by kind, then hooks by kind. helm/pkg/release/v1/util/manifest_sorter.go */
function documentsOf(
  texts: ReadonlyMap<string, Rope>,
  files: ReadonlyMap<string, ChartFile>,
  chart: Chart,
): { readonly documents: readonly TemplateDocument[]; readonly problems: readonly ChartProblem[] } {
  const documents: TemplateDocument[] = [];
  const problems: ChartProblem[] = [];
  for (const name of [...texts.keys()].sort(compareBytes)) {
    if (name.endsWith('NOTES.txt') || baseName(name).startsWith('_')) continue;
    const rope = indexedRope(texts.get(name) ?? []);
    let fails = false;
    const at: Span = startOf(files.get(name)?.file ?? chart.file);
    for (const { start, end } of documentStretches(rope.text)) {
      const read = readDocument(name, slicedRope(rope, start, end), at);
      if (!('severity' in read)) {
        if (!read.isDropped) documents.push(read);
      } else if (!fails) {
        // What is wrong with the first is wrong with the others as a rule.
        fails = true;
        problems.push(read);
      }
    }
  }
  const byKind = (hooks: boolean) =>
    documents.filter(({ isHook }) => isHook === hooks).sort((one, other) => compareKinds(one.kind, other.kind));
  return { documents: [...byKind(false), ...byKind(true)], problems };
}
