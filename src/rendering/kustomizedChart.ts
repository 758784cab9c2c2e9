import { message } from '../base/message.ts';
import { absentChart, reachOfAbsent, renderGivenChart, standInFor } from './gitops/charts/standIn.ts';
import { withNamespace } from './gitops/namespaces.ts';
import { templatedName } from './helm/nameTemplate.ts';
import { placingIn } from './helm/output/document.ts';
import { rooted } from './helm/output/origins.ts';
import { renderChart, usualChartOptions, type RenderedChart } from './helm/render.ts';
import type { ChartHook, ChartRequest } from './kustomize/charts.ts';
import { readObjects } from './kustomize/objects.ts';
import { failure, placeOf, unsupported } from './kustomize/problem.ts';
import { givenValues, kustomizedValues } from './kustomizedValues.ts';
import type { Span } from './origin.ts';
import type { Rendered, RenderedManifest, RenderingProblem } from './rendered.ts';
import { textOf } from './rope.ts';
import type { Sources } from './sources.ts';
import { textAt, valueAt } from './yaml/change.ts';
import type { YamlMap, YamlNode } from './yaml/node.ts';
import { placeInScalar } from './yaml/placeInScalar.ts';
import { valueOf } from './yaml/scalarTypes.ts';

/**
 * Renders an entry of `helmCharts` as kustomize does with `--enable-helm`, from a chart that lies in the workspace.
 * kustomize api/internal/builtins/HelmChartInflationGenerator.go, api/types/helmchartargs.go (AsHelmArgs)
 */
export function chartHook(sources: Sources): ChartHook {
  return (request) => {
    const { chart } = request;
    const name = textAt(chart, 'name') ?? '';
    if (name === '') return refused('invalid-kustomization', message('A chart has a name.'), request);
    const path = `${chartHomeOf(request)}/${name}`;
    const located = request.locate(path);
    if (located.type === 'beyond') return undefined;
    if (located.type !== 'folder')
      return (textAt(chart, 'repo') ?? '') === ''
        ? refused('missing-file', message('There is no chart in {0}, and no repository to take one from.', path), request)
        : inPlaceOf(request, name, sources);
    const values = kustomizedValues(request, path);
    if ('class' in values) return without(values);
    if (values.length === 0) return { manifests: [], problems: [], looked: new Set() };
    const release = releaseOf(request, sources);
    if (typeof release !== 'string' && release.problem.severity === 'error') return without(release.problem);
    const rendered = renderChart(sources, located.path, {
      ...usualChartOptions,
      values,
      includeCrds: isTrue(valueAt(chart, 'includeCRDs')),
      leavesOut: isTrue(valueAt(chart, 'skipHooks')) ? 'hooks' : isTrue(valueAt(chart, 'skipTests')) ? 'tests' : undefined,
      apiVersions: textsOf(valueAt(chart, 'apiVersions')),
      kubeVersion: textAt(chart, 'kubeVersion'),
      releaseName: typeof release === 'string' ? release : release.name,
      namespace: textAt(chart, 'namespace') ?? usualChartOptions.namespace,
    });
    const problems = typeof release === 'string' ? rendered.problems : [release.problem, ...rendered.problems];
    return readAgain({ ...rendered, problems: problems.map((problem) => atEntry(problem, request)) }, request);
  };
}

/** What is known of a chart that has to be fetched, where it is one of those that are; undefined for others, and where its own defaults decide what counts. */
function inPlaceOf(request: ChartRequest, name: string, sources: Sources): Rendered | undefined {
  const { chart, at } = request;
  const version = textAt(chart, 'version');
  const folder = standInFor(name, version);
  const values = folder === undefined ? undefined : givenValues(request);
  const release = releaseOf(request, sources);
  if (folder === undefined || values === undefined || typeof release !== 'string') return undefined;
  const namespace = textAt(chart, 'namespace');
  const place = placeOf(valueAt(chart, 'name'), at);
  const rendered = renderGivenChart(
    sources,
    folder,
    { ...usualChartOptions, values, releaseName: release, namespace: namespace ?? usualChartOptions.namespace },
    place,
  );
  const unknown: RenderingProblem = {
    class: 'stand-in',
    severity: 'unknown',
    message: absentChart(name, { namespace, folder }),
    at: place,
    reach: reachOfAbsent(namespace, folder),
    related: [],
  };
  // All of these charts write the namespace of the release themselves.
  const manifests = namespace === undefined ? rendered.manifests : withNamespace(rendered.manifests, namespace, [place]);
  return { ...rendered, manifests, problems: [unknown, ...rendered.problems] };
}

