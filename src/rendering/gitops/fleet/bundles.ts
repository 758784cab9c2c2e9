import { message } from '../../../base/message.ts';
import { pathMatcher } from '../../helm/chart/pathMatch.ts';
import type { RenderingProblem } from '../../rendered.ts';
import type { Sources } from '../../sources.ts';
import { mapNode, nodeAt, textAt, textNode, valueAt } from '../../yaml/change.ts';
import { firstDocument } from '../../yaml/firstDocument.ts';
import type { YamlMap, YamlNode } from '../../yaml/node.ts';
import { inFile } from '../../yaml/read.ts';
import type { ClusterObject, Deliveries, Delivery, Destination, Surroundings } from '../delivery.ts';
import { missingPath } from '../flux/kustomization.ts';
import { below, normalized, pathInRepository } from '../paths.ts';
import { fetching, isTrue, making, mapsOf, placeOf, scalarsOf, specOf, textOf, unknown } from '../reading.ts';
import { isHere } from '../repository.ts';
import { fleetFile } from './options.ts';

type Made = Omit<Deliveries, 'looked' | 'destination'>;

/** So many folders are looked through for one repository, and so deep. */
const most = { folders: 20_000, depth: 60 };

/** The bundles that a GitRepo of Fleet makes of its paths. fleet internal/cmd/cli/apply/apply.go */
export function gitRepoDeliveries(object: ClusterObject, surroundings: Surroundings): Made {
  const problems: RenderingProblem[] = [];
  const url = textOf(specOf(object, 'repo')) ?? '';
  const revision = textOf(specOf(object, 'revision')) ?? textOf(specOf(object, 'branch'));
  if (url !== '' && !isHere(surroundings.repository, url, revision)) {
    const text = message('{0} is not this repository: what {1} {2} applies is not known here.', url, object.kind, object.name);
    problems.push(unknown(text, placeOf(object, specOf(object, 'repo')), fetching(textOf(specOf(object, 'targetNamespace')), url)));
    return { deliveries: [], objects: [], problems };
  }
  const written = scalarsOf(specOf(object, 'paths'));
  const origins = specOf(object, 'paths')?.origins ?? object.root.origins;
  const folders = new Set<string>();
  for (const path of written.length === 0 ? [textNode('', origins)] : written) {
    const found = foldersAt(path.text, surroundings);
    for (const folder of found) folders.add(folder);
    if (found.length > 0) continue;
    const located = pathInRepository(surroundings, path.text);
    const at = placeOf(object, path);
    if (located.type === 'beyond')
      problems.push(
        unknown(
          message('{0} lies outside of what is open here: what is applied from there is not known.', path.text || './'),
          at,
          making(undefined),
        ),
      );
    else problems.push(missingPath(path.text, located.path, at, surroundings.sources));
  }
  const bundles = new Set([...folders].flatMap((folder) => bundlesBelow(folder, surroundings.sources)));
  return { deliveries: [...bundles].flatMap((folder) => variantsOf(folder, object, surroundings)), objects: [], problems };
}

/** A bundle that nobody is seen to apply: a folder with a `fleet.yaml`. */
export function bundleDeliveries(folder: string, surroundings: Surroundings): Made {
  const file = fleetFile(folder, surroundings.sources);
  const root = file === undefined ? undefined : rootOf(file, surroundings.sources);
  if (file === undefined || root === undefined || !isOfFleet(root)) return { deliveries: [], objects: [], problems: [] };
  const name = textAt(root, 'name') ?? (folder.split('/').at(-1) || 'bundle');
  const bundle: ClusterObject = { apiVersion: 'fleet.cattle.io/v1alpha1', kind: 'Bundle', namespace: 'fleet-local', name, root };
  return { deliveries: variantsOf(folder, bundle, surroundings), objects: [], problems: [] };
}

/** Another tool may have a file of that name, too: an application called fleet has. */
function isOfFleet({ entries }: YamlMap): boolean {
  return entries.every(({ key }) => fleetFields.has(key));
}

/** fleet pkg/apis/fleet.cattle.io/v1alpha1 (FleetYAML, BundleSpecBase, BundleDeploymentOptions) */
const fleetFields: ReadonlySet<string> = new Set(
  [
    'name labels annotations targets targetCustomizations targetCustomizationMode overrideTargets imageScans',
    'paused rolloutStrategy resources dependsOn ignore contentsId helmOpOptions',
    'defaultNamespace namespace kustomize helm serviceAccount forceSyncGeneration yaml diff keepResources deleteNamespace',
    'deleteCRDResources correctDrift namespaceLabels namespaceAnnotations downstreamResources overlays',
  ].flatMap((line) => line.split(' ')),
);

function rootOf(file: string, sources: Sources): YamlMap | undefined {
  const { root } = firstDocument(sources.text(file) ?? '', inFile(file));
  return root?.type === 'map' ? root : root === undefined ? mapNode([], [{ file, start: 0, end: 0 }]) : undefined;
}

