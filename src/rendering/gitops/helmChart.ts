import { message } from '../../base/message.ts';
import type { GivenSetting, GivenValues } from '../helm/chart/values.ts';
import { usualChartOptions } from '../helm/render.ts';
import type { Rendered, RenderingProblem } from '../rendered.ts';
import type { Sources } from '../sources.ts';
import { nodeAt } from '../yaml/change.ts';
import type { YamlNode } from '../yaml/node.ts';
import type { Applied, ClusterObject, Deliveries, Surroundings } from './delivery.ts';
import { absentChart, reachOfAbsent, renderGivenChart, standInFor } from './charts/standIn.ts';
import { withFetchedDependencies } from './dependencies.ts';
import { valuesIn } from './flux/releaseValues.ts';
import { withNamespace, withoutTests } from './namespaces.ts';
import { kinds } from './object.ts';
import { placeOf, specOf, textOf, unknown } from './reading.ts';

/** What a HelmChart of K3s or RKE2 installs: a chart that stands in it, or one from elsewhere. docs.k3s.io/add-ons/helm */
export function helmChartDeliveries(object: ClusterObject): Omit<Deliveries, 'looked' | 'destination'> {
  const content = specOf(object, 'chartContent');
  if (textOf(content) !== undefined && content !== undefined) {
    const applied: Applied = { type: 'packed-chart', content, folder: undefined };
    return { deliveries: [{ key: '', by: object, destination: { type: 'same' }, after: [], applied }], objects: [], problems: [] };
  }
  const namespace = targetNamespace(object);
  const chart = textOf(specOf(object, 'chart')) ?? '';
  const repo = textOf(specOf(object, 'repo'));
  const folder = standInFor(chart, textOf(specOf(object, 'version')));
  const at = placeOf(object, specOf(object, 'chart'));
  const problems = [unknown(absentChart(chart, { from: repo, namespace, folder }), at, reachOfAbsent(namespace, folder))];
  if (folder === undefined) return { deliveries: [], objects: [], problems };
  const applied: Applied = { type: 'packed-chart', content: undefined, folder };
  return { deliveries: [{ key: '', by: object, destination: { type: 'same' }, after: [], applied }], objects: [], problems };
}

function targetNamespace(object: ClusterObject): string {
  return textOf(specOf(object, 'targetNamespace')) ?? 'default';
}

/** The chart of `chartContent` with the values of the object, those of a HelmChartConfig of its name over them, and what `set` says over all. */
export function renderPackedChart(
  object: ClusterObject,
  { content, folder }: Applied & { readonly type: 'packed-chart' },
  surroundings: Surroundings,
): Rendered {
  const namespace = targetNamespace(object);
  const problems: RenderingProblem[] = [];
  const bytes = folder === undefined ? decoded(textOf(content) ?? '') : undefined;
  if (folder === undefined && bytes === undefined) {
    const text = message('This is no packed chart in base64.');
    return {
      manifests: [],
      problems: [{ class: 'chart-invalid', severity: 'error', message: text, at: placeOf(object, content), related: [] }],
      looked: new Set(),
    };
  }
  // The archive has no path of its own.
  const path = folder ?? `${placeOf(object, content).file}/${object.name}.tgz`;
  const sources = bytes === undefined ? surroundings.sources : withFile(surroundings.sources, path, bytes);
  const config = surroundings.object(kinds.helmChartConfig, object.namespace, object.name);
  const values = [object, ...(typeof config === 'object' ? [config] : [])].flatMap((each) =>
    givenValues(each, surroundings.sources, problems),
  );
  const rendered = renderGivenChart(
    sources,
    path,
    { ...usualChartOptions, releaseName: object.name, namespace, values, set: settingsOf(object), includeCrds: true },
    placeOf(object, specOf(object, 'chart'), content),
  );
  problems.push(...withFetchedDependencies(rendered.problems, namespace));
  const origins = specOf(object, 'targetNamespace')?.origins ?? [];
  return { manifests: withNamespace(withoutTests(rendered.manifests), namespace, origins), problems, looked: rendered.looked };
}

function givenValues(object: ClusterObject, sources: Sources, problems: RenderingProblem[]): readonly GivenValues[] {
  const given: GivenValues[] = [];
  const own = specOf(object, 'values');
  if (own?.type === 'map') given.push({ root: own });
  const content = specOf(object, 'valuesContent');
  if (content?.type === 'scalar' && content.tag !== '!!null')
    given.push({ values: valuesIn(content.text, content, sources, (problem) => problems.push(problem)) });
  return given;
}

/** Texts stay texts. */
function settingsOf(object: ClusterObject): readonly GivenSetting[] {
  const set: YamlNode | undefined = nodeAt(object.root, 'spec', 'set');
  if (set?.type !== 'map') return [];
  return set.entries.flatMap(({ key, value }) =>
    value.type === 'scalar'
      ? [{ setting: value.tag === '!!str' ? 'set-string' : 'set', text: `${key}=${value.text}`, at: value.origins[0] } as const]
      : [],
  );
}

function decoded(text: string): Uint8Array | undefined {
  try {
    return Uint8Array.from(atob(text.replaceAll(/\s/g, '')), (character) => character.charCodeAt(0));
  } catch {
    return undefined;
  }
}

/** The same sources, and one file more. */
function withFile(sources: Sources, file: string, bytes: Uint8Array): Sources {
  return {
    ...sources,
    bytes: (path) => (path === file ? bytes : sources.bytes(path)),
    kindOf: (path) => (path === file ? 'file' : sources.kindOf(path)),
    realPath: (path) => (path === file ? file : sources.realPath(path)),
  };
}