function refused(errorClass: string, text: ReturnType<typeof message>, { chart, at }: ChartRequest): Rendered {
  return without(failure(errorClass, text, placeOf(valueAt(chart, 'name'), at)));
}

function without(problem: RenderingProblem): Rendered {
  return { manifests: [], problems: [problem], looked: new Set() };
}

/** What Helm says of its options is said of the fields that become them. */
function atEntry(problem: RenderingProblem, { chart, at }: ChartRequest): RenderingProblem {
  if (problem.class === 'release-name')
    return { ...problem, at: placeOf(valueAt(chart, 'releaseName') ?? valueAt(chart, 'nameTemplate'), at) };
  return problem.at.file === '--kube-version' ? { ...problem, at: placeOf(valueAt(chart, 'kubeVersion'), at) } : problem;
}

/** A chart of a version from a repository lies in a folder of that name. */
function chartHomeOf({ chart, globals }: ChartRequest): string {
  const home = textAt(globals, 'chartHome') ?? '';
  const version = textAt(chart, 'version') ?? '';
  const inVersion = version !== '' && (textAt(chart, 'repo') ?? '') !== '' ? `/${textAt(chart, 'name') ?? ''}-${version}` : '';
  return `${home === '' ? 'charts' : home}${inVersion}`;
}

/** The name of the release; `problem`: Helm refuses it, or it is not known here. helm/pkg/action/install.go (NameAndChart) */
function releaseOf({ chart, at }: ChartRequest, sources: Sources): string | { readonly name: string; readonly problem: RenderingProblem } {
  const written = textAt(chart, 'releaseName') ?? '';
  const template = valueAt(chart, 'nameTemplate');
  // kustomize asks for a generated name, for which `helm template` has this one.
  if (template?.type !== 'scalar' || template.text === '') return written === '' ? usualChartOptions.releaseName : written;
  const place = placeOf(template, at);
  if (written !== '') {
    const text = message('Helm takes either a name of the release or a template for one, not both.');
    return { name: written, problem: failure('release-name', text, place) };
  }
  const made = templatedName(template.text, placeInScalar(template, sources.text(place.file) ?? ''));
  if ('problem' in made) return { name: '', problem: failure(made.problem.class, message('Helm says: {0}', made.problem.message), place) };
  if (!made.isUnknown) return made.name;
  return { name: made.name, problem: unsupported(message('This name is another each time.'), place) };
}

/** Kustomize reads what Helm prints as it reads any resources: dates are no texts, `yes` is one, and lists are put apart. */
function readAgain(rendered: RenderedChart, { at }: ChartRequest): Rendered {
  const { text: rope } = rendered;
  if (rope === undefined) return rendered;
  const text = textOf(rope);
  const { objects, problems } = readObjects(text, (start, end) => ({ file: '', start, end }), 'last');
  const placed = placingIn(rope, at);
  const place = (within: Span): Span => rooted(rope, [within], at)[0] ?? at;
  return {
    ...rendered,
    manifests: objects.map((object): RenderedManifest => ({ root: placed(object), source: sourceOf(object, text) })),
    problems: [
      ...rendered.problems,
      ...problems.map((problem): RenderingProblem => ({
        ...problem,
        at: place(problem.at),
        related: problem.related.map((one) => ({ ...one, at: place(one.at) })),
      })),
    ],
  };
}

/** The template that Helm names above what it made. */
function sourceOf({ origins: [place] }: YamlMap, text: string): string {
  const mark = '# Source: ';
  const found = text.lastIndexOf(mark, place?.start ?? 0);
  return found < 0 ? '' : text.slice(found + mark.length, text.indexOf('\n', found));
}

function isTrue(node: YamlNode | undefined): boolean {
  return node?.type === 'scalar' && valueOf(node) === true;
}

function textsOf(node: YamlNode | undefined): readonly string[] {
  return node?.type === 'list' ? node.items.flatMap((item) => (item.type === 'scalar' ? [item.text] : [])) : [];
}
