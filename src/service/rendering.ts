import { english, type Language } from '../base/message.ts';
import { LineIndex } from '../base/text.ts';
import type { Setting } from '../rendering/helm/chart/setValues.ts';
import { withPackedCharts } from '../rendering/helm/chart/packed.ts';
import { usualChartOptions, type ChartProblem } from '../rendering/helm/render.ts';
import type { Origins, Span } from '../rendering/origin.ts';
import type { RenderedManifest } from '../rendering/rendered.ts';
import { textOf } from '../rendering/rope.ts';
import type { Sources } from '../rendering/sources.ts';
import { manifestsText, renderUnit, unitAt, type RenderedUnit } from '../rendering/units.ts';
import type { YamlNode } from '../rendering/yaml/node.ts';
import { toPlain, type Plain } from '../rendering/yaml/plain.ts';

export type { SourceEntry, Sources } from '../rendering/sources.ts';

/** What is to be rendered, and how a chart among it is installed. */
export interface RenderRequest {
  /** In the sources; each is a unit. */
  readonly paths: readonly string[];
  /** As people are shown a path of the sources. */
  readonly shown: (path: string) => string;
  /** What path in the sources a name on the command line means. */
  readonly pathOf: (name: string) => string;
  readonly chart: {
    readonly values: readonly string[];
    readonly set: readonly { readonly setting: Setting; readonly text: string }[];
    readonly namespace: string | undefined;
    readonly releaseName: string | undefined;
    readonly kubeVersion: string | undefined;
    readonly apiVersions: readonly string[];
    readonly includeCrds: boolean;
    readonly showOnly: readonly string[];
  };
  readonly texts: boolean;
  readonly origins: boolean;
}

