import { message } from '../../base/message.ts';
import type { Reach } from '../../manifests/reach.ts';
import type { Span } from '../origin.ts';
import { isOfAddresses } from '../published.ts';
import { textAt, textNode, valueAt } from '../yaml/change.ts';
import type { YamlMap, YamlNode } from '../yaml/node.ts';
import { appendNew } from './duplicates.ts';
import { fileOf, loadFile, maps } from './entries.ts';
import { absorbed, generate, type Generated } from './generate.ts';
import { identityKey } from './identity.ts';
import type { Kustomization } from './kustomizationFile.ts';
import type { Building, Layer, Way } from './layer.ts';
import { builtinOrigin, type BuildOrigin } from './origin.ts';
import { failure, lostChanges, lostObjects, lostRelease, orReaching, placeOf, reaching, unsupported, type Report } from './problem.ts';
import { currentIdentity, resourceOf } from './resource.ts';

/** A kustomization that generates objects into its layer. */
export interface Generating {
  readonly building: Building;
  readonly kustomization: Kustomization;
  readonly layer: Layer;
  readonly report: Report;
}

/** What `configMapGenerator`, `secretGenerator` and `helmCharts` make. */
export function generateAll(generating: Generating, way: Way): void {
  const { building, kustomization } = generating;
  const global = valueAt(kustomization.root, 'generatorOptions');
  for (const [field, kind] of [
    ['configMapGenerator', 'ConfigMap'],
    ['secretGenerator', 'Secret'],
  ] as const) {
    const origin = building.tracks ? builtinOrigin(way.path, kustomization.name, `${kind}Generator`) : undefined;
    for (const entry of maps(valueAt(kustomization.root, field))) generateOne(kind, entry, global, origin, generating);
  }
  inflateCharts(generating, way);
}

export function generateOne(
  kind: 'ConfigMap' | 'Secret',
  entry: YamlMap,
  global: YamlNode | undefined,
  origin: BuildOrigin | undefined,
  generating: Generating,
): void {
  const { building, kustomization } = generating;
  // Whatever fails, no object of another kind comes of it.
  const told = orReaching(generating.report, { kinds: [kind], changes: 'nothing' });
  const made = generate(kind, entry, global, {
    load: (item, path) => loadFile(building.loader, kustomization, item, told, path),
    placing: (item) => building.loader.placing(item),
    source: kustomization.file,
    broughtBy: [placeOf(entry, fileOf(kustomization))],
    report: told,
  });
  if (made === undefined) return;
  const tracked = origin === undefined ? made : { ...made, resource: { ...made.resource, origin } };
  absorb(tracked, placeOf(valueAt(entry, 'name') ?? entry, fileOf(kustomization)), generating);
}

/** Takes what was made into the layer, beside or into what is there. api/resmap/reswrangler.go (appendReplaceOrMerge) */
export function absorb(made: Generated, at: Span, { building, layer, report }: Generating): void {
  if (!building.budget.gather(made.resource.root, at, report)) return;
  const identity = currentIdentity(made.resource);
  const matches = layer.list.withAny(identityKey(identity));
  const [index] = matches;
  const old = index === undefined ? undefined : layer.list.all[index];
  const { kind, name } = identity;
  if (index === undefined || old === undefined) {
    if (made.behavior === 'create') appendNew(layer.list, made.resource, report, at);
    else {
      const text = message('There is no {0} "{1}" here to {2}.', kind, name, made.behavior);
      report(reaching(failure('generator-nothing-to-merge', text, at), { kinds: [kind], changes: 'unit' }));
    }
    return;
  }
  if (matches.length > 1 || made.behavior === 'create') {
    const related = matches
      .slice(0, 5)
      .map((match) => ({ message: message('This one is there already.'), at: placeOf(layer.list.all[match]?.root, at) }));
    const text = message('There is a {0} "{1}" here already; behavior must be merge or replace.', kind, name);
    report(reaching(failure('generator-exists', text, at, related), { ...lostChanges, kinds: [kind] }));
    return;
  }
  layer.list.replace(index, absorbed(old, made));
}

/** A chart makes what it makes in the namespace of its release; of one that is fetched and named none, that is none of somebody else's. */
function lostChart(chart: YamlMap): Reach {
  const source = `${textAt(chart, 'repo') ?? ''}/${textAt(chart, 'name') ?? ''}`;
  const isFetched = textAt(chart, 'repo') !== undefined && !isOfAddresses(source);
  return { ...(isFetched ? lostRelease : lostObjects), namespace: textAt(chart, 'namespace') };
}

function inflateCharts(generating: Generating, way: Way): void {
  const { building, kustomization, report } = generating;
  const origin = building.tracks ? builtinOrigin(way.path, kustomization.name, 'HelmChartInflationGenerator') : undefined;
  for (const field of ['helmCharts', 'helmChartInflationGenerator'] as const)
    for (const chart of maps(valueAt(kustomization.root, field))) {
      const at = placeOf(valueAt(chart, 'name') ?? valueAt(chart, 'chartName') ?? chart, fileOf(kustomization));
      const told = orReaching(report, lostChart(chart));
      const rendered =
        field === 'helmCharts'
          ? building.charts?.({
              chart,
              globals: valueAt(kustomization.root, 'helmGlobals'),
              locate: (path) => building.loader.locate(kustomization.folder, path),
              at,
              load: (named, path = named?.text ?? '') =>
                loadFile(building.loader, kustomization, named ?? textNode(path, [at]), told, path),
            })
          : undefined;
      if (rendered === undefined) {
        told(unsupported(message('This chart is not rendered here; kustomize does so with --enable-helm alone.'), at));
        continue;
      }
      for (const problem of rendered.problems) report(problem);
      for (const path of rendered.looked) building.loader.note(path);
      for (const { root, source } of rendered.manifests) {
        const resource = resourceOf(root, source, [at]);
        absorb({ resource: origin === undefined ? resource : { ...resource, origin }, behavior: 'create' }, at, generating);
      }
    }
}
