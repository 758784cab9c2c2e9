import { message } from '../../../base/message.ts';
import { holdsPlaceholder } from '../../../manifests/placeholder.ts';
import { buildKustomization } from '../../kustomize/build.ts';
import { identityKey, identityOf } from '../../kustomize/identity.ts';
import { chartHook } from '../../kustomizedChart.ts';
import type { RenderedManifest, RenderingProblem } from '../../rendered.ts';
import type { Sources } from '../../sources.ts';
import { textAt, valueAt } from '../../yaml/change.ts';
import type { YamlMap } from '../../yaml/node.ts';
import { sourcesOf } from '../claims.ts';
import type { Applied, ApplicationSource, ClusterObject, Deliveries, RenderedDelivery, Surroundings } from '../delivery.ts';
import { missingPath, notAFolder } from '../flux/kustomization.ts';
import { absentChart, reachOfAbsent, standInFor } from '../charts/standIn.ts';
import { isStandIn } from '../charts/standInPath.ts';
import { withNamespace } from '../namespaces.ts';
import { below, nearestPath, pathInRepository } from '../paths.ts';
import { fetching, making, placeOf, refused, specOf, textOf, unknown } from '../reading.ts';
import type { RenderOptions } from '../renderOptions.ts';
import { isHere } from '../repository.ts';
import { destinationNamespace, destinationOf, destinationRefusals, isUnfinished, namesOwnCluster } from './destination.ts';
import { renderDirectory } from './directory.ts';
import { environmentOf } from './environment.ts';
import { renderHelmSource } from './helm.ts';
import { withEdits } from './kustomize.ts';
import { inOrderOfArgo } from './order.ts';
import { projectProblems } from './project.ts';
import { sourceKind, withOverrides } from './source.ts';

/** What an Application applies: all of its sources that are here, joined. */
export function applicationDeliveries(object: ClusterObject, surroundings: Surroundings): Omit<Deliveries, 'looked' | 'destination'> {
  const problems: RenderingProblem[] = [...projectProblems(object, surroundings), ...destinationRefusals(object)];
  const sources: ApplicationSource[] = [];
  for (const node of sourcesOf(specOf(object))) {
    const refusal = sourceRefusal(node, object);
    if (refusal !== undefined) {
      problems.push(refusal);
      continue;
    }
    const folder = folderOf(node, object, surroundings, problems);
    if (folder !== undefined) sources.push({ node, folder });
  }
  if (sources.length === 0) return { deliveries: [], objects: [], problems };
  const applied: Applied = { type: 'application', sources };
  return { deliveries: [{ key: '', by: object, destination: destinationOf(object), after: [], applied }], objects: [], problems };
}

/** A source says what is taken from its repository; one of several may do nothing but lend its files. argo-cd util/argo/argo.go (validateSourcePermissions) */
function sourceRefusal(source: YamlMap, object: ClusterObject): RenderingProblem | undefined {
  const fields = specOf(object, 'sources') === undefined ? ['path', 'chart'] : ['path', 'chart', 'ref'];
  // An empty one is for whoever gives a chart its values to fill in.
  if (fields.some((field) => valueAt(source, field) !== undefined) || specOf(object, 'sourceHydrator') !== undefined) return undefined;
  if (isUnfinished(object, source)) return undefined;
  return refused(message('Argo CD refuses this Application: its source names neither a path nor a chart.'), placeOf(object, source));
}

/** Undefined for a source that is not here, and for one that only lends its files. */
function folderOf(source: YamlMap, object: ClusterObject, surroundings: Surroundings, problems: RenderingProblem[]): string | undefined {
  const namespace = destinationNamespace(object);
  const url = textOf(valueAt(source, 'repoURL')) ?? '';
  const chart = textOf(valueAt(source, 'chart'));
  const path = textOf(valueAt(source, 'path'));
  if (chart === undefined && path === undefined && textOf(valueAt(source, 'ref')) !== undefined) return undefined;
  const elsewhere = (text: ReturnType<typeof message>, at: RenderingProblem['at'], reach = making(namespace)): undefined => {
    problems.push(unknown(text, at, reach));
  };
  if (chart !== undefined) {
    const standIn = standInFor(chart, textAt(source, 'targetRevision'));
    elsewhere(
      absentChart(chart, { from: url, namespace, folder: standIn }),
      placeOf(object, valueAt(source, 'chart')),
      reachOfAbsent(namespace, standIn),
    );
    return standIn;
  }
  if (url !== '' && !isHere(surroundings.repository, url, textAt(source, 'targetRevision')))
    return elsewhere(
      message('{0} is not this repository: what {1} {2} applies is not known here.', url, object.kind, object.name),
      placeOf(object, valueAt(source, 'repoURL')),
      fetching(namespace, url),
    );
  const at = placeOf(object, valueAt(source, 'path'), source);
  if (path !== undefined && holdsPlaceholder(path))
    return elsewhere(message('{0} is filled in by somebody else: what is applied from there is not known.', path), at);
  const found = pathInRepository(surroundings, path ?? '');
  const isFile = found.type === 'found' && surroundings.sources.kindOf(found.path) === 'file';
  if (isFile) problems.push(notAFolder(path ?? '', at));
  const isElsewhere = found.type === 'beyond' || (found.type === 'missing' && holdsPlaceholder(url));
  if (found.type === 'missing' && !isElsewhere) {
    const problem = missingPath(path ?? '', found.path, at, surroundings.sources);
    if (namesOwnCluster(path ?? ''))
      return elsewhere(
        message('{0} is not here, and the cluster that Argo CD runs in may have another name: what is applied is not known.', path ?? '.'),
        at,
      );
    if (nearestPath(found.path, surroundings.sources) !== undefined) problems.push(problem);
    else if (otherTools.test(found.path))
      return elsewhere(message('{0} is not here: what a tool that is not read here makes of it is not known.', path ?? '.'), at);
    // Argo CD also takes folders of other tools, in which there is nothing that is read here.
    else problems.push({ ...problem, severity: 'warning' });
  }
  if (isElsewhere) elsewhere(message('{0} lies outside of what is open here: what is applied from there is not known.', path ?? '.'), at);
  return found.type === 'found' && !isFile ? found.path : undefined;
}