/** A place in a text: lines and columns from 1, columns in UTF-16 code units. Of an option of the command line the file is its name. */
export interface RenderPlace {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

export interface UnitProblem extends RenderPlace {
  readonly class: string;
  /** `error`: the real tool fails; `warning`: it warns; `unknown`: what it would do is not known here. */
  readonly severity: 'error' | 'warning' | 'unknown';
  /** In the reader's language. */
  readonly message: string;
  /** Of what a template does wrong: the places that Helm names, `web/templates/web.yaml:3`, outermost first. */
  readonly places: readonly string[];
  readonly related: readonly (RenderPlace & { readonly message: string })[];
}

export interface UnitReport {
  readonly kind: 'kustomization' | 'chart' | 'files';
  readonly root: string;
  /** Names of the clusters that it is a part of; absent: nobody asked. */
  readonly clusters?: readonly string[] | undefined;
  /** The object that applies it: `Kustomization flux-system/apps`; absent for a folder alone. */
  readonly by?: string | undefined;
  readonly problems: readonly UnitProblem[];
  /** What each template of a chart printed, by its name. Only if asked for. */
  readonly texts: Readonly<Record<string, string>> | undefined;
  readonly resources: readonly UnitResource[];
  /** To the letter what the real tool prints; undefined where it fails. */
  readonly text: string | undefined;
  /** The resources as `kubectl kustomize` prints YAML. */
  readonly yaml: () => string;
}

export interface UnitResource {
  readonly manifest: Plain;
  readonly source: string;
  /** By JSON pointer, last writer first. Only if asked for. */
  readonly origins: Readonly<Record<string, readonly RenderPlace[]>> | undefined;
}

/** Renders each path by itself, the units in the order of their roots; `missing` are paths where nothing is. */
export function renderPaths(
  sources: Sources,
  request: RenderRequest,
  language: Language = english,
): { readonly units: readonly UnitReport[]; readonly missing: readonly string[] } {
  const places = new Places(sources, request.shown);
  const units: RenderedUnit[] = [];
  const missing: string[] = [];
  for (const path of request.paths) {
    const unit = unitAt(sources, path);
    if (unit === undefined) missing.push(request.shown(path));
    else units.push(renderUnit(sources, unit, chartOptions(request)));
  }
  const reports = units.map((unit) => reportOf(unit, request, places, language));
  return { units: reports.sort((one, other) => (one.root < other.root ? -1 : one.root > other.root ? 1 : 0)), missing };
}

function chartOptions({ chart, pathOf }: RenderRequest) {
  return {
    ...usualChartOptions,
    ...(chart.releaseName !== undefined && { releaseName: chart.releaseName }),
    ...(chart.namespace !== undefined && { namespace: chart.namespace }),
    values: chart.values.map((name) => ({ file: pathOf(name) })),
    set: chart.set,
    fileOf: pathOf,
    kubeVersion: chart.kubeVersion,
    apiVersions: chart.apiVersions,
    includeCrds: chart.includeCrds,
    showOnly: chart.showOnly,
  };
}

function reportOf(
  { unit, problems, texts, manifests, text }: RenderedUnit,
  request: RenderRequest,
  places: Places,
  language: Language,
): UnitReport {
  return {
    kind: unit.kind,
    root: request.shown(unit.root),
    problems: problems.map((problem) => problemOf(problem, places, language)),
    texts: request.texts ? Object.fromEntries([...texts].map(([name, rope]) => [name, textOf(rope)])) : undefined,
    resources: manifests.map((manifest) => resourceOf(manifest, unit.kind, request, places)),
    text: text === undefined ? undefined : textOf(text),
    yaml: () => textOf(manifestsText(manifests)),
  };
}

function problemOf(problem: ChartProblem, places: Places, { say }: Language): UnitProblem {
  return {
    class: problem.class,
    severity: problem.severity,
    message: say(problem.message),
    ...places.of(problem.at),
    places: (problem.places ?? []).map(({ name, line }) => `${name}:${line}`),
    related: problem.related.map(({ message, at }) => ({ message: say(message), ...places.of(at) })),
  };
}

/** A manifest that is rendered already; paths as the sources have them. */
export function resourceReport(manifest: RenderedManifest, kind: UnitReport['kind'], origins: boolean, sources: Sources): UnitResource {
  const shown = (path: string): string => path;
  return resourceOf(manifest, kind, { shown, origins }, new Places(sources, shown));
}

function resourceOf(
  { root, source }: RenderedManifest,
  kind: UnitReport['kind'],
  request: Pick<RenderRequest, 'shown' | 'origins'>,
  places: Places,
): UnitResource {
  const origins: Record<string, readonly RenderPlace[]> = {};
  if (request.origins) collectOrigins(root, '', places, origins);
  return {
    manifest: toPlain(root),
    source: kind === 'chart' ? source : request.shown(source),
    origins: request.origins ? origins : undefined,
  };
}

/** Of every node, the root under the empty pointer. */
function collectOrigins(node: YamlNode, pointer: string, places: Places, found: Record<string, readonly RenderPlace[]>): void {
  found[pointer] = places.all(node.origins);
  if (node.type === 'map')
    for (const { key, value } of node.entries)
      collectOrigins(value, `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`, places, found);
  if (node.type === 'list') for (const [index, item] of node.items.entries()) collectOrigins(item, `${pointer}/${index}`, places, found);
}

/** Offsets to lines and columns, each file looked at once. */
class Places {
  readonly #sources: Sources;
  readonly #shown: (path: string) => string;
  readonly #lines = new Map<string, LineIndex>();

  constructor(sources: Sources, shown: (path: string) => string) {
    this.#sources = withPackedCharts(sources);
    this.#shown = shown;
  }

  of({ file, start }: Span): RenderPlace {
    let lines = this.#lines.get(file);
    if (lines === undefined) {
      // What has no text (an option of the command line) is one line, however long.
      lines = new LineIndex(this.#sources.text(file) ?? '\0'.repeat(Math.min(start + 1, 10_000)));
      this.#lines.set(file, lines);
    }
    const { line, character } = lines.positionAt(start);
    return { file: file.startsWith('--') ? file : this.#shown(file), line: line + 1, column: character + 1 };
  }

  all(origins: Origins): readonly RenderPlace[] {
    return origins.map((span) => this.of(span));
  }
}
