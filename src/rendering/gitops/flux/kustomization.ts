import { message, sentences } from '../../../base/message.ts';
import { resolvePath } from '../../../base/path.ts';
import { holdsPlaceholder } from '../../../manifests/placeholder.ts';
import { buildKustomization } from '../../kustomize/build.ts';
import { chartHook } from '../../kustomizedChart.ts';
import type { RenderedManifest, RenderingProblem } from '../../rendered.ts';
import type { Sources } from '../../sources.ts';
import { entryAt, mapNode, textAt, valueAt, withValue } from '../../yaml/change.ts';
import type { YamlMap, YamlNode } from '../../yaml/node.ts';
import type { Applied, ClusterObject, Deliveries, Delivery, Destination, RenderedDelivery, Surroundings } from '../delivery.ts';
import { nearestPath } from '../paths.ts';
import { fetching, making, placeOf, specOf, textOf, unknown } from '../reading.ts';
import type { RenderOptions } from '../renderOptions.ts';
import { withFluxFields } from './amend.ts';
import { generatedKustomization, hasKustomization } from './generate.ts';
import { withoutIgnored } from './ignore.ts';
import { inOrderOfFlux } from './order.ts';
import { dependenciesOf } from './dependsOn.ts';
import { fluxSource, unknownSource } from './source.ts';
import { substituted } from './substitute.ts';
import { variablesOf } from './variables.ts';

type Made = Omit<Deliveries, 'looked' | 'destination'>;

/** What a Kustomization of Flux applies: one folder of its source. */
export function kustomizationDeliveries(object: ClusterObject, surroundings: Surroundings): Made {
  // Without a source the API server refuses it: it is a patch for one that stands elsewhere.
  if (specOf(object, 'sourceRef') === undefined && specOf(object, 'path') === undefined)
    return { deliveries: [], objects: [], problems: [] };
  const { after, problems } = dependenciesOf(object, surroundings);
  const ref = specOf(object, 'sourceRef');
  const made = folderDeliveries(object, surroundings, { ref, path: specOf(object, 'path'), destination: destinationOf(object), after });
  return { ...made, problems: [...made.problems, ...problems, ...unknownSource(ref, object, surroundings)] };
}

/** What names a folder to apply. */
export interface NamedFolder {
  readonly ref: YamlNode | undefined;
  readonly path: YamlNode | undefined;
  readonly destination: Destination;
  readonly after: readonly string[];
}

export function folderDeliveries(object: ClusterObject, surroundings: Surroundings, { ref, path, destination, after }: NamedFolder): Made {
  const none = (...problems: readonly RenderingProblem[]): Made => ({ deliveries: [], objects: [], problems });
  const source = fluxSource(ref, object.namespace, surroundings);
  const reach = making(reachOf(object));
  if (source.type === 'elsewhere') {
    const at = placeOf(object, valueAt(ref, 'name'), ref);
    return none(
      unknown(
        message('{0} is not this repository: what {1} {2} applies is not known here.', source.name, object.kind, object.name),
        at,
        fetching(reachOf(object), source.name),
      ),
    );
  }
  const text = textOf(path) ?? '';
  const at = placeOf(object, path);
  if (holdsPlaceholder(text))
    return none(unknown(message('{0} is filled in by somebody else: what is applied from there is not known.', text), at, reach));
  const found = source.find(text);
  switch (found.type) {
    case 'beyond':
      return none(
        unknown(message('{0} lies outside of what is open here: what is applied from there is not known.', text || './'), at, reach),
      );
    case 'missing':
      if (source.isUnseen === true)
        return none(
          unknown(
            message('There is no {0} here, and no manifest says which repository that is in: what is applied is not known.', text),
            at,
            reach,
          ),
        );
      return none(missingPath(text, found.path, at, surroundings.sources));
    case 'found': {
      if (surroundings.sources.kindOf(found.path) === 'file') return none(notAFolder(text, at));
      const applied: Applied = { type: 'kustomization', folder: found.path, path, sourceRoot: surroundings.root, ignore: source.ignore };
      const delivery: Delivery = { key: '', by: object, destination, after, applied };
      return { deliveries: [delivery], objects: [], problems: [] };
    }
  }
}

/** `sources`: in which a folder of nearly that name may be. */
export function missingPath(text: string, path: string, at: RenderingProblem['at'], sources: Sources): RenderingProblem {
  const nearest = nearestPath(path, sources);
  return {
    class: 'missing-path',
    severity: 'error',
    message: sentences(
      text === path || text === `./${path}`
        ? message('There is no {0} in this repository: nothing is applied.', text)
        : message('There is no {0} in this repository, which would be {1}: nothing is applied.', text, path),
      nearest === undefined ? undefined : message('Nearest is {0}.', nearest),
    ),
    at,
    related: [],
  };
}

