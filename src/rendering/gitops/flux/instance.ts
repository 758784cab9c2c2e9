import { nodeAt, textAt, valueAt } from '../../yaml/change.ts';
import type { YamlNode } from '../../yaml/node.ts';
import { namesInstance } from '../claims.ts';
import type { ClusterObject, Deliveries, Surroundings } from '../delivery.ts';
import { specOf } from '../reading.ts';
import { isHere } from '../repository.ts';
import { folderDeliveries } from './kustomization.ts';

type Made = Omit<Deliveries, 'looked' | 'destination'>;

/** The folder that a FluxInstance sets its cluster up with. */
export function instanceDeliveries(object: ClusterObject, surroundings: Surroundings): Made {
  return synced(object, specOf(object, 'sync'), surroundings, '');
}

/** The same, where the values of a release of the chart flux-instance say it. */
export function instanceInValues(object: ClusterObject, surroundings: Surroundings): Made {
  const sync = nodeAt(specOf(object, 'values'), 'instance', 'sync');
  return namesInstance(object) ? synced(object, sync, surroundings, 'sync') : nothing;
}

const nothing: Made = { deliveries: [], objects: [], problems: [] };

function synced(object: ClusterObject, sync: YamlNode | undefined, surroundings: Surroundings, key: string): Made {
  if (sync?.type !== 'map') return nothing;
  const url = textAt(sync, 'url');
  const kind = textAt(sync, 'kind') ?? 'GitRepository';
  const isOther = url !== undefined && kind === 'GitRepository' && !isHere(surroundings.repository, url, textAt(sync, 'ref'));
  // Without a reference the source is the workspace; a Bucket never is.
  const ref: YamlNode | undefined = isOther || kind === 'Bucket' ? named(sync, isOther ? url : kind) : undefined;
  const made = folderDeliveries(object, surroundings, { ref, path: valueAt(sync, 'path'), destination: { type: 'same' }, after: [] });
  return { ...made, deliveries: made.deliveries.map((delivery) => ({ ...delivery, key })) };
}

/** A reference to a source that is surely not here. */
function named(sync: YamlNode, name: string): YamlNode {
  const origins = valueAt(sync, 'url')?.origins ?? sync.origins;
  const entry = (key: string, text: string) =>
    ({ key, keyOrigins: origins, value: { type: 'scalar', tag: '!!str', style: 'plain', text, origins } }) as const;
  return { type: 'map', entries: [entry('kind', 'Bucket'), entry('name', name)], origins };
}