function allBelow(folder: string, sources: Sources): readonly string[] {
  const found: string[] = [];
  const waiting = [folder];
  for (let next = waiting.pop(); next !== undefined && found.length < mostTaken; next = waiting.pop())
    for (const { name, kind } of sources.list(next) ?? []) (kind === 'folder' ? waiting : found).push(below(next, name));
  return found;
}

const mostTaken = 10_000;

/** Names that folders of generators of manifests go by. */
const otherTools = /(?:^|[/_-])(?:jsonnet|plugins?|cdk8s|cue|nix|dhall|kcl|ytt|tanka)(?:$|[/_-])/;

/** The manifests of all sources; of one that several bring the last counts. */
export function renderApplication(
  object: ClusterObject,
  { sources }: Applied & { readonly type: 'application' },
  surroundings: Surroundings,
  options: RenderOptions,
): RenderedDelivery {
  const rendered = sources.map((source) => renderSource(source, object, surroundings, options));
  const namespace = destinationNamespace(object);
  const origins = specOf(object, 'destination', 'namespace')?.origins ?? [];
  const all = rendered.flatMap(({ manifests }) => manifests);
  const placed = namespace === undefined ? all : withNamespace(all, namespace, origins);
  return {
    manifests: inOrderOfArgo(sources.length > 1 ? lastOfEach(placed) : placed),
    problems: rendered.flatMap(({ problems }) => problems),
    looked: new Set(rendered.flatMap(({ looked }) => [...looked])),
    taken: rendered.flatMap(({ taken = [] }) => taken),
    steps: rendered.reduce((sum, { steps }) => sum + steps, 0),
  };
}

function lastOfEach(manifests: readonly RenderedManifest[]): readonly RenderedManifest[] {
  const last = new Map<string, RenderedManifest>();
  for (const manifest of manifests) {
    const { version, ...identity } = identityOf(manifest.root);
    last.set(identityKey({ ...identity, version: version === '' ? '' : '*' }), manifest);
  }
  return [...last.values()];
}

function renderSource(
  { node, folder }: ApplicationSource,
  object: ClusterObject,
  surroundings: Surroundings,
  options: RenderOptions,
): RenderedDelivery {
  const { sources } = surroundings;
  const source = withOverrides(node, folder, object.name, sources);
  switch (isStandIn(folder) ? 'helm' : sourceKind(source, folder, sources)) {
    case 'helm':
      return { ...renderHelmSource({ object, source, folder, sources: sourcesOf(specOf(object)), surroundings }), steps: 0 };
    case 'kustomize':
      return buildKustomization(sources, folder, {
        helmCharts: chartHook(sources),
        ...(options.bases !== undefined && { bases: options.bases }),
        ...(options.memory !== undefined && { memory: options.memory }),
        ...(options.mostSteps !== undefined && { mostSteps: options.mostSteps }),
        loadsFromOutside: options.loadsFromOutside === true,
        amend: (kustomization) => withEdits(kustomization, valueAt(source, 'kustomize'), environmentOf(object, source), sources),
      });
    case 'directory':
      return {
        ...renderDirectory(
          source,
          folder,
          { at: placeOf(object, valueAt(source, 'path'), source), namespace: destinationNamespace(object) },
          sources,
        ),
        looked: new Set(),
        steps: 0,
      };
    case 'plugin': {
      const at = placeOf(object, valueAt(source, 'plugin'), source);
      const text = message('A plugin makes what is applied from here: what that is, is not known.');
      return {
        manifests: [],
        problems: [unknown(text, at, making(destinationNamespace(object)))],
        looked: new Set(),
        // It may read all of it.
        taken: allBelow(folder, sources),
        steps: 0,
      };
    }
  }
}