export function notAFolder(text: string, at: RenderingProblem['at']): RenderingProblem {
  return {
    class: 'missing-path',
    severity: 'error',
    message: message('{0} is a file; a folder is expected, and nothing is applied.', text),
    at,
    related: [],
  };
}

/** Where one could make something that is not known: in the namespace that it puts all into; a tenant in its own. What sets up the cluster, anywhere. */
function reachOf(object: ClusterObject): string | undefined {
  return textOf(specOf(object, 'targetNamespace')) ?? (object.namespace === 'flux-system' ? undefined : object.namespace);
}

export function destinationOf(object: ClusterObject): Destination {
  const kubeConfig = specOf(object, 'kubeConfig');
  if (kubeConfig?.type !== 'map') return { type: 'same' };
  const name = textAt(valueAt(kubeConfig, 'secretRef'), 'name') ?? textAt(valueAt(kubeConfig, 'configMapRef'), 'name');
  return name === undefined ? { type: 'unknown' } : { type: 'named', name, namespace: object.namespace };
}

/** Builds the folder as Flux does: the fields of the object at the layer of the folder's kustomization, then the variables. */
export function renderKustomization(
  object: ClusterObject,
  applied: Applied & { readonly type: 'kustomization' },
  surroundings: Surroundings,
  options: RenderOptions,
): RenderedDelivery {
  const { folder, ignore, sourceRoot, path } = applied;
  const sources = withoutIgnored(surroundings.sources, sourceRoot, ignore);
  const at = placeOf(object, path);
  const isGenerated = !hasKustomization(sources, folder);
  const spec = specOf(object);
  const isMissing = (component: string): boolean => {
    const resolved = resolvePath(folder, component);
    return resolved === undefined || sources.kindOf(resolved) === undefined;
  };
  const built = buildKustomization(sources, folder, {
    helmCharts: chartHook(sources),
    loadsFromOutside: true,
    // What a source leaves out by itself makes other bases.
    ...(options.bases !== undefined && ignore === undefined && { bases: options.bases }),
    ...(options.memory !== undefined && ignore === undefined && { memory: options.memory }),
    ...(options.mostSteps !== undefined && { mostSteps: options.mostSteps }),
    ...(isGenerated && { kustomization: generatedKustomization(sources, folder, at) }),
    amend: (kustomization) => withFluxFields(kustomization, spec, isMissing),
  });
  const problems = [...(isGenerated ? built.problems.map((problem) => appliedAsAWhole(problem, at)) : built.problems)];
  const variables = variablesOf(object, surroundings);
  if (variables !== undefined) problems.push(...variables.problems);
  const filled =
    variables === undefined ? built.manifests : substituted(built.manifests, variables.valueOf, (problem) => problems.push(problem));
  const manifests = filled.map((manifest) => withCommonMetadata(manifest, valueAt(spec, 'commonMetadata')));
  return { manifests: inOrderOfFlux(manifests), problems, looked: built.looked, steps: built.steps };
}

function appliedAsAWhole(problem: RenderingProblem, at: RenderingProblem['at']): RenderingProblem {
  if (problem.severity !== 'error' || problem.at.file === at.file) return problem;
  return {
    ...problem,
    class: unreadable.has(problem.class) ? 'not-a-manifest' : problem.class,
    related: [
      ...problem.related,
      { message: message('This path is applied as a whole: each YAML file below it has to be a manifest.'), at },
    ],
  };
}

/** What is wrong with a file that is no manifest. */
const unreadable: ReadonlySet<string> = new Set(['malformed-yaml', 'duplicate-key', 'missing-name', 'too-large']);

function withCommonMetadata(manifest: RenderedManifest, common: YamlNode | undefined): RenderedManifest {
  if (common?.type !== 'map') return manifest;
  let { root } = manifest;
  for (const field of ['labels', 'annotations']) {
    const pairs = valueAt(common, field);
    if (pairs?.type !== 'map') continue;
    const metadata = valueAt(root, 'metadata');
    const before: YamlMap = metadata?.type === 'map' ? metadata : mapNode([], pairs.origins);
    const known = valueAt(before, field);
    let texts: YamlMap = known?.type === 'map' ? known : mapNode([], pairs.origins);
    for (const { key, keyOrigins, value } of pairs.entries) texts = withValue(texts, key, value, keyOrigins);
    root = withValue(root, 'metadata', withValue(before, field, texts, entryAt(common, field)?.keyOrigins), pairs.origins);
  }
  return { ...manifest, root };
}
