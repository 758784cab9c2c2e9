import { holdsPlaceholder } from '../../../manifests/placeholder.ts';
import { textAt } from '../../yaml/change.ts';
import type { ClusterObject, Destination } from '../delivery.ts';
import { specOf, textOf } from '../reading.ts';

/** Argo's name and address for the cluster that it runs in. */
const own = { name: 'in-cluster', server: 'https://kubernetes.default.svc' };

/** The cluster of an Application: by its name, else by its address. */
export function destinationOf(object: ClusterObject): Destination {
  const destination = specOf(object, 'destination');
  const name = textAt(destination, 'name') ?? '';
  const server = textAt(destination, 'server') ?? '';
  const said = name === '' ? server : name;
  if (said === '' || holdsPlaceholder(said)) return { type: 'unknown' };
  return said === own.name || said.replace(/\/$/, '') === own.server ? { type: 'same' } : { type: 'named', name: said };
}

/** Undefined where none is said. */
export function destinationNamespace(object: ClusterObject): string | undefined {
  return textOf(specOf(object, 'destination', 'namespace'));
}
