import { buildKustomization } from '../../kustomize/build.ts';
import { listNode, mapNode, textAt, textNode, valueAt } from '../../yaml/change.ts';
import type { YamlEntry, YamlMap, YamlNode } from '../../yaml/node.ts';
import { kindKey, type ClusterObject, type Deliveries, type Surroundings } from '../delivery.ts';
import { kinds } from '../object.ts';
import { mapsOf, placeOf, specOf } from '../reading.ts';
import { isHere } from '../repository.ts';
import { fieldOfInstance, namesInstance } from './instanceValues.ts';
import { folderDeliveries } from './kustomization.ts';

type Made = Omit<Deliveries, 'looked' | 'destination'>;

/** The folder that a FluxInstance sets its cluster up with. */
export function instanceDeliveries(object: ClusterObject, surroundings: Surroundings): Made {
  return synced(object, specOf(object, 'sync'), surroundings, '');
}

/** The same, where the values of a release of the chart flux-instance say it. */
export function instanceInValues(object: ClusterObject, surroundings: Surroundings): Made {
  if (!namesInstance(object)) return nothing;
  const sync = inValues(object, 'sync', surroundings);
  return sync === undefined ? nothing : synced(object, sync, surroundings, 'sync');
}

/**
 * The Kustomization that the operator makes of the `sync` of an instance, changed by those patches of the instance that are for it: what the folder is built by. Any other object as it is.
 * fluxoperator.dev/docs/instance/customization
 */
export function syncKustomization(object: ClusterObject, surroundings: Surroundings): ClusterObject {
  if (kindKey(object) === kinds.fluxKustomization) return object;
  const isInstance = kindKey(object) === kinds.fluxInstance;
  const fieldOf = (field: string): YamlNode | undefined => (isInstance ? specOf(object, field) : inValues(object, field, surroundings));
  const sync = fieldOf('sync');
  const lists = fieldOf('kustomize');
  const patches = mapsOf(valueAt(lists, 'patches')).filter((patch) => textAt(valueAt(patch, 'target'), 'kind') === 'Kustomization');
  const { origins } = object.root;
  const { namespace } = object;
  const name = textAt(sync, 'name') ?? namespace;
  const made: ClusterObject = {
    apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
    kind: 'Kustomization',
    namespace,
    name,
    root: mapNode(
      [
        ...entries(object.root, { apiVersion: 'kustomize.toolkit.fluxcd.io/v1', kind: 'Kustomization' }),
        { key: 'metadata', keyOrigins: origins, value: mapNode(entries(object.root, { name, namespace }), origins) },
        { key: 'spec', keyOrigins: origins, value: mapNode([], origins) },
      ],
      origins,
    ),
  };
  if (patches.length === 0) return made;
  const { file } = placeOf(object);
  const folder = surroundings.root;
  const fields = mapNode([{ key: 'patches', keyOrigins: origins, value: listNode(patches, origins) }], origins);
  const [patched] = buildKustomization(surroundings.sources, folder, {
    first: [{ root: made.root, source: file }],
    kustomization: { file, name: 'kustomization.yaml', folder, root: fields, isComponent: false, problems: [] },
  }).manifests;
  return patched === undefined ? made : { ...made, root: patched.root };
}

const nothing: Made = { deliveries: [], objects: [], problems: [] };

function inValues(object: ClusterObject, field: string, { object: find, sources }: Surroundings): YamlNode | undefined {
  return fieldOfInstance(object, field, {
    configMap: (namespace, name) => {
      const found = find(kinds.configMap, namespace, name);
      return typeof found === 'object' ? found : undefined;
    },
    textOf: (file) => sources.text(file),
  });
}

function entries({ origins }: YamlMap, texts: Readonly<Record<string, string>>): readonly YamlEntry[] {
  return Object.entries(texts).map(([key, text]) => ({ key, keyOrigins: origins, value: textNode(text, origins) }));
}

function synced(object: ClusterObject, sync: YamlNode | undefined, surroundings: Surroundings, key: string): Made {
  if (sync?.type !== 'map') return nothing;
  const url = textAt(sync, 'url');
  const kind = textAt(sync, 'kind') ?? 'GitRepository';
  const isOther = url !== undefined && kind === 'GitRepository' && !isHere(surroundings.repository, url, textAt(sync, 'ref'));
  // Without a reference the source is the workspace; a Bucket never is.
  const ref =
    isOther || kind === 'Bucket'
      ? named(sync, 'Bucket', isOther ? url : kind)
      : kind === 'OCIRepository'
        ? named(sync, kind, 'flux-system')
        : undefined;
  const made = folderDeliveries(object, surroundings, { ref, path: valueAt(sync, 'path'), destination: { type: 'same' }, after: [] });
  return { ...made, deliveries: made.deliveries.map((delivery) => ({ ...delivery, key })) };
}

function named(sync: YamlMap, kind: string, name: string): YamlNode {
  const origins = valueAt(sync, 'url')?.origins ?? sync.origins;
  return mapNode(entries({ ...sync, origins }, { kind, name }), origins);
}