/** `filepath.Glob`, folders alone. */
function foldersAt(pattern: string, surroundings: Surroundings): readonly string[] {
  const { sources } = surroundings;
  if (!/[*?[\\]/.test(pattern)) {
    const found = pathInRepository(surroundings, pattern);
    return found.type === 'found' && (found.path === surroundings.root || sources.kindOf(found.path) === 'folder') ? [found.path] : [];
  }
  let folders = [surroundings.root];
  for (const segment of normalized(pattern).split('/')) {
    const matches = pathMatcher(segment);
    if (matches === undefined) return [];
    folders = folders
      .flatMap((folder) =>
        (sources.list(folder) ?? []).filter(({ name, kind }) => kind === 'folder' && matches(name)).map(({ name }) => below(folder, name)),
      )
      .slice(0, most.folders);
  }
  return folders;
}

/** The folder itself if it has a `fleet.yaml`, or files that belong to no other bundle; and each below that has a `fleet.yaml`. */
function bundlesBelow(root: string, sources: Sources): readonly string[] {
  const found: string[] = [];
  let seen = 0;
  /** Whether files lie in the folder, or below it, that belong to no bundle in it. */
  const walk = (folder: string, depth: number): boolean => {
    if (++seen > most.folders || depth > most.depth) return false;
    const isBundle = fleetFile(folder, sources) !== undefined;
    if (isBundle) found.push(folder);
    let hasOwn = false;
    for (const { name, kind } of sources.list(folder) ?? []) {
      const path = below(folder, name);
      if (kind === 'file') hasOwn ||= /\.ya?ml$/.test(name);
      else if (name !== '.git' && sources.realPath(path) === path && walk(path, depth + 1)) hasOwn = true;
    }
    return hasOwn && !isBundle;
  };
  return walk(root, 0) ? [root, ...found] : found;
}

/** One delivery for each cluster that is known by its name, with the customization that is for it; where none is known, one for each customization. */
function variantsOf(folder: string, by: ClusterObject, { sources }: Surroundings): readonly Delivery[] {
  const fleet = fleetFile(folder, sources);
  const root = fleet === undefined ? undefined : rootOf(fleet, sources);
  const customizations = mapsOf(valueAt(root, 'targetCustomizations'));
  const after = mapsOf(valueAt(root, 'dependsOn')).flatMap((other) => textAt(other, 'name') ?? []);
  const delivery = (target: number | undefined, name: string, destination: Destination): Delivery => ({
    key: name === '' ? folder : `${folder}#${name}`,
    by,
    destination,
    after: after.map((other) => `Bundle.fleet.cattle.io/${by.namespace}/${other}`),
    applied: { type: 'bundle', folder, fleet, target },
  });
  const { names, areAll } = clustersOf(by);
  const isForLocal = (customization: YamlMap | undefined): boolean =>
    by.namespace !== 'fleet-local' && by.kind === 'GitRepo' && meansLocal(customization);
  if (customizations.every(isForLocal))
    return names.length > 1
      ? names.map((name) => delivery(undefined, name, { type: 'named', name }))
      : [delivery(undefined, '', destinationOf(by, names))];
  const isLeftOut = (index: number): boolean => isTrue(valueAt(customizations[index], 'doNotDeploy')) || isForLocal(customizations[index]);
  const told = names.flatMap((name) => {
    // One that asks for labels may be for it, too, which nothing here says.
    const index = customizations.findIndex((each) => textAt(each, 'clusterName') === name);
    return index >= 0 && isLeftOut(index) ? [] : [delivery(index < 0 ? undefined : index, name, { type: 'named', name })];
  });
  const others = customizations.flatMap((customization, index) => {
    const cluster = textAt(customization, 'clusterName');
    if (isLeftOut(index) || (cluster !== undefined && (areAll || names.includes(cluster)))) return [];
    if (areAll && cluster === undefined) return [];
    const name = textAt(customization, 'name') ?? cluster ?? `target${String(index).padStart(3, '0')}`;
    return [delivery(index, name, { type: 'named', name: cluster ?? name })];
  });
  return [...told, ...others];
}

/** Whether a customization is for the cluster that Fleet itself runs in, which is in the namespace `fleet-local` alone. */
function meansLocal(customization: YamlMap | undefined): boolean {
  const labels = nodeAt(customization, 'clusterSelector', 'matchLabels');
  return textAt(customization, 'clusterName') === 'local' || textAt(labels, 'management.cattle.io/cluster-display-name') === 'local';
}

/** The clusters that a GitRepo names, and whether it is for no others. */
function clustersOf({ namespace, root }: ClusterObject): { readonly names: readonly string[]; readonly areAll: boolean } {
  const targets: readonly YamlNode[] = namespace === 'fleet-local' ? [] : mapsOf(nodeAt(root, 'spec', 'targets'));
  const names = new Set(targets.flatMap((target) => textAt(target, 'clusterName') ?? []));
  return { names: [...names], areAll: targets.length > 0 && targets.every((target) => textAt(target, 'clusterName') !== undefined) };
}

/** Of a GitRepo in `fleet-local` the cluster that it is in; else the one that its only target is. */
function destinationOf({ namespace, root }: ClusterObject, [name]: readonly string[]): Destination {
  if (namespace === 'fleet-local') return { type: 'same' };
  const targets: readonly YamlNode[] = mapsOf(nodeAt(root, 'spec', 'targets'));
  const only = targets.length === 1 ? (name ?? textAt(targets[0], 'name')) : undefined;
  return only === undefined ? { type: 'unknown' } : { type: 'named', name: only };
}
