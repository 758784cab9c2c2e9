import { message } from '../../../base/message.ts';
import { resolvePath } from '../../../base/path.ts';
import type { GivenSetting, GivenValues } from '../../helm/chart/values.ts';
import { usualChartOptions } from '../../helm/render.ts';
import type { Rendered, RenderingProblem } from '../../rendered.ts';
import { textAt, valueAt } from '../../yaml/change.ts';
import type { YamlMap, YamlNode, YamlScalar } from '../../yaml/node.ts';
import type { ClusterObject, Surroundings } from '../delivery.ts';
import { renderGivenChart } from '../charts/standIn.ts';
import { withFetchedDependencies } from '../dependencies.ts';
import { valuesIn } from '../flux/releaseValues.ts';
import { withoutTests } from '../namespaces.ts';
import { below, pathInRepository, type Found } from '../paths.ts';
import { isTrue, mapsOf, placeOf, scalarsOf, textOf, textsOf, unknown } from '../reading.ts';
import { isHere } from '../repository.ts';
import { destinationNamespace, namesOwnCluster } from './destination.ts';
import { environmentOf, type Environment } from './environment.ts';
import { globOfArgo } from './glob.ts';

interface Releasing {
  readonly object: ClusterObject;
  readonly source: YamlMap;
  readonly folder: string;
  /** All sources of the Application, for those that lend files. */
  readonly sources: readonly YamlMap[];
  readonly surroundings: Surroundings;
}

/** What a chart comes to: parameters count before `valuesObject` (or, without it, `values`), these before files, these before the chart. argo-cd reposerver/repository/repository.go (helmTemplate) */
export function renderHelmSource(releasing: Releasing): Rendered {
  const { object, source, folder, surroundings } = releasing;
  const settings = valueAt(source, 'helm');
  const environment = environmentOf(object, source);
  const namespace = textAt(settings, 'namespace') ?? destinationNamespace(object) ?? 'default';
  const problems: RenderingProblem[] = [];
  const values: GivenValues[] = valueFiles(releasing, settings, environment, namespace, problems).map((file) => ({ file }));
  const own = valueAt(settings, 'valuesObject');
  const text = valueAt(settings, 'values');
  if (own?.type === 'map') values.push({ root: own });
  else if (text?.type === 'scalar' && text.tag !== '!!null')
    values.push({ values: valuesIn(text.text, text, surroundings.sources, (problem) => problems.push(problem)) });
  const rendered = renderGivenChart(
    surroundings.sources,
    folder,
    {
      ...usualChartOptions,
      buildsDependencies: true,
      releaseName: textAt(settings, 'releaseName') || object.name,
      namespace,
      values,
      set: settingsOf(settings, object, environment),
      fileOf: (name) => resolvePath(folder, name) ?? name,
      kubeVersion: textAt(settings, 'kubeVersion'),
      apiVersions: textsOf(valueAt(settings, 'apiVersions')),
      includeCrds: !isTrue(valueAt(settings, 'skipCrds')),
    },
    placeOf(object, valueAt(source, 'chart'), source),
  );
  problems.push(...withFetchedDependencies(rendered.problems, namespace));
  return { manifests: withoutTests(rendered.manifests), problems, looked: rendered.looked };
}

function settingsOf(settings: YamlNode | undefined, object: ClusterObject, environment: Environment): readonly GivenSetting[] {
  const parameters = mapsOf(valueAt(settings, 'parameters')).flatMap((parameter): GivenSetting[] => {
    const name = textAt(parameter, 'name');
    const value = environment(textAt(parameter, 'value') ?? '');
    if (name === undefined) return [];
    const text = `${name}=${value.startsWith('{') ? value : withCommasEscaped(value)}`;
    const at = placeOf(object, valueAt(parameter, 'value'), parameter);
    return [{ setting: isTrue(valueAt(parameter, 'forceString')) ? 'set-string' : 'set', text, at }];
  });
  const files = mapsOf(valueAt(settings, 'fileParameters')).flatMap((parameter): GivenSetting[] => {
    const [name, path] = [textAt(parameter, 'name'), textAt(parameter, 'path')];
    if (name === undefined || path === undefined) return [];
    return [
      { setting: 'set-file', text: `${name}=${withCommasEscaped(environment(path))}`, at: placeOf(object, valueAt(parameter, 'path')) },
    ];
  });
  return [...parameters, ...files];
}

/** A comma that nobody has escaped separates no settings here. */
function withCommasEscaped(text: string): string {
  return text.replace(/([^\\]),/g, '$1\\,');
}

