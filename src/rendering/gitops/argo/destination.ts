import { holdsPlaceholder } from '../../../manifests/placeholder.ts';
import { textAt } from '../../yaml/change.ts';
import type { ClusterObject, Destination } from '../delivery.ts';
import { specOf, textOf } from '../reading.ts';

/** Argo's name and address for the cluster that it runs in. */
export const ownCluster = { name: 'in-cluster', server: 'https://kubernetes.default.svc' };

/** The cluster of an Application: by its name, else by its address. */
export function destinationOf(object: ClusterObject): Destination {
  const destination = specOf(object, 'destination');
  const name = textAt(destination, 'name') ?? '';
  const server = textAt(destination, 'server') ?? '';
  const said = name === '' ? server : name;
  if (said === '' || holdsPlaceholder(said)) return { type: 'unknown' };
  return isOwnCluster(said) ? { type: 'same' } : { type: 'named', name: said };
}

/** Whether a name or an address is that of the cluster that Argo runs in. */
export function isOwnCluster(said: string): boolean {
  return said === ownCluster.name || said.replace(/\/$/, '') === ownCluster.server;
}

/** Whether a path is made of the name that Argo gives its own cluster until somebody gives it another, as generators for clusters fill it in. */
export function namesOwnCluster(path: string): boolean {
  return /(?:^|[/_.-])in-cluster(?:$|[/_.-])/.test(path);
}

/** Undefined where none is said. */
export function destinationNamespace(object: ClusterObject): string | undefined {
  return textOf(specOf(object, 'destination', 'namespace'));
}