/** The paths of the files in their order; of a pattern what it matches, without those that are named by themselves. */
function valueFiles(
  releasing: Releasing,
  settings: YamlNode | undefined,
  environment: Environment,
  namespace: string,
  problems: RenderingProblem[],
): readonly string[] {
  const { object, surroundings } = releasing;
  const entries = scalarsOf(valueAt(settings, 'valueFiles')).filter(({ text }) => text !== '');
  const located = entries.map((entry) => ({ entry, found: locate(entry, releasing, environment) }));
  const named = new Set(located.flatMap(({ found }) => (found.type === 'found' || found.type === 'missing' ? [found.path] : [])));
  const ignoresMissing = isTrue(valueAt(settings, 'ignoreMissingValueFiles'));
  const files: string[] = [];
  for (const { entry, found } of located) {
    const at = placeOf(object, entry);
    switch (found.type) {
      case 'found':
        if (surroundings.sources.kindOf(found.path) === 'file') {
          files.push(found.path);
          break;
        }
        if (!ignoresMissing) problems.push(missing(entry, at, namespace));
        break;
      case 'pattern':
        files.push(...found.paths.filter((path) => !named.has(path)));
        if (found.paths.length === 0 && !ignoresMissing) problems.push(missing(entry, at, namespace));
        break;
      case 'missing':
        if (!ignoresMissing) problems.push(missing(entry, at, namespace));
        break;
      case 'beyond':
        problems.push(
          unknown(message('The values in {0} are not in this workspace: what they set is not known here.', entry.text), at, {
            namespace,
            changes: 'unit',
          }),
        );
    }
  }
  return files;
}

function missing(entry: YamlScalar, at: RenderingProblem['at'], namespace: string | undefined): RenderingProblem {
  if (namesOwnCluster(entry.text))
    return unknown(message('The values in {0} are not in this workspace: what they set is not known here.', entry.text), at, {
      namespace,
      changes: 'unit',
    });
  return {
    class: 'missing-file',
    severity: 'error',
    message: message('There is no file {0}, and the chart is not rendered.', entry.text),
    at,
    related: [],
  };
}

type Located = Found | { readonly type: 'pattern'; readonly paths: readonly string[] };

/** From the chart's folder; with a slash from the root of the repository; `$ref/…` from that of another source. */
function locate({ text: written }: YamlScalar, { source, folder, sources, surroundings }: Releasing, environment: Environment): Located {
  const [first = '', ...rest] = written.split('/');
  const lender = first.startsWith('$') ? sources.find((each) => textAt(each, 'ref') === first.slice(1)) : undefined;
  if (lender !== undefined) {
    const url = textOf(valueAt(lender, 'repoURL')) ?? '';
    const own = isHere(surroundings.repository, url, textAt(lender, 'targetRevision'));
    const isFetched = textOf(valueAt(lender, 'chart')) !== undefined;
    return own && !isFetched ? found(rest.map((segment) => environment(segment)).join('/'), surroundings) : { type: 'beyond' };
  }
  const text = environment(written);
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) return { type: 'beyond' };
  if (text.startsWith('/')) return found(text, surroundings);
  const path = resolvePath(folder, text);
  if (path === undefined) return { type: 'beyond' };
  if (isPattern(text)) return { type: 'pattern', paths: matching(path, surroundings) };
  const base = textAt(source, 'path') ?? '';
  if (surroundings.sources.kindOf(path) !== undefined) return { type: 'found', path };
  // It may lead out of what is open here.
  return path.startsWith('..') || (base !== '' && surroundings.above === undefined && text.startsWith('..'))
    ? { type: 'beyond' }
    : { type: 'missing', path };
}

function found(path: string, surroundings: Surroundings): Located {
  if (!isPattern(path)) return pathInRepository(surroundings, path);
  return { type: 'pattern', paths: matching(below(surroundings.root, path.replace(/^\/+/, '')), surroundings) };
}

function isPattern(path: string): boolean {
  return /[*?[]/.test(path);
}

const mostFiles = 1000;

/** Files that match, in the order of their paths. */
function matching(pattern: string, { sources }: Surroundings): readonly string[] {
  const segments = pattern.split('/');
  let folders = [''];
  for (const segment of segments.slice(0, -1)) {
    if (!isPattern(segment)) folders = folders.map((folder) => below(folder, segment));
    else folders = folders.flatMap((folder) => entriesOf(folder, 'folder', segment, sources)).slice(0, mostFiles);
  }
  return folders.flatMap((folder) => entriesOf(folder, 'file', segments.at(-1) ?? '', sources)).slice(0, mostFiles);
}

function entriesOf(folder: string, kind: 'file' | 'folder', pattern: string, { list }: Surroundings['sources']): readonly string[] {
  const matches = globOfArgo(pattern);
  return (list(folder) ?? []).filter((entry) => entry.kind === kind && matches(entry.name)).map(({ name }) => below(folder, name));
}
